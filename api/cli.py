"""The command line: open the store, call one function, print what it returns."""

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from graph.errors import BadRequest, DepositaryError, LoadRefused, StoreError

STORE = click.option(
    "--store",
    type=click.Path(path_type=Path),
    envvar="DEPOSITARY_STORE",
    default=Path("store"),
    show_default=True,
    help="Folder of the store (or DEPOSITARY_STORE).",
)
JSON = click.option("--json", "as_json", is_flag=True, help="Print the answer as JSON, as over HTTP.")
SHOWN_FAULTS = 20


class Day(click.ParamType):
    """A day of the calendar in ISO 8601."""

    name = "YYYY-MM-DD"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        """The day; fails with what is wrong with it."""
        if isinstance(value, date):
            return value
        try:
            return date.fromisoformat(value)
        except ValueError:
            self.fail(f"“{value}” is no day of the calendar; write it as 2016-11-16.", param, ctx)


DAY = Day()
ON = click.option("--on", type=DAY, help="Legal time: the day asked about (default: today).")
KNOWN = click.option("--known", type=DAY, help="Knowledge time: as known on that day (default: today).")


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="depositary", prog_name="depositary")
def cli() -> None:
    """Depositary: who is bound by what, since when, by which act, and who says so."""


def main() -> None:
    """Entry point: run a command; what Depositary refuses is printed in plain words, with exit status 1."""
    try:
        from api.ownership import refuse_shared_names  # noqa: PLC0415 - --help answers at once

        refuse_shared_names()
        cli(prog_name="depositary")
    except LoadRefused as refused:
        _print_refusal(refused)
        sys.exit(1)
    except DepositaryError as error:
        click.secho(f"Error: {error}", err=True, fg="red")
        sys.exit(2 if isinstance(error, BadRequest) else 1)


def _print_refusal(refused: LoadRefused) -> None:
    for fault in refused.faults[:SHOWN_FAULTS]:
        click.secho(f"Error: {fault}", err=True, fg="red")
    rest = len(refused.faults) - SHOWN_FAULTS
    if rest > 0:
        click.secho(f"… and {rest:,} more of this kind.", err=True, fg="red")
    click.echo("Nothing was loaded: the store is exactly as before.", err=True)


def today() -> date:
    """Today by UTC: the doors ask the clock, the law never does."""
    return datetime.now(UTC).date()
