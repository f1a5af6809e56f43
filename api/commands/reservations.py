"""The command about reservations."""

import json
import textwrap
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any

import click

from api.options import AS_JSON, KNOWN, ON, STORE, open_view, today
from graph.answers.reservations import reservations_answer

WIDTH = 100
EFFECTS = {
    "not-in-force": "not in force between them",
    "without-provisions": "in force without",
    "modified": "in force as modified in",
    "not-accepted-yet": "open to objection",
}


@click.command()
@STORE
@click.argument("treaty")
@ON
@KNOWN
@click.option("--state", help="Only the relations of this party.")
@click.option("--with", "other", help="Only the relation with this other party.")
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


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    yield f"Reservations to the {answer['treaty_title']}"
    yield f"on {answer['on']}, as known on {answer['known']}"
    for title, key, line in (
        ("Reservations", "reservations", _reservation),
        ("Objections", "objections", _objection),
        ("Between two parties", "relations", _relation),
    ):
        yield f"\n{title}"
        yield from (_wrapped(line(each)) for each in answer[key])
        if not answer[key]:
            yield "  none recorded"
    pairs = answer["otherwise"]["pairs"]
    yield f"\nBetween {pairs:,} other pairs of parties the treaty is in force as it stands."
    yield f"\nversion {answer['version']}"


def _reservation(found: Mapping[str, Any]) -> str:
    about = f" to article {found['provision']}" if found["provision"] else ""
    why = f"; {found['text']} [{found['rule']}]" if found["text"] else ""
    return (
        f"{found['author_name']}{about}, of {found['made_on']}, since {found['since']}: {found['state']}{why}"
    )


def _objection(found: Mapping[str, Any]) -> str:
    opposes = "opposes" if found["opposes_entry_into_force"] else "does not oppose"
    why = f"; {found['text']} [{found['rule']}]" if found["text"] else ""
    return f"{found['objector_name']}, of {found['made_on']}: {opposes} entry into force{why}"


def _relation(found: Mapping[str, Any]) -> str:
    provisions = (
        ", ".join(found["provisions"]) if found["effect"] in ("without-provisions", "modified") else ""
    )
    reasons = " ".join(f"{each['text']} [{each['rule']}]" for each in found["because"])
    return (
        f"{' and '.join(found['names'])}: {EFFECTS[found['effect']]} {provisions}".rstrip() + f". {reasons}"
    )


def _wrapped(text: str) -> str:
    return textwrap.fill(f"- {text}", WIDTH, initial_indent="  ", subsequent_indent="    ")


COMMANDS = (reservations,)
