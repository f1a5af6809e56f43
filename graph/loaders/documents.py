"""JSON documents (RFC 8259), read strictly and checked against a JSON Schema (Draft 2020-12)."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any

from jsonschema import Draft202012Validator

from graph.faults import Fault, Origin, Severity
from graph.loaders.files import InputFile, TextLines
from graph.loaders.grounds import policy
from graph.loaders.nearest import shortened
from graph.loaders.positions import Path, as_text, lines_by_path
from graph.loaders.rows import CONTROL
from graph.loaders.violations import violation

DEEPEST = 40  # the formats need 8; what validates them recurses
Shapes = Callable[[Sequence[str | int]], str]


@dataclass(frozen=True, slots=True)
class Document:
    """A JSON document that knows where its values stand."""

    name: str
    value: Any
    lines: Mapping[Path, int]

    def origin(self, *path: str | int) -> Origin:
        """Return where the record at a path stands: its line and its JSON path."""
        return Origin(self.name, self.lines.get(path), as_text(path))

    def fault(
        self,
        path: Sequence[str | int],
        message: str,
        shape: str = "",
        law: str = "",
        severity: Severity = "refused",
    ) -> Fault:
        """Return a fault of the value at a path, which may be missing; the field is its JSON path."""
        prefixes = (tuple(path[:end]) for end in range(len(path), -1, -1))
        line = next((self.lines[prefix] for prefix in prefixes if prefix in self.lines), None)
        return Fault(Origin(self.name, line), as_text(path), message, shape, law or policy(shape), severity)


def read_document(file: InputFile) -> Document | Fault:
    """Return the document of a file, or the fault for which it is none: its encoding, syntax or depth."""
    lines = TextLines(file)
    text = "".join(lines)
    if lines.fault:
        return lines.fault
    loose: list[str] = []
    try:
        value = json.loads(
            text, object_pairs_hook=_strict_object(loose), parse_constant=_strict_constant(loose)
        )
    except json.JSONDecodeError as error:
        message = (
            f"The file is not JSON: {error.msg} (column {error.colno})."
            if text.strip()
            else "The file is empty."
        )
        return Fault(Origin(file.name, error.lineno), "", message)
    except (RecursionError, ValueError):
        return Fault(
            Origin(file.name), "", "The JSON is nested too deep, or holds a number with thousands of digits."
        )
    problems = (*loose, *_problems(value))
    return (
        Fault(Origin(file.name), "", problems[0])
        if problems
        else Document(file.name, value, lines_by_path(text))
    )


def _strict_object(loose: list[str]) -> Callable[[list[tuple[str, Any]]], dict[str, Any]]:
    """RFC 8259, section 4: names within an object should be unique; here they are."""

    def build(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
        names = [name for name, _ in pairs]
        twice = (
            next((name for name in names if names.count(name) > 1), None)
            if len(set(names)) < len(names)
            else None
        )
        loose.extend(
            [f"The key “{shortened(twice)}” stands twice in one object."] if twice is not None else []
        )
        return dict(pairs)

    return build


def _strict_constant(loose: list[str]) -> Callable[[str], None]:
    """RFC 8259, section 6: NaN and Infinity are not permitted."""
    return lambda name: loose.append(f"{name} is not JSON; write a number or null.")


def _problems(value: Any) -> Iterator[str]:
    """Yield what makes a document unfit to be kept: depth, and characters that other formats refuse."""
    waiting: list[tuple[Any, Path]] = [(value, ())]
    while waiting:
        found, path = waiting.pop()
        if len(path) > DEEPEST:
            yield f"The JSON is nested more than {DEEPEST} deep."
            return
        if isinstance(found, dict):
            waiting.extend((name, (*path, "")) for name in found)
            waiting.extend((item, (*path, name)) for name, item in found.items())
        elif isinstance(found, list):
            waiting.extend((item, (*path, index)) for index, item in enumerate(found))
        elif isinstance(found, str) and (unfit := CONTROL.search(found)):
            yield f"The text at {shortened(as_text(path))} holds {_named(unfit[0])}. Delete it."


def _named(character: str) -> str:
    """Name a character that CONTROL finds (Unicode, section 23: surrogates and noncharacters)."""
    if "\ud800" <= character <= "\udfff":
        return f"one half of a surrogate pair (\\u{ord(character):04x}), which is no character"
    if character >= "\ufffe":
        return f"a noncharacter (U+{ord(character):04X})"
    return f"a control character (U+{ord(character):04X})"


def schema_faults(document: Document, schema: str, shape: Shapes) -> Iterator[Fault]:
    """Yield what a document breaks of the schema of that name among the packaged facts.

    `shape` names the SHACL shape behind a path.
    """
    for error in _validator(schema).iter_errors(document.value):
        path, message = violation(error)
        yield document.fault(path, message, shape(path))


@cache
def _validator(schema: str) -> Draft202012Validator:
    text = (files("graph") / "data" / schema).read_text("utf-8")
    return Draft202012Validator(json.loads(text), format_checker=Draft202012Validator.FORMAT_CHECKER)
