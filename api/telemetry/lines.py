"""Records of the log as lines: JSON for programs, text for people at a terminal.

What comes from a request must not look like a line of ours or move the cursor of a terminal. JSON is written
in ASCII; text keeps what is printable and escapes the rest, and whatever follows in further lines (a
traceback) is indented, which no line of ours is.
"""

import json
import logging
import re
from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

_LONGEST = 4000  # characters of one value
_TRACEBACK = 40_000  # characters
_MOST = 50  # members of a list or a mapping
_BARE = re.compile(r"[\w./:@+%-]+", re.ASCII)

Fields = dict[str, Any]


class JsonLines(logging.Formatter):
    """One JSON object a line: `time` (UTC), `level`, `event`, and the fields of the event.

    What is no event of ours has `event` “message”, with `logger` and `message`; an error its `traceback`.
    """

    def format(self, record: logging.LogRecord) -> str:
        """The line, in ASCII, without its end."""
        told = _head(record) | _fields(record)
        if trace := _traceback(self, record):
            told["traceback"] = trace
        return json.dumps(told).replace("\x7f", "\\u007f")


class TextLines(logging.Formatter):
    """One line an event, `name=value` for each field; a traceback follows, indented."""

    def format(self, record: logging.LogRecord) -> str:
        """The line, without its end."""
        head = _head(record)
        fields = (f"{name}={_value(value)}" for name, value in _fields(record).items())
        lines = [" ".join((head["time"], f"{head['level']:<7}", printable(head["event"]), *fields))]
        lines += (f"    {printable(line)}" for line in _traceback(self, record).splitlines())
        return "\n".join(lines)


def printable(text: str) -> str:
    """The text with everything escaped that is no printable character: ends of lines, escapes, surrogates."""
    return "".join(each if each.isprintable() else each.encode("unicode_escape").decode() for each in text)


def _head(record: logging.LogRecord) -> Fields:
    time = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    event = record.getMessage() if hasattr(record, "fields") else "message"
    return {"time": time.replace("+00:00", "Z"), "level": record.levelname.lower(), "event": event}


def _fields(record: logging.LogRecord) -> Fields:
    fields = getattr(record, "fields", None)
    if fields is None:
        fields = {"logger": record.name, "message": record.getMessage()}
    return {name: _bounded(value) for name, value in fields.items()}


def _bounded(value: Any) -> Any:
    """The value with long texts, lists and mappings cut, visibly."""
    match value:
        case str():
            return _cut(value, _LONGEST)
        case float():
            return round(value, 6)
        case Mapping():
            rest = {"…": f"{len(value) - _MOST} more"} if len(value) > _MOST else {}
            kept = list(value.items())[:_MOST]
            return {_cut(str(name), _LONGEST): _bounded(each) for name, each in kept} | rest
        case list() | tuple():
            rest_of_list = [f"… {len(value) - _MOST} more"] if len(value) > _MOST else []
            return [*map(_bounded, value[:_MOST]), *rest_of_list]
        case bool() | int() | None:
            return value
    return _cut(str(value), _LONGEST)


def _cut(text: str, longest: int) -> str:
    return text if len(text) <= longest else f"{text[:longest]}… ({len(text)} characters)"


def _value(value: Any) -> str:
    """A value as text: bare where it is one plain word, else quoted as in JSON."""
    if isinstance(value, str) and _BARE.fullmatch(value):
        return value
    return printable(json.dumps(value, ensure_ascii=False))


def _traceback(formatter: logging.Formatter, record: logging.LogRecord) -> str:
    if not record.exc_info:
        return ""
    return _cut(formatter.formatException(record.exc_info), _TRACEBACK)
