"""The one reading of a query that a parser has, token by token.

Where `<` follows a value inside an expression it is "less than"; elsewhere it opens an IRI. What kind of
bracket a token stands in decides (SPARQL 1.1 Query, 19.8: relational operators stand in parentheses only).
"""

from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Literal

from graph.errors import QueryForbidden
from graph.store.lexer import Token, position, readings

Bracket = Literal["group", "expression", "terms"]

_START = Token("space", "", 0)
_VALUE_KINDS = frozenset({"variable", "string", "number", "language", "name", "iri", "blank"})
_VALUE_MARKS = frozenset({")", "]", "}", ">>"})
_TRUTH = frozenset({"TRUE", "FALSE"})
_NO_CALL = _TRUTH | {"A", "UNDEF", "VALUES"}
_CLAUSES = frozenset({"SELECT", "GROUP", "HAVING", "ORDER"})  # parentheses after these hold expressions
_CLOSING = frozenset({")", "]", "}", ">>"})


@dataclass(slots=True)
class Place:
    """Where a reading stands: the open brackets, and the last two tokens."""

    brackets: list[Bracket] = field(default_factory=list)
    clauses: set[int] = field(default_factory=set)  # depths at which a SELECT or a modifier has begun
    last: Token = _START
    before: Token = _START

    @property
    def compares(self) -> bool:
        """Whether `<` is "less than" here."""
        if not self.brackets or self.brackets[-1] != "expression":
            return False
        last = self.last
        truth = last.kind == "word" and last.text.upper() in _TRUTH
        return truth or last.kind in _VALUE_KINDS or (last.kind == "mark" and last.text in _VALUE_MARKS)

    def take(self, token: Token) -> None:
        """Go on behind a token."""
        if token.kind == "word" and token.text.upper() in _CLAUSES:
            self.clauses.add(len(self.brackets))
        if token.kind == "mark":
            self._bracket(token.text)
        self.before, self.last = self.last, token

    def _bracket(self, text: str) -> None:
        if text == "{":
            self.brackets.append("group")
            self.clauses.discard(len(self.brackets))
        elif text == "(":
            self.brackets.append(self._parenthesis())
        elif text in {"[", "<<"}:
            self.brackets.append("terms")
        elif text in _CLOSING and self.brackets:
            self.brackets.pop()

    def _parenthesis(self) -> Bracket:
        """What the parentheses hold that open here: an expression, or terms of a collection or a path."""
        around = self.brackets[-1] if self.brackets else "group"
        if around == "terms" or self.last.text == "<<":
            return "terms"
        if around == "expression" or len(self.brackets) in self.clauses:
            return "expression"
        called = self.before if self.last.kind in {"name", "iri"} else self.last
        return "expression" if called.kind == "word" and called.text.upper() not in _NO_CALL else "terms"


def reading(text: str) -> Iterator[tuple[Token, int]]:
    """Each token of a query with the number of brackets that are open before it, without spaces.

    For a valid query these are the tokens that a parser reads, each among `graph.store.lexer.readings`.
    Raises `QueryForbidden` where `<<` is "less than" and the beginning of an IRI.
    """
    found = {token.start: token for token in readings(text)}
    place, start = Place(), 0
    while (token := found.get(start)) is not None:
        if token.text[:1] == "<" and token.kind in {"iri", "mark"} and place.compares:
            token = _less(text, token, alone=start + 1 in found)
        start = token.end
        if token.kind != "space":
            yield token, len(place.brackets)
            place.take(token)


def _less(text: str, token: Token, *, alone: bool) -> Token:
    """The comparison that stands at a token; `alone`: another reading begins behind its first character."""
    if alone and token.text != "<=":
        return Token("mark", "<", token.start)
    if token.text == "<<":
        line, column = position(text, token.start)
        message = f"“<<” can be read in two ways here (line {line}, column {column}); write a space inside."
        raise QueryForbidden(message)
    return token
