"""The rows of a panel: counted when they are read, so that the whole of it never lies in memory."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import TypeAlias

from graph.law.question import Subject
from graph.panel.spans import TreatyFacts
from graph.panel.wanted import Wanted, scope
from graph.panel.years import (
    Cell,
    completeness_cells,
    exists_on,
    number_in,
    signed_by,
    status_cells,
    verification_on,
)
from graph.records import State
from graph.view import View

Row: TypeAlias = tuple[Cell, ...]
_STATE_YEARS = 2**16  # states times years that are kept: numbers are the same for every treaty
DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class Block:
    """The rows of one state under one treaty: the years from `first` to `last`, both included."""

    state: State
    facts: TreatyFacts
    first: int
    last: int

    def __len__(self) -> int:
        return self.last - self.first + 1


class Panel:
    """A panel over one view: how many rows it has, and any run of them, by state, treaty and year.

    Raises `BadRequest` and `UnknownName` where the panel cannot be given as it is wanted.
    """

    def __init__(self, view: View, wanted: Wanted) -> None:
        self.view = view
        self.scope = scope(view, wanted)
        subjects: dict[str, Subject] = {}
        slugs = sorted(self.scope.treaties)
        self._treaties = [TreatyFacts.of(view, slug, self.scope.known, subjects) for slug in slugs]
        self._blocks = list(self._all_blocks())
        self._length = sum(len(block) for block in self._blocks)
        self._numbers = lru_cache(maxsize=_STATE_YEARS)(self._numbers_of)

    def __len__(self) -> int:
        return self._length

    @property
    def first(self) -> int:
        """The year of the first row by time, or the first one asked for where there is none."""
        return min((block.first for block in self._blocks), default=self.scope.first)

    def rows(self, start: int = 0, stop: int | None = None) -> Iterator[Row]:
        """The rows from `start` up to, not including, `stop`; all of them where nothing is given."""
        passed, end = 0, len(self) if stop is None else stop
        for block in self._blocks:
            first, last = max(start - passed, 0), min(end - passed, len(block))
            if first < last:
                yield from self._rows(block, range(block.first + first, block.first + last))
            passed += len(block)

    def _all_blocks(self) -> Iterator[Block]:
        for state in self.scope.states:
            since = state.exists_from.year if state.exists_from else date.min.year
            until = (state.exists_until - DAY).year if state.exists_until else date.max.year
            for facts in self._treaties:
                if facts.since is not None:
                    first = max(self.scope.first, since, facts.since.year)
                    last = min(self.scope.last, until)
                    if first <= last:
                        yield Block(state, facts, first, last)

    def _rows(self, block: Block, years: range) -> Iterator[Row]:
        state, facts, english = block.state, block.facts, self.view.english
        spans, signed = facts.spans(state.code), facts.signed.get(state.code)
        who = (state.code, english.actor(state.code), state.kind, state.iso_alpha3 or None)
        what, tail = (facts.treaty, english.treaty(facts.treaty)), (self.scope.known, self.view.version)
        for year in years:
            day = self.scope.day_of(year)
            cow, gw, exists = self._numbers(state.code, year)
            yield (
                *who, state.iso_numeric or None, cow, gw, *what, year, day, exists,
                *status_cells(spans, year, day, signed_by(day, signed, facts.coverage)),
                *completeness_cells(facts.coverage, day, self.scope.known),
                verification_on(spans, day), *tail,
            )  # fmt: skip

    def _numbers_of(self, code: str, year: int) -> tuple[int | None, int | None, int | None]:
        """The numbers of a state in both schemes, and whether it existed, in a year."""
        codes, day = self.view.codes.get(code, ()), self.scope.day_of(year)
        return (
            number_in(codes, "cow", day),
            number_in(codes, "gw", day),
            exists_on(self.view.states[code], day),
        )
