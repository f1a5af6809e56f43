"""Names with an error of typing: understood only where no other name is anywhere near."""

from collections.abc import Mapping

from rapidfuzz import process
from rapidfuzz.distance import OSA

Owners = Mapping[str, frozenset[str]]

LONG, VERY_LONG = 6, 10  # letters from which one error, and two, are understood
MARGIN = 1  # so many errors further no other's name may stand, in any language
APART = 2  # errors within which no other's name may stand from that which is meant
SAME_BEGINNING = 5  # letters; names that begin alike are mixed up (Mauritius, Mauritania), not mistyped,
APART_ALIKE = 3  # where they differ by no more errors than these
OF_PEOPLES = (
    "an",
    "ans",
    "ese",
    "ish",
    "ien",
    "ienne",
    "ais",
    "aise",
    "ic",
    "in",
    "ate",
    "sse",
    "que",
)  # “Argentinian” names no state


def similar(key: str, targets: Owners, names: Owners) -> str | None:
    """Return the one name of a state that a compact name is a mistyped form of, or nothing.

    `targets` may be meant; `names` are all that anybody bears, with who bears them. Both are compact.
    """
    errors = 0 if len(key) < LONG else 1 if len(key) < VERY_LONG else 2
    if not errors or not key.isascii():
        return None
    near = near_names(key, names, errors + MARGIN)
    meant = [name for name in near if name in targets and near[name] <= errors]
    if not meant:
        return None
    best = min(meant, key=lambda name: (near[name], name))
    owners = {owner for name in near if near[name] <= near[best] + MARGIN for owner in names[name]}
    return best if len(owners) == 1 and _mistyped(key, best) and _stands_alone(best, names) else None


def near_names(key: str, names: Owners, errors: int) -> Mapping[str, int]:
    """Return the names that differ from a key by so many errors of typing or fewer, with their number."""
    found = process.extract(key, names.keys(), scorer=OSA.distance, score_cutoff=errors, limit=None)
    return {name: int(distance) for name, distance, _ in found}


def _mistyped(key: str, name: str) -> bool:
    """A name that goes on, or stops early, is another word: Russian, German; so is one of a people."""
    another = key.startswith(name) or name.startswith(key) or key[0] != name[0]
    return not another and not (key.endswith(OF_PEOPLES) and not name.endswith(OF_PEOPLES))


def _stands_alone(name: str, names: Owners) -> bool:
    beginning = name[:SAME_BEGINNING]
    return not any(
        names[other] != names[name] and (errors <= APART or other[:SAME_BEGINNING] == beginning)
        for other, errors in near_names(name, names, APART_ALIKE).items()
    )
