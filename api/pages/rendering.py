"""Pages: Jinja2 templates over the same answers that go out as JSON."""

from collections.abc import Mapping
from datetime import date
from typing import Any

import jinja2

from api.local import local_path, web_address
from graph.chains.days import in_words as uncertain
from graph.law.delays import spoken
from ontology.resources import Description, describe
from ontology.terms import DEP, VOCABULARIES

_LONGEST = 300  # characters of a name on a page; the whole of it stands in the table of its resource


class Pages:
    """The templates, with the words of the ontology; built once by the application."""

    def __init__(self, terms: Description) -> None:
        self.terms = terms
        self._environment = jinja2.Environment(
            loader=jinja2.PackageLoader("api.pages", "templates"),
            autoescape=True,
            undefined=jinja2.StrictUndefined,
            trim_blocks=True,
            lstrip_blocks=True,
        )
        self._environment.globals["dep"] = str(DEP)
        self._environment.filters |= {
            "be": be,
            "concept": self.concept,
            "have": have,
            "in_words": in_words,
            "local_path": local_path,
            "sentence": sentence,
            "shortened": shortened,
            "uncertain": uncertain,
            "web_address": web_address,
        }

    @classmethod
    def with_ontology(cls) -> "Pages":
        """Pages that know the labels and definitions of all terms and closed lists."""
        subjects = {**describe("depositary.ttl").subjects, **describe("vocabularies.ttl").subjects}
        return cls(Description(subjects))

    def render(self, template: str, context: Mapping[str, Any]) -> bytes:
        """A page in UTF-8; lone surrogates, which no data may hold, are replaced."""
        return self._environment.get_template(template).render(context).encode("utf-8", "replace")

    def concept(self, value: str, scheme: str) -> str:
        """Label of a value of a SKOS list (`partyWithdrawalPending`: “party, withdrawal pending”)."""
        known = self.terms.subjects.get(f"{VOCABULARIES}{scheme}/{value}", {})
        return next(iter(known.get("http://www.w3.org/2000/01/rdf-schema#label", ())), value)


def in_words(day: str | date | None) -> str:
    """“16 November 2016” for 2016-11-16; what is no full day stays as it is."""
    try:
        found = day if isinstance(day, date) else date.fromisoformat(day or "")
    except ValueError:
        return str(day or "")
    return spoken(found)


def have(answer: Mapping[str, Any]) -> str:
    """“has” for the day up to which is known, “had” before it; beyond it, or projected, “would have”."""
    if answer.get("projected") or answer["on"] > answer["known"]:
        return "would have"
    return "had" if answer["on"] < answer["known"] else "has"


def be(answer: Mapping[str, Any]) -> str:
    """The same of “to be”, for as many states as are counted."""
    one = answer["count"] == 1
    if answer["on"] > answer["known"]:
        return "would be"
    if answer["on"] < answer["known"]:
        return "was" if one else "were"
    return "is" if one else "are"


def shortened(text: object) -> str:
    """At most 300 characters of a text, with an ellipsis where it goes on."""
    words = str(text)
    return words if len(words) <= _LONGEST else words[: _LONGEST - 1].rstrip() + "…"


def sentence(text: object) -> str:
    """The text with a capital at its beginning, and the rest as it is."""
    words = str(text)
    return words[:1].upper() + words[1:]
