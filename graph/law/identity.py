"""When two sources report the same act, though they differ in its day.

A state that has signed signs no second time, and one that has consented to be bound consents again only after
it has left (VCLT 11, 54): what two sources report of one state and one treaty in that time is one act, and
where they differ in its day or its means, they contradict each other. The id of the act, once minted, stays.
"""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from graph.law.case import CONSENTS
from graph.records import Act

ENDINGS = frozenset({"withdrawal-notification", "expulsion", "consent-withdrawn-before-force"})
_SIGNATURES = frozenset({"signature", "succession-to-signature"})


def sort_of(act: Act) -> str:
    """“signature” or “consent” for acts that are done once; else the kind, which may repeat."""
    if act.kind in _SIGNATURES:
        return "signature"
    return "consent" if act.kind in CONSENTS else act.kind


def on_the_same_day(act: Act, known: Iterable[Act]) -> Act | None:
    """The act that is known under the same id, or of the same actor, sort and day; `None` where none is.

    Of several on one day, that of the same kind.
    """
    same = [each for each in known if each.id == act.id or (_comparable(each, act) and each.day == act.day)]
    return min(same, key=lambda each: (each.id != act.id, each.kind != act.kind, each.id), default=None)


class Undecided:
    """Acts for which others of the same actor and sort are known, on other days.

    They are decided together, when all acts of the file are known: where the file has two of them, there are
    two, and none is taken for another.
    """

    def __init__(self, known: Callable[[str], Sequence[Act]]) -> None:
        self._known = known
        self._waiting: dict[tuple[str, str, str], list[Act]] = defaultdict(list)
        self._taken: set[str] = set()

    def take(self, id_: str) -> None:
        """Note that the file reports a known act."""
        self._taken.add(id_)

    def waits(self, act: Act) -> bool:
        """Whether the act must wait: another of its sort is known, and only one is done."""
        if sort_of(act) not in ("signature", "consent") or not any(self._others(act)):
            return False
        self._waiting[act.treaty, act.actor, sort_of(act)].append(act)
        return True

    def decided(self) -> Iterator[tuple[Act, str]]:
        """Each act that waited, and the id under which it stands."""
        for acts in self._waiting.values():
            others = [other for other in self._others(acts[0]) if other.id not in self._taken]
            ids = {other.id for other in others}
            one = len(acts) == 1 and len(ids) == 1 and not self._ended_between(acts[0], others[0])
            for act in acts:
                yield act, ids.copy().pop() if one else act.id

    def _others(self, act: Act) -> Iterator[Act]:
        return (other for other in self._known(act.treaty) if _comparable(other, act))

    def _ended_between(self, one: Act, other: Act) -> bool:
        first, last = sorted((one.day, other.day))
        return any(
            act.kind in ENDINGS and one.actor in (act.actor, *act.affected) and first <= act.day <= last
            for act in self._known(one.treaty)
        )


def _comparable(one: Act, other: Act) -> bool:
    """Whether two acts may be the same: one actor, sort, treaty, and no other name under which it acted."""
    named_otherwise = one.acted_as and other.acted_as and one.acted_as != other.acted_as
    same = (one.treaty, one.actor, sort_of(one)) == (other.treaty, other.actor, sort_of(other))
    return same and one.territory == other.territory and not named_otherwise
