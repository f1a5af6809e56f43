"""“Did you mean …?” for queries: a prefix that is not declared, a misspelt keyword, a term that is not ours.

A term that nobody has defined is no error in SPARQL: it matches nothing, and the answer is empty. Whoever has
misspelt one of ours is told so in a header, since the body belongs to the result format. So is who counts the
rows of all graphs, where a statement of two graphs gives two.
"""

import re
from collections.abc import Awaitable, Iterator, Mapping
from dataclasses import replace
from functools import cache
from itertools import islice

from pyoxigraph import RdfFormat, parse
from rapidfuzz.distance import Levenshtein
from rdflib import Graph

from api.sparql.reply import Reply
from graph.errors import QueryMalformed
from graph.loaders.nearest import nearest
from graph.store.lexer import Token, tokens
from ontology.resources import TURTLE_FILES, describe, read
from ontology.terms import DEP, ROOT, VOCABULARIES

HEADER = b"depositary-hint"
_MOST = 3  # hints
_LONGEST = 10_000  # characters of a text that is looked at: this is done where all requests are received
_FEW = 20  # declarations, names or words that are looked at
_OURS = rf"{re.escape(ROOT)}(?:ontology\#|vocab/)"
_TERM = re.compile(rf"<({_OURS}[\w/.~-]+)>", re.ASCII)
_DECLARED = re.compile(r"\bPREFIX\s+([A-Za-z][\w.-]*|):\s*<([^<>\s]*)>", re.IGNORECASE | re.ASCII)
_COUNTING = re.compile(r"\b(?:COUNT|SUM|AVG|GROUP_CONCAT)\s*\(\s*(?!\s|DISTINCT\b)", re.IGNORECASE)
_CHOOSING = re.compile(r"\b(GRAPH|DISTINCT|FROM\s+NAMED|FROM)\b", re.IGNORECASE)
_REPEATED = "a statement of several graphs counts once for each; count with DISTINCT, or inside of GRAPH"
_SHORTEST = 4  # letters: “a”, “IN” and “NOT” are near to anything
_KEYWORDS = (
    "BASE", "PREFIX", "SELECT", "DISTINCT", "REDUCED", "CONSTRUCT", "DESCRIBE", "ASK", "FROM", "NAMED",
    "WHERE", "GRAPH", "OPTIONAL", "UNION", "MINUS", "FILTER", "BIND", "VALUES", "SERVICE", "EXISTS",
    "ORDER", "GROUP", "HAVING", "LIMIT", "OFFSET", "INSERT", "DELETE", "DATA", "USING", "WITH", "CLEAR",
    "DROP", "CREATE", "LOAD", "COPY", "MOVE", "ADD", "INTO", "SILENT",
)  # fmt: skip
_FUNCTIONS = (  # those that are near to a keyword, and others that begin so
    "STR", "STRLEN", "STRDT", "STRLANG", "SUBSTR", "SAMPLE", "SUM", "MIN", "MAX", "AVG", "ABS", "IRI", "URI",
    "LANG", "LCASE", "UCASE", "COUNT", "CONCAT", "CONTAINS", "BOUND", "BNODE", "REGEX", "REPLACE", "DATATYPE",
    "HOURS", "ROUND", "RAND", "FLOOR", "CEIL", "YEAR", "MONTH", "DAY", "NOW", "COALESCE", "GROUP_CONCAT",
)  # fmt: skip


async def explaining(text: str, work: Awaitable[Reply], *, merged: bool = False) -> Reply:
    """The reply to a query or an update, with hints; a text that does not parse is told with them.

    `merged`: where the text names no graph, it is answered from several graphs together.
    """
    try:
        reply = await work
    except QueryMalformed as error:
        raise explained(error, text) from None
    reply.headers += headers(text, merged=merged)
    return reply


def headers(text: str, *, merged: bool = False) -> list[tuple[bytes, bytes]]:
    """The header that names terms of ours which the text misspells, and numbers that may be too large.

    A text that names no IRI of ours costs less than a microsecond, one that does some ten.
    """
    if len(text) > _LONGEST:
        return []
    hints = [*map(_hint, _unknown(text)[:_MOST])] if ROOT in text else []
    if "(" in text and _counts_merged(text, merged=merged):
        hints.append(_REPEATED)
    return [(HEADER, "; ".join(hints).encode())] if hints else []


def _counts_merged(text: str, *, merged: bool) -> bool:
    """Whether rows are counted that come once for each graph which holds their statements.

    Oxigraph 0.5 merges graphs without removing what they share (github.com/oxigraph/oxigraph/issues/1919),
    against SPARQL 1.1 Query, 13.1.
    """
    if _COUNTING.search(text) is None:
        return False
    found = [word.upper() for word in _CHOOSING.findall(text)]
    if "GRAPH" in found or "DISTINCT" in found:
        return False
    return found.count("FROM") > 1 or (merged and not found)


def explained(error: QueryMalformed, text: str) -> QueryMalformed:
    """The error with what may be meant: `hints`, which its message ends with too."""
    if len(text) > _LONGEST:
        return error
    found = tuple(dict.fromkeys([*_prefixes(error, text), *_misspelt(error, text)]))[:_MOST]
    found += tuple(map(_hint, _unknown(text)[: _MOST - len(found)]))
    return replace(error, message=" ".join([error.message, *found]), hints=found) if found else error


@cache
def terms() -> frozenset[str]:
    """The IRI of every term that the ontology and its vocabularies define."""
    subjects = (iri for name in TURTLE_FILES for iri in describe(name).subjects)
    return frozenset(iri for iri in subjects if iri.startswith((str(DEP), VOCABULARIES)))


@cache
def prefixes() -> Mapping[str, str]:
    """Namespaces by the prefixes that everybody knows: our own, and those that rdflib binds."""
    known = {prefix: str(name) for prefix, name in Graph(bind_namespaces="rdflib").namespaces()}
    for name in TURTLE_FILES:
        parser = parse(read(name), format=RdfFormat.TURTLE)
        next(parser)  # the declarations stand before the first statement
        known |= parser.prefixes
    return known


def _written(iri: str) -> str:
    return f"dep:{iri.removeprefix(str(DEP))}" if iri.startswith(str(DEP)) else f"<{iri}>"


def _hint(iri: str) -> str:
    """What is said of a term that is not defined; ASCII, as a header needs it."""
    start = str(DEP) if iri.startswith(str(DEP)) else VOCABULARIES
    names = sorted(known.removeprefix(start) for known in terms() if known.startswith(start))
    near = nearest(iri.removeprefix(start), names)
    meant = f"; did you mean {_written(start + near[0])}?" if near else "."
    return f"{_written(iri)} is not defined{meant}"


def _unknown(text: str) -> list[str]:
    """The terms in our namespaces that are named and not defined, in their order."""
    ours = [(prefix, iri) for prefix, iri in _DECLARED.findall(text) if re.match(_OURS, iri)][:_FEW]
    known, declared = terms(), {iri for _, iri in ours}
    found = {f"<{iri}>": iri for iri in _TERM.findall(text) if iri not in known and iri not in declared}
    for prefix, namespace in ours:
        names = re.findall(rf"(?<![\w.-]){re.escape(prefix)}:([A-Za-z_][\w-]*)", text, re.ASCII)
        found |= {f"{prefix}:{name}": namespace + name for name in names if namespace + name not in known}
    if not found:
        return []
    named = (token.text for token in tokens(text) if token.kind in {"iri", "name"})  # in no string or comment
    return list(dict.fromkeys(found[each] for each in named if each in found))


def _prefixes(error: QueryMalformed, text: str) -> Iterator[str]:
    """The declaration that is missing where a prefix was not found."""
    if "Prefix not found" not in error.message:
        return
    declared = dict(_DECLARED.findall(text))
    names = (token.text.partition(":")[0] for token in _used(text))
    for prefix in islice(dict.fromkeys(name for name in names if name not in declared), _FEW):
        if prefix in prefixes():
            yield f"Add this line: PREFIX {prefix}: <{prefixes()[prefix]}>"
        for near in (each for each in islice(declared, _FEW) if Levenshtein.distance(each, prefix) == 1):
            yield f"Did you mean {near}: for {prefix}:?"


def _used(text: str) -> Iterator[Token]:
    """The prefixed names, without those that are declared."""
    before = ""
    for token in tokens(text):
        if token.kind == "name" and before.upper() != "PREFIX":
            yield token
        before = token.text


def _misspelt(error: QueryMalformed, text: str) -> Iterator[str]:
    """The keyword that a word is near to, which stands no further than where the text breaks."""
    lines = text.split("\n")[: error.line]
    words = [token.text for token in tokens("\n".join(lines)) if token.kind == "word"]
    strange = (
        word for word in words if len(word) >= _SHORTEST and word.upper() not in (*_KEYWORDS, *_FUNCTIONS)
    )
    for word in islice(dict.fromkeys(strange), _FEW):
        near = nearest(word.upper(), (*_KEYWORDS, *_FUNCTIONS))
        if near and abs(len(near[0]) - len(word)) <= 1:
            yield f"Did you mean {near[0]} for {word}?"
