"""The part of the calendar that has no day."""

from collections.abc import Iterator
from datetime import date

from graph import iri
from graph.answers.dated import acts_of, grounds_json, named, support_json, words_of
from graph.answers.parts import Json
from graph.law.undated import ENTRY_INTO_FORCE, WITHDRAWAL, Undated, undated
from graph.view import View

WORDS = {
    WITHDRAWAL: "Notice of withdrawal is pending, its day of effect is not known",
    ENTRY_INTO_FORCE: "The treaty is not in force",
}


def undated_json(view: View, slug: str, known: date, state: str | None, kind: str | None) -> Iterator[Json]:
    """What is under way under a treaty without a day, of one state or kind where one is asked for."""
    for each in undated(view.derivation(slug, known), view.rules(slug)):
        concerned = state is None or state == each.actor or state in each.waiting
        if concerned and kind in (None, each.kind):
            yield _json(view, slug, each)


def _json(view: View, slug: str, each: Undated) -> Json:
    title, who = view.english.treaty(slug), named(view, each.actor)
    words = WORDS.get(each.kind, words_of(each.kind))
    return {
        "kind": each.kind,
        "what": words,
        "summary": f"{who}: {words[:1].lower()}{words[1:]} – {title}" if who else f"{title}: {words}",
        "treaty": slug,
        "treaty_title": title,
        "state": each.actor or None,
        "state_name": who,
        "consents": len(each.waiting) or None,
        **grounds_json(slug, (each.step,)),
        **support_json(acts_of(view, each.step.acts)),
        "iri": iri.act(each.act) if each.act else iri.treaty(slug),
    }
