"""Commands about days: calendar, timeline."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from api.calendar_file import calendar_file
from api.options import AS_JSON, DAY, KNOWN, STORE, open_view, today
from graph.answers.calendar import Wanted, calendar_answer
from graph.answers.dated import Days
from graph.answers.timeline import timeline_answer
from ontology.lists import labels

WIDTH = 100
INDENT = " " * 12
FROM = click.option("--from", "first", type=DAY, help="First day, included.")
UNTIL = click.option("--until", "last", type=DAY, help="Last day, included.  [default: open]")
DOUBTS = {"single-source": "single source", "unverified": "day not verified"}


@click.command()
@STORE
@click.option("--treaty", help="One treaty, by any identifier or clear title.")
@click.option("--state", help="One state or organisation, by any identifier or clear name.")
@click.option("--kind", help="One kind of entry, such as withdrawal-takes-effect.")
@FROM
@UNTIL
@KNOWN
@AS_JSON
@click.option("--ics", "as_ics", is_flag=True, help="Print iCalendar (RFC 5545).")
def calendar(  # noqa: PLR0913 - each is an option
    store: Path,
    *,
    treaty: str | None,
    state: str | None,
    kind: str | None,
    first: date | None,
    last: date | None,
    known: date | None,
    as_json: bool,
    as_ics: bool,
) -> None:
    """What takes effect and what can still be taken back, from the knowledge day on by default."""
    if as_json and as_ics:
        raise click.UsageError("Give --json or --ics, not both.")
    known_on = known or today()
    wanted = Wanted(known_on, Days(first or known_on, last), treaty, state, kind)
    answer = calendar_answer(open_view(store), wanted)
    if as_ics:
        click.echo(calendar_file(answer), nl=False)
        return
    click.echo(_json(answer) if as_json else "\n".join(_calendar_lines(answer)))


@click.command()
@STORE
@click.argument("treaty")
@click.option("--actor", help="Who acts or is affected, by any identifier or clear name.")
@click.option("--kind", help="A kind of event, or one of treaty, status, act, qualifier.")
@FROM
@UNTIL
@KNOWN
@AS_JSON
def timeline(  # noqa: PLR0913 - each is an option
    store: Path,
    treaty: str,
    *,
    actor: str | None,
    kind: str | None,
    first: date | None,
    last: date | None,
    known: date | None,
    as_json: bool,
) -> None:
    """Everything that happened under TREATY in the order of legal time, with the number of parties."""
    answer = timeline_answer(open_view(store), treaty, known or today(), Days(first, last), actor, kind)
    click.echo(_json(answer) if as_json else "\n".join(_timeline_lines(answer)))


def _calendar_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    of = ", ".join(part for part in (answer["state_name"], answer["treaty_title"]) if part) or "all treaties"
    yield f"Calendar of {of}, from {answer['from']}{_until(answer)}, as known on {answer['known']}"
    yield ""
    for entry in answer["entries"]:
        yield from _filled(entry["on"], entry["summary"], entry)
    if not answer["entries"]:
        yield "Nothing that is known takes effect or can be taken back in these days."
    if answer["undated"]:
        yield from ("", "Under way, without a day", "")
    for entry in answer["undated"]:
        yield from _filled("    –     ", entry["summary"], entry)
    yield from ("", f"version {answer['version']}")


def _timeline_lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"Timeline of the {answer['treaty_title']}, as known on {answer['known']}"
    yield ""
    for event in answer["events"]:
        who = f"{event['actor_name']}: " if event["actor_name"] else ""
        yield from _filled(event["on"], f"{who}{event['what']}{_change(event)}", event)
    if not answer["events"]:
        yield "Nothing is recorded for these days."
    yield from ("", f"version {answer['version']}")


def _until(answer: Mapping[str, Any]) -> str:
    return f" to {answer['until']}" if answer["until"] else " on"


def _change(event: Mapping[str, Any]) -> str:
    """The new status, and how many are parties then."""
    changed = event["status_after"] and event["status_after"] != event["status_before"]
    status = f" → {labels('status')[event['status_after']]}" if changed else ""
    organisations = f" and {event['organisations']} organisations" if event["organisations"] else ""
    return f"{status} (parties: {event['parties']}{organisations})"


def _filled(day: str, title: str, thing: Mapping[str, Any]) -> Iterator[str]:
    """A day with its title, and under it why and how sure."""
    marks = [thing.get("certainty") or ("projected" if thing.get("projected") else "")]
    marks.append(DOUBTS.get(thing["verification"] or "", ""))
    kept = ", ".join(mark for mark in marks if mark)
    title = f"{title}{f' [{kept}]' if kept else ''}"
    yield textwrap.fill(title, WIDTH, initial_indent=f"{day}  ", subsequent_indent=INDENT)
    if thing["explanation"]:
        article = f" [{thing['provision']}]" if thing["provision"] else ""
        text = f"{thing['explanation']}{article}"
        yield textwrap.fill(text, WIDTH, initial_indent=INDENT, subsequent_indent=INDENT)


def _json(answer: object) -> str:
    return json.dumps(answer, ensure_ascii=False, indent=2)


COMMANDS = (calendar, timeline)
