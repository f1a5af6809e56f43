"""Acts that follow from a membership of the GGO data: signature and consent, each on an exact day.

Where a row contradicts itself there is no act: a signature after the consent to be bound (VCLT 14: the
signature comes first), or anything before the treaty was signed. A state signs once, and consents once until
it has left (VCLT 11, 54): other days of the same act in other rows stay statements of the source. An end is
no act: most ends are those of the treaty.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use

from graph.faults import Left, Origin
from graph.loaders.beginnings import beginnings
from graph.loaders.edtf import exact_day
from graph.loaders.ggo_dates import digest
from graph.loaders.ggo_members import Members
from graph.loaders.ggo_treaties import PREFIX
from graph.published.entry import Entry, Unnamed
from graph.published.memberships import Membership
from graph.records import Act

ACTING = frozenset({"state", "former-state", "observer", "contested", "organisation"})
SIGNATURE, CONSENT = "signature", "consent-to-be-bound"
BEFORE = "it is dated before the day on which the treaty was signed"
AFTER_CONSENT = "a signature after the consent to be bound, which is none"
BEGINNING = "the day on which the state began, after the treaty was signed: that of no signature"
FORCE_BEFORE = "the entry into force for the state is dated before its consent"
OTHER_DAY = "an earlier row has another day of the same act, which is done once; this is kept as a statement"
OTHER_FORCE = "an earlier row has another day of entry into force for the same consent"


@dataclass(frozen=True, slots=True)
class _Done:
    on: Day
    until: Day | None
    in_force: Day | None

    def excludes(self, other: "_Done") -> bool:
        """Whether both cannot be true: neither is done after the other has ended."""
        after = self.until is not None and self.until <= other.on
        before = other.until is not None and other.until <= self.on
        return not (after or before)


class Acts:
    """Makes the acts of memberships; in memory are the days of those that were made."""

    def __init__(self, members: Members, source: str) -> None:
        self._members, self._source = members, source
        self._done: dict[bytes, tuple[_Done, ...]] = {}

    def of(self, said: Membership, origin: Origin) -> Iterator[Entry | Left | Unnamed]:
        """Yield the acts of one statement, and why there is none for a day."""
        treaty, signed, consented = map(exact_day, (said.treaty_signed, said.signed, said.consented))
        if signed and treaty and signed < treaty:
            yield Left(origin, "StateSignature", BEFORE, f"{said.signed}, {said.treaty_signed}")
        elif signed and consented and consented < signed:
            yield Left(origin, "StateSignature", AFTER_CONSENT, f"{said.signed}, {said.consented}")
        elif signed:
            yield from self._act(SIGNATURE, signed, said, origin)
        if consented and treaty and consented < treaty:
            yield Left(origin, "StateRatification", BEFORE, f"{said.consented}, {said.treaty_signed}")
        elif consented:
            yield from self._act(CONSENT, consented, said, origin)

    def _act(self, kind: str, day: Day, said: Membership, origin: Origin) -> Iterator[Entry | Left | Unnamed]:
        who = self._members.on(said.identifier, day)
        if not who.code or who.kind not in ACTING:
            yield Unnamed(origin, "stateID", who)
            return
        if kind == SIGNATURE and said.signed != said.treaty_signed and day in beginnings(who.code):
            yield Left(origin, "StateSignature", BEGINNING, f"{said.identifier} {day}")
            return
        in_force = self._in_force(said) if kind == CONSENT else None
        if in_force and in_force < day:
            yield Left(origin, "StateForce", FORCE_BEFORE, f"{in_force}, {day}")
            in_force = None
        done = _Done(day, exact_day(said.ended), in_force)
        left = self._is_left(kind, who.code, said, done)
        if left:
            yield Left(origin, left[0], left[1], f"{said.identifier} {said.treaty} {left[2]}")
        elif left is None:
            yield Entry(self._record(kind, who.code, who.acted_as, said, done), origin)

    def _in_force(self, said: Membership) -> Day | None:
        """The day of entry into force for the state, where it is the only one that there is.

        For a treaty that we know, its depositary recorded the day, or its final clauses give it: what a data
        set has stays a statement, and does not stand in their place.
        """
        return exact_day(said.in_force) if said.treaty.startswith(PREFIX) else None

    def _is_left(
        self, kind: str, code: str, said: Membership, done: _Done
    ) -> tuple[str, str, Day | None] | tuple[()] | None:
        """The field, reason and day for which it is no new act; nothing of these where it was made before."""
        key = digest(said.treaty, code, kind)
        before = self._done.get(key, ())
        same = next((each for each in before if each.on == done.on), None)
        if same and (kind == SIGNATURE or same.in_force == done.in_force):
            return ()
        if same:
            return "StateForce", OTHER_FORCE, done.in_force
        if any(each.excludes(done) for each in before):
            return "StateSignature" if kind == SIGNATURE else "StateRatification", OTHER_DAY, done.on
        self._done[key] = (*before, done)
        return None

    def _record(self, kind: str, code: str, acted_as: str, said: Membership, done: _Done) -> Act:
        return Act(
            id=f"{said.treaty}/{code}/{done.on}/{kind}",
            treaty=said.treaty,
            actor=code,
            kind=kind,
            date=done.on,
            recorded_effective_on=done.in_force,
            acted_as=acted_as,
            verification="unverified",
            sources=(self._source,),
        )
