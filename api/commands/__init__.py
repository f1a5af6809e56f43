"""The commands of `depositary`: each opens the store, calls one function and prints what it returns.

Answers go to the standard output; progress, errors and warnings about the input to the standard error.
"""

import sys

import click

from api.commands import (
    answers,
    backup,
    calendar,
    disputes,
    effect,
    loading,
    names,
    new,
    panel,
    reservations,
    serving,
    verify,
)
from graph.errors import BadRequest, DepositaryError, LoadRefused, NotFound

SHOWN_FAULTS = 20
FAILED, MISUSED = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="depositary", prog_name="depositary")
def cli() -> None:
    """Depositary: who is bound by what, since when, by which act, and who says so."""


for _command in (
    *serving.COMMANDS,
    *loading.COMMANDS,
    *backup.COMMANDS,
    *answers.COMMANDS,
    *effect.COMMANDS,
    *calendar.COMMANDS,
    *panel.COMMANDS,
    *disputes.COMMANDS,
    *verify.COMMANDS,
    *names.COMMANDS,
    *reservations.COMMANDS,
    *new.COMMANDS,
):
    cli.add_command(_command)


def run() -> None:
    """Run the command that the arguments name; what is refused is told in plain words."""
    try:
        cli(prog_name="depositary")
    except LoadRefused as refused:
        _print_refusal(refused)
        sys.exit(FAILED)
    except (DepositaryError, OSError) as error:
        _print_error(error)
        sys.exit(MISUSED if isinstance(error, BadRequest | NotFound) else FAILED)


def _print_refusal(refused: LoadRefused) -> None:
    for fault in refused.faults[:SHOWN_FAULTS]:
        _print_error(fault)
    rest = len(refused.faults) - SHOWN_FAULTS
    if rest > 0:
        click.secho(f"… and {rest:,} more.", err=True, fg="red")
    click.echo("Nothing was loaded: the store is exactly as before.", err=True)


def _print_error(what: object) -> None:
    click.secho(f"Error: {what}", err=True, fg="red")
