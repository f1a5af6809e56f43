"""A name through time: what its readings mean on each day, decided once for each stretch of days."""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from datetime import timedelta

from graph.names.meaning import Meaning
from graph.names.persons import CANDIDATES, NONE, Persons
from graph.names.reading import Capacity, Reading


@dataclass(frozen=True, slots=True)
class Spans:
    """The meanings of a name: that without a day, and those from each first day on."""

    without_day: Meaning
    first_days: tuple[Day, ...]
    meanings: tuple[Meaning, ...]

    def on(self, day: Day) -> Meaning:
        """Return what the name means on a day."""
        return self.meanings[bisect_right(self.first_days, day) - 1]


def always(meaning: Meaning) -> Spans:
    """Return a name that means the same on every day."""
    return Spans(meaning, (Day.min,), (meaning,))


def spans_of(name: str, readings: Sequence[Reading], persons: Persons) -> Spans:
    """Return what a name means, by its readings and by who existed when."""
    days = {Day.min}
    for reading in readings:
        days.update(day for day in (reading.span.since, reading.span.until) if day)
        days.update(persons.days(reading.code) if reading.code else ())
    first_days = tuple(sorted(days))
    meanings = tuple(_on(name, readings, persons, day) for day in first_days)
    return Spans(_without_day(name, readings, persons), first_days, meanings)


def _without_day(name: str, readings: Sequence[Reading], persons: Persons) -> Meaning:
    """Return who bears the name today; where nobody does, who bore it last, if that is one person."""
    today = _on(name, readings, persons, Day.max)
    if today.code or today.kind != "unknown":
        return today
    last = [(each, end) for each in readings if (end := _end(each, persons))]
    found = [_on(name, [each], persons, end - timedelta(days=1)) for each, end in last]
    return _one(name, found, persons) or today


def _end(reading: Reading, persons: Persons) -> Day | None:
    ends = [reading.span.until, persons.last_day(reading.code) if reading.code else None]
    return min((end for end in ends if end), default=None)


def _on(name: str, readings: Sequence[Reading], persons: Persons, day: Day) -> Meaning:
    then = [reading for reading in readings if reading.span.covers(day)]
    meant = then or [reading for reading in readings if not reading.only_then]
    found = [(reading, _capacity(reading, persons, day)) for reading in meant]
    there = [_meaning(name, *each, persons, day) for each in found if each[1].kind != NONE]
    one = _one(name, there, persons)
    return one or _nobody(name, readings, [capacity for _, capacity in found], persons)


def _capacity(reading: Reading, persons: Persons, day: Day) -> Capacity:
    if reading.code:
        return persons.on(reading.code, day)
    return Capacity(reading.span, reading.kind, candidates=reading.candidates, note=reading.note)


def _meaning(name: str, reading: Reading, capacity: Capacity, persons: Persons, day: Day) -> Meaning:
    """Return who is meant by one reading: the legal person of today, and under which name it acted."""
    if not reading.code:
        candidates = persons.labels(capacity.candidates)
        return Meaning(name, "", capacity.kind, "", reading.how, candidates, capacity.note)
    person = persons.legal_person(reading.code)
    later = capacity if person == reading.code else persons.on(person, day)
    acted_as = reading.acted_as or capacity.acted_as or later.acted_as
    note = " ".join(dict.fromkeys(each for each in (reading.note, capacity.note) if each))
    kind = later.kind if later.kind != NONE else capacity.kind
    return Meaning(name, person, kind, acted_as, reading.how, (), note)


def _one(name: str, found: Sequence[Meaning], persons: Persons) -> Meaning | None:
    """Return the one person that is meant, an ambiguous meaning where there are several, else nothing."""
    codes = dict.fromkeys(each.code for each in found)
    if not codes:
        return None
    if len(codes) == 1:
        return found[0]
    candidates = [persons.label(code) for code in codes if code]
    candidates += [label for each in found for label in each.candidates]
    note = " ".join(dict.fromkeys(each.note for each in found if each.note))
    return Meaning(
        name, "", "ambiguous", candidates=_few(candidates), note=f"Several bear the name. {note}".strip()
    )


def _nobody(name: str, readings: Sequence[Reading], absent: Sequence[Capacity], persons: Persons) -> Meaning:
    """Return why nobody is meant on a day: who it names was not there, or had another name."""
    if absent:
        candidates = persons.labels(code for each in absent for code in each.candidates)
        notes = dict.fromkeys(each.note or "Not yet, or no longer, there on that day." for each in absent)
        return Meaning(name, candidates=candidates, note=" ".join(notes))
    candidates = persons.labels(each.code for each in readings if each.code)
    times = dict.fromkeys(_time(reading) for reading in readings)
    return Meaning(
        name, candidates=candidates, note=f"The name was in use {', '.join(times)}, not on that day."
    )


def _time(reading: Reading) -> str:
    since = f"from {reading.span.since}" if reading.span.since else ""
    until = f"until {reading.span.until}" if reading.span.until else ""
    return f"{since} {until}".strip()


def _few(labels: Iterable[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(labels))[:CANDIDATES]
