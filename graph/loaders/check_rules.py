"""What the schema of rules cannot say: final clauses that contradict themselves or each other."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from graph.errors import BadRequest
from graph.law.delays import Delay, after
from graph.law.vienna import VCLT
from graph.loaders.documents import Document

Found = Iterator[tuple[tuple[str | int, ...], str, str]]  # path within the treaty, message, law
Treaty = Mapping[str, Any]

VCLT_IN_FORCE = "1980-01-27"
LONGEST = 36_525  # days of a hundred years: no treaty sets a longer delay, and a typing error often does
FORMS = ("notice", "fixed_date", "period_end_window", "end_of_year")
LENGTHS = {"days": 1, "months": 30, "years": 365, "first_day_of_nth_month_after": 30}


def contradictions(treaty: Treaty) -> Found:
    """Yield each contradiction in the rules of one treaty: its path, what to do, the article behind it."""
    for check in CHECKS:
        yield from check(treaty)


def ways_out(document: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each withdrawal that has two forms at once, none, or one that is not permitted.

    The schema says so too, but in logic; this is asked first, of a document that may have any shape.
    """
    treaties = document.value.get("treaties") if isinstance(document.value, dict) else None
    for index, treaty in enumerate(treaties if isinstance(treaties, list) else ()):
        clause = treaty.get("withdrawal") if isinstance(treaty, dict) else None
        if isinstance(clause, dict) and (message := _ways_out(clause)):
            yield ("treaties", index, "withdrawal"), message


def _ways_out(clause: Mapping[str, Any]) -> str:
    given = [form for form in FORMS if clause.get(form) is not None]
    if clause.get("permitted") == "no" and given:
        return f"Withdrawal is not permitted, so {given[0]} is null; or write “yes” for permitted."
    if clause.get("permitted") != "yes" or len(given) == 1 or not clause.keys() >= set(FORMS):
        return ""
    found = f"has {len(given)} forms at once, {' and '.join(given)}" if given else "has no form"
    forms = ", ".join(FORMS)
    return f"Withdrawal is permitted and {found}: give exactly one of {forms}, and null for the others."


def circles(document: Document) -> Iterator[tuple[tuple[str | int, ...], str]]:
    """Yield each treaty of a file that is its own parent, or ends with itself, by way of others."""
    treaties: Sequence[Treaty] = document.value["treaties"]
    parents = {each["id"]: [each["parent"]] for each in treaties if each["parent"] != each["id"]}
    ends = {each["id"]: [c["to"] for c in each["cascade"] if c["to"] != each["id"]] for each in treaties}
    for index, each in enumerate(treaties):
        for field, edges in (("parent", parents), ("cascade", ends)):
            if each["id"] in _reached(each["id"], edges):
                message = f"By way of other treaties {each['id']} comes back to itself; break the circle."
                yield ("treaties", index, field), message


def _reached(start: str, edges: Mapping[str, Sequence[str | None]]) -> set[str]:
    found: set[str] = set()
    waiting = [each for each in edges.get(start, ()) if each]
    while waiting:
        slug = waiting.pop()
        if slug not in found:
            found.add(slug)
            waiting.extend(each for each in edges.get(slug, ()) if each)
    return found


def _force(treaty: Treaty) -> Found:
    """Entry into force before the treaty or its condition, or on a day that the delay does not give."""
    force, dated = treaty["entry_into_force"], treaty["dated_on"]
    met, recorded, path = force["trigger_on"], force["recorded_on"], ("entry_into_force",)
    if recorded and recorded < dated:
        message = f"The treaty enters into force on {recorded}, before its own date, {dated}."
        yield (*path, "recorded_on"), message, "VCLT 24(1)"
    if met and met < dated:
        message = f"The condition is met on {met}, before the treaty's own date, {dated}."
        yield (*path, "trigger_on"), message, "VCLT 24(1)"
    if met and recorded and recorded < met:
        message = "The treaty enters into force before its condition is met."
        yield (*path, "recorded_on"), message, "VCLT 24"
    elif met and recorded and (given := _counted(force["delay"], met)) and given != recorded:
        message = (
            f"From {met} the delay gives {given}, and recorded is {recorded}: correct one of the three, or "
            "leave trigger_on null where the day on which the condition was met is not known."
        )
        yield (*path, "delay"), message, "VCLT 24(1)"


def _counted(delay: Mapping[str, Any], base: str) -> str:
    """The day that a delay gives; empty where it lies beyond the calendar, which is told elsewhere."""
    try:
        return after(Delay(**delay), date.fromisoformat(base)).day.isoformat()
    except (BadRequest, OverflowError, ValueError):
        return ""


def _signature(treaty: Treaty) -> Found:
    """A window that ends before it begins, or opens before there is a text (VCLT 9, 10)."""
    window, adopted = treaty["opened_for_signature"], treaty["adopted_on"]
    if window and window["until"] and window["until"] < window["from"]:
        message = "The treaty is closed for signature before it is opened."
        yield ("opened_for_signature", "until"), message, "VCLT 10"
    if window and adopted and window["from"] < adopted:
        message = f"The treaty is opened for signature before its text is adopted on {adopted}."
        yield ("opened_for_signature", "from"), message, "VCLT 9, 10"
    if treaty["signature_effect"]["basis"] == "vclt" and treaty["dated_on"] < VCLT_IN_FORCE:
        message = (
            "The treaty is older than the Vienna Convention, which works as custom only: write “custom”."
        )
        yield ("signature_effect", "basis"), message, "VCLT 4"


def _bilateral(treaty: Treaty) -> Found:
    """A treaty between two that counts more instruments, or keeps them with a depositary (VCLT 76)."""
    needed = treaty["entry_into_force"]["condition"]["instruments"]
    if treaty["bilateral"] and treaty["depositaries"]:
        message = "A bilateral treaty has no depositary: instruments are exchanged. Leave the list empty."
        yield ("depositaries",), message, "VCLT 13, 76"
    if treaty["bilateral"] and needed and needed > 2:  # noqa: PLR2004 - two sides
        message = f"A bilateral treaty has two sides and cannot need {needed} instruments."
        yield ("entry_into_force", "condition", "instruments"), message, "VCLT 24(2)"
    for index, end in enumerate(treaty["ends"]):
        if treaty["bilateral"] and end["parties_below"]:
            message = "A bilateral treaty ends when one side leaves; parties_below is for treaties of many."
            yield ("ends", index, "parties_below"), message, "VCLT 55"


def _depositaries(treaty: Treaty) -> Found:
    effect = treaty["consent_effect"]
    if effect and effect["several_depositaries"] and len(treaty["depositaries"]) < 2:  # noqa: PLR2004 - several
        message = "A first deposit among several needs several depositaries; name them, or write null."
        yield ("consent_effect", "several_depositaries"), message, "VCLT 76(1)"


def _withdrawal(treaty: Treaty) -> Found:
    """Details of a withdrawal that is not permitted, and days of the year that no calendar has."""
    clause = treaty["withdrawal"]
    for field in ("earliest", "special", "later_day_may_be_named"):
        given = treaty["special_withdrawals"] if field == "special" else clause[field]
        if clause["permitted"] == "no" and given:
            path = ("special_withdrawals",) if field == "special" else ("withdrawal", field)
            message = "Withdrawal is not permitted, so there is nothing to say on how it works."
            yield path, message, "VCLT 54, 56"
    yield from _days_of_the_year(clause)


def _days_of_the_year(clause: Mapping[str, Any]) -> Found:
    fixed, end = clause["fixed_date"] or {}, clause["end_of_year"] or {}
    for form, field in ((fixed, "month_day"), (fixed, "notice_by"), (end, "late_from")):
        name = "end_of_year" if field == "late_from" else "fixed_date"
        if form.get(field) and not _exists(form[field]):
            yield ("withdrawal", name, field), f"No year has a day {form[field]}; it is MM-DD.", ""
    if fixed and fixed["notice_by"] > fixed["month_day"]:
        message = "Notice is in time in the same year, so notice_by cannot lie after month_day."
        yield ("withdrawal", "fixed_date", "notice_by"), message, ""
    if end and (end["late_from"] is None) != (end["late_which"] is None):
        message = "late_from and late_which go together: give both, or null for both."
        yield ("withdrawal", "end_of_year", "late_which"), message, ""


def _exists(month_day: str) -> bool:
    try:
        date.fromisoformat(f"2000-{month_day}")  # a leap year: 29 February is a day of some years
    except ValueError:
        return False
    return True


def _others(treaty: Treaty) -> Found:
    """A treaty that is its own parent, amends itself, or ends itself; the same cascade twice."""
    own = treaty["id"]
    for field in ("parent", "amends"):
        if treaty[field] == own:
            yield (field,), f"{own} cannot be its own; name the other treaty, or null.", ""
    if own == VCLT and treaty["parent"]:
        yield ("parent",), "The Vienna Convention has no parent treaty; write null.", "VCLT 81, 83"
    seen: set[tuple[str, str]] = set()
    for index, cascade in enumerate(treaty["cascade"]):
        pairs = {(cascade["to"], way) for way in cascade["on"]}
        if cascade["to"] == own:
            yield ("cascade", index, "to"), "Leaving a treaty ends another one, not itself.", ""
        if cascade["to"] == VCLT:
            message = "Nobody loses the Vienna Convention by leaving a treaty: it has no clause on that."
            yield ("cascade", index, "to"), message, "VCLT 42(2)"
        if pairs & seen:
            yield ("cascade", index, "on"), f"What leaving does to {cascade['to']} stands already above.", ""
        seen |= pairs


def _ends(treaty: Treaty) -> Found:
    recorded = treaty["entry_into_force"]["recorded_on"]
    for index, end in enumerate(treaty["ends"]):
        if end["on"] and not recorded:
            yield ("ends", index, "on"), "A treaty that is not in force cannot end.", "VCLT 54"
        elif end["on"] and end["on"] <= recorded:
            message = f"The treaty ends on {end['on']}, and enters into force on {recorded}."
            yield ("ends", index, "on"), message, "VCLT 54"


def _clauses(treaty: Treaty) -> Found:
    numbers = [clause["provision"] for clause in treaty["clauses"]]
    for index, number in enumerate(numbers):
        if number in numbers[:index]:
            yield ("clauses", index, "provision"), f"Provision {number} stands already above.", ""


def _lengths(treaty: Treaty) -> Found:
    """Delays that no treaty sets, and with which days would leave the calendar."""
    for path, length in _delays(treaty, ()):
        name, number = next((key, value) for key, value in length.items() if key in LENGTHS)
        if number * LENGTHS[name] > LONGEST:
            message = f"{number} {name.replace('_', ' ')}: a delay is at most a hundred years."
            yield (*path, name), message, ""


def _delays(
    value: Any, path: tuple[str | int, ...]
) -> Iterator[tuple[tuple[str | int, ...], Mapping[str, Any]]]:
    """Every delay at whatever depth, with its path."""
    if isinstance(value, dict):
        if LENGTHS.keys() & value.keys():
            yield path, value
        for key, inner in value.items():
            yield from _delays(inner, (*path, key))
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            yield from _delays(inner, (*path, index))


CHECKS: Sequence[Callable[[Treaty], Found]] = (
    _force, _signature, _bilateral, _depositaries, _withdrawal, _others, _ends, _clauses, _lengths,
)  # fmt: skip
