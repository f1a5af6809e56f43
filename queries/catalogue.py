"""The stored queries: one `.rq` file per question, with a header that says what it asks and what it takes.

The header is YAML in comment lines that begin with `#+`, the decorators that grlc reads: `summary`,
`description`, `tags`; to them we add `parameters`, and `expected` where the right answer is known. A file in
`checks/` adds `shape`, `law`, `severity` and `message`: its right answer is no rows. Those in `harvest/` are
asked of other endpoints (`graph.loaders.sparql`), and never of our own store.

Parameters are bound by substitution (SPARQL 1.2 community group, SEP-0007). Oxigraph substitutes what a
SELECT projects, so a query projects its parameters; a sub-select that does not project one does not see it.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from types import MappingProxyType
from typing import Any, Literal, cast

import yaml

from queries.parameters import Parameter, ParameterError, Term, Value
from queries.parameters import bind as _bind

__all__ = [
    "Check",
    "Expected",
    "Parameter",
    "ParameterError",
    "StoredQuery",
    "bind",
    "catalogue",
    "checks",
    "harvest_queries",
    "query",
]

Form = Literal["select", "construct", "ask"]
_MARK = "#+"
_FORM = re.compile(r"^\s*(SELECT|CONSTRUCT|ASK)\b", re.MULTILINE)
_CHECKS = "checks"
_HARVEST = "harvest"


@dataclass(frozen=True, slots=True)
class Expected:
    """The right answer on the packaged facts, for the examples of the parameters or for other `values`.

    Either all `rows`, by variable and with IRIs relative to the root of Depositary, or only their `count`.
    """

    values: Mapping[str, Value] = field(default_factory=dict)
    rows: tuple[Mapping[str, str], ...] | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class StoredQuery:
    """One question; `folder` is its topic, `name` unique among all."""

    name: str
    folder: str
    title: str
    description: str
    form: Form
    text: str
    parameters: tuple[Parameter, ...] = ()
    tags: tuple[str, ...] = ()
    expected: tuple[Expected, ...] = ()

    @property
    def examples(self) -> dict[str, Value]:
        """A value for each parameter that the query needs."""
        return {parameter.name: parameter.example for parameter in self.parameters if parameter.required}


@dataclass(frozen=True, slots=True)
class Check:
    """A query of the gate. Each row is a fault: `?subject`, and `?value` and `?other` where there are such.

    `shape` is the name of the shape in `ontology/shapes.ttl` that says the same, `law` the article behind it;
    a row may add a `?provision` of the treaty itself. `field` is the column of the acts format that is wrong.
    """

    query: StoredQuery
    shape: str
    law: str
    severity: Literal["refused", "warning"]
    message: str
    field: str = ""


def bind(query: StoredQuery, values: Mapping[str, Value]) -> dict[str, Term]:
    """Terms by name of variable for the parameters of a query; raises `ParameterError`."""
    return _bind(query.parameters, values)


def query(name: str) -> StoredQuery:
    """Return the stored question of this name; raises `KeyError`."""
    return catalogue()[name]


@cache
def catalogue() -> Mapping[str, StoredQuery]:
    """Every stored question by name, sorted by name; the checks of the gate are apart."""
    found = {stored.name: stored for folder, stored, _ in _read_all() if folder not in {_CHECKS, _HARVEST}}
    return MappingProxyType(dict(sorted(found.items())))


@cache
def checks() -> tuple[Check, ...]:
    """Return the queries to which a candidate must answer with no rows, sorted by name."""
    found = [_check(stored, header) for folder, stored, header in _read_all() if folder == _CHECKS]
    return tuple(sorted(found, key=lambda check: check.query.name))


@cache
def harvest_queries() -> Mapping[str, StoredQuery]:
    """Every query for a harvest by name, sorted by name, with `{LIMIT}` and `{OFFSET}` in its text."""
    found = {stored.name: stored for folder, stored, _ in _read_all() if folder == _HARVEST}
    return MappingProxyType(dict(sorted(found.items())))


def parse(name: str, folder: str, content: str) -> tuple[StoredQuery, Mapping[str, Any]]:
    """Read a file as a query and its header; raises `ValueError` where it is no query or lacks a title."""
    lines = content.splitlines()
    header = yaml.safe_load("\n".join(line[len(_MARK) :] for line in lines if line.startswith(_MARK))) or {}
    text = "\n".join(line for line in lines if not line.startswith(_MARK)).strip() + "\n"
    form = _FORM.search(text)
    missing = {"summary", "description"} - set(header)
    if form is None or missing:
        raise ValueError(f"{folder}/{name}.rq: no query, or its header lacks {', '.join(sorted(missing))}")
    stored = StoredQuery(
        name=name,
        folder=folder,
        title=header["summary"],
        description=header["description"].strip(),
        form=cast("Form", form[1].lower()),
        text=text,
        parameters=tuple(Parameter(**entry) for entry in header.get("parameters", ())),
        tags=tuple(header.get("tags", ())),
        expected=tuple(_expected(entry) for entry in header.get("expected", ())),
    )
    return stored, header


def _expected(entry: Mapping[str, Any]) -> Expected:
    rows = entry.get("rows")
    return Expected(
        values=entry.get("values", {}),
        rows=None
        if rows is None
        else tuple({name: str(value) for name, value in row.items()} for row in rows),
        count=entry.get("count"),
    )


def _check(stored: StoredQuery, header: Mapping[str, Any]) -> Check:
    shape, law, field_ = header["shape"], header["law"], header.get("field", "")
    return Check(stored, shape, law, header["severity"], header["message"], field_)


def _read_all() -> Iterator[tuple[str, StoredQuery, Mapping[str, Any]]]:
    for folder, file in _query_files():
        name = file.name.removesuffix(".rq")
        stored, header = parse(name, folder, file.read_text(encoding="utf-8"))
        yield folder, stored, header


def _query_files() -> Iterator[tuple[str, Traversable]]:
    for folder in files("queries").iterdir():
        if folder.is_dir():
            for file in folder.iterdir():
                if file.name.endswith(".rq"):
                    yield folder.name, file
