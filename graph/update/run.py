"""An update request from its text to what it changes."""

from pyoxigraph import NamedNode

from graph.errors import BadRequest
from graph.store.guard import refuse_service
from graph.update.changes import refuse_size
from graph.update.check import read
from graph.update.delta import Delta, Target
from graph.update.evaluate import Dataset, Evaluation, Fetch, resolved
from graph.update.operations import Load, Modify, Step


def run(
    target: Target,
    text: str,
    *,
    most_quads: int,
    base_iri: str | None = None,
    using: tuple[str, ...] = (),
    using_named: tuple[str, ...] = (),
    load: Fetch | None = None,
) -> Delta:
    """Make the changes of a request in a store, one operation after the other; what changed in the end.

    `using` and `using_named` are the values of using-graph-uri and using-named-graph-uri (SPARQL 1.1
    Protocol, 2.2.3); `load` gives the quads of a document, and without it LOAD is refused. Raises
    `QueryMalformed`, `BadRequest` where both the request and the protocol name graphs, `QueryForbidden`,
    `UpdateFailed` and `WriteTooLarge`; then earlier operations may have changed the store, which is to be
    thrown away.
    """
    steps = read(text, base_iri)
    refuse_service(text)
    dataset = Dataset(_nodes(using), _nodes(using_named))
    if dataset:
        _refuse_own_dataset(steps)
    total = Delta()
    for step in steps:
        delta = Evaluation(target.store, base_iri, dataset, load, most_quads).delta(step)
        delta.apply(target)
        total = total.then(delta)
        refuse_size(total.size, most_quads)
    return total


def sources(text: str, base_iri: str | None = None) -> tuple[str, ...]:
    """The IRIs of the documents that a request loads; raises `QueryMalformed`."""
    return tuple(
        resolved(step.operation.source, step.prologue, base_iri).value
        for step in read(text, base_iri)
        if isinstance(step.operation, Load)
    )


def _nodes(iris: tuple[str, ...]) -> tuple[NamedNode, ...]:
    try:
        return tuple(map(NamedNode, iris))
    except ValueError as error:
        raise BadRequest(f"A graph is named by an absolute IRI: {error}.") from None


def _refuse_own_dataset(steps: tuple[Step, ...]) -> None:
    for step in steps:
        match step.operation:
            case Modify(graph=graph, using=using, using_named=named) if graph or using or named:
                raise BadRequest(
                    "Name the graphs either in the update (WITH, USING) or by using-graph-uri and "
                    "using-named-graph-uri, not both (SPARQL 1.1 Protocol, 2.2.3)."
                )
