"""The command disputes: contradictions, and what a policy makes of them."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from api.options import AS_JSON, DAY, KNOWN, STORE, open_view, today
from graph.answers.disputes import DEFAULT_POLICY, Wanted, disputes_answer

WIDTH = 100


@click.command()
@STORE
@click.option("--policy", default=DEFAULT_POLICY, show_default=True, help="Or: primary-only, all.")
@click.option("--treaty", help="One treaty, by any identifier or clear title.")
@click.option("--state", help="One state or organisation, by any identifier or clear name.")
@click.option("--on", type=DAY, help="Only what is a matter on that day of legal time.")
@KNOWN
@AS_JSON
def disputes(
    store: Path,
    *,
    policy: str,
    treaty: str | None,
    state: str | None,
    on: date | None,
    known: date | None,
    as_json: bool,
) -> None:
    """Where sources, clauses and holders disagree, and what a policy makes of it."""
    answer = disputes_answer(open_view(store), Wanted(known or today(), policy, treaty, state, on))
    text = json.dumps(answer, ensure_ascii=False, indent=2) if as_json else "\n".join(_lines(answer))
    click.echo(text)


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    count = len(answer["disputes"])
    on = f" on {answer['on']}" if answer["on"] else ""
    yield f"{count:,} {'dispute' if count == 1 else 'disputes'}{on}, as known on {answer['known']}"
    chosen = next(each for each in answer["policies"] if each["policy"] == answer["policy"])
    yield from ("", _filled(f"{chosen['policy']}: {chosen['definition']}"))
    for dispute in answer["disputes"]:
        yield from _dispute_lines(dispute)
    yield from ("", f"version {answer['version']}")


def _dispute_lines(dispute: Mapping[str, Any]) -> Iterator[str]:
    subject = dispute["subject"]
    of = ", ".join(part for part in (subject["state_name"], subject["treaty_title"]) if part)
    yield from ("", f"{dispute['kind_label']}{f': {of}' if of else ''}")
    yield _filled(dispute["id"])
    for value in dispute["values"]:
        yield _filled(f"{'*' if value['kept'] else '-'} {value['value']} ({_who(value)})", "  ", "    ")
    decided = dispute["decided"]
    if decided:
        article = f" [{decided['provision']}]" if decided["provision"] else ""
        yield _filled(f"Decided: {decided['value']}. {decided['why']}{article}")
    else:
        yield _filled(f"Undecided. {dispute['undecided']}")


def _who(value: Mapping[str, Any]) -> str:
    """Who gives a value: its holder, and the sources with their tiers."""
    sources = [f"{source['id']}, {source['tier_label'] or 'no tier'}" for source in value["sources"]]
    return "; ".join([*([value["holder"]] if value["holder"] else []), *sources]) or "no source is named"


def _filled(text: str, first: str = "  ", others: str = "  ") -> str:
    return textwrap.fill(text, WIDTH, initial_indent=first, subsequent_indent=others)


COMMANDS = (disputes,)
