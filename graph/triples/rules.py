"""The final clauses of a treaty as quads, in a graph of its own, and back.

The rules (format v1) are one JSON literal on the treaty: from it the status is derived. Beside it stands
each rule as a resource, tied to the provision that states it, and each provision with its words, so that
SPARQL can ask for all three.
"""

import json
from collections.abc import Iterator, Mapping
from typing import Any
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Store
from rdflib.namespace import RDF, XSD

from graph import iri
from graph.records import Passage, TreatyRules
from graph.triples.base import COMMENT, LABEL, OA, TYPE, Block, Pair, block, english, given
from graph.triples.directory import Directory
from graph.triples.passages import passage_block
from graph.triples.provisions import cited, place
from ontology.terms import DEP

SINGLE_RULES = {
    "entry_into_force": "entry-into-force",
    "consent_effect": "consent-effect",
    "succession_effect": "succession-effect",
    "signature_effect": "signature-effect",
    "withdrawal": "withdrawal",
    "revocation": "revocation",
    "suspension": "suspension",
    "expulsion": "expulsion",
    "reservations": "reservations",
    "regional_organisations": "regional-organisations",
}
REPEATED_RULES = {"special_withdrawals": "special-withdrawal", "cascade": "cascade", "ends": "end"}
_DAYS = (("dated_on", DEP.treatyDate), ("adopted_on", DEP.adoptedOn))
_NUMBERS = (("untc", DEP.untcNumber), ("unts", DEP.untsNumber), ("cets", DEP.cetsNumber))


def rules_blocks(rules: TreatyRules, directory: Directory) -> Iterator[Block]:
    """The treaty, its rules, its provisions and their words, in the graph of its rules."""
    graph, slug = iri.rule_graph(rules.id), rules.id
    yield block(graph, iri.treaty(slug), _treaty_pairs(rules, directory))
    stated: set[str] = set()
    for name, kind, rule in named_rules(rules.document):
        stated |= {number for treaty, number in stating(slug, rule) if treaty == slug}
        yield block(graph, iri.rule(slug, name), _rule_pairs(slug, name, kind, rule))
    clauses = {clause["provision"]: clause for clause in rules.document["clauses"]}
    for number in sorted(stated | clauses.keys()):
        yield from _provision_blocks(graph, slug, number, clauses.get(number))


def named_rules(document: Mapping[str, Any]) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    """Name (unique in the treaty), kind and content of each rule that the treaty has."""
    for key, kind in SINGLE_RULES.items():
        if document[key] is not None:
            yield kind, kind, document[key]
    for key, kind in REPEATED_RULES.items():
        for number, rule in enumerate(document[key], start=1):
            yield f"{kind}-{number}", kind, rule


def stating(slug: str, rule: Mapping[str, Any]) -> tuple[tuple[str, str], ...]:
    """Treaty and number of each provision that states a rule; none where general law applies."""
    citation = rule.get("provision")
    return (cited(slug, citation) or ((slug, citation),)) if citation else ()


def _treaty_pairs(rules: TreatyRules, directory: Directory) -> Iterator[Pair]:
    document = rules.document
    yield TYPE, NamedNode(DEP.Treaty)
    yield LABEL, english(document["title"])
    yield DEP.slug, Literal(rules.id)
    yield DEP.expression, Literal(_expression(document), datatype=NamedNode(RDF.JSON))
    for key, term in _DAYS:
        yield from given((term, _day_literal(document[key])))
    yield from given((DEP.entryIntoForceOn, _day_literal(document["entry_into_force"]["recorded_on"])))
    for key, term in _NUMBERS:
        yield from given((term, Literal(number) if (number := document["identifiers"][key]) else None))
    for custodian in document["depositaries"]:
        yield DEP.depositary, NamedNode(directory.iri(custodian))
    for key, term in (("parent", DEP.parentTreaty), ("amends", DEP.amends)):
        yield from given((term, NamedNode(iri.treaty(document[key])) if document[key] else None))
    yield from given((COMMENT, english(document["remark"]) if document["remark"] else None))


def _expression(document: Mapping[str, Any]) -> str:
    """The rules without the words of the clauses, which stand at the provisions; in canonical order."""
    rules = {key: value for key, value in document.items() if key != "clauses"}
    return json.dumps(rules, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def _day_literal(value: str | None) -> Literal | None:
    return Literal(value, datatype=NamedNode(XSD.date)) if value else None


def _rule_pairs(slug: str, name: str, kind: str, rule: Mapping[str, Any]) -> Iterator[Pair]:
    yield TYPE, NamedNode(DEP.StatusRule)
    yield LABEL, english(f"{slug}: {name.replace('-', ' ')}")
    yield DEP.ruleOf, NamedNode(iri.treaty(slug))
    yield DEP.ruleKind, NamedNode(iri.concept("rule-kind", kind))
    provisions = stating(slug, rule)
    for treaty, number in provisions:
        yield DEP.statedIn, NamedNode(iri.provision(treaty, number))
    if not provisions:
        yield COMMENT, english("The treaty has no provision on this; general law applies.")


def _provision_blocks(
    graph: str, slug: str, number: str, clause: Mapping[str, Any] | None
) -> Iterator[Block]:
    words = _passage(clause)
    subject = iri.provision(slug, number)
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.Provision)),
        (LABEL, english(f"{slug}, article {number}")),
        (DEP.provisionOf, NamedNode(iri.treaty(slug))),
    ]
    if words is None:
        yield block(graph, subject, [*pairs, (DEP.textNotHeld, english("text not held"))])
        return
    passage = passage_block(words, graph)
    yield passage
    yield block(graph, subject, [*pairs, (DEP.evidence, passage.subject)])


def _passage(clause: Mapping[str, Any] | None) -> Passage | None:
    if clause is None or not clause["text_held"]:
        return None
    return Passage(source=clause["source"], quote=clause["quote"], language=clause["quote_language"])


def read_rules(store: Store, slug: str) -> TreatyRules | None:
    """The rules of one treaty; `None` where none are loaded."""
    found = store.quads_for_pattern(NamedNode(iri.treaty(slug)), NamedNode(DEP.expression), None, None)
    for quad in found:
        if isinstance(quad.object, Literal):
            return TreatyRules(slug, {**json.loads(quad.object.value), "clauses": _clauses(store, slug)})
    return None


def _clauses(store: Store, slug: str) -> list[dict[str, Any]]:
    """The clauses of its rules; what other sources copy of the treaty stands elsewhere."""
    treaty, graph = NamedNode(iri.treaty(slug)), NamedNode(iri.rule_graph(slug))
    quads = store.quads_for_pattern(None, NamedNode(DEP.provisionOf), treaty, graph)
    found = {quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)}
    clauses = (_clause(store, slug, provision) for provision in found)
    return sorted(clauses, key=lambda clause: place(clause["provision"]))


def _clause(store: Store, slug: str, provision: str) -> dict[str, Any]:
    clause: dict[str, Any] = dict.fromkeys(("quote", "quote_language", "source"))
    graph = NamedNode(iri.rule_graph(slug))
    for passage in store.quads_for_pattern(NamedNode(provision), NamedNode(DEP.evidence), None, graph):
        if isinstance(passage.object, NamedNode):
            clause |= _words(store, passage.object)
    number = unquote(provision.removeprefix(iri.provision(slug, "")))
    return {"provision": number, "text_held": clause["quote"] is not None, **clause}


def _words(store: Store, passage: NamedNode) -> dict[str, str | None]:
    words: dict[str, str | None] = {}
    for quad in store.quads_for_pattern(passage, None, None, None):
        if isinstance(quad.object, Literal) and quad.predicate == NamedNode(OA.exact):
            words |= {"quote": quad.object.value, "quote_language": quad.object.language}
        elif isinstance(quad.object, NamedNode) and quad.predicate == NamedNode(DEP.inDocument):
            words["source"] = unquote(quad.object.value.removeprefix(iri.document("")))
    return words


def read_slugs(store: Store) -> list[str]:
    """Slugs of all treaties that rules or sources describe, sorted."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.slug), None, None)
    return sorted({quad.object.value for quad in quads if isinstance(quad.object, Literal)})


def read_ruled(store: Store) -> list[str]:
    """Slugs of the treaties whose final clauses are held, sorted."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.slug), None, None)
    return sorted({
        quad.object.value
        for quad in quads
        if isinstance(quad.object, Literal)
        and isinstance(quad.graph_name, NamedNode)
        and quad.graph_name.value.startswith(iri.RULE_GRAPHS)
    })  # fmt: skip


def read_numbers(store: Store, slug: str) -> tuple[str, ...]:
    """Numbers of a treaty in registers (UNTC, UNTS, CETS), whoever gives them, sorted."""
    treaty = NamedNode(iri.treaty(slug))
    found = {
        quad.object.value
        for _, term in _NUMBERS
        for quad in store.quads_for_pattern(treaty, NamedNode(term), None, None)
        if isinstance(quad.object, Literal)
    }
    return tuple(sorted(found))


def read_provisions(store: Store) -> frozenset[str]:
    """IRIs of all provisions that the graph describes."""
    quads = store.quads_for_pattern(None, NamedNode(DEP.provisionOf), None, None)
    return frozenset(quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))
