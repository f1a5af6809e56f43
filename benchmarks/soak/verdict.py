"""Whether a soak went well: each point, what was found, and whether that is good enough."""

from collections.abc import Iterator
from dataclasses import dataclass

from ledger import Ledger
from watch import Sample, Watch

GROWTH = 1.05  # of the serving process over the last two thirds
SLOWER = 1.5  # p99 of the last third over that of the first
_DISK = 2.0  # times the disk of the first third
_SPARE = 8  # descriptors and threads that may come and go
_FOLDERS = 4  # two generations, the candidate, and one that is being removed


@dataclass(frozen=True, slots=True)
class Point:
    """One point of the verdict."""

    name: str
    found: str
    good: bool

    def __str__(self) -> str:
        return f"{'good' if self.good else 'BAD ':4} {self.name}: {self.found}"


def verdict(ledger: Ledger, watch: Watch, seconds: float, quiet: tuple[Sample, Sample]) -> Iterator[Point]:
    """The points; `quiet` are samples without load, before and after."""
    for name, faults in (("wrong answers", ledger.wrong), ("unexpected refusals", ledger.unexpected)):
        yield Point(name, f"{len(faults)}" + "".join(f"\n       {each}" for each in faults[:10]), not faults)
    third, tenth = seconds / 3, seconds / 10
    early, late = (watch.middle("serving", at, at + tenth) for at in (third, seconds - tenth))
    found = f"{early:.1f} to {late:.1f} MB, {late / early:.3f}"
    yield Point("memory of the serving process, last two thirds", found, late <= early * GROWTH)
    first, last = ledger.p99(0, third), ledger.p99(2 * third, seconds)
    found = f"{first:.1f} to {last:.1f} ms, {last / first:.2f}"
    yield Point("p99 of cheap answers, first and last third", found, last <= first * SLOWER)
    first, last = watch.middle("disk", 0, third), watch.middle("disk", 2 * third, seconds)
    yield Point("disk, first and last third", f"{first:.0f} to {last:.0f} MB", last <= first * _DISK)
    before, after = quiet
    for what, more in (("processes", 0), ("descriptors", _SPARE), ("threads", _SPARE)):
        one, other = getattr(before, what), getattr(after, what)
        yield Point(f"{what} before and after", f"{one} and {other}", other <= one + more)
    for what, most in (("databases", 2), ("folders", _FOLDERS)):
        found = getattr(after, what)
        yield Point(f"{what} after", f"{found}", found <= most)
