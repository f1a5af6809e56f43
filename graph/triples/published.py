"""Every record of a publisher as lines of N-Quads: the one place that knows which function writes which."""

from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from graph.published.countries import CountryCode
from graph.published.entry import Described
from graph.published.eurlex import Institution, UnionAct, UnionRelation
from graph.published.judgments import (
    CitedProvision,
    CitedText,
    ConventionProtocol,
    Court,
    CourtDecision,
    NetworkCase,
    NetworkCitation,
)
from graph.published.memberships import Membership, SourceEntity
from graph.published.publication import Treaty
from graph.published.statements import TreatyStatement
from graph.published.systems import StateSpan
from graph.published.texts import Article, LegalText
from graph.published.triples import Harvest, Statements
from graph.published.votes import UnitedNationsResolution, VetoedDraft
from graph.records import Act
from graph.triples.acts import act_blocks
from graph.triples.countries import country_lines
from graph.triples.eurlex import institution_lines, union_act_lines, union_relation_lines
from graph.triples.given import given_lines, harvest_lines
from graph.triples.judgments import (
    cited_provision_lines,
    cited_text_lines,
    court_lines,
    decision_lines,
    network_case_lines,
    network_citation_lines,
    protocol_lines,
)
from graph.triples.memberships import entity_lines, membership_lines
from graph.triples.place import Place, lines_of
from graph.triples.systems import span_lines
from graph.triples.texts import article_lines, legal_text_lines
from graph.triples.treaties import statement_lines, treaty_lines
from graph.triples.votes import resolution_lines, veto_lines

WRITERS: Mapping[type, Callable[[Any, Place], list[bytes]]] = MappingProxyType({
    Act: lambda act, place: lines_of(act_blocks(act, place.directory, place.source)),
    Treaty: treaty_lines,
    Membership: membership_lines,
    SourceEntity: entity_lines,
    StateSpan: span_lines,
    CountryCode: country_lines,
    TreatyStatement: statement_lines,
    UnitedNationsResolution: resolution_lines,
    VetoedDraft: veto_lines,
    LegalText: legal_text_lines,
    Article: article_lines,
    UnionAct: union_act_lines,
    Institution: institution_lines,
    UnionRelation: union_relation_lines,
    CourtDecision: decision_lines,
    Court: court_lines,
    CitedProvision: cited_provision_lines,
    ConventionProtocol: protocol_lines,
    CitedText: cited_text_lines,
    NetworkCase: network_case_lines,
    NetworkCitation: network_citation_lines,
    Harvest: harvest_lines,
    Statements: given_lines,
})  # fmt: skip


def published_lines(record: Act | Described, place: Place) -> list[bytes]:
    """What a record says, as lines of N-Quads in the graph of its source, each once."""
    return WRITERS[type(record)](record, place)
