"""SERVICE: what the endpoints answer takes the place of the question in the text.

The processes that evaluate queries have no network. So each outermost SERVICE is asked from here, by itself
and as written (SPARQL 1.1 Federated Query, 2.1), and its solutions stand in the text that the worker gets.
"""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from typing import NoReturn

from graph.errors import QueryForbidden, RemoteFailed
from graph.federation.allowed import shown
from graph.federation.answers import ACCEPT, Table, bound, pattern, table
from graph.federation.blocks import Block, blocks, mentions
from graph.federation.outbound import Outbound, Outgoing
from graph.store.lexer import position

LONG_TEXT = 10_000  # characters, a few milliseconds
_ONE_EMPTY = Table((), [()])


@dataclass(frozen=True, slots=True)
class Call:
    """One request to one endpoint for one block."""

    block: Block
    endpoint: str
    query: str


async def federate(text: str, outbound: Outbound) -> str:
    """The text of a query or update with each SERVICE replaced by the solutions that its endpoint gives.

    The text is one that the limits of the guard let pass. All else stays as it is, and on its line. A failure
    under SILENT is one empty solution. A variable endpoint stands for every allowed one; bound to any other
    it has no solution.

    Raises `QueryForbidden` before anything is sent, where an endpoint is not allowed or the text can be read
    in two ways; `QueryMalformed` where an endpoint has no absolute IRI; `RemoteFailed` where an endpoint
    gives no complete answer in time.
    """
    if not mentions(text):
        return text
    found = await asyncio.to_thread(blocks, text) if len(text) > LONG_TEXT else blocks(text)
    _check(text, found, outbound)
    outer = _outermost(found)
    calls = [_calls(text, block, outbound) for block in outer]
    number, most = sum(map(len, calls)), outbound.limits.remote_calls
    if number > most:
        raise QueryForbidden(f"The query makes {number} calls by SERVICE; the limit is {most}.")
    answers = await _all([call for group in calls for call in group], outbound)
    rest, pieces, at = iter(answers), [], 0
    for block, group in zip(outer, calls, strict=True):
        given = [(call, next(rest)) for call in group]
        pieces += [text[at : block.start], await asyncio.to_thread(_replacement, text, block, given, found)]
        at = block.end
    return "".join([*pieces, text[at:]])


def _check(text: str, found: Sequence[Block], outbound: Outbound) -> None:
    """Refuse endpoints that are not allowed, also inside another SERVICE: they would be called for us."""
    services = outbound.allowed.services
    reached = 0
    for block in found:
        if not services:
            _refuse(text, block, "SERVICE is not served: queries do not leave this data set.")
        if block.is_variable and block.start < reached:
            _refuse(text, block, "A variable endpoint inside of another SERVICE is not served.")
        if not block.is_variable and block.endpoint not in services:
            _refuse(
                text,
                block,
                f"SERVICE to <{shown(block.endpoint)}> is not served; "
                "/limits lists what is, and the operator can allow more.",
            )
        reached = max(reached, block.end)


def _refuse(text: str, block: Block, message: str) -> NoReturn:
    line, column = position(text, block.start)
    raise QueryForbidden(f"{message} (line {line}, column {column})")


def _outermost(found: Sequence[Block]) -> list[Block]:
    outer: list[Block] = []
    for block in found:
        if not outer or block.start >= outer[-1].end:
            outer.append(block)
    return outer


def _calls(text: str, block: Block, outbound: Outbound) -> list[Call]:
    query = f"{block.prologue}SELECT * {text[block.group : block.end]}"
    asked = sorted(outbound.allowed.services) if block.is_variable else [block.endpoint]
    return [Call(block, endpoint, query) for endpoint in asked]


async def _all(calls: Sequence[Call], outbound: Outbound) -> list[Table | None]:
    """The answers to all calls, made at the same time; the first failure ends the others."""
    tasks = [asyncio.create_task(_answer(call, outbound)) for call in calls]
    try:
        return await asyncio.gather(*tasks)
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


def _replacement(
    text: str, block: Block, given: Sequence[tuple[Call, Table | None]], found: Sequence[Block]
) -> str:
    """What stands in the place of a block, ending on the line and, if there are several, in its column."""
    if block.is_variable:
        answers = [(call.endpoint, answer or _ONE_EMPTY) for call, answer in given]
        written = pattern(bound(block.endpoint[1:], answers))
    elif (answer := given[0][1]) is None:
        return _silence(text, block, found)
    else:
        written = pattern(answer)
    lines = text[block.start : block.end].split("\n")
    return written + "\n" * (len(lines) - 1) + (" " * len(lines[-1]) if len(lines) > 1 else "")


def _silence(text: str, block: Block, found: Sequence[Block]) -> str:
    """One empty solution in which the variables of the group are in scope, though nothing binds them."""
    pieces, at = [], block.group
    for inner in found:
        if block.group < inner.start < block.end:
            pieces += [text[at : inner.start], "\n" * text.count("\n", inner.start, inner.group)]
            at = inner.group
    body = "".join([*pieces, text[at : block.end]])
    head = "\n" * text.count("\n", block.start, block.group)
    return f"{{ OPTIONAL {{ {head}{body} FILTER(false) }} }}"
