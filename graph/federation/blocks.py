"""Every SERVICE of a query or an update: where it stands, whom it asks, and what it asks.

SPARQL 1.1 Federated Query, 2; the grammar of SPARQL 1.1 Query, productions 59 (ServiceGraphPattern) and 4
(Prologue).
"""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from itertools import islice, pairwise

from pyoxigraph import RdfFormat, parse

from graph.errors import QueryForbidden, QueryMalformed
from graph.federation.reading import reading
from graph.store.lexer import Token, decoded, position, readings
from ontology.terms import ROOT

_SPACE = r"(?:[\x20\t\r\n]++|#[^\r\n]*+)*+"
_AFTER_SERVICE = re.compile(_SPACE + r"[<?$:\w]")
_GROUP = re.compile(_SPACE + r"\{")
_AHEAD = 2000  # characters
_CALL = re.compile(
    rf"{_SPACE}(?:silent{_SPACE})?"
    rf"(?:<[^<>\x00-\x20]*+(?:>|\Z)|(?:[^<>{{}}\#\\\x00-\x20]|\\(?:.|\Z))*+){_SPACE}(?:\{{|\Z)",
    re.IGNORECASE,
)
_ABSOLUTE = re.compile(r"[A-Za-z][A-Za-z0-9+.\-]*:")
_ESCAPE = re.compile(r"\\(.)")

_MOST = 100  # blocks, also those inside of others; far more than a query may call
Read = Sequence[tuple[Token, int]]  # tokens, and the number of open brackets before each


@dataclass(frozen=True, slots=True)
class Block:
    """One SERVICE: its offsets in the text, the offset of its group, and who is asked.

    `endpoint` is an absolute IRI, or the name of a variable with `?`. `prologue` is what stands before the
    query that is sent, and `variables` are the names that the group mentions.
    """

    start: int
    group: int
    end: int
    endpoint: str
    silent: bool
    prologue: str
    variables: frozenset[str]

    @property
    def is_variable(self) -> bool:
        """Whether the endpoint is a variable."""
        return self.endpoint.startswith("?")


@dataclass(slots=True)
class Prologue:
    """The declarations read so far, as they were written and as they resolve names."""

    written: list[str] = field(default_factory=list)
    base: str = ROOT  # relative IRIs are those of this data set, as in the rest of a query
    prefixes: dict[str, str] = field(default_factory=dict)

    def declare(self, declaration: Sequence[Token]) -> None:
        """Take one more declaration (of BASE, PREFIX or VERSION)."""
        self.written.append(" ".join(token.text for token in declaration) + "\n")
        match [token.kind for token in declaration]:
            case ["word", "iri"]:
                self.base = self.iri(declaration[1])
            case ["word", "name", "iri"]:
                self.prefixes[declaration[1].text] = self.iri(declaration[2])

    def iri(self, token: Token) -> str:
        """The absolute IRI of an IRI or a prefixed name, resolved as Oxigraph does; empty if none."""
        if token.kind == "iri":
            written = decoded(token.text[1:-1])
            return written if _ABSOLUTE.match(written) else self._resolved(written)
        prefix, _, local = token.text.partition(":")
        namespace = self.prefixes.get(f"{prefix}:", "")
        return namespace and namespace + _ESCAPE.sub(r"\1", local)

    def _resolved(self, relative: str) -> str:
        try:
            (quad,) = parse(f"<{relative}> <{relative}> 0 .", RdfFormat.TURTLE, base_iri=self.base)
        except (SyntaxError, ValueError):
            return ""
        return str(quad.predicate.value)


def mentions(text: str) -> bool:
    """Whether any parser may find SERVICE in a text; most have none, and this is all that they cost.

    The word is looked for with what has to follow it, so that megabytes of data that speak of services are
    not read token by token.
    """
    lower = text.lower()
    if "\\u" in lower:
        return any(map(_begins, {text, decoded(text)}))
    return "service" in lower and _begins(text)


def _begins(text: str) -> bool:
    """Whether SERVICE, an endpoint and a brace follow one another somewhere, whatever surrounds them.

    What is longer than the part that is looked at counts, which keeps the cost in proportion to the text.
    """
    found = re.finditer("service", text, re.IGNORECASE)
    return any(_CALL.match(text, word.end(), word.end() + _AHEAD) for word in found)


def blocks(text: str) -> list[Block]:
    """All SERVICE blocks of a text, in order; those inside of others are among them.

    Raises `QueryMalformed` where an endpoint has no absolute IRI or a group does not end, and
    `QueryForbidden` where the word can be read in a second way: a parser might read what is not seen here.
    """
    possible = _possible(text)
    if "\\u" in text.lower() and len(_possible(decoded(text))) != len(possible):
        raise QueryForbidden(
            "SERVICE beside code point escapes (\\u…) can be read in two ways; write the characters."
        )
    found = list(islice(_found(text, list(reading(text))), _MOST + 1)) if "service" in text.lower() else []
    if len(found) > _MOST:
        raise QueryForbidden(f"The text has more than {_MOST} SERVICE blocks.")
    unclear = possible.symmetric_difference(block.start for block in found)
    if unclear:
        line, column = position(text, min(unclear))
        raise QueryForbidden(
            f"SERVICE can be read in more than one way (line {line}, column {column}); "
            "write a space on both sides of it, and around “<” in expressions before it."
        )
    return found


def _found(text: str, read: Read) -> Iterator[Block]:
    prologue = Prologue()
    for at, (token, depth) in enumerate(read):
        word = token.text.upper() if token.kind == "word" else ""
        if word in {"BASE", "VERSION"} and depth == 0:
            prologue.declare([token for token, _ in read[at : at + 2]])
        elif word == "PREFIX" and depth == 0:
            prologue.declare([token for token, _ in read[at : at + 3]])
        elif word == "SERVICE" and (block := _block(text, read, at, prologue)):
            yield block


def _block(text: str, read: Read, at: int, prologue: Prologue) -> Block | None:
    """The block whose SERVICE is at this place; `None` where no group follows."""
    following = [token for token, _ in read[at + 1 : at + 4]]
    silent = bool(following) and following[0].text.upper() == "SILENT"
    if len(following) < silent + 2 or following[silent + 1].text != "{":
        return None
    start, endpoint, group = read[at][0], following[silent], at + silent + 2
    end = _end(text, read, group)
    inside = (token.text[1:] for token, _ in read[group:end] if token.kind == "variable")
    return Block(
        start.start,
        read[group][0].start,
        read[end][0].end,
        _endpoint(text, endpoint, prologue),
        silent,
        "".join(prologue.written),
        frozenset(inside),
    )


def _endpoint(text: str, token: Token, prologue: Prologue) -> str:
    if token.kind == "variable":
        return "?" + token.text[1:]
    iri = prologue.iri(token) if token.kind in {"iri", "name"} else ""
    if not _ABSOLUTE.match(iri):
        raise _malformed(text, token, "The endpoint of this SERVICE has no absolute IRI")
    return iri


def _end(text: str, read: Read, group: int) -> int:
    """Index of the bracket that closes the group."""
    depth = read[group][1]
    for at in range(group + 1, len(read)):
        token, before = read[at]
        if token.text == "}" and token.kind == "mark" and before == depth + 1:
            return at
    raise _malformed(text, read[group][0], "The group of this SERVICE is not closed")


def _malformed(text: str, token: Token, message: str) -> QueryMalformed:
    line, column = position(text, token.start)
    return QueryMalformed(f"{message} (line {line}, column {column}).", line, column)


def _possible(text: str) -> frozenset[int]:
    """Where SERVICE may stand in any reading of the text, by any parser."""
    if "service" not in text.lower():
        return frozenset()
    significant = (token for token in readings(text) if token.kind != "space")
    pairs = pairwise([Token("space", "", 0), *significant])
    return frozenset(token.start for before, token in pairs if _may_call(text, before, token))


def _may_call(text: str, before: Token, token: Token) -> bool:
    """Whether a parser may read SERVICE here; parsers see no end of word, so `trueSERVICE<…>` counts too."""
    if token.kind == "word" and "service" in token.text.lower():
        return _AFTER_SERVICE.match(text, token.end) is not None
    if token.kind == "name" and "service" in token.text.partition(":")[0].lower():
        return before.text.upper() != "GRAPH" and _GROUP.match(text, token.end) is not None
    return False
