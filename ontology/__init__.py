"""The ontology: its terms, its closed lists, and its files."""

from ontology.resources import TURTLE_FILES, quads, read

__all__ = ["TURTLE_FILES", "quads", "read"]
