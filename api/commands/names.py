"""The command that says who is meant by names on a day."""

import json
import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from api.options import AS_JSON, DAY, STORE, open_view
from graph.answers.names import names_answer

WIDTH = 100
STANDARD_INPUT = "-"
Asked = tuple[str, date | None]
Json = Mapping[str, Any]


@click.command()
@STORE
@click.argument("names", metavar="NAME...", nargs=-1, required=True)
@click.option("--on", type=DAY, help="The day on which the names were used.  [default: none, today's bearer]")
@AS_JSON
def names(store: Path, *, names: tuple[str, ...], on: date | None, as_json: bool) -> None:
    """Who is meant by each NAME on a day: a code, a name in any language, a former name, a misspelt one.

    With - for a NAME, lines of the standard input: a name, or a name, a tab and its own day. What means
    nobody, or several, is told at the end, and is no failure.
    """
    asked = [each for name in names for each in (_lines() if name == STANDARD_INPUT else [(name, None)])]
    answer = names_answer(open_view(store), asked, on)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(_text(answer)))


def _lines() -> Iterator[Asked]:
    """Yield the names of the standard input; empty lines mean nothing."""
    for number, line in enumerate(sys.stdin.buffer, start=1):
        name, _, day = line.decode("utf-8", "replace").rstrip("\r\n").partition("\t")
        if name.strip():
            yield name, _day(day.strip(), number)


def _day(text: str, line: int) -> date | None:
    try:
        return date.fromisoformat(text) if text else None
    except ValueError:
        raise click.UsageError(
            f"Line {line}: “{text[:50]}” is no day of the calendar; write it as 2016-11-16."
        ) from None


def _text(answer: Json) -> Iterator[str]:
    for entry in answer["names"]:
        yield from _entry(entry)
    unresolved = answer["unresolved"]
    if unresolved:
        yield from ("", f"Not resolved: {len(unresolved):,} of {len(answer['names']):,}")
        yield from (f"  {_plain(name)}" for name in dict.fromkeys(unresolved))
    yield from ("", f"version {answer['version']}")


def _entry(entry: Json) -> Iterator[str]:
    on = f" ({entry['on']})" if entry["on"] else ""
    yield f"{_plain(entry['name'])}{on}: {', '.join(_told(entry))}"
    if entry["candidates"]:
        yield from _filled(f"Perhaps: {', '.join(entry['candidates'])}")
    if entry["note"]:
        yield from _filled(entry["note"])


def _told(entry: Json) -> Iterable[str]:
    acted_as = f"acted as {entry['acted_as']}" if entry["acted_as"] else ""
    how = f"by {entry['how'].replace('-', ' ')}" if entry["how"] else ""
    return filter(None, (entry["code"], entry["kind"].replace("-", " "), acted_as, how))


def _filled(text: str) -> list[str]:
    return textwrap.wrap(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


def _plain(text: str) -> str:
    """Return a name without what a terminal would obey."""
    return "".join(mark if mark.isprintable() else "�" for mark in text)


COMMANDS = (names,)
