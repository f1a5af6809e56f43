"""The command that calculates: from which day an act would work, by the final clauses alone."""

import json
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Any, Literal

import click

from api.options import AS_JSON, DAY
from graph.answers.effect import effect_answer
from graph.errors import LoadRefused
from graph.faults import Fault
from graph.law.calculate import Given
from graph.law.delays import spoken
from graph.law.rules import Rules, parse
from graph.law.standing import sentence
from graph.loaders import LOADERS, InputFile
from graph.packaged import rules as packaged_rules
from graph.records import Read, TreatyRules

ONGOING: Literal["ongoing"] = "ongoing"


class ConflictEnd(click.ParamType[Any]):
    """A day, or `ongoing`."""

    name = "DAY|ongoing"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """The day, or `ongoing`; fails with what is wrong with it."""
        return ONGOING if value == ONGOING else DAY.convert(value, param, ctx)


@click.command()
@click.option("--treaty", required=True, help="The treaty, by any clear name or number.")
@click.option(
    "--kind",
    required=True,
    help="Kind of the act, as in the acts format; also cascade:TREATY (another treaty is left) and "
    "end-by-other-side (of a bilateral treaty).",
)
@click.option(
    "--received",
    required=True,
    type=DAY,
    help="Day of receipt; of the decision to expel; for cascade:TREATY the day on which it was left.",
)
@click.option("--state-in-force", type=DAY, help="First day on which the treaty is in force for the State.")
@click.option("--succession", type=DAY, help="Date of succession.")
@click.option("--requested", type=DAY, help="The day that a notice of withdrawal names.")
@click.option("--named", type=DAY, help="The day that a decision to expel names.")
@click.option("--would-take-effect", type=DAY, help="Of the notice that is revoked: when it would.")
@click.option(
    "--entry-into-force",
    type=DAY,
    help="Of the consent that is taken back: when it would bind; else of a treaty that is not in force.",
)
@click.option(
    "--armed-conflict-until", type=ConflictEnd(), help="First day after an armed conflict, or “ongoing”."
)
@click.option(
    "--rules",
    "file",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="Rules of your own, in the rules format; they come before the packaged ones.",
)
@AS_JSON
def effect(  # noqa: PLR0913 - each is an input that the law asks for
    *,
    treaty: str,
    kind: str,
    received: date,
    state_in_force: date | None,
    succession: date | None,
    requested: date | None,
    named: date | None,
    would_take_effect: date | None,
    entry_into_force: date | None,
    armed_conflict_until: date | Literal["ongoing"] | None,
    file: Path | None,
    as_json: bool,
) -> None:
    """From which day an act of KIND would work, by the final clauses alone; needs no store."""
    given = Given(
        state_in_force=state_in_force,
        succession=succession,
        requested=requested,
        named=named,
        effect=would_take_effect,
        entry_into_force=entry_into_force or _of_consent(kind, would_take_effect),
        armed_conflict_until=armed_conflict_until,
    )
    answer = effect_answer(_rules(file), treaty, kind, received, given)
    click.echo(json.dumps(answer, ensure_ascii=False, indent=2) if as_json else _text(answer))


def _of_consent(kind: str, would_take_effect: date | None) -> date | None:
    return would_take_effect if kind == "consent-withdrawn-before-force" else None


def _rules(file: Path | None) -> Mapping[str, Rules]:
    """The packaged rules, and before them those of the file; raises `LoadRefused` with every fault in it."""
    own = list(LOADERS["rules"].read(InputFile.at(file))) if file else []
    faults = [item for item in own if isinstance(item, Fault) and item.severity == "refused"]
    if faults:
        raise LoadRefused(faults)
    read = [item.record for item in own if isinstance(item, Read)]
    held = {**packaged_rules(), **{each.id: each for each in read if isinstance(each, TreatyRules)}}
    return {slug: parse(each) for slug, each in held.items()}


def _text(answer: Mapping[str, Any]) -> str:
    return "\n".join(_lines(answer))


def _lines(answer: Mapping[str, Any]) -> Iterator[str]:
    day = answer["effective_on"]
    outcome = answer["outcome"].replace("-", " ")
    yield f"{spoken(date.fromisoformat(day))} ({day}): {outcome}" if day else f"no day: {outcome}"
    article = f" [{answer['provision']}]" if answer["provision"] else ""
    yield f"{sentence(answer['words'])}.{article}"
    if answer["rule"]:
        yield f"Rule: {answer['rule']} of the {answer['treaty_title']}"
    if answer["reasons_required"]:
        yield "The notice must state its reasons."
    for clause in answer["clauses"]:
        words = f"“{clause['quote']}”" if clause["text_held"] else "the words are not held here."
        yield f"{clause['provision']}: {words}"


COMMANDS = (effect,)
