"""The operations of an update request, each with its clauses as text (SPARQL 1.1 Update, grammar 29 to 49).

Only what stands outside of braces is read here; what stands inside is for Oxigraph, which also has to agree
with where one operation ends and the next begins (`graph.update.check`). Code point escapes stay as they are:
since SPARQL 1.2 they stand only in strings and IRIs (19.2), so they neither begin nor end a token.
"""

from collections.abc import Iterator, Mapping
from typing import NoReturn

from graph.errors import QueryMalformed
from graph.store.lexer import Token, position, tokens
from graph.update.operations import (
    Clear,
    Create,
    DeleteData,
    InsertData,
    Load,
    Modify,
    Operation,
    Prologue,
    Step,
    Transfer,
    TransferVerb,
)
from graph.update.outline import outline

DECLARATIONS: Mapping[str, tuple[str, ...]] = {
    "BASE": ("iri",),
    "PREFIX": ("name", "iri"),
    "VERSION": ("string",),
}
_KIND = {
    "iri": "an IRI in angle brackets",
    "name": "a prefix with its colon",
    "string": "a version in quotes",
}


def split(text: str) -> Iterator[Step]:
    """The operations of a request in their order; raises `QueryMalformed` with line and column."""
    reader = _Reader(text)
    prologue = _prologue(reader, Prologue())
    while reader.ahead.kind != "end":
        start = reader.start
        operation = _operation(reader)
        yield Step(prologue, operation, start, reader.end)
        if not reader.accept(";") and reader.ahead.kind != "end":
            reader.refuse("“;” or the end")
        prologue = _prologue(reader, prologue)


def malformed(text: str, offset: int, reason: str) -> QueryMalformed:
    """The error that a request does not parse at an offset of its text."""
    line, column = position(text, offset)
    message = f"The update does not parse at line {line}, column {column}: {reason}."
    return QueryMalformed(message, line, column)


class _Reader:
    """The tokens outside of blocks, one of which has been looked at."""

    def __init__(self, text: str) -> None:
        found = outline(text)
        self._text = text
        self._length = len(found.text)
        self._tokens = tokens(found.text)
        self._blocks = iter(found.blocks)
        self._passed = 0  # characters of blocks that the outline lacks
        self.ahead = self._next()
        self.end = 0  # offset in the text behind what was taken last

    def _next(self) -> Token:
        return next(self._tokens, Token("end", "", self._length))

    @property
    def start(self) -> int:
        """Offset in the text of the next token."""
        return self.ahead.start + self._passed

    def take(self) -> str:
        """The text of the next token."""
        token, self.end = self.ahead, self.ahead.end + self._passed
        self.ahead = self._next()
        return token.text

    def accept(self, *expected: str) -> str | None:
        """The next token in capitals if it is one of these keywords or signs."""
        if self.ahead.kind not in {"word", "mark"} or self.ahead.text.upper() not in expected:
            return None
        return self.take().upper()

    def expect(self, *expected: str) -> str:
        """The same; raises `QueryMalformed` where it is something else."""
        return self.accept(*expected) or self.refuse(" or ".join(expected))

    def kind(self, *kinds: str, name: str) -> str:
        """The text of the next token, which is of one of these kinds."""
        return self.take() if self.ahead.kind in kinds else self.refuse(name)

    def iri(self) -> str:
        """An IRI or a prefixed name, as it stands there."""
        return self.kind("iri", "name", name="an IRI")

    def block(self) -> str:
        """Everything from the brace that is next to the one that closes it."""
        self.expect("{")
        block = next(self._blocks, None)
        if block is None:
            raise malformed(self._text, len(self._text), "expected “}”")
        self._passed += len(block) - len("{}")
        self.expect("}")
        return block

    def refuse(self, expected: str) -> NoReturn:
        """Raise `QueryMalformed` at the next token."""
        raise malformed(self._text, self.start, f"expected {expected}")


def _prologue(reader: _Reader, before: Prologue) -> Prologue:
    """What is declared here, after what was declared before."""
    start = reader.start
    own = []
    while (keyword := reader.accept(*DECLARATIONS)) is not None:
        own.append(
            " ".join([keyword, *(reader.kind(kind, name=_KIND[kind]) for kind in DECLARATIONS[keyword])])
        )
    return Prologue(before.text, "".join(f"{line}\n" for line in own), start) if own else before


def _operation(reader: _Reader) -> Operation:
    match reader.expect("INSERT", "DELETE", "WITH", "LOAD", "CLEAR", "DROP", "CREATE", "ADD", "MOVE", "COPY"):
        case "INSERT" | "DELETE" as verb:
            return _data(reader, verb) or _modify(reader, verb)
        case "WITH":
            graph = reader.iri()
            return _modify(reader, reader.expect("DELETE", "INSERT"), graph)
        case "ADD" | "MOVE" | "COPY" as verb:
            return _transfer(reader, verb)
        case verb:
            return _management(reader, verb)


def _data(reader: _Reader, verb: str) -> InsertData | DeleteData | Modify | None:
    """The forms that have one block: INSERT DATA, DELETE DATA and DELETE WHERE."""
    if reader.accept("DATA"):
        return InsertData(reader.block()) if verb == "INSERT" else DeleteData(reader.block())
    if verb == "DELETE" and reader.accept("WHERE"):
        block = reader.block()
        return Modify(block, None, block)
    return None


def _modify(reader: _Reader, verb: str, graph: str | None = None) -> Modify:
    delete = reader.block() if verb == "DELETE" else None
    insert = reader.block() if verb == "INSERT" or reader.accept("INSERT") else None
    using: list[str] = []
    named: list[str] = []
    while reader.accept("USING"):
        (named if reader.accept("NAMED") else using).append(reader.iri())
    reader.expect("WHERE")
    return Modify(delete, insert, reader.block(), graph, tuple(using), tuple(named))


def _management(reader: _Reader, verb: str) -> Load | Create | Clear:
    silent = reader.accept("SILENT") is not None
    if verb == "LOAD":
        return Load(silent, reader.iri(), _graph(reader) if reader.accept("INTO") else None)
    if verb == "CREATE":
        return Create(silent, _graph(reader))
    target = reader.accept("DEFAULT", "NAMED", "ALL") or _graph(reader)
    return Clear(verb == "DROP", silent, target)


def _transfer(reader: _Reader, verb: TransferVerb) -> Transfer:
    silent = reader.accept("SILENT") is not None
    source = _graph_or_default(reader)
    reader.expect("TO")
    return Transfer(verb, silent, source, _graph_or_default(reader))


def _graph(reader: _Reader) -> str:
    reader.expect("GRAPH")
    return reader.iri()


def _graph_or_default(reader: _Reader) -> str | None:
    if reader.accept("DEFAULT"):
        return None
    reader.accept("GRAPH")
    return reader.iri()
