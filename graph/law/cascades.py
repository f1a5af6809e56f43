"""What leaving one treaty does under another: which treaties are derived first, and what follows from them.

A member that leaves an organisation may lose with it a treaty that is open to members only (ECHR 58(3)); who
withdraws from a framework convention is considered as having withdrawn from its protocols (UNFCCC 25(3)).
"""

import re
from collections.abc import Iterable, Iterator, Mapping

from graph.law.delays import spoken
from graph.law.derive import Departure, Derivation
from graph.law.effects import cascade_effect
from graph.law.ending import Loss
from graph.law.rules import Cascade, Rules
from graph.law.timeline import Step
from graph.law.vienna import VCLT

WAYS = {"withdrawal": "by the notice", "expulsion": "by the decision"}


def cascade_sources(rules: Mapping[str, Rules]) -> Mapping[str, tuple[str, ...]]:
    """The treaties, by slug, that end participation in a treaty when one leaves them: target to sources.

    `rules` are those of all treaties, by slug. The sources are derived first, then the target with
    `losses=` of `losses_from` for each of them. Sources are sorted; a treaty that nothing ends is left out.
    Loading refuses cascades in a circle, and to the Vienna Convention, which every derivation needs; here
    they are left out, so that following the sources always ends.
    """
    direct: dict[str, set[str]] = {}
    for slug, each in rules.items():
        for cascade in (found for found in each.cascade if found.to != VCLT):
            direct.setdefault(cascade.to, set()).add(slug)
    return {
        target: kept
        for target, sources in sorted(direct.items())
        if (kept := tuple(sorted(slug for slug in sources if target not in _before(slug, direct))))
    }


def parents(
    rules: Mapping[str, Rules], sources: Mapping[str, Iterable[str]]
) -> Mapping[str, tuple[str, ...]]:
    """The parent of each treaty that has one and whose rules are held: at most one slug in each tuple.

    It is derived first too, for one must be a party to it. `sources` is the answer of `cascade_sources`; a
    parent that itself follows from the treaty is left out, so that following both always ends.
    """
    direct = {slug: {*sources.get(slug, ())} for slug in rules}
    for slug, each in rules.items():
        direct[slug] |= {each.parent} & rules.keys() if each.parent else set()
    return {
        slug: (each.parent,)
        for slug, each in sorted(rules.items())
        if each.parent and each.parent in rules and slug not in {VCLT, *_before(each.parent, direct)}
    }


def _before(slug: str, sources: Mapping[str, Iterable[str]]) -> frozenset[str]:
    """The treaty itself and every treaty that it follows from, however far."""
    found: set[str] = set()
    waiting = [slug]
    while waiting:
        following = waiting.pop()
        if following not in found:
            found.add(following)
            waiting.extend(sources.get(following, ()))
    return frozenset(found)


def losses_from(source: Derivation, rules: Rules, treaty: str) -> tuple[Loss, ...]:
    """What the departures from a treaty do under another treaty: who loses it, from which day, why.

    `source` is the derivation of the treaty that is left, as known on the same day as the target will be, and
    `rules` are its rules. The step of each loss names the act by which the treaty was left.
    """
    cascades = [cascade for cascade in rules.cascade if cascade.to == treaty]
    return tuple(_losses(source.departures, cascades, rules))


def _losses(departures: Iterable[Departure], cascades: Iterable[Cascade], rules: Rules) -> Iterator[Loss]:
    ways = [(each, cascade) for each in departures for cascade in cascades if each.way in cascade.on]
    return (_loss(departure, cascade, rules) for departure, cascade in ways)


def _loss(departure: Departure, cascade: Cascade, rules: Rules) -> Loss:
    effect = cascade_effect(cascade, departure.on)
    text = (
        f"Left the {rules.title} {WAYS[departure.way]} of {spoken(departure.received)}: "
        f"{effect.words}. From that day this treaty binds it no longer: by rule, not by a notice of its own."
    )
    step = Step(text, "", _provision(cascade.provision, rules), (departure.act,))
    return Loss(
        cascade.to, departure.actor, departure.way, departure.act, departure.received,
        departure.on, effect.day or departure.on, step,
    )  # fmt: skip


def _provision(provision: str, rules: Rules) -> str:
    """A provision of the treaty that is left, with its name: the step stands under another treaty."""
    own = re.match(r"[0-9IVXLC]+(\(|$)", provision)
    return f"{rules.title} {provision}" if own else provision
