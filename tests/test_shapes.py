"""Each shape lets a minimal good graph pass and names itself on a minimal bad one.

The graphs are Turtle in which a day is written bare.
"""

import re
from collections.abc import Set as AbstractSet
from functools import cache

import pytest
from pyshacl import validate
from rdflib import Graph
from rdflib.namespace import RDF, SH
from rdflib.term import Node

from ontology import read
from ontology.kinds import shape
from ontology.terms import SHAPES

PREFIXES = """
@prefix : <https://w3id.org/depositary/id/> .
@prefix dep: <https://w3id.org/depositary/ontology#> .
@prefix dcterms: <http://purl.org/dc/terms/> .
@prefix oa: <http://www.w3.org/ns/oa#> .
@prefix rdfs: <http://www.w3.org/2000/01/rdf-schema#> .
@prefix status: <https://w3id.org/depositary/vocab/status/> .
@prefix verification: <https://w3id.org/depositary/vocab/verification/> .
@prefix xsd: <http://www.w3.org/2001/XMLSchema#> .
"""
WORLD = """
:rome a dep:Treaty . :GMB a dep:State . :GRL a dep:Territory .
:passage a dep:Passage ; dep:inDocument :report ; oa:exact "words"@en .
:rule a dep:StatusRule ; dep:ruleOf :rome ; dep:statedIn :article ;
    dep:ruleKind <https://w3id.org/depositary/vocab/rule-kind/withdrawal> .
"""
ACT = "dep:treaty :rome ; dep:actor :GMB ; dep:receivedOn "
CONSENT = f":consent a dep:Ratification ; {ACT} 2002-06-28 . "
NOTICE = f"{CONSENT} :notice a dep:WithdrawalNotification ; {ACT} 2016-11-10 . "
SIGNATURE = f":signature a dep:Signature ; {ACT} 2000-09-13 . "
RESERVATION = f":reservation a dep:Reservation ; {ACT} 2002-06-28 . "
COMPLETE = (
    ":complete a dep:Completeness ; dep:completeFor :rome ; "
    "dep:completeAsOf 2026-01-01 ; dep:includesWithdrawals true . "
)
DERIVED = "dep:restsOn :consent ; "
STATUS = f"a dep:TreatyStatus ; dep:statusOf :GMB ; dep:statusFor :rome ; {DERIVED} dep:statusValue "
PERIOD = f"{CONSENT} :period {STATUS} status:party ; dep:validFrom 2002-09-01 "
CLAIM = ":claim a dep:Claim ; dep:subject :GMB ; dep:predicate dep:withdrawsFrom ; dep:object :rome"
RESPONSE = ":order a dep:Decree ; dep:date 2016-11-16 ; dep:respondsTo :report2 . "
REPORT = ":report2 a dep:Report ; dep:date 2016-11-14 . "
LINK = ":link a dep:StatedLink ; dep:subject :order ; dep:predicate dep:respondsTo ; dep:object :report2"
TIER = "<https://w3id.org/depositary/vocab/tier/press>"

GOOD = {
    "TreatyActionShape": CONSENT,
    "ActorShape": CONSENT,
    "DatesShape": f"{CONSENT} :consent dep:date 2002-06-01 .",
    "TargetShape": f"{NOTICE} :back a dep:WithdrawalRevocation ; {ACT} 2017-02-10 ; dep:target :notice .",
    "RevocationShape": f"""{NOTICE} :notice dep:computedEffectiveOn 2017-11-10 ; dep:effectiveUnder :rule .
        :back a dep:WithdrawalRevocation ; {ACT} 2017-02-10 ; dep:target :notice .""",
    "WithdrawalShape": NOTICE + COMPLETE,
    "NoIntentShape": f"""{SIGNATURE} :letter a dep:NoIntentCommunication ; {ACT} 2016-11-30 ;
        dep:target :signature .""",
    "ConsentWithdrawalShape": f"""{CONSENT} :consent dep:recordedEffectiveOn 2002-09-01 .
        :back a dep:ConsentWithdrawnBeforeForce ; {ACT} 2002-08-31 ; dep:target :consent .""",
    "ObjectionShape": f"""{RESERVATION} :objection a dep:Objection ; {ACT} 2003-01-01 ;
        dep:target :reservation ; dep:opposesEntryIntoForce false .""",
    "ExpulsionShape": f":out a dep:Expulsion ; {ACT} 2022-03-16 ; dep:affected :RUS .",
    "TerritorialShape": f":kept a dep:TerritorialExclusion ; {ACT} 2001-06-21 ; dep:territory :GRL .",
    "StatusShape": f"""{PERIOD} ; dep:validUntil 2017-10-27 ; dep:partyFrom 2002-09-01 .
        :after {STATUS} status:formerParty ; dep:validFrom 2017-10-27 .""",
    "ClaimShape": f"""{CLAIM} ; dep:claimedBy :paper ; dep:evidence :passage ; dep:confidence 0.9 ;
            dep:contradicts :other .
        :other a dep:Claim ; dep:speaksAgainst :claim ; dep:claimedBy :policy ; dep:contradicts :claim .
        :policy a dep:Policy . :table a dep:SourceDocument ; rdfs:label "Table" ; dcterms:publisher "UN" ;
            dep:tier <https://w3id.org/depositary/vocab/tier/compilation> .
        :contradiction a dep:Claim ; dep:claimedBy :table ; dep:subject :act ; dep:predicate dep:receivedOn ;
            dep:object "another day" .""",
    "LinkShape": f"{RESPONSE}{REPORT}{LINK} ; dep:evidence :passage .",
    "CharacterisationShape": """:word a dep:Characterisation ; dep:subject :order ; dep:claimedBy :paper ;
        dep:predicate dep:characterisedAs ; dep:object "decree" ; dep:evidence :passage .""",
    "PassageShape": ':silent a dep:Passage ; dep:inDocument :report ; dep:textNotHeld "translation"@en .',
    "RuleShape": ':other a dep:StatusRule ; dep:ruleOf :rome ; dep:legalBasis "VCLT 68" ; '
    "dep:ruleKind <https://w3id.org/depositary/vocab/rule-kind/revocation> .",
    "SourceShape": f""":report a dep:SourceDocument ;
        rdfs:label "Report" ; dcterms:publisher "Paper" ; dep:tier {TIER} .""",
    "VerificationShape": f"""{CONSENT}
        :consent dep:verification verification:verified ; dep:reportedIn :report .
        :other dep:verification verification:unverified .""",
    "DepositaryNotificationShape": """:circular a dep:DepositaryNotification ;
        dep:documentNumber "C.N.886.2016.TREATIES-XVIII.10" .""",
    "ComputedDayShape": f"""{NOTICE} :notice dep:computedEffectiveOn 2017-11-10 ; dep:effectiveUnder :rule .
        :heir a dep:Succession ; {ACT} 2006-10-23 ; dep:computedEffectiveOn 2006-06-03 ;
        dep:effectiveUnder :rule .""",
}
BAD = [
    ("TreatyActionShape", ":a a dep:Reservation ; dep:actor :GMB ; dep:date 2002-06-28 ."),
    ("TreatyActionShape", CONSENT + ":consent dep:treaty :other ."),
    ("TreatyActionShape", ":a a dep:Reservation ; dep:treaty :rome ; dep:date 2002-06-28 ."),
    ("TreatyActionShape", ":a a dep:Reservation ; dep:treaty :rome ; dep:actor :GMB ."),
    ("ActorShape", ":a a dep:Reservation ; dep:treaty :rome ; dep:actor :GRL ; dep:date 2002-06-28 ."),
    ("ActorShape", f"{PERIOD} . :period dep:statusOf :GRL ."),
    ("DatesShape", CONSENT + ":consent dep:date 2002-06-29 ."),
    ("DatesShape", CONSENT + ":consent dep:scopeFrom 2014-02-22 ; dep:scopeUntil 2013-11-21 ."),
    ("DatesShape", CONSENT + ':consent dep:recordedEffectiveOn "soon" .'),
    ("TargetShape", f":back a dep:ReservationWithdrawal ; {ACT} 2017-02-10 ."),
    ("TargetShape", CONSENT + f":back a dep:Objection ; {ACT} 2017-02-10 ; dep:target :consent ; "
     "dep:opposesEntryIntoForce true ."),
    ("TargetShape", RESERVATION + f":back a dep:ReservationWithdrawal ; {ACT} 2001-02-10 ;"
     "dep:target :reservation ."),
    ("RevocationShape", f":back a dep:WithdrawalRevocation ; {ACT} 2017-02-10 ."),
    ("RevocationShape", GOOD["RevocationShape"].replace("2017-02-10", "2017-11-10")),
    ("RevocationShape", GOOD["RevocationShape"] + ":notice dep:recordedEffectiveOn 2017-02-01 ."),
    ("WithdrawalShape", f"{COMPLETE} :notice a dep:WithdrawalNotification ; {ACT} 2016-11-10 ."),
    ("WithdrawalShape", f"{COMPLETE}{SIGNATURE} :notice a dep:WithdrawalNotification ; {ACT} 2016-11-10 ."),
    ("WithdrawalShape", COMPLETE + NOTICE.replace("2016-11-10", "2001-11-10")),
    ("NoIntentShape", f":letter a dep:NoIntentCommunication ; {ACT} 2016-11-30 ."),
    ("NoIntentShape", GOOD["NoIntentShape"].replace("dep:Signature", "dep:Ratification")),
    ("NoIntentShape", GOOD["NoIntentShape"].replace("2016-11-30", "1999-11-30")),
    ("ConsentWithdrawalShape", GOOD["ConsentWithdrawalShape"].replace("2002-08-31", "2002-09-01")),
    ("ConsentWithdrawalShape", GOOD["ConsentWithdrawalShape"].replace("dep:Ratification", "dep:Signature")),
    ("ObjectionShape", GOOD["ObjectionShape"].replace("EntryIntoForce false", "EntryIntoForce false , true")),
    ("ObjectionShape", GOOD["ObjectionShape"].replace("EntryIntoForce false", 'EntryIntoForce "no"')),
    ("ExpulsionShape", GOOD["ExpulsionShape"].replace("; dep:affected :RUS", "")),
    ("TerritorialShape", GOOD["TerritorialShape"].replace("; dep:territory :GRL", "")),
    ("TerritorialShape", GOOD["TerritorialShape"].replace(":GRL", ":GMB")),
    ("StatusShape", f"{PERIOD} ; dep:validUntil 2002-09-01 ."),
    ("StatusShape", f"{PERIOD} ; dep:statusValue status:signatory ."),
    ("StatusShape", f"{PERIOD} .".replace(DERIVED, "")),
    ("StatusShape", f"{PERIOD} . :after {STATUS} status:formerParty ; dep:validFrom 2017-10-27 ."),
    ("ClaimShape", f"{CLAIM} ; dep:evidence :passage ."),
    ("ClaimShape", f"{CLAIM} ; dep:claimedBy :paper ."),
    ("ClaimShape", f"{CLAIM} ; dep:claimedBy :paper ; dep:evidence :passage ; dep:confidence 1.1 ."),
    ("ClaimShape", ":claim a dep:CausalClaim ; dep:claimedBy :paper ; dep:evidence :passage ."),
    ("ClaimShape", GOOD["ClaimShape"].replace("dep:contradicts :claim .", "rdfs:label 'other' .")),
    ("LinkShape", f"{RESPONSE}{REPORT}{LINK} ."),
    ("LinkShape", RESPONSE + REPORT),
    ("LinkShape", GOOD["LinkShape"].replace("2016-11-14", "2016-11-17")),
    ("CharacterisationShape", ':order dep:characterisedAs "decree" .'),
    ("CharacterisationShape", GOOD["CharacterisationShape"].replace("dep:claimedBy :paper ;", "")),
    ("PassageShape", ":silent a dep:Passage ; dep:inDocument :report ."),
    ("PassageShape", ':silent a dep:Passage ; oa:exact "words"@en .'),
    ("PassageShape", ':passage dep:textNotHeld "and yet a quote"@en .'),
    ("RuleShape", GOOD["RuleShape"].replace('dep:legalBasis "VCLT 68" ;', "")),
    ("RuleShape", GOOD["RuleShape"].replace("dep:ruleOf :rome ;", "")),
    *(
        ("SourceShape", GOOD["SourceShape"].replace(part, ""))
        for part in ('rdfs:label "Report" ;', 'dcterms:publisher "Paper" ;', f"; dep:tier {TIER}")
    ),
    ("SourceShape", GOOD["SourceShape"] + ':report dep:sha256 "abc" .'),
    ("VerificationShape", GOOD["VerificationShape"].replace("; dep:reportedIn :report", "")),
    ("VerificationShape", GOOD["VerificationShape"].replace(":verified", ":unverified")),
    ("ComputedDayShape", GOOD["ComputedDayShape"].replace("; dep:effectiveUnder :rule", "")),
    ("ComputedDayShape", GOOD["ComputedDayShape"].replace("dep:Succession", "dep:Accession")),
]  # fmt: skip
WARNED = [
    ("ObjectionShape", GOOD["ObjectionShape"].replace("; dep:opposesEntryIntoForce false", "")),
    ("WithdrawalShape", f":notice a dep:WithdrawalNotification ; {ACT} 2024-01-29 ."),
    ("WithdrawalShape", f":notice a dep:WithdrawalNotification ; {ACT} 2024-01-29 ."
     + COMPLETE.replace("2026", "2015")),
    ("DepositaryNotificationShape", ':note a dep:DepositaryNotification ; dep:documentNumber "Note 12" .'),
]  # fmt: skip


@cache
def shapes() -> Graph:
    return Graph().parse(data=read("shapes.ttl"), format="turtle")


@cache
def ontology() -> Graph:
    return Graph().parse(data=read("depositary.ttl"), format="turtle")


def broken(data: str, severity: Node) -> AbstractSet[str]:
    """Names of the shapes that the data break."""
    turtle = re.sub(r"\b\d{4}-\d\d-\d\d\b", r'"\g<0>"^^xsd:date', WORLD + data)
    graph = Graph().parse(data=PREFIXES + turtle, format="turtle") + ontology()
    _, report, _ = validate(graph, shacl_graph=shapes(), inplace=True)
    assert isinstance(report, Graph), report
    results = report.subjects(SH.resultSeverity, severity)
    return {_name(source) for result in results for source in report.objects(result, SH.sourceShape)}


def _name(source: Node) -> str:
    """The name of a shape, or of the shape of which it is a part."""
    while not str(source).startswith(SHAPES):
        source = next(shapes().subjects(None, source))
    return str(source).removeprefix(SHAPES)


def test_the_shapes_are_well_formed() -> None:
    conforms, _, text = validate(Graph(), shacl_graph=shapes(), meta_shacl=True)
    assert conforms, text


def test_every_shape_has_a_good_and_a_bad_graph() -> None:
    names = {str(name).removeprefix(SHAPES) for name in shapes().subjects(RDF.type, SH.NodeShape)}
    assert set(GOOD) == names
    assert {name for name, _ in BAD + WARNED} == names


@pytest.mark.parametrize("name", GOOD)
def test_every_shape_has_a_message_and_a_basis(name: str) -> None:
    found = shape(name)
    assert found.name == name
    assert found.message.endswith(".")
    assert found.legal_basis


@pytest.mark.parametrize("data", GOOD.values(), ids=GOOD)
def test_a_good_graph_passes_every_shape(data: str) -> None:
    assert not broken(data, SH.Violation) | broken(data, SH.Warning)


@pytest.mark.parametrize(("name", "data"), BAD)
def test_a_bad_graph_breaks_its_shape(name: str, data: str) -> None:
    assert name in broken(data, SH.Violation)


@pytest.mark.parametrize(("name", "data"), WARNED)
def test_what_only_looks_wrong_is_a_warning(name: str, data: str) -> None:
    assert broken(data, SH.Warning) == {name}
    assert not broken(data, SH.Violation)
