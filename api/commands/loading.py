"""Commands that write to the store: load, derive; and what checks it: check, stats, sources, dump."""

import gzip
import json
from dataclasses import asdict
from pathlib import Path

import click

from api.commands.load_text import load_text
from api.commands.steps import steps
from api.options import AS_JSON, STORE
from graph import packaged
from graph.errors import BadRequest
from graph.loading.inputs import ANY, FORMATS, Input, find_inputs
from graph.loading.load import load, rederive_all
from graph.store import Generations, Store
from graph.store.fingerprint import sorted_lines


@click.command("load")
@click.argument("format_", metavar="FORMAT", type=click.Choice([*FORMATS, ANY]))
@click.argument(
    "paths", metavar="FILE...", nargs=-1, required=True, type=click.Path(path_type=Path, exists=True)
)
@STORE
@click.option(
    "--sources",
    type=click.Path(path_type=Path, exists=True, dir_okay=False),
    help="A table of sources to load first.",
)
@click.option("--source-id", default="", help="Id of a file itself as a source.  [default: its name]")
@click.option("--replace", is_flag=True, help="Replace what the same source said otherwise before.")
@click.option("--dry-run", is_flag=True, help="Check and derive, but change nothing.")
@AS_JSON
def load_command(  # noqa: PLR0913 - each is an option of the command
    format_: str,
    paths: tuple[Path, ...],
    store: Path,
    sources: Path | None,
    source_id: str,
    *,
    replace: bool,
    dry_run: bool,
    as_json: bool,
) -> None:
    """Load files in FORMAT, or with FORMAT `any` each in the format that its content shows.

    `depositary sources` lists the formats. A folder stands for all files in it that are in the format. All of
    them are loaded or nothing: what breaks a rule is named with file, line and field; the store stays as it
    was. A newer file of a publisher replaces what the same source said before, and the report shows how much.
    """
    found = find_inputs(format_, paths, source_id)
    if source_id and len(found.inputs) > 1:
        raise BadRequest("--source-id names one file; load the files one by one.")
    inputs = [*([Input("sources", sources)] if sources else []), *found.inputs]
    generations = Generations(store)
    with steps(err=True) as progress:
        if not generations.exists() and any(input_.publisher_format for input_ in inputs):
            progress("the store is new: it begins with the packaged facts, which say who the names mean")
            inputs = [*packaged.inputs(), *inputs]
        report = load(generations, inputs, replace=replace, dry_run=dry_run, progress=progress)
    report = packaged.without_own_warnings(report)
    if as_json:
        told = asdict(report) | {"unrecognised": found.unrecognised}
        click.echo(json.dumps(told, default=str, ensure_ascii=False))
    else:
        click.echo(load_text(report, found.unrecognised, dry_run=dry_run))


@click.command()
@STORE
def derive(store: Path) -> None:
    """Derive register and statuses of all treaties again; the same facts give the same version."""
    with steps(err=True) as progress:
        report = rederive_all(Generations(store), progress)
    click.echo(load_text(report, (), dry_run=False))


@click.command()
@STORE
@click.pass_context
def check(context: click.Context, store: Path) -> None:
    """Run every check query over the store; exit status 1 where one finds what is forbidden."""
    from graph.check import check_graph, fingerprint_faults  # noqa: PLC0415 - the other commands start faster

    opened = Store.open(store)
    faults = [
        *fingerprint_faults(opened.oxigraph, opened.generation.fingerprint),
        *check_graph(opened.oxigraph, {}),
    ]
    for fault in faults:
        click.secho(f"{fault.severity}: {fault}", fg="red" if fault.severity == "refused" else "yellow")
    click.echo(f"{len(faults):,} findings." if faults else "No check found anything.")
    context.exit(1 if any(fault.severity == "refused" for fault in faults) else 0)


@click.command()
@STORE
@AS_JSON
def stats(store: Path, *, as_json: bool) -> None:
    """What the store holds: version, quads, and quads in each named graph."""
    from graph.statistics import graph_sizes  # noqa: PLC0415

    opened = Store.open(store)
    sizes = graph_sizes(opened.oxigraph)
    if as_json:
        click.echo(json.dumps({"version": opened.version, "quads": sum(sizes.values()), "graphs": sizes}))
        return
    click.echo(f"version {opened.version}, {sum(sizes.values()):,} quads in {len(sizes)} named graphs")
    for graph, quads in sizes.items():
        click.echo(f"{quads:>10,}  {graph}")


@click.command()
@STORE
@click.argument("file", type=click.Path(path_type=Path))
def dump(store: Path, file: Path) -> None:
    """Write all quads to FILE as sorted N-Quads, compressed where its name ends in .gz."""
    lines = sorted_lines(Store.open(store).oxigraph)
    with gzip.GzipFile(file, "wb", mtime=0) if file.suffix == ".gz" else file.open("wb") as target:
        target.writelines(lines)
    click.echo(f"{len(lines):,} quads written to {file}")


COMMANDS = (load_command, derive, check, stats, dump)
