"""Errors on their way from one process to another: a name and what they carry."""

from dataclasses import asdict, is_dataclass
from typing import Any

from graph import errors
from graph.errors import DepositaryError, LoadRefused, QueryFailed
from graph.faults import Fault, Origin


def told(error: DepositaryError) -> dict[str, Any]:
    """An error as JSON: `{error, fields}`, or `{error, message}`."""
    carried: object = error
    if is_dataclass(carried) and not isinstance(carried, type):
        return {"error": type(error).__name__, "fields": asdict(carried)}
    return {"error": type(error).__name__, "message": str(error)}


def raised(content: dict[str, Any]) -> DepositaryError:
    """The error that `told` told."""
    kind: type[DepositaryError] = getattr(errors, content["error"], QueryFailed)
    if "message" in content:
        return kind(content["message"])
    fields = content["fields"]
    if issubclass(kind, LoadRefused):
        return kind([Fault(**(fault | {"origin": Origin(**fault["origin"])})) for fault in fields["faults"]])
    return kind(**fields)
