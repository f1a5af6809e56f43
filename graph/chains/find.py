"""Which act is meant: by its IRI, its path, or its id in a chain or in the register."""

from collections.abc import Iterator
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Store
from rapidfuzz import fuzz, process, utils
from rdflib.namespace import DCTERMS

from graph import iri
from graph.chains.nodes import kind
from graph.chains.quads import said_of
from graph.errors import BadRequest, UnknownName
from ontology.terms import DEP

CANDIDATES = 3
NEAR_ENOUGH = 60  # of 100; below it a hint misleads more than it helps
LONGEST = 2_000  # characters: longer than any IRI of an act


def find_act(store: Store, text: str) -> str:
    """IRI of the act or status that is meant.

    Accepted are an IRI, a path or address below `/id/`, the id of an act in a chain
    (`rus-order-2016-361-rp`), and that of an act of the register (`treaty/actor/day/kind`).
    Raises `UnknownName` with the nearest ids, and `BadRequest` where an id means several acts.
    """
    wanted = text.strip()
    if len(wanted) > LONGEST or not _is_unicode(wanted):
        raise UnknownName("act", wanted[:LONGEST].encode("utf-8", "replace").decode())
    for meant in (_addresses(wanted), _identified(store, wanted)):
        found = sorted({node for node in meant if _is_act(store, node)})
        if len(found) > 1:
            raise BadRequest(f"“{wanted}” means {len(found)} acts; give one of {', '.join(found)}.")
        if found:
            return found[0]
    raise UnknownName("act", wanted, _nearest(store, wanted))


def _addresses(text: str) -> Iterator[str]:
    """IRIs that the text may be or stand for: as it is, else below `/id/` on whatever host."""
    if ":" in text:
        yield text
    _, found, below = f"/{text.lstrip('/')}".partition("/id/")
    if found:
        yield iri.IDS + below
    elif "://" not in text:
        yield iri.act(text)
        yield iri.IDS + text


def _identified(store: Store, text: str) -> Iterator[str]:
    quads = store.quads_for_pattern(None, NamedNode(DCTERMS.identifier), Literal(text), None)
    yield from (quad.subject.value for quad in quads if isinstance(quad.subject, NamedNode))


def _is_unicode(text: str) -> bool:
    """Whether RDF can hold the text: it has no place for a lone surrogate."""
    return not any("\ud800" <= character <= "\udfff" for character in text)


def _is_act(store: Store, node: str) -> bool:
    try:
        return kind(said_of(store, node)) is not None
    except ValueError:  # no IRI, so the IRI of nothing
        return False


def _nearest(store: Store, text: str) -> list[str]:
    """Ids of acts that look like the text, best first."""
    last = unquote(text.rstrip("/").rpartition("/id/")[2])
    found = process.extract(
        last.removeprefix("act/").removeprefix("decision/"),
        sorted(_ids(store)),
        scorer=fuzz.ratio,
        processor=utils.default_process,
        limit=CANDIDATES,
        score_cutoff=NEAR_ENOUGH,
    )
    return [id_ for id_, _, _ in found]


def _ids(store: Store) -> set[str]:
    """Ids of every act of a chain and of the register."""
    chains = {
        quad.object.value
        for quad in store.quads_for_pattern(None, NamedNode(DCTERMS.identifier), None, None)
        if isinstance(quad.object, Literal)
        and isinstance(quad.subject, NamedNode)
        and quad.subject.value.startswith((iri.IDS + "act/", iri.IDS + "decision/"))
    }
    register = store.quads_for_pattern(None, NamedNode(DEP.treaty), None, NamedNode(iri.REGISTER))
    acts = {quad.subject.value for quad in register if isinstance(quad.subject, NamedNode)}
    return chains | {unquote(act.removeprefix(iri.act(""))) for act in acts}
