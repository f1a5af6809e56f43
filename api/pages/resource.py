"""What the page of a resource shows: everything that is said of it, in whose voice, and what points to it."""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any
from urllib.parse import quote, unquote, urlencode

from pyoxigraph import Literal, NamedNode, Quad
from rdflib.namespace import SKOS

from api.described import Description
from api.pages.labels import Label, Labels, type_of
from api.pages.rules import rules_of
from api.problems import shown
from graph import iri
from graph.chains.evidence import Evidence, read_passages
from graph.errors import NotFound
from graph.triples.base import LABEL, TYPE
from graph.view import View
from ontology import resources
from ontology.terms import DEP

Json = Mapping[str, Any]
_ANY_KIND = "resource"
_SAMPLE = 20_000  # statements of a graph that are read for its page
_SUBJECTS = 100
_SHOWN_AS_RULES = frozenset({NamedNode(DEP.expression), NamedNode(DEP.ruleOf)})
_DERIVED = (iri.REGISTER, iri.STATUS)


@dataclass(frozen=True, slots=True)
class Value:
    """A value on a page: a resource with its label, or text with its language and type."""

    label: Label | None
    text: str
    language: str | None
    kind: str


@dataclass(frozen=True, slots=True)
class Row:
    """A property and its values."""

    term: Label
    values: tuple[Value, ...]


@dataclass(frozen=True, slots=True)
class Voice:
    """What one named graph says of the resource."""

    graph: str
    label: Label
    derived: bool
    rows: tuple[Row, ...]


def resource_page(view: View, labels: Labels, description: Description) -> Json:
    """Everything that the template `resource.html` needs."""
    store = view.store.oxigraph
    class_ = type_of(store, description.iri)
    rules = rules_of(store, labels, description.iri, description.own)
    hidden = _SHOWN_AS_RULES if rules else frozenset[NamedNode]()
    return {
        "heading": labels.of(description.iri),
        "kind": labels.text(class_) if class_ else _ANY_KIND,
        "voices": _voices((quad for quad in description.own if quad.predicate not in hidden), labels),
        "evidence": _evidence(view, description),
        "claim": _claim(description.own, labels),
        "description": description,
        "incoming": _incoming((q for q in description.incoming if q.predicate not in hidden), labels),
        "rules": rules,
        "doors": _doors(description),
        "graph": None,
    }


def _voices(quads: Iterable[Quad], labels: Labels) -> list[Voice]:
    """Sources in the order of their names; what Depositary derives from them comes last."""
    by_graph: dict[str, list[Quad]] = defaultdict(list)
    for quad in quads:
        by_graph[quad.graph_name.value if isinstance(quad.graph_name, NamedNode) else ""].append(quad)
    voices = [
        Voice(graph, labels.graph(graph), graph in _DERIVED, _rows(said, labels))
        for graph, said in by_graph.items()
    ]
    return sorted(voices, key=lambda voice: (voice.derived, voice.label.text, voice.graph))


def _rows(quads: Iterable[Quad], labels: Labels) -> tuple[Row, ...]:
    by_predicate: dict[str, list[Value]] = defaultdict(list)
    for quad in sorted(quads, key=str):
        by_predicate[quad.predicate.value].append(_value(quad.object, labels))
    first = {TYPE.value: 0, LABEL.value: 1}
    ordered = sorted(by_predicate, key=lambda term: (first.get(term, 2), labels.text(term)))
    return tuple(Row(labels.of(term), tuple(by_predicate[term])) for term in ordered)


def _value(term: object, labels: Labels) -> Value:
    if isinstance(term, NamedNode):
        return Value(labels.of(term.value), term.value, None, "iri")
    if isinstance(term, Literal):
        return Value(None, term.value, term.language, term.datatype.value.rpartition("#")[2])
    return Value(None, str(term), None, "blank")


def _evidence(view: View, description: Description) -> tuple[Evidence, ...]:
    passages = [
        quad.object.value
        for quad in description.own
        if quad.predicate.value == str(DEP.evidence) and isinstance(quad.object, NamedNode)
    ]
    if any(quad.object == NamedNode(DEP.Passage) for quad in description.own):
        passages.append(description.iri)
    return read_passages(view.store.oxigraph, dict.fromkeys(passages))


def _claim(quads: Iterable[Quad], labels: Labels) -> Json | None:
    """Who says it, what is said, and what Depositary holds of it; `None` for what is no claim."""
    values: dict[str, list[Value]] = defaultdict(list)
    for quad in sorted(quads, key=str):
        value = _value(quad.object, labels)
        if value not in values[quad.predicate.value]:
            values[quad.predicate.value].append(value)
    if str(DEP.claimedBy) not in values:
        return None
    names = ("claimedBy", "subject", "predicate", "object", "assessment", "assessmentReason", "contradicts")
    return {name: values.get(str(DEP[name]), []) for name in (*names, "speaksAgainst", "saidOn")}


def _incoming(quads: Iterable[Quad], labels: Labels) -> list[tuple[str, list[Label]]]:
    """What points to the resource, by how the property reads from here."""
    found: dict[str, set[str]] = defaultdict(set)
    for quad in quads:
        if isinstance(quad.subject, NamedNode):
            found[quad.predicate.value].add(quad.subject.value)
    groups = [
        (
            labels.inverse(predicate),
            sorted((labels.of(subject) for subject in subjects), key=lambda x: x.text),
        )
        for predicate, subjects in found.items()
    ]
    return sorted(groups, key=lambda group: group[0])


def _doors(description: Description) -> list[tuple[str, str]]:
    """Pages that answer more about the resource: words and path of each."""
    wanted, own = description.iri, description.own
    graphs = {quad.graph_name.value for quad in own if isinstance(quad.graph_name, NamedNode)}
    codes = [
        q.object.value for q in own if q.predicate.value == str(DEP.code) and isinstance(q.object, Literal)
    ]
    path = unquote(wanted.removeprefix(iri.IDS))
    match path.split("/"):
        case ["treaty", slug]:
            return [("The treaty’s own page: final clauses, parties and acts", f"/treaties/{quote(slug)}")]
        case ["act" | "decision", *_]:
            return [("Trace this act back and forward", f"/trace?{urlencode({'from': wanted})}")]
        case ["status", treaty, state, day]:
            query = urlencode({"state": state, "treaty": treaty, "on": day})
            return [("The status on its first day, explained", f"/status?{query}")]
        case ["document", id_]:
            return [("All that this source says", f"/graph/source/{quote(id_)}")]
    return [
        ("The state’s own page, with its treaties", f"/states/{quote(code)}")
        for code in codes
        if iri.STATES in graphs
    ]


def graph_page(view: View, labels: Labels, graph: str) -> Json:
    """An overview of a named graph for `resource.html`; raises `NotFound`."""
    store = view.store.oxigraph
    quads = list(islice(store.quads_for_pattern(None, None, None, NamedNode(graph)), _SAMPLE + 1))
    if not quads:
        raise NotFound(f"There is no graph <{shown(graph)}>.")
    subjects = sorted({quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode)})
    return {
        "heading": labels.graph(graph),
        "kind": "named graph",
        "voices": [],
        "evidence": (),
        "claim": None,
        "rules": None,
        "description": None,
        "incoming": [],
        "doors": [],
        "graph": {
            "size": f"more than {_SAMPLE:,}" if len(quads) > _SAMPLE else f"{len(quads):,}",
            "subjects": [labels.of(subject) for subject in subjects[:_SUBJECTS]],
            "number": len(subjects),
        },
    }


def defined_terms(terms: resources.Description) -> list[dict[str, str]]:
    """Classes and properties of the ontology in the order of their labels, for its page."""
    found = [
        {
            "name": term.removeprefix(str(DEP)),
            "kind": " ".join(kind.rpartition("#")[2] for kind in terms.values(term, TYPE.value)),
            "label": terms.text(term, LABEL.value),
            "definition": terms.text(term, str(SKOS.definition)),
            "law": terms.text(term, str(DEP.legalBasis)),
        }
        for term in terms.subjects
        if term.startswith(str(DEP))
    ]
    return sorted(found, key=lambda term: term["label"])
