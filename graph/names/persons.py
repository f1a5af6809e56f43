"""Who existed when, and as what: the table of states, and what the table of persons on days adds to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.names.reading import Capacity, Span
from graph.names.tables import capacities
from graph.records import State

NONE = "none"
CANDIDATES = 5


class Persons:
    """The states of one data set, each with its capacities in time."""

    def __init__(self, states: Mapping[str, State]) -> None:
        self._states = states
        self._continued = {old: state.code for state in states.values() for old in state.continues}
        self._told: Mapping[str, tuple[Capacity, ...]] = _grouped(states)

    def legal_person(self, code: str) -> str:
        """Return the code of who continues a former state as the same legal person, else the same code."""
        return self._continued.get(code, code)

    def on(self, code: str, day: Day) -> Capacity:
        """Return in which capacity somebody was there on a day; `none` says that it was not.

        What the table of persons says governs. A state without a first day in any table is never refused.
        """
        for capacity in self._told.get(code, ()):
            if capacity.span.covers(day):
                return self._complete(code, capacity)
        state = self._states[code]
        if Span(state.exists_from, state.exists_until).covers(day):
            return Capacity(Span(), state.kind, note=_note(state))
        ended = state.exists_until is not None and state.exists_until <= day
        candidates = self._after(code) if ended else self._before(code)
        return Capacity(Span(), NONE, candidates=candidates, note=_when(state))

    def days(self, code: str) -> Iterable[Day]:
        """Return the days on which a capacity begins or ends, of the code and of its legal person."""
        for each in {code, self.legal_person(code)}:
            state = self._states[each]
            spans = [Span(state.exists_from, state.exists_until), *(c.span for c in self._told.get(each, ()))]
            yield from (day for span in spans for day in (span.since, span.until) if day)

    def last_day(self, code: str) -> Day | None:
        """Return the first day on which a former state is no longer meant by its name; nothing for others."""
        ends = [c.span.until for c in self._told.get(code, ()) if c.span.until and c.kind != NONE]
        until = self._states[code].exists_until
        return max([*ends, until]) if until else None

    def labels(self, codes: Iterable[str]) -> tuple[str, ...]:
        """Return how candidates are shown, each person once."""
        known = [code for code in codes if code in self._states]
        persons = {self.legal_person(code): code for code in reversed(known)}
        return tuple(self.label(code) for code in reversed(persons.values()))[:CANDIDATES]

    def label(self, code: str) -> str:
        """Return how somebody is shown as a candidate: the code of the legal person, and a name."""
        return f"{self.legal_person(code)} ({self._states[code].name_en.rpartition(';')[2].strip()})"

    def _complete(self, code: str, capacity: Capacity) -> Capacity:
        if capacity.kind != NONE:
            return capacity
        until = f" before {capacity.span.until}" if capacity.span.until else ""
        note = capacity.note or f"There was no state {self._states[code].name_en}{until}."
        return replace(capacity, candidates=capacity.candidates or self._before(code), note=note)

    def _after(self, code: str) -> tuple[str, ...]:
        """Return who continues a former state, else who succeeded to it, as far as the table says."""
        if code in self._continued:
            return (code,)
        found = tuple(state.code for state in self._states.values() if code in state.successor_of)
        return found or (code,)

    def _before(self, code: str) -> tuple[str, ...]:
        """Return who was there before a state, as far as the table says."""
        found = tuple(each for each in self._states[code].successor_of if each in self._states)
        return found or (code,)


def _grouped(states: Mapping[str, State]) -> Mapping[str, tuple[Capacity, ...]]:
    found: dict[str, list[Capacity]] = defaultdict(list)
    for code, capacity in capacities():
        if code in states:
            candidates = tuple(each for each in capacity.candidates if each in states)
            found[code].append(replace(capacity, candidates=candidates))
    return {code: tuple(each) for code, each in found.items()}


def _note(state: State) -> str:
    return f"A territory. {state.note}".strip() if state.kind == "territory" else ""


def _when(state: State) -> str:
    since = f" from {state.exists_from}" if state.exists_from else ""
    until = f" until {state.exists_until}" if state.exists_until else ""
    return f"{state.name_en} existed{since}{until}, not on that day.".replace(
        " existed until", " existed until"
    )
