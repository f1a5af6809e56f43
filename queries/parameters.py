"""Parameters of stored queries: values become RDF terms, never a part of the query text."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Literal as OneOf
from typing import TypeAlias

from pyoxigraph import BlankNode, Literal, NamedNode, Triple
from rdflib.namespace import XSD

ParameterType = OneOf["state", "treaty", "iri", "day", "text", "number"]
Value: TypeAlias = str | date | int
Term: TypeAlias = NamedNode | BlankNode | Literal | Triple  # what `substitutions` takes

_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_NUMBER = re.compile(r"[+-]?[0-9]{1,18}")
_XSD_DATE = NamedNode(XSD.date)
_ROOM = 2_000  # characters: longer than any IRI or phrase that a query asks for


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter of a stored query; `default` is bound where a value is absent and not required."""

    name: str
    type: ParameterType
    description: str
    example: Value
    required: bool = True
    default: Value | None = None


class ParameterError(ValueError):
    """A value that a query cannot take: unknown, missing or malformed; the message says what to give."""

    def __init__(self, parameter: str, problem: str) -> None:
        super().__init__(f"Parameter “{parameter}”: {problem}")
        self.parameter = parameter
        self.problem = problem


def bind(parameters: tuple[Parameter, ...], values: Mapping[str, Value]) -> dict[str, Term]:
    """Terms by name of variable, for `pyoxigraph.Store.query(…, substitutions=…)`.

    States and treaties are given as IRIs. Raises `ParameterError` at the first value that is unknown, missing
    or malformed; a parameter that is not required and has neither value nor default stays unbound.
    """
    _refuse_unknown(parameters, values)
    bound = {}
    for parameter in parameters:
        value = values.get(parameter.name, parameter.default)
        if value is not None:
            bound[parameter.name] = _term(parameter, value)
        elif parameter.required:
            raise ParameterError(parameter.name, f"it is missing; give {_hint(parameter)}.")
    return bound


def _refuse_unknown(parameters: tuple[Parameter, ...], values: Mapping[str, Value]) -> None:
    known = [parameter.name for parameter in parameters]
    for name in values:
        if name not in known:
            takes = f"it takes {', '.join(known)}" if known else "it takes none"
            raise ParameterError(name, f"the query has no such parameter; {takes}.")


def _term(parameter: Parameter, value: Value) -> Term:
    try:
        return _TERMS[parameter.type](value)
    except ValueError:
        shown = str(value)[:80].encode("utf-8", "replace").decode()
        raise ParameterError(parameter.name, f"“{shown}” does not fit; give {_hint(parameter)}.") from None


def _hint(parameter: Parameter) -> str:
    return f"{_MEANT[parameter.type]}, such as {parameter.example}"


def _node(value: Value) -> NamedNode:
    return NamedNode(_words(value))


def _day(value: Value) -> Literal:
    if isinstance(value, str) and _DAY.fullmatch(value):
        value = date.fromisoformat(value)
    if not isinstance(value, date) or isinstance(value, datetime):
        raise ValueError("no calendar day")  # noqa: TRY004 - a value that does not fit, like all others
    return Literal(value.isoformat(), datatype=_XSD_DATE)


def _text(value: Value) -> Literal:
    return Literal(_words(value))


def _number(value: Value) -> Literal:
    if isinstance(value, bool | date) or not _NUMBER.fullmatch(str(value)):
        raise ValueError("no whole number")
    return Literal(int(value))


def _words(value: Value) -> str:
    if not isinstance(value, str) or not 0 < len(value) <= _ROOM:
        raise ValueError("no text, or too long")
    value.encode("utf-8")  # a lone surrogate has no place in RDF: UnicodeEncodeError is a ValueError
    return value


_TERMS: Mapping[ParameterType, Callable[[Value], Term]] = {
    "state": _node, "treaty": _node, "iri": _node, "day": _day, "text": _text, "number": _number,
}  # fmt: skip
_MEANT: Mapping[ParameterType, str] = {
    "state": "the IRI of a state",
    "treaty": "the IRI of a treaty",
    "iri": "an absolute IRI",
    "day": "a day of the calendar as YYYY-MM-DD",
    "text": "one to 2,000 characters of text",
    "number": "a whole number",
}
