"""The command that checks a headline."""

import json
import textwrap
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from api.options import AS_JSON, KNOWN, STORE, open_view, today
from graph.answers.verify import Headline, verify_answer, verify_claim_answer
from graph.law.delays import spoken

WIDTH = 100
DOUBTS = {"single-source": " (single source)", "unverified": " (day not verified)"}
USAGE = "Give STATE, VERB and TREATY, or a claim with --claim."


@click.command()
@STORE
@click.argument("state", required=False)
@click.argument("verb", required=False)
@click.argument("treaty", required=False)
@click.option("--on", metavar="DAY", help="Day, month or year that the headline speaks of.  [default: any]")
@click.option("--claim", help="A claim of the graph instead of the fields: its IRI or id.")
@KNOWN
@AS_JSON
def verify(  # noqa: PLR0913 - each is an argument or an option
    store: Path,
    *,
    state: str | None,
    verb: str | None,
    treaty: str | None,
    on: str | None,
    claim: str | None,
    known: date | None,
    as_json: bool,
) -> None:
    """Is the headline right that STATE did VERB to TREATY? Give all three, or a claim with --claim.

    As in: verify Russia withdraws "Rome Statute" --on 2016-11-16.
    """
    given = (state, verb, treaty, on)
    if bool(claim) == any(given):
        raise click.UsageError(USAGE)
    view, known_on = open_view(store), known or today()
    if claim:
        answer = verify_claim_answer(view, claim, known_on)
    elif state and verb and treaty:
        answer = verify_answer(view, Headline(state, verb, treaty, on), known_on)
    else:
        raise click.UsageError(USAGE)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(answer)))


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    claim = answer["claim"]
    said_by = f"{claim['holder']}: " if claim.get("holder") else ""
    yield from _filled(f"{said_by}“{claim['text']}”, as known on {_day(answer['known'])}", "")
    yield from ("", f"  {answer['verdict_label'].upper()}", "")
    yield from _filled(answer["wording"], "  ")
    if answer["projected"]:
        yield from _filled("Projected: it rests on what had not happened by the knowledge day.", "  ")
    basis = f" [{answer['legal_basis']}]" if answer["legal_basis"] else ""
    yield from ("", f"What “{claim['verb_label']}” says in law")
    yield from _filled(f"{answer['meaning']}{basis}", "  ")
    yield from ("", "Because")
    for number, step in enumerate(answer["because"], start=1):
        yield from _step(number, step)
    for title, entries in (
        ("Acts", [_act(each) for each in answer["acts"]]),
        ("What others say", [_claim(each) for each in answer["claims"]]),
        ("What would change the verdict", answer["would_change"]),
        ("Sources", [f"{s['title']} ({s['publisher']}; {s['tier']})" for s in answer["sources"]]),
    ):
        yield from _section(title, entries)
    yield from ("", f"version {answer['version']}")


def _section(title: str, entries: Iterable[str]) -> Iterator[str]:
    lines = [line for entry in entries for line in _filled(f"- {entry}", "  ", "    ")]
    if lines:
        yield from ("", title, *lines)


def _step(number: int, step: Mapping[str, Any]) -> Iterator[str]:
    article = f" [{step['provision']}]" if step["provision"] else ""
    doubt = DOUBTS.get(step["verification"] or "", "")
    yield from _filled(f"{number}. {step['text']}{article}{doubt}", "  ", "     ")
    if step["quote"]:
        yield from _filled(f"“{step['quote']}”", "     ")


def _act(act: Mapping[str, Any]) -> str:
    day = act["received_on"] or act["date"] or act["recorded_effective_on"]
    rests = f"{act['verification'].replace('-', ' ')}: {', '.join(act['sources']) or 'no source is named'}"
    note = f" {act['note']}" if act["note"] else ""
    return f"{_day(day)}: {act['actor_name']}, {act['kind'].replace('-', ' ')} ({rests}).{note}"


def _claim(claim: Mapping[str, Any]) -> str:
    same = "the same, " if claim["same"] else ""
    judged = f" – {claim['assessment']}: {claim['reason']}" if claim["assessment"] else ""
    return f"{claim['holder']}: {same}{claim['predicate_label']} – {claim['object']}{judged}"


def _filled(text: str, indent: str, following: str | None = None) -> list[str]:
    later = indent if following is None else following
    return textwrap.wrap(text, WIDTH, initial_indent=indent, subsequent_indent=later)


def _day(text: str) -> str:
    return spoken(date.fromisoformat(text))


COMMANDS = (verify,)
