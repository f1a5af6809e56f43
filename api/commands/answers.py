"""Commands that ask: status, parties, trace, queries, query, sources."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date
from pathlib import Path
from typing import get_args

import click

from api import terminal
from api.options import AS_JSON, KNOWN, ON, STORE, open_view, today
from graph.answers import document_json, parties_answer, status_answer
from graph.chains.find import find_act
from graph.chains.json_form import to_json
from graph.chains.reach import Direction
from graph.chains.text import to_text
from graph.chains.trace import DEFAULT_DEPTH, trace
from graph.errors import BadRequest
from graph.loading.formats import formats
from graph.questions import stored_query, terms
from graph.results import GRAPH_FORMATS, ROW_FORMATS, serialised
from graph.store import Generations
from queries.catalogue import StoredQuery, catalogue


@click.command()
@STORE
@click.argument("state")
@click.argument("treaty")
@ON
@KNOWN
@AS_JSON
def status(
    store: Path, state: str, treaty: str, on: date | None, known: date | None, *, as_json: bool
) -> None:
    """Status of STATE under TREATY on a day, with the acts, articles and arithmetic behind it."""
    answer = status_answer(open_view(store), state, treaty, on or today(), known or today())
    click.echo(_json(answer) if as_json else terminal.status_text(answer))


@click.command()
@STORE
@click.argument("treaty")
@ON
@KNOWN
@AS_JSON
def parties(store: Path, treaty: str, on: date | None, known: date | None, *, as_json: bool) -> None:
    """Parties to TREATY on a day."""
    answer = parties_answer(open_view(store), treaty, on or today(), known or today())
    click.echo(_json(answer) if as_json else terminal.parties_text(answer))


@click.command("trace")
@STORE
@click.argument("act")
@click.option(
    "--direction",
    type=click.Choice(get_args(Direction)),
    default="both",
    show_default=True,
    help="To causes and bases, to what followed, or both.",
)
@click.option(
    "--depth", type=click.IntRange(1, 20), default=DEFAULT_DEPTH, show_default=True, help="Hops to follow."
)
@AS_JSON
def trace_command(store: Path, act: str, direction: Direction, depth: int, *, as_json: bool) -> None:
    """The decision chain of ACT (an IRI or id): back to its causes and bases, forward to what followed."""
    view = open_view(store)
    graph = view.store.oxigraph
    found = trace(graph, find_act(graph, act), direction, depth)
    click.echo(_json(to_json(found, view.version)) if as_json else to_text(found), nl=as_json)


@click.command()
@AS_JSON
def queries(*, as_json: bool) -> None:
    """The stored queries with their parameters."""
    click.echo(
        _json([_about(q) for q in catalogue().values()]) if as_json else terminal.queries_text(catalogue())
    )


def _about(query: StoredQuery) -> Mapping[str, object]:
    parameters = [{"name": p.name, "type": p.type, "required": p.required} for p in query.parameters]
    return {"name": query.name, "title": query.title, "parameters": parameters}


@click.command()
@STORE
@click.argument("name")
@click.option(
    "--param", "-p", "pairs", multiple=True, metavar="NAME=VALUE", help="A parameter; may be repeated."
)
@click.option(
    "--format",
    "-f",
    "format_",
    type=click.Choice([*ROW_FORMATS, *GRAPH_FORMATS]),
    help="Format of the answer.  [default: a table, or Turtle]",
)
def query(store: Path, name: str, pairs: tuple[str, ...], format_: str | None) -> None:
    """Run the stored query NAME; states and treaties may be named in any clear way."""
    view, stored = open_view(store), stored_query(name)
    bound = terms(view, stored, dict(_pair(pair) for pair in pairs))
    if stored.form == "select" and format_ is None:
        click.echo(terminal.rows_text(view.store.select(stored, bound)))
        return
    click.echo(serialised(view.store, stored, bound, format_), nl=False)


def _pair(text: str) -> tuple[str, str]:
    name, equals, value = text.partition("=")
    if not (name and equals):
        raise BadRequest(f"“{text}” is no parameter; write it as NAME=VALUE.")
    return name, value


@click.command()
@STORE
@AS_JSON
def sources(store: Path, *, as_json: bool) -> None:
    """Formats that can be loaded, each with its licence and an example, and the sources in the store."""
    found = open_view(store).documents.values() if Generations(store).exists() else ()
    documents = sorted(found, key=lambda document: document.id)
    if as_json:
        told = {"formats": [asdict(format_) for format_ in formats()]}
        click.echo(_json(told | {"sources": [document_json(d) for d in documents]}))
        return
    click.echo(terminal.sources_text(formats(), documents))


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


COMMANDS = (status, parties, trace_command, queries, query, sources)
