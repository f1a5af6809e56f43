"""Loader of the rules format v1: the final clauses of treaties, checked against their JSON Schema."""

import re
from collections.abc import Iterator, Mapping
from typing import Any

from graph.faults import Fault
from graph.loaders.check_rules import circles, contradictions, ways_out
from graph.loaders.documents import Document, read_document, schema_faults
from graph.loaders.files import InputFile
from graph.records import Read, TreatyRules

SCHEMA = "treaty_rules.schema.json"
SHAPE = "RuleShape"


def read(file: InputFile) -> Iterator[Read | Fault]:
    """Yield `TreatyRules` for each treaty of a rules file, and every fault; no record from a faulty file."""
    document = read_document(file)
    if isinstance(document, Fault):
        yield document
        return
    ways = [document.fault(path, message, SHAPE, "VCLT 54, 56") for path, message in ways_out(document)]
    told = tuple(fault.field for fault in ways)
    broken = schema_faults(document, SCHEMA, lambda _: SHAPE)
    faults = [*ways, *(fault for fault in broken if not (told and fault.field.startswith(told)))]
    faults = faults or [*_twice(document), *_contradictions(document)]
    yield from faults
    if not faults:
        for index, treaty in enumerate(document.value["treaties"]):
            yield Read(_treaty(treaty), document.origin("treaties", index))


def _treaty(treaty: Mapping[str, Any]) -> TreatyRules:
    clauses = [{**clause, "source": source_id(clause["source"])} for clause in treaty["clauses"]]
    return TreatyRules(treaty["id"], {**treaty, "clauses": clauses})


def source_id(source: str | None) -> str | None:
    """Return the id of the source of a clause; a text named by its file has the id that the path makes.

    `treaty-texts/vclt.json` is `treaty-texts-vclt`: no id of the table of sources holds a slash.
    """
    if source is None or "/" not in source:
        return source
    return re.sub(r"[^A-Za-z0-9._-]+", "-", re.sub(r"\.[a-z]+$", "", source)).strip("-")


def _twice(document: Document) -> Iterator[Fault]:
    first: dict[str, int] = {}
    for index, treaty in enumerate(document.value["treaties"]):
        if first.setdefault(treaty["id"], index) != index:
            message = f"The rules of {treaty['id']} stand already in treaties[{first[treaty['id']]}]."
            yield document.fault(("treaties", index, "id"), message, SHAPE)


def _contradictions(document: Document) -> Iterator[Fault]:
    """Yield what the rules of one treaty contradict themselves in, or those of several each other."""
    for index, treaty in enumerate(document.value["treaties"]):
        for path, message, law in contradictions(treaty):
            yield document.fault(("treaties", index, *path), message, SHAPE, law)
    for path, message in circles(document):
        yield document.fault(path, message, SHAPE)
