"""The command panel: one row for each state, treaty and year, as CSV or Parquet; and its code book."""

import json
import sys
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, BinaryIO

import click

from api.options import AS_JSON, KNOWN, STORE, open_view, today
from graph.answers.panel import codebook_answer
from graph.errors import BadRequest
from graph.panel.files import write_csv, write_parquet
from graph.panel.table import Panel
from graph.panel.wanted import DEFAULT_DAY, Wanted

WIDTH = 100
WRITERS: Mapping[str, Callable[[Panel, BinaryIO], None]] = {"csv": write_csv, "parquet": write_parquet}


@click.command()
@STORE
@click.option("--treaty", "treaties", multiple=True, help="A treaty; may be repeated.  [default: all]")
@click.option("--state", "states", multiple=True, help="A state; may be repeated.  [default: all]")
@click.option(
    "--from", "first", type=click.IntRange(min=1), help="First year.  [default: of the oldest treaty]"
)
@click.option(
    "--until", "last", type=click.IntRange(min=1), help="Last year.  [default: of the knowledge day]"
)
@click.option(
    "--day", default=DEFAULT_DAY, show_default=True, metavar="MM-DD", help="Day of which rows speak."
)
@KNOWN
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice(list(WRITERS)),
    default="csv",
    show_default=True,
    help="Format of the rows.",
)
@click.option("--output", type=click.Path(dir_okay=False, path_type=Path), help="File to write.")
@click.option("--codebook", is_flag=True, help="Print what each column means instead.")
@AS_JSON
def panel(  # noqa: PLR0913 - each is an option
    store: Path,
    *,
    treaties: tuple[str, ...],
    states: tuple[str, ...],
    first: int | None,
    last: int | None,
    day: str,
    known: date | None,
    format_: str,
    output: Path | None,
    codebook: bool,
    as_json: bool,
) -> None:
    """One row for each state, treaty and year, for statistics."""
    view = open_view(store)
    if codebook:
        answer = codebook_answer(view)
        text = (
            json.dumps(answer, ensure_ascii=False, indent=2)
            if as_json
            else "\n".join(_codebook_lines(answer))
        )
        click.echo(text)
        return
    if as_json:
        raise click.UsageError("The panel is printed as CSV or Parquet; --json goes with --codebook.")
    found = Panel(view, Wanted(known or today(), today(), treaties, states, first, last, day))
    _write(found, format_, output)


def _write(found: Panel, format_: str, output: Path | None) -> None:
    """Write to the standard output, or to a file that appears when it is complete."""
    write = WRITERS[format_]
    if output is None:
        if format_ == "parquet" and sys.stdout.isatty():
            raise BadRequest("Parquet is no text: name a file with --output, or pass it on to a program.")
        write(found, sys.stdout.buffer)
        return
    part = output.with_name(f".{output.name}.part")
    try:
        with part.open("wb") as file:
            write(found, file)
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)
    click.echo(f"{len(found):,} rows written to {output}", err=True)


def _codebook_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield answer["title"]
    for column in answer["columns"]:
        yield from ("", f"{column['name']} ({column['type']}: {column['values']})")
        for words in ("meaning", "rule", "counted"):
            if column[words]:
                yield _filled(column[words])
        yield _filled(f"Empty: {column['missing']}")
        if column["source"]:
            yield _filled(f"Source: {column['source']}.")
    yield from ("", f"version {answer['version']}")


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  ", subsequent_indent="  ")


COMMANDS = (panel,)
