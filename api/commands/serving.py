"""`depositary serve`."""

import os
import shutil
import sys
from pathlib import Path

import click

from api.options import STORE
from graph.store import Generations, Store

TO_TRY = """\
Three things to try:
  in a browser       {url}/
  status of a state  curl '{url}/status?state=Gambia&treaty=rome-statute&on=2017-05-01'
  a decision chain   {command} trace rus-order-2016-361-rp --store {store}
Stop with Ctrl-C."""


@click.command()
@STORE
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(0, 65535), help="0: any free port."
)
@click.option("--workers", default=4, show_default=True, type=click.IntRange(1, 64), help="SPARQL processes.")
@click.option(
    "--timeout",
    default=30.0,
    show_default=True,
    type=click.FloatRange(0.1, 3600),
    help="Seconds a query may take.",
)
@click.option("--empty", is_flag=True, help="Start a new store without the packaged facts.")
def serve(store: Path, host: str, port: int, workers: int, timeout: float, *, empty: bool) -> None:
    """Serve the store over HTTP; a store that does not exist yet is built from the packaged facts."""
    from api.server import listen, run  # noqa: PLC0415 - the web framework is loaded only to serve

    with listen(host, port) as listener:
        prepare(store, empty=empty)
        run(store, listener, workers, timeout, lambda url: click.echo(_ready(url, store)))


def prepare(path: Path, *, empty: bool) -> None:
    """Build the store where there is none, and say so; raises `StoreUnusable` where it cannot be served."""
    from graph.packaged import build, build_empty  # noqa: PLC0415 - not needed where the store exists

    generations = Generations(path)
    if generations.exists():
        Store.open(path)
        return
    click.echo(
        f"There is no store at {path} yet: building it {'empty' if empty else 'from the packaged facts'}."
    )
    report = (build_empty if empty else build)(generations, lambda done: click.echo(f"  {done}"))
    click.echo(f"Built version {report.version} with {report.quads:,} quads.")


def _ready(url: str, store: Path) -> str:
    return f"Depositary is serving on {url}\n" + TO_TRY.format(url=url, command=_command(), store=store)


def _command() -> str:
    """How this command is called from here: by its name where that is on the path, else by its file."""
    file = Path(sys.argv[0])
    if shutil.which(file.name) or not file.exists():
        return file.name
    return os.path.relpath(file)


COMMANDS = (serve,)
