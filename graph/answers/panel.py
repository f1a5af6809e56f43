"""The panel and its code book as both doors give them."""

from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import date
from typing import Any, overload

from graph.answers.parts import Json
from graph.panel.columns import COLUMNS, NAMES
from graph.panel.files import LICENCE, citation
from graph.panel.table import Panel, Row
from graph.view import View


class Rows(Sequence[Json]):
    """The rows of a panel as JSON objects; a slice counts no others."""

    def __init__(self, panel: Panel) -> None:
        self._panel = panel

    def __len__(self) -> int:
        return len(self._panel)

    @overload
    def __getitem__(self, index: int) -> Json: ...

    @overload
    def __getitem__(self, index: slice) -> list[Json]: ...

    def __getitem__(self, index: int | slice) -> Json | list[Json]:
        """A row, or a run of rows."""
        if isinstance(index, slice):
            start, stop, _ = index.indices(len(self))
            return [_json(row) for row in self._panel.rows(start, stop)]
        place = range(len(self))[index]
        return _json(next(self._panel.rows(place, place + 1)))

    def __iter__(self) -> Iterator[Json]:
        return (_json(row) for row in self._panel.rows())


def panel_answer(panel: Panel) -> Json:
    """What was asked, how to cite it, and `rows`, which are counted when they are read."""
    scope = panel.scope
    return {
        "treaties": list(scope.treaties),
        "states": [state.code for state in scope.states],
        "from": panel.first,
        "until": scope.last,
        "day": f"{scope.month:02}-{scope.day:02}",
        "known": scope.known.isoformat(),
        "columns": list(NAMES),
        "licence": LICENCE,
        "citation": citation(panel),
        "rows": Rows(panel),
        "version": panel.view.version,
    }


def codebook_answer(view: View) -> Json:
    """Every column of the panel in order: name, type, values, meaning, and how it is counted."""
    return {
        "title": "Panel of states, treaties and years: code book",
        "columns": [{key: value or None for key, value in asdict(column).items()} for column in COLUMNS],
        "version": view.version,
    }


def _json(row: Row) -> Json:
    return {name: _value(cell) for name, cell in zip(NAMES, row, strict=True)}


def _value(cell: Any) -> Any:
    return cell.isoformat() if isinstance(cell, date) else cell
