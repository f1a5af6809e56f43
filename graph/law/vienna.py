"""Where the Vienna Convention on the Law of Treaties binds as a treaty, and where only as custom (VCLT 4).

The Convention is not retroactive: it applies to treaties concluded by states after its entry into force for
those states. Everywhere else the same rule is cited "as custom". It speaks of states only (VCLT 1, 3): for an
international organisation the parallel article of the Convention of 1986 is cited, as custom too, for that
convention is not in force.
"""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date

from graph.law.rules import Rules
from graph.law.timeline import Interval, Period

VCLT = "vclt"  # slug of the Convention itself
OF_1986 = "VCLT-IO"  # VCLT between States and International Organizations or between the latter
RENUMBERED = {"76": "77", "77": "78", "78": "79"}  # where the Convention of 1986 has an article more


@dataclass(frozen=True, slots=True)
class PartyPeriods:
    """The periods in which each actor is a party to a treaty, half-open; `title` is that of the treaty."""

    periods: Mapping[str, tuple[Period, ...]]
    title: str = ""

    def contains(self, actor: str, day: date) -> bool:
        """Whether the actor is shown to be a party on that day."""
        periods = self.periods.get(actor, ())
        return any(start <= day and (end is None or day < end) for start, end in periods)


def party_periods(intervals: Iterable[Interval], title: str = "") -> PartyPeriods:
    """Who is shown to be a party when, from the intervals derived for one treaty, in order.

    Where the end of a period is undetermined, it is shown up to the day from which it is.
    """
    periods: dict[str, dict[date, date | None]] = {}
    for interval in intervals:
        if interval.party_from is not None:
            until = interval.party_until or interval.valid_until
            periods.setdefault(interval.actor, {})[interval.party_from] = until
    return PartyPeriods({actor: tuple(found.items()) for actor, found in periods.items()}, title)


def of_organisations(provision: str) -> str:
    """A provision of the Vienna Convention as it is cited for an organisation; any other one as it is.

    The articles of the Convention of 1986 have the same numbers up to the 72nd.
    """
    if not provision.startswith("VCLT "):
        return provision
    article, *rest = re.split(r"([(,; ])", provision.removeprefix("VCLT "), maxsplit=1)
    return f"{OF_1986} {RENUMBERED.get(article, article)}{''.join(rest)}"


def governs(rules: Rules | None, actor: str, day: date, parties: PartyPeriods | None) -> bool:
    """Whether the Convention itself applies between this treaty and this actor on that day (VCLT 4).

    The treaty is later than the Convention, and the actor was a party to the Convention when the treaty was
    concluded and still is on the day of the act.
    """
    if rules is None or parties is None or rules.signature_effect.basis != "vclt":
        return False
    return parties.contains(actor, rules.dated_on) and parties.contains(actor, day)
