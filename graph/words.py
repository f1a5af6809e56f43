"""Values as messages show them."""

import textwrap

from graph import iri
from ontology.terms import ROOT

_SHOWN = 200  # characters of a value in a message


def short(value: str) -> str:
    """What is left of an IRI of ours without what all of them share; long values are cut in the middle."""
    for prefix in (iri.IDS + "act/", iri.IDS, iri.VOCABULARIES, ROOT + "ontology#"):
        value = value.removeprefix(prefix)
    return textwrap.shorten(value, _SHOWN, placeholder=" …")
