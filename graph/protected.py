"""Graphs that nobody writes through the protocols: they are derived, or come with what is loaded."""

from collections.abc import Iterable

from graph import iri
from graph.errors import WriteRefused
from graph.faults import STORE, Fault

PROTECTED = {
    iri.REGISTER: "it is derived from what the sources say; write to their graphs",
    iri.STATUS: "it is derived from acts and rules; write those",
    iri.CATALOGUE: "sources come with what is loaded from them; use `depositary load`",
    iri.ONTOLOGY: "it comes with Depositary itself",
}


def refuse_protected(graphs: Iterable[str]) -> None:
    """Raise `WriteRefused`, with a fault for each of these graphs that is protected, if any is."""
    faults = [
        Fault(STORE, "", f"The graph <{graph}> cannot be written: {PROTECTED[graph]}.")
        for graph in graphs
        if graph in PROTECTED
    ]
    if faults:
        raise WriteRefused(faults)
