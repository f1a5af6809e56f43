"""The peer rdflib-endpoint over oxrdflib, for uvicorn in its own environment; DATABASE names the data."""

import os

import pyoxigraph
import rdflib
from oxrdflib import OxigraphStore
from rdflib_endpoint import SparqlEndpoint  # type: ignore[import-not-found]  # only in the peers' environment

store = OxigraphStore(store=pyoxigraph.Store.read_only(os.environ["DATABASE"]))
graph = rdflib.Dataset(store=store, default_union=True)
app = SparqlEndpoint(graph=graph, path="/sparql", cors_enabled=False)
