"""The command that begins what is written by hand: a decision chain."""

import json
from pathlib import Path
from typing import Any

import click

from graph.chains.new import FirstAct, new_chain
from graph.errors import BadRequest, LoadRefused
from graph.faults import Fault
from graph.loaders import LOADERS, InputFile
from ontology.kinds import chain_kinds, roles

_NEEDED = ("id", "kind", "label", "date")


def _pairs(
    _context: click.Context, _option: click.Parameter, values: tuple[str, ...]
) -> tuple[tuple[str, str | None], ...]:
    """Two words with a colon between them; the second may be missing."""
    parted = (value.partition(":") for value in values)
    return tuple((first.strip(), second.strip() or None) for first, _, second in parted)


@click.group()
def new() -> None:
    """Begin what is written by hand."""


@new.command("chain")
@click.argument("file", type=click.Path(path_type=Path, dir_okay=False))
@click.option("--about", required=True, help="What the chain is about, in a few words.")
@click.option("--id", help="Id of the first act, as rus-order-2016-361-rp.")
@click.option("--kind", type=click.Choice(sorted(chain_kinds())), help="Kind of the act.")
@click.option("--label", help="What the act is called.")
@click.option("--date", help="The day of the act (2016-11-16), or what is known of it in EDTF (2016-11).")
@click.option(
    "--actor",
    "actors",
    multiple=True,
    callback=_pairs,
    metavar="CODE:ROLE",
    help=f"Who acted (RUS, un-secretary-general), and as what: {', '.join(sorted(roles()))}. May repeat.",
)
@click.option(
    "--treaty",
    "treaties",
    multiple=True,
    callback=_pairs,
    metavar="SLUG:PROVISION",
    help="What it concerns, as rome-statute or rome-statute:127(1). May be repeated.",
)
@click.option("--document", help="Number or symbol of the document, as 361-rp.")
@click.option("--source", help="Id of the source that shows it; `depositary sources` lists those known.")
@click.option("--quote", help="Its words, exactly as the source has them.")
@click.option("--language", default="en", show_default=True, help="Language of the quote (BCP 47).")
def chain_command(file: Path, about: str, **told: Any) -> None:
    """Write a new decision chain to FILE: empty, or with its first act.

    Fill it with further acts, links and claims, each with its passage; then `depositary load chain FILE`.
    An existing file is never overwritten.
    """
    if file.exists():
        raise BadRequest(f"{file} exists already. Choose another name; nothing is overwritten.")
    act = _first_act(told) if any(told[name] for name in _NEEDED) else None
    text = json.dumps(new_chain(about, act), ensure_ascii=False, indent=1) + "\n"
    faults = [
        item
        for item in LOADERS["chain"].read(InputFile(str(file), text.encode()))
        if act and isinstance(item, Fault) and item.severity == "refused"
    ]
    if faults:
        raise LoadRefused(faults)
    file.write_text(text, encoding="utf-8")
    click.echo(_next_steps(file, act))


def _first_act(told: dict[str, Any]) -> FirstAct:
    missing = [name for name in _NEEDED if not told[name]]
    if missing:
        raise BadRequest(f"An act needs --{', --'.join(missing)} too.")
    return FirstAct(**told)


def _next_steps(file: Path, act: FirstAct | None) -> str:
    written = "with its first act" if act else "without an act: write at least one into “acts”"
    return (
        f"{file} is written, {written}.\nCheck it: depositary load chain {file} --dry-run\n"
        "Its format: depositary new chain --help, and docs/guides/loaders.md."
    )


COMMANDS = (new,)
