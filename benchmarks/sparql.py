"""The SPARQL service against its peers: over the same quads, in one run, in turn, as ratios.

Run `.venv/bin/python benchmarks/sparql.py [--quads 100000] [--rounds 5] [--seconds 3] [--json FILE]`, and
`… --start 5000000` for the time from start to ready alone. wrk has to be there; the peers are installed into
`benchmarks/.peers`.
"""

import argparse
import json
import statistics
import sys
import tempfile
from collections import defaultdict
from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from urllib.parse import quote

import dataset
import measures
import peers
from generate import generate
from load import run
from peers import Server
from start import served
from wrk import Load, Order, load

from ontology.terms import DEP

CHEAP = "SELECT ?day ?kind WHERE { <%s> <%s> ?day ; a ?kind }"
MEDIUM = (
    f"SELECT ?act ?treaty ?day WHERE {{ ?act <{DEP.treaty}> ?treaty ; <{DEP.receivedOn}> ?day }} LIMIT 1000"
)
KINDS: tuple[tuple[str, Order], ...] = (
    ("cheap", "distinct"), ("cheap", "repeated"), ("medium", "distinct"), ("medium", "repeated"),
)  # fmt: skip
QUADS_PER_ACT = 38
_WARM = 1.0  # seconds
Found = dict[tuple[str, str], list[Load]]


@dataclass(frozen=True, slots=True)
class Row:
    """One line of the report: what was measured, against what, and the target, if there is one."""

    measure: str
    value: float
    unit: str
    target: float | None = None
    at_most: bool = True

    @property
    def met(self) -> bool | None:
        """Whether the target is met; `None` where there is none."""
        if self.target is None:
            return None
        return self.value <= self.target if self.at_most else self.value >= self.target

    def __str__(self) -> str:
        target = "" if self.target is None else f"{'≤' if self.at_most else '≥'} {self.target:g}"
        verdict = {True: "met", False: "MISSED", None: ""}[self.met]
        return f"{self.measure:52} {self.value:10.3g} {self.unit:5} {target:>8} {verdict}"


TARGETS: Mapping[tuple[str, str, str], float] = {
    ("Oxigraph", "cheap", "distinct"): 0.3,
    ("Oxigraph", "cheap", "repeated"): 1.2,
    ("Oxigraph", "medium", "distinct"): 0.85,
    ("rdflib-endpoint", "cheap", "distinct"): 4,
    ("rdflib-endpoint", "medium", "distinct"): 20,
}


def targets(file: Path, path: str, folder: Path) -> Mapping[str, Path]:
    """Files of request targets: one cheap query for every act, and the one of a thousand rows."""
    cheap = [CHEAP % (act, DEP.receivedOn) for act in dataset.acts(file)]
    found = {}
    for kind, queries in (("cheap", cheap), ("medium", [MEDIUM])):
        found[kind] = folder / f"{kind}{path.replace('/', '-')}"
        found[kind].write_text(
            "".join(f"{path}?query={quote(query)}\n" for query in queries), encoding="ascii"
        )
    return found


def rounds(servers: list[Server], file: Path, folder: Path, seconds: float, times: int) -> Found:
    """What wrk measures of each server, a round after the other, so that noise meets all of them alike."""
    found: Found = defaultdict(list)
    for number in range(times):
        for server in servers:
            asked = targets(file, server.path, folder)
            with server.running(folder / "log") as (address, _):
                for kind, order in KINDS:
                    listed = asked[kind] if order == "distinct" else _first(asked[kind])
                    load(address, listed, order, _WARM)
                    measured = load(address, listed, order, seconds)
                    found[server.name, f"{kind} {order}"].append(measured)
                    told = f"{measured.per_second:8.0f}/s, p99 {measured.p99:.2f} ms"
                    print(f"round {number + 1} {server.name:16} {kind} {order:9} {told}", file=sys.stderr)
    return found


def _first(listed: Path) -> Path:
    """A file of the first target alone."""
    first = listed.with_suffix(".first")
    first.write_text(listed.read_text(encoding="ascii").partition("\n")[0] + "\n", encoding="ascii")
    return first


def compared(found: Found) -> Iterator[Row]:
    """Requests per second of Depositary over those of each peer: the median of the ratios of all rounds."""
    for kind, order in KINDS:
        name = f"{kind} {order}"
        ours = found["Depositary", name]
        yield Row(f"{name}, Depositary", statistics.median(each.per_second for each in ours), "/s")
        for peer in ("Oxigraph", "rdflib-endpoint"):
            theirs = found[peer, name]
            ratios = [one.per_second / other.per_second for one, other in zip(ours, theirs, strict=True)]
            target = TARGETS.get((peer, kind, order))
            yield Row(f"{name}, over {peer}", statistics.median(ratios), "times", target, at_most=False)


def alone(server: Server, database: Path, folder: Path, times: int) -> Iterator[Row]:
    """What is measured of Depositary without a peer."""
    with server.running(folder / "log") as (address, pid):
        pairs = [
            (*measures.large(address, server.path, pid), measures.native_seconds(database, 1)[0])
            for _ in range(times)
        ]
        bystander = measures.bystander(address, server.path)
    with server.running(folder / "log") as (address, _):
        refused = [measures.refused(address, server.path) for _ in range(times)]
    ratio = statistics.median(seconds / native for seconds, _, native in pairs)
    yield Row("100,000 rows as JSON", statistics.median(seconds for seconds, *_ in pairs), "s")
    yield Row("100,000 rows as JSON, over native serialisation", ratio, "times", 1.2)
    yield Row("100,000 rows, growth of the serving process", max(pair[1] for pair in pairs), "MB", 50)
    yield Row("ASK {} beside three runaways, median", bystander[0], "ms", 100)
    yield Row("ASK {} beside three runaways, p95", bystander[1], "ms")
    yield Row("503 while all four workers are busy", statistics.median(refused), "s", 1)


def side_by_side(chosen: argparse.Namespace, folder: Path) -> list[Row]:
    """All measures except that of the start."""
    peers.install(chosen.peers)
    file, store, database = folder / "quads.nq", folder / "store", folder / "database"
    dataset.write_file(chosen.quads, file)
    dataset.build_store(file, store)
    peers.load(file, database, chosen.peers)
    ours = peers.depositary(store)
    servers = [ours, peers.oxigraph(database, chosen.peers), peers.rdflib_endpoint(database, chosen.peers)]
    found = rounds(servers, file, folder, chosen.seconds, chosen.rounds)
    return [*compared(found), *alone(ours, dataset.database(store), folder, chosen.rounds)]


def start(quads: int, times: int, folder: Path) -> list[Row]:
    """Seconds from start to ready with a store of about so many quads, which acts are loaded for first."""
    store = folder / "store"
    generate(quads // QUADS_PER_ACT, folder)
    with served(store):
        pass
    run(store, "load", "rules", str(folder / "rules.json"), "--sources", str(folder / "sources.csv"))
    run(store, "load", "acts", str(folder / "acts.csv"))
    taken = []
    for _ in range(times):
        with served(store) as seconds:
            taken.append(seconds)
    return [
        Row("quads in the store", dataset.quads(store), ""),
        Row("start to ready, median", statistics.median(taken), "s", 3),
        Row("start to ready, longest", max(taken), "s"),
    ]


def main() -> int:
    """Measure, and print a table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--quads", type=int, default=100_000)
    parser.add_argument("--rounds", type=int, default=5)
    parser.add_argument("--seconds", type=float, default=3)
    parser.add_argument("--start", type=int, default=0, metavar="QUADS", help="measure only the start")
    parser.add_argument("--peers", type=Path, default=peers.ENVIRONMENT, help="environment of the peers")
    parser.add_argument("--json", type=Path, help="write the rows to a file too")
    chosen = parser.parse_args()
    with tempfile.TemporaryDirectory() as temporary:
        folder = Path(temporary)
        rows = start(chosen.start, chosen.rounds, folder) if chosen.start else side_by_side(chosen, folder)
    print(*rows, sep="\n")
    if chosen.json:
        chosen.json.write_text(json.dumps([asdict(row) | {"met": row.met} for row in rows], indent=1))
    return 0


if __name__ == "__main__":
    sys.exit(main())
