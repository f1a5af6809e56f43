"""From which day an act would work, by the final clauses alone: no store is asked."""

import re
from collections.abc import Iterator, Mapping
from datetime import date

from graph import iri
from graph.answers.parts import Json, iso
from graph.errors import UnknownName
from graph.law.calculate import CASCADE, Given, outcome_of
from graph.law.rules import Clause, Rules, held
from graph.names import Names, TreatyName

RANGE = re.compile(r"(?P<article>[0-9A-Z]+)\((?P<first>\d+)\)-\((?P<last>\d+)\)")


def effect_answer(rules: Mapping[str, Rules], treaty: str, kind: str, received: date, given: Given) -> Json:
    """What comes of an act of a kind under a treaty, received (decided, left) on a day.

    `treaty`, and the one in `cascade:<treaty>`, are any clear name or number. `effective_on` is the first day
    on which the state is, or is no longer, a party; `null` where nothing takes effect. `clauses` are the
    provisions it rests on, with their words where they are held. Raises `BadRequest`, `UnknownName`.
    """
    slug = _slug(treaty, rules)
    if kind.startswith(CASCADE):
        kind = f"{CASCADE}{_slug(kind.removeprefix(CASCADE), rules)}"
    outcome = outcome_of(rules, slug, kind, received, given)
    stated_in = kind.removeprefix(CASCADE) if kind.startswith(CASCADE) else slug
    return {
        "treaty": slug,
        "treaty_title": rules[slug].title,
        "kind": kind,
        "received_on": received.isoformat(),
        "outcome": outcome.kind,
        "effective_on": iso(outcome.day),
        "rule": outcome.rule or None,
        "rule_iri": iri.rule(stated_in, outcome.rule) if outcome.rule in held(rules[stated_in]) else None,
        "provision": outcome.provision or None,
        "words": outcome.words,
        "clauses": [_clause_json(each) for each in _clauses(outcome.provision, stated_in, rules)],
        "reasons_required": kind == "withdrawal-notification" and rules[slug].withdrawal.reasons_required,
    }


def _slug(name: str, rules: Mapping[str, Rules]) -> str:
    """The treaty that a name means; where nothing is near it, `UnknownName` with all there are."""
    try:
        return Names([], (_treaty_name(each) for each in rules.values())).treaty(name)
    except UnknownName as unknown:
        raise UnknownName("treaty", name, unknown.candidates or sorted(rules)) from unknown


def _treaty_name(rules: Rules) -> TreatyName:
    numbers = rules.identifiers
    known = (numbers.untc, numbers.unts, numbers.cets, numbers.wikidata)
    return TreatyName(rules.id, rules.title, tuple(number for number in known if number))


def _clauses(provision: str, treaty: str, rules: Mapping[str, Rules]) -> Iterator[Clause]:
    """The provisions of a citation as `126(2)`, `27(1)-(2)`, `VCLT 56(1), as custom` or `ECHR 58(3)`.

    Another instrument is named in front, by its slug or the beginning of it in capitals.
    """
    named = re.match(r"(?P<slug>[A-Z]{2,}) (?P<rest>[0-9].*)", provision)
    held_under = named["slug"].lower() if named else treaty
    wanted = {
        number for part in (named["rest"] if named else provision).split(", ") for number in _numbers(part)
    }
    for clause in rules[held_under].clauses if held_under in rules else ():
        if clause.provision in wanted:
            yield clause


def _numbers(citation: str) -> Iterator[str]:
    """The citation itself, its article alone, for that may be held as a whole, and those of a range."""
    yield citation
    yield citation.partition("(")[0]
    if found := RANGE.fullmatch(citation):
        for number in range(int(found["first"]), int(found["last"]) + 1):
            yield f"{found['article']}({number})"


def _clause_json(clause: Clause) -> Json:
    return {
        "provision": clause.provision,
        "text_held": clause.text_held,
        "quote": clause.quote,
        "language": clause.quote_language,
        "source": clause.source,
    }
