"""The command line: each command opens the store, calls one function and prints what it returns."""

import sys

import click

from api.commands import answers, loading, serving
from api.ownership import refuse_shared_names
from graph.errors import BadRequest, DepositaryError, LoadRefused, NotFound

SHOWN_FAULTS = 20
FAILED, MISUSED = 1, 2


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(package_name="depositary", prog_name="depositary")
def cli() -> None:
    """Depositary: who is bound by what, since when, by which act, and who says so."""


for _command in (*serving.COMMANDS, *loading.COMMANDS, *answers.COMMANDS):
    cli.add_command(_command)


def main() -> None:
    """Run a command; what Depositary refuses is told in plain words, with exit status 1, or 2 for misuse."""
    try:
        refuse_shared_names()
        cli(prog_name="depositary")
    except LoadRefused as refused:
        _print_refusal(refused)
        sys.exit(FAILED)
    except DepositaryError as error:
        click.secho(f"Error: {error}", err=True, fg="red")
        sys.exit(MISUSED if isinstance(error, BadRequest | NotFound) else FAILED)


def _print_refusal(refused: LoadRefused) -> None:
    for fault in refused.faults[:SHOWN_FAULTS]:
        click.secho(f"Error: {fault}", err=True, fg="red")
    rest = len(refused.faults) - SHOWN_FAULTS
    if rest > 0:
        click.secho(f"… and {rest:,} more.", err=True, fg="red")
    click.echo("Nothing was loaded: the store is exactly as before.", err=True)
