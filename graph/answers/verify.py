"""Is the headline right? A claim in fields, or one of the graph, with its verdict and the correct wording."""

import re
from calendar import monthrange
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from graph import iri
from graph.answers.claims import claims_about
from graph.answers.headlines import claimed
from graph.answers.parts import (
    Json,
    act_json,
    coverage_json,
    effects_by_act,
    iso,
    sources_json,
    step_json,
    weakest,
)
from graph.errors import BadRequest
from graph.law import vienna
from graph.law.grounds import Grounds
from graph.law.judgement import Facts, Judgement, Span
from graph.law.telling import in_prose
from graph.law.timeline import Step
from graph.law.verbs import verb_named
from graph.law.verify import judge
from graph.law.wording import Wording, said_in_words
from graph.records import Act
from graph.view import View
from ontology.headlines import HeadlineVerb, headline_verbs
from ontology.lists import labels

DAYS = re.compile(r"([0-9]{4})(?:-([0-9]{2})(?:-([0-9]{2}))?)?")
PREDICATES = {"withdrawsFrom": frozenset({"withdraws", "has-withdrawn", "leaves", "announces-withdrawal"})}


@dataclass(frozen=True, slots=True)
class Headline:
    """A headline in fields: clear names, a usual form of a verb, and a day, a month, a year, or none."""

    state: str
    verb: str
    treaty: str
    on: str | None = None


def days_said(text: str | None) -> Span | None:
    """The days of “2021-03-20”, “2021-03” or “2021”; `None` for nothing. Raises `BadRequest`."""
    if not text:
        return None
    try:
        if found := DAYS.fullmatch(text):
            return _span(int(found[1]), _number(found[2]), _number(found[3]))
    except ValueError:
        pass
    told = text[:100]
    raise BadRequest(
        f"on: “{told}” is no day, month or year of the calendar; write 2021-03-20, 2021-03 or 2021."
    )


def _number(digits: str | None) -> int | None:
    return int(digits) if digits else None


def _span(year: int, month: int | None, day: int | None) -> Span:
    """All days of a day, a month or a year; raises `ValueError` where the calendar has none."""
    first = date(year, month or 1, day or 1)
    last_month = month or 12
    return Span(first, date(year, last_month, day or monthrange(year, last_month)[1]))


def verify_answer(view: View, headline: Headline, known: date) -> Json:
    """The verdict on a headline as known on a day; `because` decides it, `would_change` would turn it.

    Raises `UnknownName` for a state or a treaty, and `BadRequest` for a verb or days: with what to write.
    """
    code, slug = view.names.state(headline.state), view.names.treaty(headline.treaty)
    verb, said = headline_verbs()[verb_named(headline.verb)], days_said(headline.on)
    facts = Facts(
        view.derivation(slug, known), code, view.acts(slug), known, view.coverage(slug), view.subject(code)
    )
    judgement = judge(facts, verb.name, said)
    grounds = _grounds(view, facts, verb, said, slug)
    steps = grounds.because(judgement)
    acts = _acts(view, steps, judgement)
    effects = {
        act: effect
        for treaty in {slug, *(act.treaty for act in acts)}
        for act, effect in effects_by_act(view.derivation(treaty, known)).items()
    }
    return {
        "claim": _claim_json(view, headline, code, slug, verb, said),
        "verdict": judgement.verdict,
        "verdict_label": labels("verdict")[judgement.verdict],
        "ground": judgement.ground,
        "wording": _wording(view, code, slug, known).sentence(judgement),
        "meaning": verb.meaning,
        "legal_basis": verb.legal_basis or None,
        "status": judgement.status.status,
        "status_on": judgement.status.on.isoformat(),
        "party": judgement.status.party,
        "as_of": iso(judgement.status.as_of),
        "because": [_because_json(view, slug, step) for step in steps],
        "acts": [act_json(view, act, effects.get(act.id)) for act in acts],
        "claims": _claims(view, facts, slug, verb.name, acts),
        "sources": sources_json(view, acts),
        "would_change": list(grounds.would_change(judgement)),
        "verification": weakest(view, [act.id for act in acts]),
        "complete": coverage_json(view.coverage(slug)),
        "on": headline.on or None,
        "from": iso(said.first) if said else None,
        "until": iso(said.last) if said else None,
        "known": known.isoformat(),
        "projected": judgement.projected,
        "version": view.version,
    }


def verify_claim_answer(view: View, claim: str, known: date) -> Json:
    """The verdict on a claim of the graph (an IRI or an id): what its holder said, on the day of saying it.

    Raises `UnknownName` where there is no such claim, and `BadRequest` where it is not about a state and a
    treaty, or was made after `known`.
    """
    found = claimed(view, claim)
    if found.said_on and found.said_on > known.isoformat():
        raise BadRequest(
            f"That claim was made on {found.said_on}, after known={known}; give a later knowledge day."
        )
    headline = Headline(found.state, found.verb, found.treaty, found.said_on)
    answer = verify_answer(view, headline, known)
    return {**answer, "claim": {**answer["claim"], "iri": found.iri, "holder": found.holder}}


def _grounds(view: View, facts: Facts, verb: HeadlineVerb, said: Span | None, slug: str) -> Grounds:
    rules = view.rules(slug)
    parties = vienna.party_periods(view.derivation(vienna.VCLT, facts.known).intervals)

    def cite(article: str) -> str:
        day = min(said.last, facts.known) if said else facts.known
        if facts.actor in view.organisations:
            return vienna.of_organisations(f"VCLT {article}, as custom")
        binds = vienna.governs(rules, facts.actor, day, parties)
        return f"VCLT {article}" if binds else f"VCLT {article}, as custom"

    return Grounds(
        verb.name,
        said,
        in_prose(view.english.actor(facts.actor)),
        _the(view, slug),
        rules,
        cite,
        facts.reaches,
    )


def _wording(view: View, code: str, slug: str, known: date) -> Wording:
    return Wording(in_prose(view.english.actor(code)), _the(view, slug), known, view.english.treaty)


def _the(view: View, slug: str) -> str:
    """A treaty as prose names it; one without a title by its slug, in quotation marks."""
    title = view.english.treaty(slug)
    return f"the treaty “{slug}”" if title == slug else f"the {title}"


def _acts(view: View, steps: Iterable[Step], judgement: Judgement) -> list[Act]:
    ids = [act for step in steps for act in step.acts]
    ids += judgement.occurrence.acts if judgement.occurrence else ()
    return sorted((view.act(id_) for id_ in dict.fromkeys(ids)), key=lambda act: (act.day, act.id))


def _because_json(view: View, slug: str, step: Step) -> Json:
    """A step as `/status` gives it, with the words of the treaty where they are held."""
    rules, wanted = view.rules(slug), step.provision.split(";", maxsplit=1)[0]
    clauses = rules.clauses if rules and wanted else ()
    clause = next((each for each in clauses if each.provision == wanted and each.quote), None)
    return {
        **step_json(view, slug, step),
        "quote": clause.quote if clause else None,
        "quote_language": clause.quote_language if clause else None,
        "quote_source": iri.document(clause.source) if clause and clause.source else None,
    }


def _claim_json(
    view: View, headline: Headline, code: str, slug: str, verb: HeadlineVerb, said: Span | None
) -> Json:
    """What was checked: the fields as they were understood, and the headline they make."""
    when = f" {said_in_words(said)}" if said else ""
    return {
        "state": code,
        "state_name": view.english.actor(code),
        "verb": verb.name,
        "verb_label": verb.label,
        "treaty": slug,
        "treaty_title": view.english.treaty(slug),
        "treaty_as_given": headline.treaty,
        "on": headline.on or None,
        "text": f"{in_prose(view.english.actor(code))} {verb.label} {_the(view, slug)}{when}",
    }


def _claims(view: View, facts: Facts, slug: str, verb: str, acts: Iterable[Act]) -> list[Json]:
    """Claims of others on this; `same` where one says the same as the headline."""
    found = claims_about(view, facts.actor, slug, [act.id for act in acts], facts.known)
    return [{**claim, "same": verb in PREDICATES.get(claim["predicate"], ())} for claim in found]
