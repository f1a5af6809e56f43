"""What happens to a treaty itself: adoption, opening for signature, entry into force, end."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from graph.law.delays import after, ordinal, spoken
from graph.law.derive import Derivation
from graph.law.rules import EntryIntoForce, Rules
from graph.law.timeline import Step

TREATY_KINDS = (
    "adoption", "conclusion", "opening-for-signature", "entry-into-force", "closing-for-signature",
    "treaty-end",
)  # fmt: skip
NAMED_BY_THE_TEXT = frozenset({"opening-for-signature", "closing-for-signature"})


@dataclass(frozen=True, slots=True)
class TreatyEvent:
    """One day in the life of a treaty; `recorded` and `computed` are its day by record and by the clauses."""

    on: date
    kind: str
    step: Step
    recorded: date | None = None
    computed: date | None = None


def treaty_events(derivation: Derivation, rules: Rules | None) -> tuple[TreatyEvent, ...]:
    """The days of the treaty itself, as known on the day of the derivation.

    Of a treaty whose final clauses are not held only its end can be known.
    """
    known = derivation.known
    early = [*_text(rules), *_signature(rules)] if rules else []
    # The text of a treaty, and with it the days that the text names, is known once it is concluded.
    concluded = rules.adopted_on or rules.dated_on if rules else None
    public = known is None or (concluded is not None and concluded <= known)
    entry = _entry(derivation.in_force, rules.entry_into_force) if rules and derivation.in_force else []
    return (*(early if public else ()), *entry, *_end(derivation, rules))


def _text(rules: Rules) -> Iterator[TreatyEvent]:
    if rules.adopted_on is not None:
        text = f"The text was adopted on {spoken(rules.adopted_on)}."
        yield _on_record(rules.adopted_on, "adoption", text, "VCLT 9")
    if rules.dated_on != rules.adopted_on:
        text = f"Concluded on {spoken(rules.dated_on)}, the day by which the treaty is cited."
        yield _on_record(rules.dated_on, "conclusion", text, "")


def _signature(rules: Rules) -> Iterator[TreatyEvent]:
    window = rules.opened_for_signature
    if window is None:
        return
    last = f", up to and including {spoken(window.until)}" if window.until else ""
    text = f"Open for signature from {spoken(window.from_)}{last}."
    yield _on_record(window.from_, "opening-for-signature", text, "")
    if window.until is not None:
        text = f"{spoken(window.until)} is the last day for signature; later one may accede (VCLT 15)."
        yield _on_record(window.until, "closing-for-signature", text, "")


def _on_record(on: date, kind: str, text: str, provision: str) -> TreatyEvent:
    return TreatyEvent(on, kind, Step(text, "", provision, ()), recorded=on)


def _entry(in_force: date, entry: EntryIntoForce) -> Iterator[TreatyEvent]:
    """Entry into force (VCLT 24(1)): the recorded day governs, the computed one stands beside it."""
    text = f"The treaty enters into force on {spoken(in_force)}"
    computed = None
    if entry.trigger_on is not None:
        arithmetic = after(entry.delay, entry.trigger_on)
        computed = arithmetic.day
        text = f"{text}: {_condition(entry)} on {spoken(entry.trigger_on)}; {arithmetic.words}"
        if computed != in_force:
            text = f"{text}; the depositary recorded {spoken(in_force)}, which governs"
    step = Step(f"{text}.", "entry-into-force", entry.provision, ())
    yield TreatyEvent(in_force, "entry-into-force", step, entry.recorded_on, computed)


def _condition(entry: EntryIntoForce) -> str:
    number = entry.condition.instruments
    if number is None or entry.condition.extra:
        return "its condition was met"
    return f"the {ordinal(number)} instrument was deposited"


def _end(derivation: Derivation, rules: Rules | None) -> Iterator[TreatyEvent]:
    """The first day on which the treaty is no longer in force (VCLT 54, 59, 70)."""
    end = derivation.ended
    if end is not None:
        recorded = next((each.on for each in (rules.ends if rules else ()) if each.on == end.on), None)
        computed = None if recorded else end.on
        yield TreatyEvent(end.on, "treaty-end", end.step, recorded, computed)
