"""The SPARQL 1.1 Protocol over the worker pool."""

from api.sparql.endpoint import SparqlEndpoint

__all__ = ["SparqlEndpoint"]
