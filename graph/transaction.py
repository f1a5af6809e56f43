"""One write through the protocols: it happens as a whole or not at all.

evaluate -> refuse protected graphs -> derive what it touches -> check -> publish
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from pyoxigraph import NamedNode, Quad, Store

from graph import iri
from graph.check import check_graph
from graph.derivation import rederive, treaties_with_acts
from graph.errors import PreconditionFailed, WriteRefused
from graph.faults import STORE, Fault
from graph.protected import refuse_protected
from graph.store.candidate import Candidate
from graph.store.changes import Change, Kind, Made, by_graph
from graph.store.generations import Generation
from graph.store.warm import WarmWriter
from graph.update import Delta
from ontology.terms import DEP, ROOT

_COMMON = frozenset({iri.STATES, iri.AGENTS})  # what they say plays a part under every treaty
_ACTS = iri.IDS + "act/"
_DEP = str(DEP)

Evaluate = Callable[[Candidate], Delta]


@dataclass(frozen=True, slots=True)
class Write:
    """A write: what it does to a candidate, by which protocol, and by whose token.

    `version`: the data must still be of that version (RFC 9110, 13.1.1), where one is given.
    """

    evaluate: Evaluate
    kind: Kind
    by: str
    version: str | None = None


@dataclass(frozen=True, slots=True)
class Written:
    """What a write did: the generation it made, and the quads it changed in each graph.

    "" is the unnamed graph. The generation is the one there was, where nothing changed. `delta` is without
    what was derived from it. `ours`: something of it is said in our terms, or about what has an IRI of ours.
    """

    generation: Generation
    graphs: dict[str, Change]
    delta: Delta
    ours: bool


def carry_out(writer: WarmWriter, write: Write, current: Generation) -> Written:
    """Carry out a write; raises `WriteRefused`, `PreconditionFailed`, and what the evaluation raises."""
    with writer.write() as candidate:
        if write.version is not None and candidate.base.version != write.version:
            raise PreconditionFailed(f"The data are of version {candidate.base.version} by now.")
        delta = write.evaluate(candidate)
        if delta.created or delta.dropped:
            candidate.note_names()
        graphs, ours = by_graph(delta.added, delta.removed), _is_ours(delta)
        refuse_protected(graphs)
        candidate.settle()
        derived = _derive(candidate, delta) if ours else {}
        if not candidate.differs:
            return Written(current, graphs, delta, ours)
        at = datetime.now(UTC).isoformat(timespec="milliseconds")
        made = Made(write.kind, at, write.by, graphs | derived)
        return Written(writer.publish(candidate, made), graphs, delta, ours)


def _refuse(faults: list[Fault]) -> None:
    refused = [fault for fault in faults if fault.severity == "refused"]
    if refused:
        raise WriteRefused(refused)


def _derive(candidate: Candidate, delta: Delta) -> dict[str, Change]:
    """Derive again what the change touches, and check it; how that changed the derived graphs.

    Raises `WriteRefused`.
    """
    treaties = _touched(candidate.store, delta)
    try:
        derived = list(rederive(candidate, treaties)) if treaties else []
    except KeyError as error:
        raise WriteRefused(
            [Fault(STORE, "", f"What was written names {error.args[0]}, which is not known here.")]
        ) from error
    except (ValueError, LookupError, TypeError) as error:
        raise WriteRefused(
            [Fault(STORE, "", f"What was written cannot be read as acts or rules: {error}.")]
        ) from error
    candidate.settle()
    _refuse(check_graph(candidate.store, {}, {result.treaty for result in derived}))
    changed = dict[str, Change]()
    for result in derived:
        for graph, change in result.graphs.items():
            changed[graph] = changed.get(graph, Change()) + change
    return changed


def _is_ours(delta: Delta) -> bool:
    """Whether a change says anything that derivation or checks could read: something with a term of ours."""
    return any(
        quad.predicate.value.startswith(_DEP)
        or (isinstance(quad.subject, NamedNode) and quad.subject.value.startswith(ROOT))
        for quads in (delta.added, delta.removed)
        for quad in quads
    )


def _touched(store: Store, delta: Delta) -> set[str]:
    """Treaties whose acts or rules are written; those that depend on them follow in the derivation.

    All where something common to all is written, and where rules go, which may have reached other treaties.
    """
    written = set(by_graph(delta.added, delta.removed))
    former_rules = any(graph.startswith(iri.RULE_GRAPHS) for graph in by_graph([], delta.removed))
    if written & _COMMON or former_rules:
        return treaties_with_acts(store)
    rules = {graph.removeprefix(iri.RULE_GRAPHS) for graph in written if graph.startswith(iri.RULE_GRAPHS)}
    return rules | set(_treaties(store, delta))


def _treaties(store: Store, delta: Delta) -> Iterator[str]:
    """Treaties of the acts of which something is said: by their own word, or by their IRI."""
    quads = delta.added | delta.removed
    for subject in {quad.subject for quad in quads}:
        for quad in store.quads_for_pattern(subject, NamedNode(DEP.treaty), None, None):
            yield from _slug(quad)
    for quad in quads:
        if quad.predicate.value == str(DEP.treaty):
            yield from _slug(quad)
        for term in (quad.subject, quad.object):
            if isinstance(term, NamedNode) and term.value.startswith(_ACTS):
                yield iri.act_id(term.value).partition("/")[0]


def _slug(quad: Quad) -> Iterator[str]:
    if isinstance(quad.object, NamedNode):
        yield iri.slug_of(quad.object.value)
