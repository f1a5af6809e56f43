"""SPARQL 1.1 Update (and what SPARQL 1.2 adds to it) as the exact quads that it removes and adds.

`run` evaluates a request on a store and tells the difference, which is what Oxigraph does not tell.
"""

from graph.update.delta import Delta, Target
from graph.update.operations import Operation
from graph.update.run import run, sources

__all__ = ["Delta", "Operation", "Target", "run", "sources"]
