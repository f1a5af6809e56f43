"""The terms, the Turtle, the vocabularies and the context say the same."""

import json
import re
from functools import cache
from importlib.resources import files
from typing import get_args

import pytest
from pyoxigraph import BlankNode, NamedNode, RdfFormat, parse
from rdflib import Graph, URIRef
from rdflib.namespace import DCTERMS, ORG, OWL, PROV, RDF, RDFS, SDO, SKOS, TIME, DefinedNamespace

import ontology
from graph.law.qualifiers import QualifierKind
from graph.law.timeline import Status
from ontology import lists
from ontology.terms import DEP, ROOT, VOCABULARIES

GRAPH = ROOT + "graph/ontology"
ELI = "http://data.europa.eu/eli/ontology#"
SCHEMES = {
    "status": """
        notParty signatory signatoryObligationEnded contractingNotInForce party partyWithdrawalPending
        operationSuspended formerParty undetermined notRecorded
    """,
    "treaty-state": "notYetInForce inForce terminated",
    "tier": """
        depositary gazette court organisation ministry agency press academic reference compilation
    """,
    "verification": "verified single-source unverified",
    "modality": "asserted hedged denied quoted inferred",
    "assessment": "accepted imprecise refuted disputed undetermined",
    "plane": "domestic international",
    "rule-kind": """
        entry-into-force consent-effect succession-effect signature-effect withdrawal special-withdrawal
        revocation suspension cascade expulsion end reservations regional-organisations
    """,
    "qualifier-kind": """
        territorial-exclusion territorial-application opt-out provisional-application
        contested-suspension contested-capacity reservation jurisdiction-acceptance
    """,
    "code-scheme": "cow gw",
    "state-system": "cow gw ggo",
    "vote-choice": "yes no abstain not-voting",
    "verdict": "supported imprecise contradicted not-decidable no-basis-recorded",
    "headline-verb": """
        signs ratifies accepts approves accedes succeeds confirms-formally joins rejoins
        accepts-jurisdiction will-not-ratify unsigns revokes-ratification announces-withdrawal
        gives-notice withdraws has-withdrawn leaves is-expelled suspends resumes
        revokes-withdrawal is-party was-party is-not-party never-party is-bound is-not-bound
        is-signatory
    """,
}
FOREIGN: tuple[type[DefinedNamespace], ...] = (DCTERMS, ORG, OWL, PROV, SDO, SKOS, TIME)


@cache
def loaded(*names: str) -> Graph:
    graph = Graph()
    for name in names:
        graph.parse(data=ontology.read(name), format="turtle")
    return graph


def declared() -> set[URIRef]:
    subjects = loaded("depositary.ttl").subjects(RDFS.isDefinedBy, None)
    return {term for term in subjects if isinstance(term, URIRef)}


def terms() -> set[URIRef]:
    return {DEP[name] for name in DEP.__annotations__ if not name.startswith("_")}


def classes() -> set[URIRef]:
    found = loaded("depositary.ttl").subjects(RDF.type, OWL.Class)
    return {term for term in found if isinstance(term, URIRef)}


def test_python_and_turtle_have_the_same_terms() -> None:
    assert terms() == declared()
    assert len(declared()) > 200


def test_a_misspelt_term_fails() -> None:
    with pytest.raises(AttributeError):
        _ = DEP.Ratifcation


@pytest.mark.parametrize("term", sorted(terms()))
def test_every_term_says_what_it_means_in_english(term: URIRef) -> None:
    graph = loaded("depositary.ttl")
    for predicate in (RDFS.label, SKOS.definition):
        texts = list(graph.objects(term, predicate))
        assert [getattr(text, "language", None) for text in texts] == ["en"], predicate
    label, definition = str(graph.value(term, RDFS.label)), str(graph.value(term, SKOS.definition))
    assert not re.search(r"[a-z][A-Z]", label)
    assert definition[0].isupper()
    assert definition.endswith(".")
    assert list(graph.objects(term, RDFS.isDefinedBy)) == [URIRef(ROOT + "ontology")]


def test_labels_are_not_shared_by_two_terms_of_one_sort() -> None:
    graph = loaded("depositary.ttl")
    for sort in (classes(), declared() - classes()):
        labels = [str(graph.value(term, RDFS.label)) for term in sort]
        assert sorted(set(labels)) == sorted(labels)


def test_the_header_names_version_licence_and_prefix() -> None:
    text = ontology.read("depositary.ttl").decode()
    header = next(block for block in text.split("\n\n") if "a owl:Ontology" in block)
    for part in (
        "dcterms:title",
        "dcterms:description",
        "licenses/by/4.0/",
        '"0.1.0"',
        "owl:versionIRI",
        '"dep"',
    ):
        assert part in header


@pytest.mark.parametrize("name", ["shapes.ttl", "vocabularies.ttl", "alignments.ttl", "depositary.ttl"])
def test_no_file_uses_a_term_that_is_not_declared(name: str) -> None:
    text = re.sub(r"^@.*$|#.*$", "", ontology.read(name).decode(), flags=re.MULTILINE)
    used = {DEP[word] for word in re.findall(r"(?<![\w:])dep:(\w+)", text)}
    assert used
    assert used <= declared()


@pytest.mark.parametrize("name", [*ontology.TURTLE_FILES, "shapes.ttl"])
def test_terms_of_other_vocabularies_exist(name: str) -> None:
    used = {node for triple in loaded(name) for node in triple if isinstance(node, URIRef)}
    for namespace in FOREIGN:
        ours = {node for node in used if str(node).startswith(str(namespace))}
        assert {node for node in ours if node not in namespace} == set()


def test_every_class_is_connected() -> None:
    graph = loaded("depositary.ttl")
    ranges = set(graph.objects(None, SDO.rangeIncludes)) | set(graph.objects(None, SDO.domainIncludes))
    parents = set(graph.objects(None, RDFS.subClassOf))
    alone = {term for term in classes() if not list(graph.objects(term, RDFS.subClassOf))} - ranges - parents
    assert alone == set()
    used = {term for term in classes() if term in ranges or term in parents or _is_kind(term)}
    # What links and claims are made of stands below a class that properties name.
    supported = {DEP.CausalClaim, DEP.Characterisation, DEP.Policy, DEP.StatedLink, DEP.Subject}
    assert classes() - used == supported


def _is_kind(term: URIRef) -> bool:
    graph = loaded("depositary.ttl")
    return any(graph.value(term, predicate) for predicate in (DEP.actsKind, DEP.chainKind, DEP.agentKind))


def test_what_is_disjoint_has_nothing_in_common() -> None:
    graph = loaded("depositary.ttl")
    pairs = list(graph.subject_objects(OWL.disjointWith))
    assert (DEP.State, DEP.Territory) in pairs
    for left, right in pairs:
        below = [set(graph.transitive_subjects(RDFS.subClassOf, side)) for side in (left, right)]
        assert not below[0] & below[1]


def test_the_other_honest_disjointness_is_declared() -> None:
    graph = loaded("depositary.ttl")
    pairs = {frozenset(pair) for pair in graph.subject_objects(OWL.disjointWith)}
    wanted = [
        (DEP.TreatyAction, DEP.Claim), (DEP.Announcement, DEP.TreatyAction), (DEP.Report, DEP.Decision),
        (DEP.TreatyStatus, DEP.Act), (DEP.TreatyAction, DEP.Vote),
    ]  # fmt: skip
    assert {frozenset(pair) for pair in wanted} <= pairs


def test_nothing_has_a_domain_or_range_that_would_be_inferred() -> None:
    graph = loaded("depositary.ttl", "alignments.ttl")
    assert not list(graph.subject_objects(RDFS.domain))
    assert not list(graph.subject_objects(RDFS.range))


ALIGNED = [
    (DEP.organOf, "http://www.w3.org/ns/org#unitOf"),
    (DEP.basedOn, ELI + "based_on"),
    (DEP.implements, ELI + "implements"),
    (DEP.cites, ELI + "cites"),
    (DEP.amends, ELI + "amends"),
    (DEP.repeals, ELI + "repeals"),
]


@pytest.mark.parametrize(("term", "other"), ALIGNED)
def test_what_is_only_close_is_not_inferred(term: URIRef, other: str) -> None:
    graph = loaded("depositary.ttl", "alignments.ttl")
    assert (term, SKOS.closeMatch, URIRef(other)) in graph
    assert (term, RDFS.subPropertyOf, URIRef(other)) not in graph


def test_a_policy_is_no_software_and_a_code_of_iso_no_code_of_the_table() -> None:
    graph = loaded("depositary.ttl", "alignments.ttl")
    above = set(graph.transitive_objects(DEP.Policy, RDFS.subClassOf))
    assert PROV.Agent in above
    assert PROV.SoftwareAgent not in above
    assert not list(graph.subjects(RDFS.subPropertyOf, DEP.code))


def test_what_a_status_rests_on_may_be_an_activity() -> None:
    graph = loaded("depositary.ttl", "alignments.ttl")
    above = set(graph.transitive_objects(DEP.restsOn, RDFS.subPropertyOf))
    assert above == {DEP.restsOn, PROV.wasInfluencedBy}
    assert PROV.Activity in set(graph.transitive_objects(DEP.Act, RDFS.subClassOf))


@pytest.mark.parametrize("scheme", SCHEMES)
def test_a_scheme_is_complete_and_in_order(scheme: str) -> None:
    values = SCHEMES[scheme].split()
    assert list(lists.concepts(scheme)) == values
    graph, top = loaded("vocabularies.ttl"), URIRef(VOCABULARIES + scheme)
    assert set(graph.subjects(SKOS.inScheme, top)) == {URIRef(f"{top}/{value}") for value in values}
    for value in values:
        concept = URIRef(f"{top}/{value}")
        assert (concept, RDF.type, SKOS.Concept) in graph
        assert (concept, SKOS.topConceptOf, top) in graph
        for predicate in (SKOS.prefLabel, RDFS.label, SKOS.definition):
            assert [text.language for text in graph.objects(concept, predicate)] == ["en"]  # type: ignore[attr-defined]


def test_there_is_no_other_scheme() -> None:
    schemes = loaded("vocabularies.ttl").subjects(RDF.type, SKOS.ConceptScheme)
    assert {str(scheme).removeprefix(VOCABULARIES) for scheme in schemes} == set(SCHEMES)
    assert lists.concepts("colour") == ()


def test_tiers_are_ranked_as_they_are_preferred() -> None:
    ranks = lists.ranks("tier")
    best_first = sorted(ranks, key=lambda iri: ranks[iri])
    assert [iri.rpartition("/")[2] for iri in best_first] == SCHEMES["tier"].split()
    assert sorted(ranks.values()) == list(range(1, 11))
    assert lists.ranks("status") == {}


def test_values_have_labels() -> None:
    assert lists.labels("status")["partyWithdrawalPending"] == "party, withdrawal pending"
    assert list(lists.labels("status")) == SCHEMES["status"].split()


def test_the_quads_are_those_of_the_files_in_the_graph_asked_for() -> None:
    found = list(ontology.quads(GRAPH))
    assert {quad.graph_name for quad in found} == {NamedNode(GRAPH)}
    assert len(set(found)) == len(loaded(*ontology.TURTLE_FILES))
    assert not any(isinstance(node, BlankNode) for quad in found for node in (quad.subject, quad.object))


def test_every_file_is_in_the_package() -> None:
    names = {entry.name for entry in files("ontology").iterdir()}
    assert {*ontology.TURTLE_FILES, "shapes.ttl", "context.jsonld", "py.typed"} <= names


def context() -> dict[str, object]:
    found = json.loads(ontology.read("context.jsonld"))["@context"]
    assert isinstance(found, dict)
    return found


def _target(entry: object) -> str:
    return str(entry["@id"] if isinstance(entry, dict) else entry)


def test_the_context_names_every_term_and_no_other() -> None:
    ours = {key: _target(entry) for key, entry in context().items() if _target(entry).startswith("dep:")}
    assert ours == {
        str(term).removeprefix(str(DEP)): f"dep:{str(term).removeprefix(str(DEP))}" for term in terms()
    }


def test_the_context_gives_values_their_types() -> None:
    document = {
        "@context": context(), "id": ROOT + "id/act/a", "type": "Ratification", "receivedOn": "2002-06-28",
        "treaty": ROOT + "id/treaty/rome-statute", "predicate": "respondsTo", "confidence": "0.9",
    }  # fmt: skip
    found = {
        str(quad.predicate): str(quad.object)
        for quad in parse(json.dumps(document), format=RdfFormat.JSON_LD)
    }
    assert found == {
        f"<{RDF.type}>": f"<{DEP.Ratification}>",
        f"<{DEP.receivedOn}>": '"2002-06-28"^^<http://www.w3.org/2001/XMLSchema#date>',
        f"<{DEP.treaty}>": f"<{ROOT}id/treaty/rome-statute>",
        f"<{DEP.predicate}>": f"<{DEP.respondsTo}>",
        f"<{DEP.confidence}>": '"0.9"^^<http://www.w3.org/2001/XMLSchema#decimal>',
    }


def test_the_context_links_what_the_ontology_calls_an_object_property() -> None:
    graph = loaded("depositary.ttl")
    for term in graph.subjects(RDF.type, OWL.ObjectProperty):
        entry = context()[str(term).removeprefix(str(DEP))]
        assert isinstance(entry, dict)
        assert entry.get("@type") in {"@id", "@vocab"}


def test_what_the_law_derives_is_in_the_lists() -> None:
    assert set(get_args(QualifierKind)) <= set(lists.concepts("qualifier-kind"))
    assert set(get_args(Status)) == set(lists.concepts("status"))
