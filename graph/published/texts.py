"""Texts of treaties by article, in several languages, as a copy has them."""

from dataclasses import dataclass

PREAMBLE = "preamble"  # the number of what stands before the first article


@dataclass(frozen=True, slots=True)
class Words:
    """Words in a language (BCP 47), verbatim."""

    language: str
    text: str


@dataclass(frozen=True, slots=True)
class LegalText:
    """A treaty of which the file holds the text, or a text that is no treaty, such as a declaration."""

    slug: str
    titles: tuple[Words, ...]
    is_treaty: bool

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "legal-text", self.slug


@dataclass(frozen=True, slots=True)
class Article:
    """An article, or the preamble, of a text.

    `number` is as the treaty numbers it (`8 bis`, `XIII`), `position` its place in the text from 1; the
    preamble stands at 0.
    """

    slug: str
    of_treaty: bool
    number: str
    position: int
    titles: tuple[Words, ...]
    texts: tuple[Words, ...]

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other record of the file describes."""
        return "provision", self.slug, self.number
