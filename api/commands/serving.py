"""`depositary serve`."""

import os
import shutil
import sys
from pathlib import Path

import click

from api.commands.steps import steps
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
@click.option("--workers", type=click.IntRange(1, 64), help="SPARQL processes.  [default: 4]")
@click.option("--timeout", type=click.FloatRange(0.1, 3600), help="Seconds a query may take.  [default: 30]")
@click.option(
    "--limits",
    type=click.Path(path_type=Path),
    envvar="DEPOSITARY_LIMITS",
    help="TOML file of limits; /limits lists them with their names.",
)
@click.option(
    "--default-graph",
    type=click.Choice(["union", "unnamed"]),
    default="union",
    show_default=True,
    help="What a query without GRAPH sees: the union of all graphs, or the unnamed one.",
)
@click.option(
    "--tokens",
    type=click.Path(path_type=Path),
    envvar="DEPOSITARY_TOKENS",
    help="TOML file of the tokens that may write; DEPOSITARY_WRITE_TOKEN is a single one.",
)
@click.option(
    "--trusted-proxies",
    default="",
    help="Addresses or networks of proxies whose X-Forwarded-For is believed, with commas.",
)
@click.option("--allow-service", multiple=True, help="IRI of an endpoint that SERVICE may call.")
@click.option(
    "--allow-load",
    multiple=True,
    help="Address, or folder of addresses (also file:///…/), of what LOAD may fetch.",
)
@click.option(
    "--allow-private", is_flag=True, help="Names allowed so may mean addresses of private networks."
)
@click.option("--behind-tls", is_flag=True, help="Clients come by https only: tell them to go on so.")
@click.option("--read-only", is_flag=True, help="Serve without writing, whatever tokens there are.")
@click.option(
    "--log-format",
    type=click.Choice(["json", "text"]),
    help="Of the log on the standard error.  [default: text at a terminal, else json]",
)
@click.option("--access-log", is_flag=True, help="Log a line for every request too.")
@click.option(
    "--slow-query",
    type=click.FloatRange(0),
    default=1.0,
    show_default=True,
    metavar="SECONDS",
    help="Log queries that take so long, or longer.",
)
@click.option("--empty", is_flag=True, help="Start a new store without the packaged facts.")
def serve(  # noqa: PLR0913, PLR0917 - one parameter for each option; click names them
    store: Path,
    host: str,
    port: int,
    workers: int | None,
    timeout: float | None,
    default_graph: str,
    tokens: Path | None,
    limits: Path | None,
    trusted_proxies: str,
    allow_service: tuple[str, ...],
    allow_load: tuple[str, ...],
    log_format: str | None,
    slow_query: float,
    *,
    access_log: bool,
    allow_private: bool,
    behind_tls: bool,
    read_only: bool,
    empty: bool,
) -> None:
    """Serve the store over HTTP; a store that does not exist yet is built from the packaged facts.

    Nothing can be written without a token: DEPOSITARY_WRITE_TOKEN is a single one, --tokens names a file of
    several.
    """
    from api.app import Options  # noqa: PLC0415 - the web framework is loaded only to serve
    from api.server import listen, run  # noqa: PLC0415
    from api.settings import read_limits  # noqa: PLC0415
    from api.telemetry.outlet import logged  # noqa: PLC0415
    from api.tokens import read_tokens  # noqa: PLC0415
    from graph.federation import Allowed  # noqa: PLC0415
    from graph.workers.memory import share_arenas  # noqa: PLC0415

    share_arenas()  # before anything opens the store
    accepted = read_tokens(os.environ.get("DEPOSITARY_WRITE_TOKEN", ""), tokens)
    options = Options(
        tokens=accepted.without_writing() if read_only else accepted,
        allowed=Allowed(frozenset(allow_service), allow_load, allow_private),
        union=default_graph == "union",
        trusted_proxies=trusted_proxies,
        behind_tls=behind_tls,
        slow_seconds=slow_query,
        access_log=access_log,
    )
    given = {name: value for name, value in (("workers", workers), ("seconds", timeout)) if value is not None}
    chosen = read_limits(limits, given)
    with listen(host, port) as listener:
        prepare(store, empty=empty)
        with logged(log_format):
            run(store, listener, chosen, options, lambda url: click.echo(_ready(url, store)))


def prepare(path: Path, *, empty: bool) -> None:
    """Build the store where there is none, and say so; raises `StoreUnusable` where it cannot be served."""
    from graph.packaged import build, build_empty  # noqa: PLC0415 - not needed where the store exists

    generations = Generations(path)
    if generations.exists():
        Store.open(path)
        return
    if empty:
        build_empty(generations)
        click.echo(f"There was no store at {path}: built an empty one.")
        return
    click.echo(f"There is no store at {path} yet: building it from the packaged facts.")
    with steps() as progress:
        report = build(generations, progress)
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
