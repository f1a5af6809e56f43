"""Numbers that Prometheus can read: valid in both formats, named by its conventions, and right."""

import re
from collections.abc import Callable, Iterable
from pathlib import Path

import httpx
from hypothesis import given
from hypothesis import strategies as st
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics import parser as openmetrics_parser
from prometheus_client.parser import text_string_to_metric_families as of_text

from api.telemetry.durations import BOUNDS, Durations
from tests.operations.conftest import RUNAWAY, WRITER, Serve

OPENMETRICS = {"Accept": "application/openmetrics-text; version=1.0.0"}
UNITS = {"milliseconds", "ms", "minutes", "hours", "kilobytes", "kb", "mb", "megabytes", "percent"}
OWN = (
    *("build_info", "queries", "query_duration_seconds", "queries_waiting", "workers", "worker_kills"),
    *("workers_isolated", "writes", "write_duration_seconds", "writes_running", "cache_hits", "cache_misses"),
    *("cache_bytes", "connections", "requests_refused", "store_statements", "store_bytes"),
    *("store_generation", "store_generation_timestamp_seconds"),
)
EXPECTED = {"process_resident_memory_bytes", "process_cpu_seconds", *(f"depositary_{name}" for name in OWN)}


of_openmetrics: Callable[[str], Iterable[Metric]] = openmetrics_parser.text_string_to_metric_families


def families(client: httpx.Client) -> dict[str, Metric]:
    return {family.name: family for family in of_text(client.get("/metrics").text)}


def value(client: httpx.Client, sample: str, **labels: str) -> float:
    """The value of one sample."""
    found = (each for family in families(client).values() for each in family.samples)
    return next(each.value for each in found if each.name == sample and labels.items() <= each.labels.items())


def test_the_exposition_is_valid_and_named_by_the_conventions(empty: Path, serve: Serve) -> None:
    with serve(empty) as server:
        text = server.client.get("/metrics")
        assert text.headers["content-type"].startswith("text/plain; version=")
        assert text.headers["cache-control"] == "no-store"
        found = families(server.client)
        assert found.keys() >= EXPECTED
        for name, family in found.items():
            assert family.documentation
            assert re.fullmatch(r"[a-z][a-z0-9_]*", name)
            assert not UNITS & set(name.split("_"))
            assert family.type not in name.split("_")
            samples = {sample.name for sample in family.samples}
            assert samples, f"{name} is there from the first moment"
            assert family.type != "counter" or samples == {f"{name}_total"}
            assert family.type != "gauge" or not name.endswith(("_total", "_count", "_sum", "_bucket"))
        openmetrics = server.client.get("/metrics", headers=OPENMETRICS)
        assert openmetrics.headers["content-type"].startswith("application/openmetrics-text")
        assert {family.name for family in of_openmetrics(openmetrics.text)} == found.keys()
        assert server.client.head("/metrics").status_code == 200
        assert server.client.post("/metrics").status_code == 405


def test_the_numbers_tell_what_happened(empty: Path, serve: Serve) -> None:
    with serve(empty, "--timeout", "0.5") as server:
        client = server.client
        assert server.update("INSERT DATA { <urn:a> <urn:b> 1, 2, 3 }").status_code == 200
        assert server.update("CREATE GRAPH <urn:g>; CREATE GRAPH <urn:g>").status_code == 409
        for _ in range(3):
            assert client.get("/sparql", params={"query": "SELECT * { ?s ?p ?o }"}).status_code == 200
        assert client.get("/sparql", params={"query": RUNAWAY}).status_code == 503
        assert client.get("/sparql", params={"query": "ASK { ?s <urn:missing"}).status_code == 400
        assert client.put("/graphs?default", content="<urn:a>", headers=WRITER).status_code in {400, 415}
        assert client.request("GET", "/ready", headers={"X": "y" * 40_000}).status_code == 431
        assert value(client, "depositary_queries_total", outcome="answered") == 1
        assert value(client, "depositary_queries_total", outcome="timed-out") == 1
        assert value(client, "depositary_queries_total", outcome="cancelled") == 0
        hits = [value(client, "depositary_cache_hits_total", kind=kind) for kind in ("query", "request")]
        assert sum(hits) == 2
        assert value(client, "depositary_query_duration_seconds_bucket", le="0.25") >= 1
        assert value(client, "depositary_query_duration_seconds_bucket", le="+Inf") >= 2
        assert 0.5 <= value(client, "depositary_query_duration_seconds_sum") < 5
        assert value(client, "depositary_worker_kills_total") >= 1
        assert value(client, "depositary_writes_total", outcome="written") == 1
        assert value(client, "depositary_writes_total", outcome="refused") == 1
        assert value(client, "depositary_store_statements") == 3
        assert value(client, "depositary_store_bytes") > 1000
        assert value(client, "depositary_connections") == 1
        assert value(client, "depositary_requests_refused_total", status="431") == 1
        assert value(client, "process_resident_memory_bytes") > 2**20


@given(st.lists(st.floats(0, 1000)))
def test_durations_count_each_once(seconds: list[float]) -> None:
    durations = Durations()
    for each in seconds:
        durations.observe(each)
    counts = [count for _, count in durations.buckets()]
    expected = [sum(each <= bound for each in seconds) for bound in BOUNDS]
    assert counts == [*expected, len(seconds)]
