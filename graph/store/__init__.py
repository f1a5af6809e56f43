"""The embedded store: generations on disk, read-only views, worker processes for untrusted queries."""

from graph.store.embedded import Store
from graph.store.generations import Generation, Generations, Manifest

__all__ = ["Generation", "Generations", "Manifest", "Store"]
