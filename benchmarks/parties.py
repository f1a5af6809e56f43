"""Milliseconds of `/treaties/{slug}/parties?on=` over HTTP, another day in each request, one client.

Run `.venv/bin/python benchmarks/parties.py [QUADS]` (default: 1,000,000): a store of about so many quads is
made first. No answer comes from a cache: no day is asked about twice, and nothing is sent that would be
confirmed. The second line asks another day of `known=` each time, for which all statuses are derived anew.
"""

import http.client
import json
import statistics
import sys
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from generate import generate
from load import run
from server import served

QUADS_PER_ACT = 38
REQUESTS = 1000
WARM_UP = 20
DAY = "2015-01-01"


def measured(client: http.client.HTTPConnection, targets: list[str]) -> list[float]:
    """Milliseconds of each request, in order."""
    found = []
    for target in targets:
        begun = time.perf_counter()
        client.request("GET", target)
        answer = client.getresponse()
        body = answer.read()
        found.append((time.perf_counter() - begun) * 1000)
        assert answer.status == http.HTTPStatus.OK, body
    return found


def largest(client: http.client.HTTPConnection) -> str:
    """The one of the first thirty treaties that has the most parties."""
    counts = {}
    for number in range(1, 31):
        slug = f"generated-{number:04d}"
        client.request("GET", f"/treaties/{slug}/parties?on={DAY}")
        counts[slug] = json.load(client.getresponse())["count"]
    found = max(counts, key=lambda slug: counts[slug])
    print(f"{found} has {counts[found]} parties on {DAY}")
    return found


def tell(name: str, found: list[float]) -> None:
    """Print median, 95th and 99th percentile."""
    cuts = statistics.quantiles(found, n=100)
    percentiles = f"p95 {cuts[94]:.1f} ms, p99 {cuts[98]:.1f} ms"
    print(f"{name}: median {cuts[49]:.1f} ms, {percentiles}, {len(found)} requests")


def main(quads: int) -> None:
    """Build the store, then ask."""
    with tempfile.TemporaryDirectory() as temporary:
        folder, store = Path(temporary), Path(temporary) / "store"
        generate(quads // QUADS_PER_ACT, folder)
        with served(store):
            pass
        run(store, "load", "rules", str(folder / "rules.json"), "--sources", str(folder / "sources.csv"))
        run(store, "load", "acts", str(folder / "acts.csv"))
        with served(store) as address:
            client = http.client.HTTPConnection(address.removeprefix("http://"))
            client.request("GET", "/ready")
            print(f"{json.load(client.getresponse())['statements']:,} quads")
            path = f"/treaties/{largest(client)}/parties?on="
            days = [date(1995, 1, 1) + timedelta(days=7 * number) for number in range(REQUESTS + WARM_UP)]
            targets = [f"{path}{day}" for day in days]
            tell("on= another day each time", measured(client, targets)[WARM_UP:])
            targets = [f"{path}{DAY}&known={day}" for day in days[WARM_UP : 300 + WARM_UP]]
            tell("known= another day each time", measured(client, targets))


if __name__ == "__main__":
    main(int(sys.argv[1]) if len(sys.argv) > 1 else 1_000_000)
