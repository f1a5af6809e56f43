"""From checked JSON to frozen records, by their annotations.

A field that is a Python keyword carries a trailing underscore in the record and none in the JSON.
"""

from collections.abc import Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from types import NoneType, UnionType
from typing import Any, Literal, TypeVar, Union, get_args, get_origin, get_type_hints

from graph.errors import BadRequest

T = TypeVar("T")


def decode(record: type[T], document: Mapping[str, Any], name: str) -> T:
    """A record of the given class from a JSON object; `name` says in errors what was being read.

    Raises `BadRequest` where the document does not have the shape of the record.
    """
    try:
        value: T = _record(record, document)
    except (KeyError, TypeError, ValueError) as fault:
        raise BadRequest(f"The rules of {name} do not follow rules format v1: {fault}") from fault
    return value


def _record(record: type[Any], document: Mapping[str, Any]) -> Any:
    hints = get_type_hints(record)
    names = {field.name: field.name.rstrip("_") for field in fields(record)}
    unknown = document.keys() - set(names.values())
    if unknown:
        raise ValueError(f"unknown keys {', '.join(sorted(unknown))}")
    given = {field: key for field, key in names.items() if key in document}
    return record(**{field: _value(hints[field], document[key]) for field, key in given.items()})


def _value(hint: Any, value: Any) -> Any:
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        return _one_of(get_args(hint), value)
    if origin is tuple:
        return tuple(_value(get_args(hint)[0], each) for each in value)
    if origin is Literal:
        return _literal(get_args(hint), value)
    if hint is date:
        return date.fromisoformat(value)
    if is_dataclass(hint) and isinstance(hint, type):
        return _record(hint, value)
    if not isinstance(value, hint):
        raise TypeError(f"{value!r} is no {hint.__name__}")
    return value


def _one_of(hints: tuple[Any, ...], value: Any) -> Any:
    if value is None and NoneType in hints:
        return None
    structured = isinstance(value, Mapping)
    fitting = [hint for hint in hints if hint is not NoneType and is_dataclass(hint) == structured]
    if not fitting:
        raise TypeError(f"{value!r} is none of {hints}")
    return _value(fitting[0], value)


def _literal(allowed: tuple[Any, ...], value: Any) -> Any:
    if value not in allowed:
        raise ValueError(f"{value!r} is none of {allowed}")
    return value
