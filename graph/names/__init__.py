"""Names: which state, territory, organisation or treaty a text means, on a day; never a guess."""

from graph.names.meaning import Meaning, Resolver
from graph.names.names import Names, TreatyName
from graph.names.normalised import normalised

__all__ = ["Meaning", "Names", "Resolver", "TreatyName", "normalised"]
