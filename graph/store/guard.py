"""What is looked at in the text of a query before any worker sees it.

Oxigraph's parser recurses on the stack: absurd nesting is refused here, from the text; workers that can be
killed are the second wall. It calls out for `SERVICE` and has no switch against it: what an endpoint answers
is put in its place before (`graph.federation`), and what is left of it is refused where there is a network.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise
from typing import Literal, NoReturn, get_args

from graph.errors import QueryForbidden, QueryMalformed, QueryTooLong
from graph.store.lexer import Token, decoded, position, readings, tokens
from graph.store.limits import QueryLimits

Form = Literal["SELECT", "ASK", "CONSTRUCT", "DESCRIBE"]
_FORMS: tuple[Form, ...] = get_args(Form)

_PROLOGUE = ("BASE", "PREFIX", "VERSION")
_UPDATES = ("INSERT", "DELETE", "LOAD", "CLEAR", "CREATE", "DROP", "COPY", "MOVE", "ADD", "WITH")
_AGGREGATES = frozenset({"COUNT", "SUM", "MIN", "MAX", "AVG", "SAMPLE", "GROUP_CONCAT"})
_AGGREGATE = re.compile(r"(?<![?$:\w])(?:COUNT|SUM|MIN|MAX|AVG|SAMPLE|GROUP_CONCAT)\b", re.IGNORECASE)
_VOLATILE = re.compile(r"(?<![?$:\w])(?:NOW|RAND|UUID|STRUUID|BNODE)\b", re.IGNORECASE)
_AGGREGATE_WORDS = tuple(word.lower() for word in _AGGREGATES)
_VOLATILE_WORDS = ("now", "rand", "uuid", "bnode")
_CLAUSES = frozenset({"UNION", "OPTIONAL", "MINUS", "FILTER", "BIND", "GRAPH", "VALUES", "EXISTS", "LATERAL"})
_SEPARATORS = frozenset("{}.;")
_STEPS = frozenset("/|^+-*!")
_OPEN = frozenset({"{", "(", "[", "<<"})
_STEP_SIGNS = "".join(_STEPS).encode()
_OPENING_SIGNS = b"{(["
_CLOSE = frozenset({"}", ")", "]", ">>"})
_SPACE = r"(?:[\x20\t\r\n]++|#[^\r\n]*+)*+"
_AFTER_SERVICE = re.compile(_SPACE + r"[<?$:\w]")
_GROUP = re.compile(_SPACE + r"\{")
_PLAIN_IRI = re.compile(r"<[A-Za-z][A-Za-z0-9+.\-]*://[^<>\"{}|^`\\\x00-\x20]*>")  # nothing but an IRI
_BEGINNING = re.compile(
    rf"(?:{_SPACE}(?:PREFIX{_SPACE}[\w\-]*+:{_SPACE}|BASE{_SPACE})<[^<>\"{{}}|^`\\\x00-\x20]*+>)*+"
    rf"{_SPACE}(?P<verb>SELECT|ASK|CONSTRUCT|DESCRIBE)",
    re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Inspection:
    """What the text tells: the query form (`None` where unclear), and what answering must take care of.

    `names_dataset`: a FROM or FROM NAMED replaces the default data set (SPARQL 1.1 Query, 13.2).
    `volatile`: the same query may not give the same answer twice, since it says NOW, RAND, UUID or the like
    (perhaps only in a string).
    """

    form: Form | None
    names_dataset: bool
    volatile: bool


def inspect(text: str, limits: QueryLimits) -> Inspection:
    """What the text of a query tells; raises `QueryForbidden`, whose message names line and column.

    Raises `QueryMalformed` where aggregates are nested.

    A query that passes may still be malformed: parsing is the worker's task. A text that is too short to hold
    too much is not read token by token, which would cost more than a cheap answer.
    """
    _refuse_size(text, limits.query_bytes)
    low, calls = text.lower(), "(" in text
    volatile = calls and _may_say(low, _VOLATILE_WORDS) and _VOLATILE.search(text) is not None
    begun = _BEGINNING.match(text)
    if calls and _may_say(low, _AGGREGATE_WORDS) and len(_AGGREGATE.findall(text)) > 1:
        _refuse_nested_aggregates(text)
    if begun and _is_plain(text, low, limits):
        return Inspection(_form(begun["verb"].upper()), "from" in low and _says_from(text), volatile)
    found = list(tokens(text))
    words = [token.text.upper() for token in found if token.kind == "word"]
    verb = next((word for word in words if word not in _PROLOGUE), "")
    if verb.startswith(_UPDATES):
        raise QueryMalformed("An update is sent as such: by POST, as “update” or application/sparql-update.")
    _refuse_nesting(text, found, limits.nesting)
    _refuse_operators(text, found, limits)
    return Inspection(_form(verb), any("FROM" in word for word in words), volatile)


def inspect_update(text: str, limits: QueryLimits) -> None:
    """Refuse an update that is nested too deeply to be parsed; raises `QueryForbidden`."""
    found = list(tokens(text))
    _refuse_nesting(text, found, limits.nesting)
    _refuse_operators(text, found, limits)


def _form(verb: str) -> Form | None:
    return next((form for form in _FORMS if verb.startswith(form)), None)


def _says_from(text: str) -> bool:
    return any("FROM" in token.text.upper() for token in tokens(text) if token.kind == "word")


def _may_say(low: str, words: tuple[str, ...]) -> bool:
    """Whether one of the words stands in a text in lower case, perhaps within another: quick to see."""
    return any(map(low.__contains__, words))


def _is_plain(text: str, low: str, limits: QueryLimits) -> bool:
    """Whether a text has nothing to look at: no SERVICE, and too few signs to pass any limit."""
    rest = _PLAIN_IRI.sub("", text)
    return (
        "\\" not in text
        and "service" not in low
        and (len(rest) < limits.path_steps or _count(rest, _STEP_SIGNS) <= limits.path_steps)
        and _count(text, _OPENING_SIGNS) + text.count("<<") <= limits.nesting
        and len(rest) < 3 * limits.operators  # the shortest operator and what it is between
    )


def _count(text: str, signs: bytes) -> int:
    """How many of some signs of ASCII a text holds."""
    data = text.encode(errors="replace")
    return len(data) - len(data.translate(None, signs))


def _refuse_size(text: str, limit: int) -> None:
    if 4 * len(text) > limit and (size := len(text.encode(errors="replace"))) > limit:
        raise QueryTooLong(f"The query has {size:,} bytes; the limit is {limit:,}.")


def _refuse(text: str, token: Token, message: str) -> NoReturn:
    line, column = position(text, token.start)
    raise QueryForbidden(f"{message} (line {line}, column {column})")


def refuse_service(text: str) -> None:
    """Refuse SERVICE in every reading, before and after code point escapes are replaced."""
    for version in {text, decoded(text)}:
        if "service" not in version.lower():
            continue
        for before, token in pairwise([Token("space", "", 0), *_significant(version)]):
            if _calls_out(version, before, token):
                _refuse(version, token, "SERVICE is not served: queries do not leave this data set.")


def _significant(text: str) -> Iterable[Token]:
    return (token for token in readings(text) if token.kind != "space")


def _calls_out(text: str, before: Token, token: Token) -> bool:
    """Whether a parser may read SERVICE here; parsers see no end of word, so `trueSERVICE<…>` counts too."""
    if token.kind == "word" and "service" in token.text.lower():
        return _AFTER_SERVICE.match(text, token.end) is not None
    if token.kind == "name" and "service" in token.text.partition(":")[0].lower():
        return before.text.upper() != "GRAPH" and _GROUP.match(text, token.end) is not None
    return False


def _refuse_nesting(text: str, found: Iterable[Token], deepest: int) -> None:
    depth = 0
    for token in found:
        if token.text in _OPEN and token.kind == "mark":
            depth += 1
        elif token.text in _CLOSE and token.kind == "mark":
            depth -= 1
        if depth > deepest:
            _refuse(text, token, f"The query is nested deeper than {deepest} levels.")


def _refuse_nested_aggregates(text: str) -> None:
    """Refuse an aggregate inside another one (SPARQL 1.1 Query, 11.1 and 18.5.1), which Oxigraph lets pass.

    A query inside of braces has groups of its own.
    """
    inside: list[bool] = []  # for each open bracket, whether it lies in the arguments of an aggregate
    before = ""
    for token in tokens(text):
        word = token.text.upper() if token.kind == "word" else ""
        if word in _AGGREGATES and inside and inside[-1]:
            line, column = position(text, token.start)
            reason = "an aggregate cannot stand inside another one"
            message = f"The query does not parse at line {line}, column {column}: {reason}."
            raise QueryMalformed(message, line, column)
        if token.kind == "mark" and token.text in _OPEN:
            inside.append(token.text != "{" and (before in _AGGREGATES or bool(inside and inside[-1])))
        elif token.kind == "mark" and token.text in _CLOSE and inside:
            inside.pop()
        before = word


def _refuse_operators(text: str, found: Iterable[Token], limits: QueryLimits) -> None:
    operators = steps = 0
    for token in found:
        if token.text in {"&&", "||"} or (token.kind == "word" and token.text.upper() in _CLAUSES):
            operators += 1
        if token.kind == "mark" and token.text in _STEPS:
            steps += 1
        elif token.kind == "mark" and token.text in _SEPARATORS:
            steps = 0
        if operators > limits.operators:
            _refuse(
                text, token, f"The query has more than {limits.operators} operators (UNION, FILTER, &&, …)."
            )
        if steps > limits.path_steps:
            _refuse(text, token, f"A path or expression has more than {limits.path_steps} steps.")
