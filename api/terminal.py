"""Answers as text for the terminal: what is printed, never what is computed."""

import sys
import textwrap
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Any

from pyoxigraph import Literal, NamedNode, QuerySolutions
from rich.console import Console
from rich.table import Table

from graph import iri
from graph.catalogue import Document
from graph.law.delays import spoken
from graph.loading.formats import Format
from ontology.lists import labels
from queries.catalogue import StoredQuery

WIDTH = 100
UNBOUNDED = 100_000  # columns of what is read by a program: no row breaks
NOT_RECORDED = "not recorded"


def status_text(answer: Mapping[str, Any]) -> str:
    """A status with its explanation, acts, claims and sources."""
    lines = [
        f"{answer['state_name']} ({answer['state']}) and the {answer['treaty_title']}",
        f"on {_day(answer['on'])}, as known on {_day(answer['known'])}",
        "",
        *_verdict(answer),
        "",
        "Why",
        *_steps(answer["explanation"]),
    ]
    if answer["ending"]:
        lines += ["", "What ends it", *_steps(answer["ending"])]
    for title, entries in (
        ("What qualifies it", [_qualifier(each) for each in answer["qualifiers"]]),
        ("Remarks", [each["text"] for each in answer["remarks"]]),
        ("Acts", [_act(each) for each in answer["acts"]]),
        ("Claims", [_claim(each) for each in answer["claims"]]),
        ("Sources", [_source(each) for each in answer["sources"]]),
    ):
        if entries:
            lines += ["", title, *(_bullet(entry) for entry in entries)]
    return "\n".join([*lines, "", f"version {answer['version']}"])


def _verdict(answer: Mapping[str, Any]) -> Iterable[str]:
    value = answer["status"]
    yield f"  {labels('status')[value] if value else NOT_RECORDED}"
    if answer["from"] or answer["until"]:
        period = "party" if answer["party"] else "this status" if value else "this is so"
        since = f"since {_day(answer['from'])}" if answer["from"] else ""
        until = f"until {_day(answer['until'])} (the first day no longer)" if answer["until"] else ""
        yield f"  {period} {' '.join(part for part in (since, until) if part)}"
    if answer["projected"]:
        yield "  projected: it rests on what had not happened by the knowledge day"
    if answer["as_of"]:
        yield f"  as of {_day(answer['as_of'])}: what came later is not known, or may be missing"


def _steps(steps: Sequence[Mapping[str, Any]]) -> Iterable[str]:
    for number, step in enumerate(steps, start=1):
        article = f" [{step['provision']}]" if step["provision"] else ""
        text = f"{step['text']}{article}{_doubt(step)}"
        yield textwrap.fill(text, WIDTH, initial_indent=f"  {number}. ", subsequent_indent="     ")


def _doubt(part: Mapping[str, Any]) -> str:
    """A mark on what rests on one source, or on a day that no source confirms."""
    return {"single-source": " (single source)", "unverified": " (day not verified)"}.get(
        part["verification"], ""
    )


def _qualifier(qualifier: Mapping[str, Any]) -> str:
    until = f" until {_day(qualifier['until'])}" if qualifier["until"] else ""
    where = f"{qualifier['territory_name']}: " if qualifier["territory"] else ""
    return f"{where}{qualifier['text']} From {_day(qualifier['from'])}{until}. [{qualifier['provision']}]"


def _act(act: Mapping[str, Any]) -> str:
    day = act["received_on"] or act["date"] or act["recorded_effective_on"]
    rests = f"{act['verification'].replace('-', ' ')}: {', '.join(act['sources']) or 'no source is named'}"
    document = f", {act['document']}" if act["document"] else ""
    return f"{_day(day)}: {act['kind'].replace('-', ' ')}{document} ({rests})"


def _claim(claim: Mapping[str, Any]) -> str:
    judged = f" – {claim['assessment']}: {claim['reason']}" if claim["assessment"] else ""
    said = f"{claim['subject']} – {claim['predicate_label']} – {claim['object']}"
    when = f", {_day(claim['said_on'])}" if claim["said_on"] else ""
    where = f" ({', '.join(claim['sources'])})" if claim["sources"] else ""
    return f"{claim['holder']}{when}: {said}{where}{judged}"


def _source(source: Mapping[str, Any]) -> str:
    return f"{source['title']} ({source['publisher']}; {source['tier']})"


def parties_text(answer: Mapping[str, Any]) -> str:
    """Parties on a day, counted."""
    complete = answer["complete"]
    when = f"on {_day(answer['on'])}, as known on {_day(answer['known'])}"
    lines = [
        f"{answer['count']} parties to the {answer['treaty_title']} {when}",
        f"The list of parties is complete as of {_day(complete['as_of'])}."
        if complete
        else "No source says that the list is complete.",
        "",
        *(_party(party) for party in answer["parties"]),
    ]
    if answer["organisations"]:
        lines += ["", "Organisations, not counted", *(_party(party) for party in answer["organisations"])]
    return "\n".join([*lines, "", f"version {answer['version']}"])


def _party(party: Mapping[str, Any]) -> str:
    until = f", until {party['until']}" if party["until"] else ""
    value = "" if party["status"] == "party" else f"  {labels('status')[party['status']]}"
    since = f"since {party['from'] or NOT_RECORDED}{until}"
    return f"  {party['state']:<4} {party['name']:<45} {since}{value}{_doubt(party)}"


def queries_text(stored: Mapping[str, StoredQuery]) -> str:
    """The stored queries with what they take."""
    lines = []
    for query in stored.values():
        takes = ", ".join(
            f"{p.name} ({p.type}{'' if p.required else ', optional'})" for p in query.parameters
        )
        lines += [f"{query.name}", f"    {query.title}", *([f"    takes {takes}"] if takes else [])]
    return "\n".join(lines)


def rows_text(rows: QuerySolutions) -> str:
    """Rows as a table; IRIs of ours are shortened to what is theirs alone, and nothing is cut off."""
    variables = [variable.value for variable in rows.variables]
    table = Table(box=None, pad_edge=False)
    for name in variables:
        table.add_column(name, overflow="fold")
    for row in rows:
        table.add_row(*(_cell(row[name]) for name in variables))
    console = Console(markup=False, highlight=False, width=None if sys.stdout.isatty() else UNBOUNDED)
    with console.capture() as captured:
        console.print(table)
    lines = [line.rstrip() for line in captured.get().splitlines()]
    return "\n".join([*lines, f"{table.row_count:,} {'row' if table.row_count == 1 else 'rows'}"])


def _cell(term: object) -> str:
    if isinstance(term, NamedNode):
        return term.value.removeprefix(iri.IDS).removeprefix(iri.VOCABULARIES)
    return term.value if isinstance(term, Literal) else ""


def sources_text(formats: Iterable[Format], documents: Iterable[Document]) -> str:
    """Formats that can be loaded, and the documents of the catalogue."""
    lines = [f"  {d.id:<28} {d.tier:<13} {d.title}" for d in documents]
    told = [line for format_ in formats for line in _format(format_)]
    return "\n".join([
        "Formats that `depositary load` reads", *told, "", "Sources in the store", *(lines or ["  none"])
    ])  # fmt: skip


def _format(format_: Format) -> Iterator[str]:
    yield f"  {format_.name:<12} {format_.description} ({', '.join(format_.suffixes)})"
    yield f"  {'':<12} {format_.publisher}; {format_.tier}; licence: {format_.licence}"
    yield f"  {'':<12} for example: depositary load {format_.name} {format_.example}"


def _bullet(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


def _day(text: str) -> str:
    return spoken(date.fromisoformat(text))
