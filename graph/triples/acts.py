"""Acts as quads, in the graph of each source that reports them, and back."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeAlias, cast
from urllib.parse import unquote

from pyoxigraph import Literal, NamedNode, Quad, Store

from graph import iri
from graph.law.register import VERIFICATIONS
from graph.records import Act, Verification
from graph.triples.base import COMMENT, TYPE, Block, Subject, Term, block, boolean, day, english
from graph.triples.directory import Directory, read_directory
from ontology.kinds import class_of, kind_of
from ontology.terms import DEP


@dataclass(frozen=True, slots=True)
class Column:
    """A column of acts format v1, its predicate, and the two ways between value and term."""

    name: str
    predicate: str
    encode: Callable[[Any, Directory], Iterable[Term]]
    decode: Callable[[list[str], Directory], Any]

    def __post_init__(self) -> None:
        """Keep the predicate as plain text: a URIRef is no equal key to it."""
        object.__setattr__(self, "predicate", str(self.predicate))


def _day(name: str, predicate: str) -> Column:
    return Column(name, predicate, lambda v, _: [day(v)], lambda v, _: date.fromisoformat(v[0]))


def _words(name: str, predicate: str) -> Column:
    return Column(name, predicate, lambda v, _: [Literal(v)], lambda v, _: v[0])


def _who(name: str, predicate: str) -> Column:
    return Column(name, predicate, lambda v, d: [NamedNode(d.iri(v))], lambda v, d: d.code(v[0]))


def _several(name: str, predicate: str) -> Column:
    return Column(
        name,
        predicate,
        lambda v, d: [NamedNode(d.iri(code)) for code in v],
        lambda v, d: tuple(sorted(d.code(node) for node in v)),
    )


def _identifier(name: str, predicate: str, mint: Callable[[str], str]) -> Column:
    return Column(
        name, predicate, lambda v, _: [NamedNode(mint(v))], lambda v, _: v[0].removeprefix(mint(""))
    )


COLUMNS = (
    _identifier("treaty", DEP.treaty, iri.treaty),
    _who("actor", DEP.actor),
    _several("affected", DEP.affected),
    _day("date", DEP.date),
    _day("received_on", DEP.receivedOn),
    _day("known_on", DEP.knownOn),
    _day("requested_effective_on", DEP.requestedEffectiveOn),
    _day("recorded_effective_on", DEP.recordedEffectiveOn),
    _identifier("target", DEP.target, iri.act),
    _words("provision", DEP.invokes),
    _several("territory", DEP.territory),
    _day("scope_from", DEP.scopeFrom),
    _day("scope_until", DEP.scopeUntil),
    Column(
        "opposes_entry_into_force",
        DEP.opposesEntryIntoForce,
        lambda v, _: [boolean(v)],
        lambda v, _: v[0] == "true",
    ),
    Column(
        "depositary", DEP.depositary, lambda v, d: [NamedNode(d.iri(v))], lambda v, d: _custodian(v[0], d)
    ),
    _several("addressee", DEP.notifiedTo),
    _words("acted_as", DEP.actedAs),
    _words("document", DEP.documentNumber),
)
OWNED = tuple(column.predicate for column in COLUMNS)
_REMARKS = (str(DEP.verification), COMMENT.value)


def _custodian(node: str, directory: Directory) -> str:
    code = directory.code(node)
    return f"state:{code}" if node.startswith(iri.IDS + "state/") else code


def act_pairs(act: Act, directory: Directory) -> Iterator[tuple[NamedNode, Term]]:
    """What an act is, without who reports it: predicate and object."""
    yield TYPE, NamedNode(class_of(act.kind))
    for column in COLUMNS:
        value = getattr(act, column.name)
        if value not in (None, "", ()):
            for term in column.encode(value, directory):
                yield NamedNode(column.predicate), term


def act_blocks(act: Act, directory: Directory, compilation: str) -> Iterator[Block]:
    """An act in the graph of each source that reports it.

    `compilation` is the source id of the file that was loaded: its graph keeps what only the file says,
    how far the act is verified and its note, and the act itself where no source is named.
    """
    subject = iri.act(act.id)
    pairs = list(act_pairs(act, directory))
    for source in act.sources:
        yield block(iri.source_graph(source), subject, pairs, owned=OWNED)
    remarks = [
        *([] if act.sources else pairs),
        (NamedNode(DEP.verification), NamedNode(iri.concept("verification", act.verification))),
        *([(COMMENT, english(act.note))] if act.note else []),
    ]
    yield block(iri.source_graph(compilation), subject, remarks, owned=(*OWNED, *_REMARKS))


def read_reports(store: Store, treaty: str | None = None, directory: Directory | None = None) -> list[Act]:
    """Every act as each source reports it, of one treaty or of all: one `Act` per act and source graph.

    What only a loaded file says is an unverified report of that file.
    """
    directory = directory or read_directory(store)
    wanted = NamedNode(iri.treaty(treaty)) if treaty else None
    found = {
        (quad.subject, quad.graph_name)
        for quad in store.quads_for_pattern(None, NamedNode(DEP.treaty), wanted, None)
        if _is_source_graph(quad.graph_name)
    }
    subjects = sorted({subject for subject, _ in found}, key=str)
    return [
        act
        for subject in subjects
        for act in _reports_of(store.quads_for_pattern(subject, None, None, None), found, directory)
    ]


def read_reports_of(store: Store, act: str, directory: Directory) -> list[Act]:
    """One act (by its id) as each source reports it."""
    subject = NamedNode(iri.act(act))
    quads = list(store.quads_for_pattern(subject, None, None, None))
    found = {
        (subject, quad.graph_name)
        for quad in quads
        if quad.predicate.value == str(DEP.treaty) and _is_source_graph(quad.graph_name)
    }
    return list(_reports_of(quads, found, directory))


def read_register(store: Store, treaty: str | None = None, directory: Directory | None = None) -> list[Act]:
    """Every act of the register, of one treaty or of all."""
    directory, register = directory or read_directory(store), NamedNode(iri.REGISTER)
    wanted = NamedNode(iri.treaty(treaty)) if treaty else None
    subjects = sorted(
        {q.subject for q in store.quads_for_pattern(None, NamedNode(DEP.treaty), wanted, register)}, key=str
    )
    return [_registered(store, subject, directory) for subject in subjects]


def _registered(store: Store, subject: Subject, directory: Directory) -> Act:
    """An act as the register has it."""
    values = _values(store.quads_for_pattern(subject, None, None, NamedNode(iri.REGISTER)))
    sources = tuple(sorted(_tail(node, iri.document("")) for node in values.get(str(DEP.reportedIn), ())))
    return _decode(subject, values, values, sources, directory)


def read_acts_of(store: Store, actor: str, directory: Directory) -> list[Act]:
    """Every act of the register of someone (by IRI), or by which he is affected, sorted by id."""
    node, register = NamedNode(actor), NamedNode(iri.REGISTER)
    subjects = {
        quad.subject
        for predicate in (DEP.actor, DEP.affected)
        for quad in store.quads_for_pattern(None, NamedNode(predicate), node, register)
    }
    return [_registered(store, subject, directory) for subject in sorted(subjects, key=str)]


def count_register(store: Store, treaty: str) -> int:
    """How many acts the register has with respect to a treaty."""
    wanted, register = NamedNode(iri.treaty(treaty)), NamedNode(iri.REGISTER)
    return sum(1 for _ in store.quads_for_pattern(None, NamedNode(DEP.treaty), wanted, register))


def _iri(item: tuple[NamedNode, object]) -> str:
    return item[0].value


def _is_source_graph(graph: object) -> bool:
    return isinstance(graph, NamedNode) and graph.value.startswith(iri.SOURCE_GRAPHS)


def _reports_of(quads: Iterable[Quad], found: set[Any], directory: Directory) -> Iterator[Act]:
    """The act as each source gives it; how far it is verified is told by the files that were loaded."""
    graphs: dict[NamedNode, list[Quad]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.graph_name, NamedNode) and _is_source_graph(quad.graph_name):
            graphs[quad.graph_name].append(quad)
    by_graph = {graph: _values(content) for graph, content in sorted(graphs.items(), key=_iri)}
    files = [values for values in by_graph.values() if str(DEP.verification) in values]
    best = min(files, key=lambda values: VERIFICATIONS.index(_verification(values)), default={})
    for graph, values in by_graph.items():
        subject = graphs[graph][0].subject
        if (subject, graph) in found:
            remarks = values if str(DEP.verification) in values else best
            yield _decode(subject, values, remarks, (_tail(graph.value, iri.SOURCE_GRAPHS),), directory)


Values: TypeAlias = Mapping[str, list[str]]


def _values(quads: Iterable[Quad]) -> Values:
    values: dict[str, list[str]] = defaultdict(list)
    for quad in quads:
        if isinstance(quad.object, NamedNode | Literal):
            values[quad.predicate.value].append(quad.object.value)
    return values


def _tail(node: str, prefix: str) -> str:
    return unquote(node.removeprefix(prefix))


def _verification(values: Values) -> Verification:
    """How far an act is verified; what one source reports rests on that source, where nobody says more."""
    level = values.get(str(DEP.verification), ["single-source"])[0].rpartition("/")[2]
    return cast(Verification, level)


def _decode(
    subject: object, values: Values, remarks: Values, sources: tuple[str, ...], directory: Directory
) -> Act:
    id_ = _tail(subject.value, iri.act("")) if isinstance(subject, NamedNode) else ""
    fields = {
        column.name: column.decode(values[column.predicate], directory)
        for column in COLUMNS
        if column.predicate in values
    }
    return Act(
        id=id_,
        kind=next(kind_of(node) for node in sorted(values[TYPE.value])),
        verification=_verification(remarks),
        sources=sources,
        note=remarks.get(COMMENT.value, [""])[0],
        **fields,
    )
