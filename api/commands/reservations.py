"""The command about reservations."""

import json
import textwrap
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from api.options import AS_JSON, KNOWN, ON, STORE, open_view, today
from graph.answers.reservations import reservations_answer

WIDTH = 100
DOUBTS = {"single-source": "single source", "unverified": "day not verified"}
Json = Mapping[str, Any]


@click.command()
@STORE
@click.argument("treaty")
@ON
@KNOWN
@click.option("--state", help="The relations of one party with each other one.")
@click.option("--with", "other", help="Only those with this other party, and what they were when.")
@AS_JSON
def reservations(
    store: Path,
    treaty: str,
    *,
    on: date | None,
    known: date | None,
    state: str | None,
    other: str | None,
    as_json: bool,
) -> None:
    """Reservations to TREATY, objections, and who is bound to whom with which provisions."""
    answer = reservations_answer(open_view(store), treaty, on or today(), known or today(), state, other)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(answer)))


def _lines(answer: Json) -> Iterator[str]:
    yield f"Reservations to the {answer['treaty_title']}"
    yield f"on {answer['on']}, as known on {answer['known']}"
    yield textwrap.fill(answer["permitted"]["text"], WIDTH)
    yield from _part("Reservations", answer["reservations"], _reservation)
    yield from _part("Objections", answer["objections"], _objection)
    yield from _part("Between two parties", answer["relations"], _relation)
    yield from (_filled(text) for text in _aside(answer))
    if answer["history"]:
        yield from _part("What it was when", answer["history"], _era)
    if answer["remarks"]:
        yield from _part("Remarks", answer["remarks"], _remark)
    yield from ("", textwrap.fill(f"{answer['complete']['text']} {answer['counting']}", WIDTH))
    yield from ("", f"version {answer['version']}")


def _part(title: str, things: list[Json], line: Callable[[Json], str]) -> Iterator[str]:
    yield from ("", title)
    yield from (_filled(line(each)) for each in things)
    if not things:
        yield "  none recorded"


def _aside(answer: Json) -> Iterator[str]:
    """Who is in no pair, and how many pairs are not listed."""
    for who in answer["not_party"]:
        yield f"{who['name']} is no party on this day, so it is in no pair."
    for who in answer["undetermined"]:
        yield f"Whether {who['name']} is a party is undetermined, so it is in no pair."
    for who in answer["not_recorded"]:
        yield f"Whether {who['name']} is a party is not recorded, so it is in no pair."
    if answer["otherwise"]:
        yield answer["otherwise"]["text"]


def _reservation(found: Json) -> str:
    about = f" to {found['provision']}" if found["provision"] else ""
    since = f"since {found['since']}" if found["since"] else "not in effect"
    until = f" until {found['until']}" if found["until"] else ""
    state = found["state"].replace("-", " ")
    return (
        f"{found['author_name']}{about}, made on {found['made_on']}, {since}{until}: {state}. {_why(found)}"
    )


def _objection(found: Json) -> str:
    about = f" to {found['provision']}" if found["provision"] else ""
    whose = f"the reservation of {found['author_name']}{about}"
    state = found["state"].replace("-", " ")
    return f"{found['objector_name']} to {whose}, made on {found['made_on']}: {state}. {_why(found)}"


def _relation(found: Json) -> str:
    reasons = " ".join(_why(each) for each in found["because"])
    return f"{' and '.join(found['names'])}: {found['text']}. {reasons}".rstrip()


def _era(found: Json) -> str:
    until = f" until {found['until']}" if found["until"] else ""
    return f"since {found['since']}{until}: {found['text']}"


def _remark(found: Json) -> str:
    return f"{found['severity']}: {found['actor_name']}. {found['text']} [{found['provision']}]"


def _why(found: Json) -> str:
    """The steps, each with its article, and how sure it is."""
    doubt = DOUBTS.get(found["verification"] or "", "")
    steps = " ".join(f"{step['text']} [{step['provision']}]" for step in found["explanation"])
    return f"{steps}{f' ({doubt})' if doubt else ''}"


def _filled(text: str) -> str:
    return textwrap.fill(text, WIDTH, initial_indent="  - ", subsequent_indent="    ")


COMMANDS = (reservations,)
