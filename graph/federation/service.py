"""SERVICE: what the endpoints answer takes the place of the question in the text.

The processes that evaluate queries have no network. So each outermost SERVICE is asked from here, by itself
and as written (SPARQL 1.1 Federated Query, 2.1), and its solutions stand in the text that the worker gets.
"""

import asyncio
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass
from typing import Any, NoReturn

from pyoxigraph import NamedNode, QueryResultsFormat, parse_query_results

from graph.errors import QueryForbidden, RemoteFailed
from graph.federation.allowed import Allowed, shown
from graph.federation.answers import ACCEPT, ONE_EMPTY, Table, bound, pattern, table
from graph.federation.blocks import Block, blocks, mentions
from graph.federation.endpoints import Replacement, question, spliced
from graph.federation.outbound import Outbound, Outgoing
from graph.store.lexer import position
from ontology.terms import ROOT

LONG_TEXT = 10_000  # characters, a few milliseconds
Ask = Callable[[str], Awaitable[bytes]]


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one endpoint for one block."""

    block: Block
    endpoint: str
    query: str


async def federate(text: str, outbound: Outbound, ask: Ask | None = None) -> str:
    """The text of a query or update with each SERVICE replaced by the solutions that its endpoint gives.

    The text is one that the limits of the guard let pass. All else stays as it is, and on its line. A failure
    under SILENT is one empty solution. `ask` answers a SELECT over the same data set with SPARQL results in
    JSON; the values of variable endpoints come from there, and without it there can be none.

    Raises `QueryForbidden` before anything is sent, where an endpoint is not allowed or the text can be read
    in two ways; `QueryMalformed` where an endpoint has no absolute IRI; `RemoteFailed` where an endpoint
    gives no complete answer in time.
    """
    if not mentions(text):
        return text
    found = await asyncio.to_thread(blocks, text) if len(text) > LONG_TEXT else blocks(text)
    if not found:
        return text
    _check(text, found, outbound.allowed, variables=ask is not None)
    outer = _outermost(found)
    fixed = [Call(block, block.endpoint, _sent(text, block)) for block in outer if not block.is_variable]
    _count(len(fixed), outbound)
    answers = await _all(fixed, outbound)
    done = await asyncio.to_thread(_written, text, answers, found)
    calls = len(fixed)
    for block in outer:
        if block.is_variable and ask is not None:
            endpoints = await _endpoints(text, block, done, outbound.allowed, ask)
            calls += len(endpoints)
            _count(calls, outbound)
            asked = [Call(block, endpoint, _sent(text, block)) for endpoint in endpoints]
            answers = await _all(asked, outbound)
            done.append(await asyncio.to_thread(_several, text, block, answers, found))
    return spliced(text, 0, len(text), done)


def _check(text: str, found: Sequence[Block], allowed: Allowed, *, variables: bool) -> None:
    """Refuse endpoints that are not allowed, also inside another SERVICE: they would be called for us."""
    reached = 0
    for block in found:
        if not allowed.services:
            _refuse(text, block, "SERVICE is not served: queries do not leave this data set.")
        if not block.is_variable:
            _check_endpoint(text, block, block.endpoint, allowed)
        elif not variables or block.start < reached:
            _refuse(
                text, block, "A variable endpoint is served in queries only, and not inside of a SERVICE."
            )
        reached = max(reached, block.end)


def _check_endpoint(text: str, block: Block, endpoint: str, allowed: Allowed) -> None:
    if endpoint not in allowed.services:
        message = f"SERVICE to <{shown(endpoint)}> is not served; /limits lists what is."
        _refuse(text, block, f"{message} The operator of this server can allow more.")


def _count(calls: int, outbound: Outbound) -> None:
    if calls > (most := outbound.limits.remote_calls):
        raise QueryForbidden(f"The query makes {calls} calls by SERVICE; the limit is {most}.")


async def _endpoints(
    text: str, block: Block, done: Sequence[Replacement], allowed: Allowed, ask: Ask
) -> list[str]:
    """The endpoints that the variable of a block stands for, all of them allowed."""
    answer = await ask(question(text, block, done))
    endpoints = []
    for term in _values(answer):
        if not isinstance(term, NamedNode):
            state = "may be unbound" if term is None else "has a value that is no IRI"
            _refuse(text, block, f"{block.endpoint} {state} here; bind it before SERVICE, in the same group.")
        _check_endpoint(text, block, term.value, allowed)
        endpoints.append(term.value)
    return sorted(endpoints)


def _values(answer: bytes) -> list[Any]:
    solutions: Any = parse_query_results(answer, QueryResultsFormat.JSON)
    return [solution[0] for solution in solutions]


def _refuse(text: str, block: Block, message: str) -> NoReturn:
    line, column = position(text, block.start)
    raise QueryForbidden(f"{message} (line {line}, column {column})")


def _outermost(found: Sequence[Block]) -> list[Block]:
    outer: list[Block] = []
    for block in found:
        if not outer or block.start >= outer[-1].end:
            outer.append(block)
    return outer


def _sent(text: str, block: Block) -> str:
    """The query for an endpoint; relative IRIs in it mean there what they mean here."""
    return f"BASE <{ROOT}>\n{block.prologue}SELECT * {text[block.group : block.end]}"


async def _all(calls: Sequence[Call], outbound: Outbound) -> list[tuple[Call, Table | None]]:
    """The answers to all calls, made at the same time; the first failure ends the others."""
    tasks = [asyncio.create_task(_answer(call, outbound)) for call in calls]
    try:
        return list(zip(calls, await asyncio.gather(*tasks), strict=True))
    finally:
        for task in tasks:
            task.cancel()
        await asyncio.gather(*tasks, return_exceptions=True)


async def _answer(call: Call, outbound: Outbound) -> Table | None:
    """The solutions of one call; `None` where it fails in silence."""
    headers = {"Content-Type": "application/sparql-query", "Accept": ACCEPT}
    request = Outgoing(
        call.endpoint,
        outbound.allowed.services.__contains__,
        outbound.limits.remote_bytes,
        headers,
        call.query.encode(),
    )
    try:
        fetched = await outbound.fetch(request)
        return await asyncio.to_thread(table, fetched, call.block.variables)
    except RemoteFailed:
        if call.block.silent:
            return None
        raise


def _written(
    text: str, answers: Sequence[tuple[Call, Table | None]], found: Sequence[Block]
) -> list[Replacement]:
    """What stands for the blocks with one endpoint each."""
    return [_replaced(text, call.block, _one(text, call, answer, found)) for call, answer in answers]


def _one(text: str, call: Call, answer: Table | None, found: Sequence[Block]) -> str:
    if answer is None:  # failed in silence: one solution that binds nothing
        return f"{{ OPTIONAL {_unanswered(text, call.block, found)} }}"
    return pattern(answer)


def _several(
    text: str, block: Block, answers: Sequence[tuple[Call, Table | None]], found: Sequence[Block]
) -> Replacement:
    """What stands for the block of a variable endpoint."""
    given = [(call.endpoint, answer or ONE_EMPTY) for call, answer in answers]
    written = pattern(bound(block.endpoint[1:], given)) if given else _unanswered(text, block, found)
    return _replaced(text, block, written)


def _replaced(text: str, block: Block, written: str) -> Replacement:
    """A replacement that ends on the line of the block and, if it has several, in its column."""
    lines = text[block.start : block.end].split("\n")
    missing = len(lines) - 1 - written.count("\n")
    if missing:
        written += "\n" * missing + " " * len(lines[-1])
    return block.start, block.end, written


def _unanswered(text: str, block: Block, found: Sequence[Block]) -> str:
    """A group that has no solutions, and the variables of the block in scope."""
    pieces, at = [], block.group
    for inner in found:
        if block.group < inner.start < block.end:
            pieces += [text[at : inner.start], "\n" * text.count("\n", inner.start, inner.group)]
            at = inner.group
    body = "".join([*pieces, text[at : block.end]])
    head = "\n" * text.count("\n", block.start, block.group)
    values = f"VALUES {block.endpoint} {{ }} " if block.is_variable else ""
    return f"{{ {head}{body} {values}FILTER(false) }}"
