"""Codes of states in the schemes of political science as quads, in a graph of their own, and back."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from pyoxigraph import Literal, NamedNode, Quad, Store
from rdflib.namespace import DCTERMS, SKOS

from graph import iri
from graph.records import StateCode
from graph.triples.base import COMMENT, LABEL, TYPE, Block, Pair, block, day, english, given
from graph.triples.directory import Directory
from ontology.lists import labels
from ontology.terms import DEP

NOTATION = str(SKOS.notation)
SOURCE = str(DCTERMS.source)


def code_blocks(code: StateCode, directory: Directory) -> Iterator[Block]:
    """The number of a state in a scheme, with the time for which it holds."""
    state = directory.iri(code.code)
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.StateCode)),
        (LABEL, english(f"{code.code}: {labels('code-scheme')[code.scheme]} {code.number}")),
        (DEP.codeOf, NamedNode(state)),
        (DEP.codeScheme, NamedNode(iri.concept("code-scheme", code.scheme))),
        (NOTATION, Literal(code.number)),
        (SOURCE, NamedNode(iri.document(code.source))),
        *given(
            (DEP.validFrom, day(code.valid_from) if code.valid_from else None),
            (DEP.validUntil, day(code.valid_until) if code.valid_until else None),
            (COMMENT, english(code.note) if code.note else None),
        ),
    ]
    subject = iri.state_code(state, code.scheme, code.number, code.valid_from)
    yield block(iri.CODES, subject, pairs)


def read_codes(store: Store, directory: Directory) -> Mapping[str, Sequence[StateCode]]:
    """The numbers of each state, by its code, in the order of schemes and of time."""
    graph, found = NamedNode(iri.CODES), defaultdict[str, list[StateCode]](list)
    for quad in store.quads_for_pattern(None, NamedNode(DEP.codeOf), None, graph):
        code = _code(list(store.quads_for_pattern(quad.subject, None, None, graph)), directory)
        found[code.code].append(code)
    return {state: sorted(codes, key=_order) for state, codes in found.items()}


def _order(code: StateCode) -> tuple[str, date, int]:
    return code.scheme, code.valid_from or date.min, code.number


def _code(quads: Sequence[Quad], directory: Directory) -> StateCode:
    said = {q.predicate.value: q.object.value for q in quads if isinstance(q.object, NamedNode | Literal)}
    first, end = said.get(str(DEP.validFrom)), said.get(str(DEP.validUntil))
    return StateCode(
        code=directory.code(said[str(DEP.codeOf)]),
        scheme=said[str(DEP.codeScheme)].rpartition("/")[2],
        number=int(said[NOTATION]),
        valid_from=date.fromisoformat(first) if first else None,
        valid_until=date.fromisoformat(end) if end else None,
        source=said[SOURCE].removeprefix(iri.document("")),
        note=said.get(COMMENT.value, ""),
    )
