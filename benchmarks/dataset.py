"""Quads in the shape of our graph, of any number, the same for the same number: treaties, and acts of states.

Nothing is derived from them: they are there to be asked about, by every engine the same.
"""

from collections.abc import Iterator
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random

from pyoxigraph import RdfFormat, parse

from graph import iri
from graph.loading.load import now
from graph.store import Generations
from graph.store.changes import Made
from ontology.terms import DEP

STATES = 195
_TREATIES_IN_SOURCE = 20
_TYPE = "http://www.w3.org/1999/02/22-rdf-syntax-ns#type"
_LABEL = "http://www.w3.org/2000/01/rdf-schema#label"
_DATE = "http://www.w3.org/2001/XMLSchema#date"
_FIRST = date(1945, 10, 24)
_BATCH = 100_000


def lines(number: int) -> Iterator[str]:
    """So many lines of N-Quads, no two the same."""
    return islice(_treaties(Random(number)), number)


def _treaties(chance: Random) -> Iterator[str]:
    for number in count():
        graph = iri.SOURCE_GRAPHS + f"series-{number // _TREATIES_IN_SOURCE}"
        treaty = iri.treaty(f"generated-{number}")
        opened = _FIRST + timedelta(days=chance.randrange(25_000))
        yield _line(treaty, _TYPE, f"<{DEP.Treaty}>", graph)
        yield _line(treaty, _LABEL, f'"Generated Convention {number}"@en', graph)
        for state in chance.sample(range(STATES), chance.randrange(2, STATES)):
            yield from _acts(number, state, opened, chance, graph)


def _acts(treaty: int, state: int, opened: date, chance: Random, graph: str) -> Iterator[str]:
    """A state signs a treaty, and consents to be bound by it."""
    day = opened
    for kind in (DEP.Signature, DEP.Ratification):
        day += timedelta(days=chance.randrange(1, 2000))
        act = act_of(treaty, state, str(kind).removeprefix(str(DEP)).lower())
        yield _line(act, _TYPE, f"<{kind}>", graph)
        yield _line(act, str(DEP.treaty), f"<{iri.treaty(f'generated-{treaty}')}>", graph)
        yield _line(act, str(DEP.actor), f"<{iri.IDS}state/S{state}>", graph)
        yield _line(act, str(DEP.receivedOn), f'"{day}"^^<{_DATE}>', graph)
        yield _line(act, str(DEP.verification), '"single-source"', graph)


def act_of(treaty: int, state: int, kind: str) -> str:
    """IRI of an act."""
    return f"{iri.IDS}act/generated-{treaty}/S{state}/{kind}"


def _line(subject: str, predicate: str, value: str, graph: str) -> str:
    return f"<{subject}> <{predicate}> {value} <{graph}> .\n"


def write_file(number: int, file: Path) -> None:
    """Write so many quads to a file of N-Quads."""
    with file.open("w", encoding="utf-8") as opened:
        opened.writelines(lines(number))


def acts(file: Path) -> list[str]:
    """IRIs of all acts of a file."""
    with file.open(encoding="utf-8") as opened:
        return [line.partition(">")[0][1:] for line in opened if f"<{DEP.receivedOn}>" in line]


def build_store(file: Path, store: Path) -> None:
    """Make a store of Depositary of a file of N-Quads; no two of its quads may be the same."""
    generations, quads = Generations(store), parse(path=str(file), format=RdfFormat.N_QUADS)
    with generations.write() as candidate:
        while batch := list(islice(quads, _BATCH)):
            candidate.add(batch)
        candidate.settle()
        candidate.store.optimize()
        generations.publish(candidate, Made("load", now(), "benchmark"))


def database(store: Path) -> Path:
    """Folder of the Oxigraph database that a store serves."""
    return Generations(store).current().database


def quads(store: Path) -> int:
    """Number of quads that a store serves."""
    return Generations(store).current().fingerprint.quads
