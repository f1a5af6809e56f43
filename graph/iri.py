"""Every IRI that Depositary mints, and nothing else mints one.

IRIs are canonical (`https://w3id.org/depositary/…`) whatever host serves them. Ids are kept as they are; what
RFC 3987 does not allow in a path segment is percent-encoded.
"""

import hashlib
import re
from datetime import date
from urllib.parse import quote, unquote

from ontology.terms import ROOT

IDS = ROOT + "id/"
GRAPHS = ROOT + "graph/"
VOCABULARIES = ROOT + "vocab/"
CATALOGUE = GRAPHS + "catalogue"
STATES = GRAPHS + "states"
CODES = GRAPHS + "codes"
AGENTS = GRAPHS + "agents"
REGISTER = GRAPHS + "register"
STATUS = GRAPHS + "status"
ONTOLOGY = GRAPHS + "ontology"
SOURCE_GRAPHS = GRAPHS + "source/"
RULE_GRAPHS = GRAPHS + "rules/"
GENIDS = "https://w3id.org/.well-known/genid/depositary/"
FILES = "file/"  # begins the source id of a loaded file; no table of sources can give such an id

DECISION_KINDS = frozenset({
    "presidential-order", "decree", "executive-decision", "law", "resolution", "judgment", "advisory-opinion",
    "court-order", "judicial-authorisation",
})  # fmt: skip
AGENT_FOLDERS = {"organisation": "organisation", "person": "person", "media": "media"}
STATE_FOLDERS = {"territory": "territory", "organisation": "organisation"}


_PLAIN = re.compile(r"[A-Za-z0-9_.()!$&'*+,;=:@~/-]*")  # what needs no quoting: nearly everything


def _mint(*segments: str) -> str:
    path = "/".join(segments)
    return IDS + (path if _PLAIN.fullmatch(path) else quote(path, safe="()!$&'*+,;=:@~/"))


def quoted(text: str, safe: str = "/") -> str:
    """Text as part of an address; what stands for itself there stays."""
    return quote(text, safe=safe)


def _digest(*parts: str) -> str:
    return hashlib.sha256("\x1f".join(parts).encode()).hexdigest()[:20]


def state(code: str, kind: str = "state") -> str:
    """IRI of a row of the table of states; organisations are in lower case, as agents are."""
    folder = STATE_FOLDERS.get(kind, "state")
    return _mint(folder, code.lower() if folder == "organisation" else code)


def state_code(state_iri: str, scheme: str, number: int, since: date | None) -> str:
    """IRI of the number of a state in a scheme, from a day on."""
    return part_of(state_iri, "code", scheme, str(number), since.isoformat() if since else "first")


def agent(id_: str, kind: str) -> str:
    """IRI of an agent that is no state."""
    folder = AGENT_FOLDERS.get(kind, "organ")
    return _mint(folder, id_.lower() if folder == "organisation" else id_)


def policy(name: str) -> str:
    """IRI of a policy of Depositary's, the holder of what we infer."""
    return _mint("policy", name)


def subject(id_: str) -> str:
    """IRI of what claims are about and the graph does not describe otherwise."""
    return _mint("subject", id_)


def treaty(slug: str) -> str:
    """IRI of a treaty."""
    return _mint("treaty", slug)


def provision(slug: str, number: str) -> str:
    """IRI of an article or paragraph of a treaty, as the treaty numbers it."""
    return _mint("provision", slug, number)


def rule(slug: str, name: str) -> str:
    """IRI of one rule of a treaty."""
    return _mint("rule", slug, name)


def act(id_: str) -> str:
    """IRI of an act of the register (`treaty/actor/day/kind`), or of a chain."""
    return _mint("act", id_)


def act_id(act_iri: str) -> str:
    """Id of the IRI of an act of the register."""
    return unquote(act_iri.removeprefix(IDS + "act/"))


def chain_act(id_: str, kind: str, document: str | None) -> str:
    """IRI of an act of a chain: that of the register where the chain names it, else a decision or an act."""
    if document and document.startswith("act:"):
        return act(document.removeprefix("act:"))
    return _mint("decision" if kind in DECISION_KINDS else "act", id_)


def resolution(symbol: str) -> str:
    """IRI of a resolution of an organ of the United Nations, by its symbol (`A/RES/68/262`)."""
    return _mint("decision", symbol)


def statement(slug: str, named: str, words: str) -> str:
    """IRI of words that a publisher lists under a name among the declarations to a treaty."""
    return _mint("statement", slug, _digest(named, words))


def legal_text(slug: str) -> str:
    """IRI of a text that is no treaty, such as a declaration of an organ, by a slug like that of a treaty."""
    return _mint("document", "text", slug)


def union_act(celex: str) -> str:
    """IRI of an act of the European Union by its CELEX number: a treaty where it is an agreement (`2…A`)."""
    if re.fullmatch(r"2[0-9]{4}A.*", celex):
        return treaty("celex-" + re.sub(r"[^0-9a-z]+", "-", celex.lower()).strip("-"))
    return _mint("decision", f"celex-{celex}")


def case_law(ecli: str) -> str:
    """IRI of a decision of a court by its European Case Law Identifier (ECLI)."""
    return _mint("decision", ecli)


def listed_case(list_: str, entry: str) -> str:
    """IRI of a decision of which only a list knows, by the identifier that the list gives to it."""
    return _mint("decision", list_, entry)


def network_case(network: str, number: str, label: str) -> str:
    """IRI of a case in a network of citations; its number counts only together with its label."""
    return _mint("decision", network, number, _digest(label))


def cited_document(title: str) -> str:
    """IRI of a document of which only the title is known, by which others cite it."""
    return _mint("document", "cited", _digest(title))


def membership(scheme: str, statement: str) -> str:
    """IRI of what a data set says of one participant in one treaty, by a digest of what it says."""
    return _mint("membership", scheme, statement)


def source_entity(scheme: str, identifier: str) -> str:
    """IRI of whom a data set means by an identifier of its own."""
    return _mint("source-entity", scheme, identifier)


def state_span(system: str, identifier: str, first: str, last: str) -> str:
    """IRI of a time for which a list counts a state, by its first and last day as the list has them."""
    return _mint("state-span", system, identifier, first, last)


def notation(list_: str) -> str:
    """IRI of the datatype of codes in a list that has none of its own."""
    return VOCABULARIES + f"notation/{quote(list_, safe='')}"


def draft(symbol: str) -> str:
    """IRI of a draft resolution of an organ of the United Nations, by its symbol (`S/2022/155`)."""
    return _mint("draft", symbol)


def document(source_id: str) -> str:
    """IRI of a source document."""
    return _mint("document", source_id)


def source_id(document_iri: str) -> str:
    """Id of the source whose document has this IRI."""
    return unquote(document_iri.removeprefix(IDS + "document/"))


def harvest(source_id: str) -> str:
    """IRI of the activity that asked a SPARQL endpoint for what a source says."""
    return part_of(document(source_id), "harvest")


def skolem(document: str, number: int) -> str:
    """IRI that stands for a blank node: the document by its digest, and the number of the node in it.

    RDF 1.1 Concepts, 3.5: others know it by the path, which stands directly below the host (RFC 8615, 3).
    """
    return f"{GENIDS}{document}/{number}"


def passage(source_id: str, words: str) -> str:
    """IRI of a place in a source; `words` are the quote, or the reason why it is not held."""
    return _mint("passage", _digest(source_id, words))


def link(from_iri: str, relation: str, to_iri: str) -> str:
    """IRI of a stated link."""
    return _mint("link", _digest(from_iri, relation, to_iri))


def claim(holder_iri: str, subject_iri: str, predicate: str, object_: str) -> str:
    """IRI of a claim, the same for the same words of the same holder."""
    return _mint("claim", _digest(holder_iri, subject_iri, predicate, object_))


def effect(act_iri: str, plane: str, what: str) -> str:
    """IRI of an effect of an act."""
    return _mint("effect", _digest(act_iri, plane, what))


def status(slug: str, actor: str, valid_from: date) -> str:
    """IRI of an interval of status."""
    return _mint("status", slug, actor, valid_from.isoformat())


def part_of(iri: str, *segments: str) -> str:
    """IRI of a part that exists only with its whole (a step of a derivation, a qualifier)."""
    return "/".join((iri, *(quote(segment, safe="()") for segment in segments)))


def source_graph(source_id: str) -> str:
    """Named graph of what one source says."""
    return SOURCE_GRAPHS + quote(source_id)


def rule_graph(slug: str) -> str:
    """Named graph of the rules of one treaty."""
    return RULE_GRAPHS + quote(slug)


def concept(scheme: str, value: str) -> str:
    """IRI of a concept of one of the SKOS lists (`status`, `tier`, `modality`, …)."""
    return VOCABULARIES + f"{scheme}/{quote(value)}"


def slug_of(treaty_iri: str) -> str:
    """Slug of the IRI of a treaty."""
    return unquote(treaty_iri.removeprefix(IDS + "treaty/"))
