"""The closed lists of the formats, as the ontology has them and as the formats publish them."""

import csv
import json
import re
from functools import cache
from pathlib import Path

import pytest
from rdflib import Graph, URIRef
from rdflib.namespace import RDFS

import ontology
from ontology import kinds
from ontology.lists import concepts
from ontology.terms import DEP

FACTS = Path(__file__).parents[2] / "shared" / "facts"


def words(text: str) -> set[str]:
    return set(text.split())


CONSENTS = words("""
    definitive-signature ratification acceptance approval accession succession formal-confirmation
    consent-to-be-bound
""")
OF_OURS = "consent-to-be-bound"  # the published list lacks it (docs/adr/0022-consent-by-any-means.md)
TARGETED = words("""
    consent-withdrawn-before-force no-intent-communication withdrawal-revocation resumption-notification
    reservation-withdrawal objection objection-withdrawal declaration-withdrawal
    provisional-application-end
""")
TREATY_ACTIONS = (
    CONSENTS
    | TARGETED
    | words("""
    signature succession-to-signature withdrawal-notification suspension-notification expulsion
    reservation declaration jurisdiction-acceptance opt-out-declaration territorial-application
    territorial-exclusion provisional-application treaty-extension treaty-termination treaty-expiry
    continuation
""")
)
CHAIN_ACTS = words("""
    adoption signature ratification entry-into-force jurisdiction-acceptance no-intent-communication
    withdrawal-notification withdrawal-revocation treaty-act examination-opening investigation-opening
    judicial-authorisation judgment advisory-opinion court-order report resolution-draft resolution vote
    proposal concurrence instruction presidential-order decree executive-decision law statement
    announcement depositary-notification news-article
""")
AGENTS = words("""
    state former-state observer contested organisation territory government organ court
    prosecutor-office office person media
""")
RELATIONS = words("""
    approves concursWith takenWithConcurrenceOf proposes basedOn implements adopts respondsTo cites
    communicates precedes annuls overrules amends repeals supersedes revokes endsObligationOf
""")
ROLES = {
    "proposer": DEP.proposedBy,
    "concurring": DEP.concurredBy,
    "decider": DEP.decidedBy,
    "signatory": DEP.signedBy,
    "instructed": DEP.instructs,
    "executor": DEP.executedBy,
    "notifier": DEP.notifiedBy,
    "addressee": DEP.addressee,
    "issuer": DEP.issuedBy,
}


@cache
def graph() -> Graph:
    return Graph().parse(data=ontology.read("depositary.ttl"), format="turtle")


def hyphened(class_iri: str) -> str:
    return re.sub(r"(?<!^)(?=[A-Z])", "-", class_iri.removeprefix(str(DEP))).lower()


def test_the_kinds_of_the_acts_format() -> None:
    found = kinds.treaty_action_kinds()
    assert set(found) == TREATY_ACTIONS
    assert {name for name, kind in found.items() if kind.consent} == CONSENTS
    assert {name for name, kind in found.items() if "target" in kind.requires} == TARGETED
    assert {name for name, kind in found.items() if kind.requires and name not in TARGETED} == {
        "expulsion",
        "territorial-application",
        "territorial-exclusion",
    }
    assert all(kind.legal_basis for kind in found.values())


def test_the_kinds_of_chains_and_agents() -> None:
    assert set(kinds.chain_kinds()) == CHAIN_ACTS
    assert set(kinds.agent_kinds()) == AGENTS


@pytest.mark.parametrize("kind", sorted(TREATY_ACTIONS | CHAIN_ACTS))
def test_a_kind_is_the_name_of_its_class(kind: str) -> None:
    assert hyphened(kinds.class_of(kind)) == kind
    assert kinds.kind_of(kinds.class_of(kind)) == kind
    below = set(graph().transitive_objects(URIRef(kinds.class_of(kind)), RDFS.subClassOf))
    assert DEP.Act in below
    assert (DEP.TreatyAction in below) == (kind in TREATY_ACTIONS)


@pytest.mark.parametrize("kind", sorted(AGENTS))
def test_a_kind_of_agent_has_a_class(kind: str) -> None:
    assert kinds.kind_of(kinds.class_of(kind)) == kind
    below = set(graph().transitive_objects(URIRef(kinds.class_of(kind)), RDFS.subClassOf))
    assert (DEP.Agent in below) == (kind != "territory")


def test_statehood_that_is_contested_is_not_asserted() -> None:
    for kind in ("observer", "contested"):
        assert DEP.State not in set(graph().transitive_objects(URIRef(kinds.class_of(kind)), RDFS.subClassOf))


@pytest.mark.parametrize("name", ["", "denunciation", "Ratification"])
def test_an_unknown_kind_is_refused(name: str) -> None:
    with pytest.raises(KeyError):
        kinds.class_of(name)


def test_a_class_that_is_no_kind_is_refused() -> None:
    with pytest.raises(KeyError):
        kinds.kind_of(str(DEP.TreatyAction))


def test_targets_are_kinds_of_treaty_actions() -> None:
    actions = set(graph().transitive_subjects(RDFS.subClassOf, DEP.TreatyAction))
    for kind in kinds.treaty_action_kinds().values():
        assert {URIRef(target) for target in kind.targets} <= actions
        assert kind.targets or "target" not in kind.requires


def test_relations_read_in_both_directions() -> None:
    found = kinds.relations()
    assert set(found) == RELATIONS
    assert {name for name, relation in found.items() if not relation.backwards} == {"proposes", "precedes"}
    assert found["approves"].inverse_label == "approved by"
    assert all(relation.label and relation.inverse_label for relation in found.values())
    assert all(relation.iri == str(DEP) + name for name, relation in found.items())


def test_roles_are_ways_of_taking_part() -> None:
    assert dict(kinds.roles()) == {role: str(term) for role, term in ROLES.items()}
    assert all(
        (term, RDFS.subPropertyOf, DEP.participant) in graph() for term in (*ROLES.values(), DEP.actor)
    )


@pytest.mark.parametrize("read", [kinds.treaty_action_kinds, kinds.relations, kinds.roles, kinds.agent_kinds])
def test_what_is_read_once_cannot_be_changed(read: object) -> None:
    assert callable(read)
    assert read() is read()
    with pytest.raises(TypeError):
        read()["new"] = "kind"


def test_an_unknown_shape_is_refused() -> None:
    assert kinds.shape("WithdrawalShape").legal_basis == "VCLT 54"
    with pytest.raises(KeyError):
        kinds.shape("PerfectShape")


def rows(name: str) -> list[dict[str, str]]:
    if not (FACTS / name).exists():
        pytest.skip(f"{name} is not at hand")
    with (FACTS / name).open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def test_the_kinds_are_those_of_the_published_list() -> None:
    found = {name: kind for name, kind in kinds.treaty_action_kinds().items() if name != OF_OURS}
    published = {row["kind"]: (row["article"], row["consent"] == "yes", tuple(row["requires"].split()))
                 for row in rows("kinds.csv")}  # fmt: skip
    assert {
        name: (kind.legal_basis, kind.consent, kind.requires) for name, kind in found.items()
    } == published


def test_tiers_and_kinds_of_agents_cover_the_facts() -> None:
    assert {row["tier"] for row in rows("sources.csv")} <= set(kinds.tiers())
    assert {row["kind"] for name in ("states.csv", "agents.csv") for row in rows(name)} <= set(
        kinds.agent_kinds()
    )


def test_the_chain_schema_has_the_same_lists() -> None:
    path = FACTS / "chain.schema.json"
    if not path.exists():
        pytest.skip("the schema is not at hand")
    properties = json.loads(path.read_text(encoding="utf-8"))["properties"]
    act = properties["acts"]["items"]["properties"]
    assert set(act["kind"]["enum"]) == set(kinds.chain_kinds())
    assert set(act["actors"]["items"]["properties"]["role"]["enum"]) == set(kinds.roles())
    assert set(properties["links"]["items"]["properties"]["relation"]["enum"]) == set(kinds.relations())
    claim = properties["claims"]["items"]["properties"]
    assert set(claim["modality"]["enum"]) == set(concepts("modality"))
    assert set(claim["assessment"]["enum"]) == set(concepts("assessment"))
