"""The final clauses of a treaty with their words, and the rules that each of them states."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import Any

from graph import iri
from graph.answers.parts import Json
from graph.triples.rules import named_rules, read_rules, stating
from graph.view import View
from ontology.lists import labels


def clauses_json(view: View, slug: str) -> list[Json]:
    """Provisions in the order of the treaty, each with its words (`null` where the text is not held).

    `source` is the id of the document that holds the words, `rules` what the provision states, by kind, with
    the IRI of the rule. Empty where no clauses are held.
    """
    found = read_rules(view.store.oxigraph, slug)
    if found is None:
        return []
    stated = _stated(slug, found.document)
    return [
        {
            "provision": clause["provision"],
            "quote": clause["quote"],
            "language": clause["quote_language"],
            "source": clause["source"],
            "source_title": _title(view, clause["source"]),
            "rules": stated.get(clause["provision"], []),
        }
        for clause in found.document["clauses"]
    ]


def _stated(slug: str, document: Mapping[str, Any]) -> Mapping[str, Sequence[Json]]:
    """The rules that each provision of the treaty states, by its number."""
    stated: dict[str, list[Json]] = defaultdict(list)
    for name, kind, rule in named_rules(document):
        for treaty, number in stating(slug, rule):
            if treaty == slug:
                stated[number].append({"iri": iri.rule(slug, name), "kind": labels("rule-kind")[kind]})
    return stated


def _title(view: View, source: str | None) -> str | None:
    document = view.documents.get(source) if source else None
    return document.title if document else None
