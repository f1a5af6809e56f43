"""Options and types that several commands share."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import click

from graph.store import Store
from graph.view import View


class Day(click.ParamType[date]):
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


class StoreFolder(click.ParamType[Path]):
    """The folder of a store."""

    name = "PATH"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Path:
        """The path; fails where it is the address of a server."""
        if "://" in str(value):
            self.fail("A store behind an address cannot be opened; name the folder of a store.", param, ctx)
        return Path(value)


DAY = Day()
STORE = click.option(
    "--store",
    type=StoreFolder(),
    envvar="DEPOSITARY_STORE",
    default=Path("store"),
    show_default=True,
    help="Folder of the store; also by DEPOSITARY_STORE.",
)
AS_JSON = click.option(
    "--json", "as_json", is_flag=True, help="Print JSON; what HTTP answers too is the same."
)
ON = click.option("--on", type=DAY, help="Legal time: the day asked about.  [default: today]")
KNOWN = click.option("--known", type=DAY, help="Knowledge time: as known on that day.  [default: today]")


def today() -> date:
    """Today by UTC: the doors ask the clock, the law never does."""
    return datetime.now(UTC).date()


def open_view(path: Path) -> View:
    """A view of the current generation; raises `StoreMissing` or `StoreUnusable`."""
    return View(Store.open(path))
