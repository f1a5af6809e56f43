"""The packaged facts in Oxigraph, and a pencil that draws small chains into a store in memory."""

from collections.abc import Iterable
from dataclasses import dataclass, field

import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.namespace import RDF, RDFS, XSD

from graph import iri
from graph.store import Store as Opened
from ontology.terms import DEP

SOURCE = "a-source"


@pytest.fixture(scope="session")
def seed(packaged_store: Opened) -> Store:
    return packaged_store.oxigraph


@dataclass
class Pencil:
    """Draws acts and what ties them; acts are named by single words."""

    store: Store = field(default_factory=Store)

    def say(self, subject: str, predicate: str, value: str | NamedNode, graph: str = "") -> None:
        term = value if isinstance(value, NamedNode) else Literal(value)
        where = NamedNode(graph or iri.source_graph(SOURCE))
        self.store.add(Quad(NamedNode(subject), NamedNode(str(predicate)), term, where))

    def act(self, name: str, day: str = "", edtf: str = "", verification: str = "verified") -> str:
        node = iri.act(name)
        self.say(node, RDF.type, NamedNode(DEP.Statement))
        self.say(node, RDFS.label, name)
        self.say(node, DEP.verification, NamedNode(iri.concept("verification", verification)))
        if day:
            date = Literal(day, datatype=NamedNode(XSD.date))
            graph = NamedNode(iri.source_graph(SOURCE))
            self.store.add(Quad(NamedNode(node), NamedNode(DEP.date), date, graph))
        if edtf:
            self.say(node, DEP.dateUncertain, edtf)
        return node

    def plain(self, source: str, relation: str, target: str) -> None:
        self.say(iri.act(source), str(DEP) + relation, NamedNode(iri.act(target)))

    def stated(self, source: str, relation: str, target: str, passages: Iterable[str] = ()) -> str:
        link = iri.link(source, relation, target)
        self.plain(source, relation, target)
        self._ends(link, DEP.StatedLink, (source, relation, target))
        for passage in passages:
            self.say(link, DEP.evidence, NamedNode(passage))
        return link

    def claimed(
        self, source: str, relation: str, target: str, holder: str, modality: str = "asserted"
    ) -> str:
        claim = iri.claim(holder, source, relation, target)
        self._ends(claim, DEP.Claim, (source, relation, target))
        self.say(claim, DEP.claimedBy, NamedNode(iri.agent(holder, "media")))
        self.say(claim, DEP.modality, NamedNode(iri.concept("modality", modality)))
        return claim

    def document(self, name: str, tier: str) -> None:
        self.say(iri.document(name), DEP.tier, NamedNode(iri.concept("tier", tier)), iri.CATALOGUE)
        self.say(iri.document(name), RDFS.label, f"The {name}", iri.CATALOGUE)

    def passage(self, document: str, quote: str = "", reason: str = "") -> str:
        node = iri.passage(document, quote or reason)
        self.say(node, DEP.inDocument, NamedNode(iri.document(document)))
        if quote:
            self.say(node, "http://www.w3.org/ns/oa#exact", quote)
        if reason:
            self.say(node, DEP.textNotHeld, reason)
        return node

    def _ends(self, link: str, kind: object, ends: tuple[str, str, str]) -> None:
        self.say(link, RDF.type, NamedNode(str(kind)))
        self.say(link, DEP.subject, NamedNode(iri.act(ends[0])))
        self.say(link, DEP.predicate, NamedNode(str(DEP) + ends[1]))
        self.say(link, DEP.object, NamedNode(iri.act(ends[2])))


@pytest.fixture
def pencil() -> Pencil:
    return Pencil()


@pytest.fixture(scope="session")
def new_pencil() -> type[Pencil]:
    return Pencil
