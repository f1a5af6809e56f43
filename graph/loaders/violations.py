"""What breaks a JSON Schema, in words for people who have never read one."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from jsonschema import ValidationError
from jsonschema.exceptions import best_match

from graph.loaders.nearest import did_you_mean, one_of, shortened
from graph.loaders.positions import Path

LONGEST = 300


def violation(error: ValidationError) -> tuple[Path, str]:
    """Return the path of the value that is at fault, and what is wrong with it.

    Of a choice between schemas the branch that comes nearest is told, or else what the schema says of it.
    """
    inner = _meant(best_match([error]) or error)
    path = tuple(inner.absolute_path)
    explain = EXPLANATIONS.get(str(inner.validator))
    said = explain(inner) if explain else _described(inner)
    return path, shortened(said, LONGEST)


def _meant(error: ValidationError) -> ValidationError:
    """Return the error of the one branch of a choice that has the right type; else the choice itself."""
    close = [inner for inner in error.context or () if inner.validator != "type"]
    branches = {inner.relative_schema_path[0] for inner in close}
    return max(close, key=lambda inner: inner.validator == "format") if len(branches) == 1 else error


def _shown(value: Any) -> str:
    return shortened(json.dumps(value, ensure_ascii=False))


def _wanted(error: ValidationError) -> Any:
    """Return the value of the keyword; an error of a validator always has one."""
    return error.validator_value


def _given(error: ValidationError) -> Any:
    """Return the part of the document that breaks the keyword."""
    return error.instance


def _described(error: ValidationError) -> str:
    """Return the schema's own description, which says in words what its keywords say in logic."""
    description = error.schema.get("description") if isinstance(error.schema, Mapping) else None
    return f"{_shown(error.instance)} does not fit: {description or shortened(error.message)}"


def _required(error: ValidationError) -> str:
    missing = [f"“{key}”" for key in _wanted(error) if key not in _given(error)]
    return f"{one_of(missing)} is missing; every key is required, null where there is nothing."


def _unknown_key(error: ValidationError) -> str:
    known = list(error.schema.get("properties", {})) if isinstance(error.schema, Mapping) else []
    unknown = [key for key in _given(error) if key not in known]
    hint = did_you_mean(unknown[0], known) or f" Known are {', '.join(known)}."
    return f"The format has no key “{shortened(unknown[0])}” here.{hint}"


def _enum(error: ValidationError) -> str:
    choices = [str(choice) for choice in _wanted(error) if choice is not None]
    hint = did_you_mean(error.instance, choices) if isinstance(error.instance, str) else ""
    return f"{_shown(error.instance)} is not possible here.{hint or f' It is one of {one_of(choices)}.'}"


def _type(error: ValidationError) -> str:
    wanted = _wanted(error)
    names = [wanted] if isinstance(wanted, str) else list(wanted)
    return f"{_shown(error.instance)} should be of type {one_of(names)}."


def _format(error: ValidationError) -> str:
    return f"There is no day {shortened(str(error.instance))} in the calendar; days are YYYY-MM-DD."


def _pattern(error: ValidationError) -> str:
    description = error.schema.get("description", "") if isinstance(error.schema, Mapping) else ""
    return f"{_shown(error.instance)} does not have the form {error.validator_value}. {description}".strip()


def _too_few(error: ValidationError) -> str:
    return f"At least {error.validator_value} is needed here, and there are {len(_given(error))}."


EXPLANATIONS: Mapping[str, Callable[[ValidationError], str]] = {
    "required": _required,
    "additionalProperties": _unknown_key,
    "enum": _enum,
    "type": _type,
    "format": _format,
    "pattern": _pattern,
    "minItems": _too_few,
    "minLength": _too_few,
}
