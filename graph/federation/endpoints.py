"""Which endpoints a variable stands for: `SERVICE ?endpoint { … }`.

SPARQL 1.1 Federated Query, 4 gives no meaning to a variable that nothing binds. So what stands before SERVICE
in its group is asked first, without filters, which may need what the endpoint says; these are the only values
that the join lets through. Where it leaves the variable unbound, or has a value that is no allowed endpoint,
the query is refused: solutions left out in silence would look like a complete answer.
"""

from collections.abc import Iterable, Sequence

from graph.federation.blocks import Block, Read
from graph.federation.reading import reading
from graph.store.lexer import Token

Replacement = tuple[int, int, str]  # offsets of what is replaced, and by what


def spliced(text: str, start: int, end: int, replacements: Iterable[Replacement]) -> str:
    """A part of the text with its replacements; those inside of others are left out."""
    pieces, at = [], start
    for first, behind, written in sorted(replacements):
        if at <= first and behind <= end:
            pieces += [text[at:first], written]
            at = behind
    return "".join([*pieces, text[at:end]])


def question(text: str, block: Block, replacements: Sequence[Replacement]) -> str:
    """A query for the values of a variable endpoint; `replacements` are those of the blocks before it."""
    read = list(reading(text))
    at = next(index for index, (token, _) in enumerate(read) if token.start == block.start)
    around = _groups(read, at)
    graph = next((clause for group in reversed(around) if (clause := _graph(read, group))), "")
    group, end = around.pop(), at
    while around and _is_optional(read, group) and not _says_anything(read, group, end):
        group, end = around.pop(), group - 1
    filters = [*_filters(read, group, end)]
    pattern = spliced(text, read[group][0].end, read[end][0].start, [*replacements, *filters])
    inside = f"{graph} {{ {pattern} \n}}" if graph else pattern
    return f"{block.prologue}SELECT DISTINCT {block.endpoint} {_dataset(read)} {{ {inside} \n}}"


def _groups(read: Read, at: int) -> list[int]:
    """Indexes of the brackets of the groups around a token, outermost first."""
    groups: list[int] = []
    for index, (token, _) in enumerate(read[:at]):
        if _is_mark(token, "{"):
            groups.append(index)
        elif _is_mark(token, "}"):
            groups.pop()
    return groups


def _is_mark(token: Token, text: str) -> bool:
    return token.kind == "mark" and token.text == text


def _is_word(token: Token, text: str) -> bool:
    return token.kind == "word" and token.text.upper() == text


def _graph(read: Read, group: int) -> str:
    """`GRAPH` and its name, where they stand before the group; empty where they do not."""
    if group > 1 and _is_word(read[group - 2][0], "GRAPH"):
        return f"GRAPH {read[group - 1][0].text}"
    return ""


def _is_optional(read: Read, group: int) -> bool:
    return group > 0 and _is_word(read[group - 1][0], "OPTIONAL")


def _says_anything(read: Read, group: int, end: int) -> bool:
    """Whether there is anything but filters between the beginning of a group and a token in it."""
    spans = [*_filters(read, group, end)]
    return any(
        not any(first <= token.start < behind for first, behind, _ in spans)
        for token, _ in read[group + 1 : end]
    )


def _filters(read: Read, group: int, end: int) -> Iterable[Replacement]:
    """The filters of a group up to a token, to be left out: each ends with its first bracket's partner."""
    depth = read[group][1] + 1
    start: int | None = None
    opened = False
    for token, before in read[group + 1 : end]:
        if start is None and before == depth and _is_word(token, "FILTER"):
            start, opened = token.start, False
        elif start is not None and not opened:
            opened = token.kind == "mark" and token.text in {"(", "{"}
        elif start is not None and before == depth + 1 and token.kind == "mark" and token.text in {")", "}"}:
            yield start, token.end, " "
            start = None


def _dataset(read: Read) -> str:
    """The dataset clauses of the query (SPARQL 1.1 Query, 13.2)."""
    clauses: list[str] = []
    for at, (token, depth) in enumerate(read):
        if depth == 0 and _is_word(token, "FROM"):
            named = _is_word(read[at + 1][0], "NAMED")
            clauses += [follower.text for follower, _ in read[at : at + 2 + named]]
        elif _is_mark(token, "{"):
            break
    return " ".join(clauses)
