"""Commands that copy a store into one file, and back."""

from pathlib import Path

import click

from api.options import STORE
from graph.store import Generations

_FILE = click.Path(path_type=Path, exists=True, dir_okay=False)


@click.command()
@click.argument("target", metavar="FILE", type=click.Path(path_type=Path))
@STORE
def backup(target: Path, store: Path) -> None:
    """Copy the store into a new FILE (.tar or .tar.gz), or into one in FOLDER named after time and version.

    Also while a server runs over it: what is copied is the state of one moment. Nothing is ever overwritten.
    """
    from graph.backup import back_up  # noqa: PLC0415 - the other commands start faster

    file, made = back_up(Generations(store), target)
    held = f"version {made.version} with {made.fingerprint.quads:,} quads"
    click.echo(f"{file}: {held}, {file.stat().st_size:,} bytes.")


@click.command()
@click.argument("file", type=_FILE)
@STORE
@click.option("--replace", is_flag=True, help="There is a store: make the backup its next state.")
@click.option("--dry-run", is_flag=True, help="Verify the backup, but change nothing.")
def restore(file: Path, store: Path, *, replace: bool, dry_run: bool) -> None:
    """Make what the backup FILE holds the state of the store, once all of it has been verified.

    A running server follows. What is damaged is refused, and the store stays as it was.
    """
    from graph.restore import restore as restored  # noqa: PLC0415
    from graph.restore import verify  # noqa: PLC0415

    if dry_run:
        found = verify(file)
        done = "is complete, and nothing was changed"
    else:
        found = restored(Generations(store), file, replace=replace)
        done = f"is the state of {store} now"
    click.echo(
        f"Version {found.version} with {found.fingerprint.quads:,} quads, backed up {found.at}, {done}."
    )


COMMANDS = (backup, restore)
