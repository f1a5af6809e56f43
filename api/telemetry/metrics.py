"""Numbers of a running server for Prometheus, read when they are asked for.

Names, units and types follow https://prometheus.io/docs/practices/naming/. Every family is there from the
first moment, with every value of its labels, so that an alert on a rate sees the first event too.
"""

import os
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
from functools import lru_cache
from importlib.metadata import version
from pathlib import Path
from typing import get_args

from prometheus_client import CollectorRegistry, ProcessCollector
from prometheus_client.exposition import choose_encoder
from prometheus_client.metrics_core import (
    CounterMetricFamily,
    GaugeMetricFamily,
    HistogramMetricFamily,
    Metric,
)
from prometheus_client.registry import Collector

from api.connection.admission import Admission
from api.served import Served
from api.sparql.cache import AnswerCache
from api.telemetry.durations import Durations
from api.telemetry.watch import Watch, WriteOutcome
from graph.workers.running import Outcome

_P = "depositary_"


class Metrics(Collector):
    """The numbers of one application; `admission` is there where it is served on connections of ours."""

    def __init__(self, served: Served, cache: AnswerCache, watch: Watch, admission: Admission | None) -> None:
        self._served = served
        self._cache = cache
        self._watch = watch
        self._admission = admission
        self._registry = CollectorRegistry()
        self._registry.register(self)
        ProcessCollector(registry=self._registry)

    def exposition(self, accept: str) -> tuple[bytes, str]:
        """All numbers in the text format of Prometheus or of OpenMetrics, and its media type."""
        encode, media_type = choose_encoder(accept)
        return encode(self._registry), media_type

    def collect(self) -> Iterator[Metric]:
        """Every family of our own."""
        yield _gauge("build_info", "1; the label has the version of the software.", {_VERSION: 1}, "version")
        yield from self._queries()
        yield from self._writes()
        yield from self._answers()
        yield from self._store()
        if self._admission is not None:
            yield from _connections(self._admission)

    def _queries(self) -> Iterator[Metric]:
        state = self._served.pool.state()
        outcomes = {outcome: state.outcomes.get(outcome, 0) for outcome in get_args(Outcome)}
        yield _counter(
            "queries",
            "SPARQL queries by what became of them. One that was not answered or refused ended its worker, "
            "except “busy”, which had none. Answers from the cache are counted there.",
            outcomes,
            "outcome",
        )
        yield _histogram("query_duration", "Time that a query had a worker.", self._watch.queries)
        yield _gauge(
            "workers",
            "Worker processes by what they do.",
            {"free": state.free, "running": state.running, "spare": state.spare},
            "state",
        )
        yield _gauge("queries_waiting", "Queries that wait for a worker.", state.waiting)
        yield _counter("worker_kills", "Workers that were stopped and replaced.", state.kills)
        yield _gauge("workers_isolated", "1 if no worker has a network, else 0.", int(state.isolated))

    def _writes(self) -> Iterator[Metric]:
        outcomes = self._watch.write_outcomes
        yield _counter(
            "writes",
            "Updates and graph store writes: written, refused (the client's fault), or failed.",
            {outcome: outcomes[outcome] for outcome in get_args(WriteOutcome)},
            "outcome",
        )
        yield _histogram(
            "write_duration", "Time from the arrival of a write to its end, with waiting.", self._watch.writes
        )
        yield _gauge(
            "writes_running", "Writes that are carried out or wait.", len(self._watch.running_writes())
        )

    def _answers(self) -> Iterator[Metric]:
        repeats = self._admission.repeats if self._admission else None
        hits = {"query": self._cache.hits, "request": repeats.hits if repeats else 0}
        sizes = {"query": self._cache.size, "request": repeats.size if repeats else 0}
        yield _counter(
            "cache_hits", "Answers given again: to the same query, or to the same bytes.", hits, "kind"
        )
        yield _counter(
            "cache_misses", "Queries whose answer could have been kept, and was not.", self._cache.misses
        )
        yield _gauge("cache_bytes", "Memory that kept answers take.", sizes, "kind")

    def _store(self) -> Iterator[Metric]:
        generation = self._served.current.view.store.generation
        size, made = _files(generation.path)
        yield _gauge("store_statements", "Statements that are served.", generation.fingerprint.quads)
        yield _gauge("store_bytes", "Size of the current generation on disk.", size)
        yield _gauge("store_generation", "Number of the current generation.", int(generation.path.name))
        yield _gauge(
            "store_generation_timestamp_seconds",
            "When the current generation was made, in seconds since 1970; time() less this is its age.",
            made,
        )


_VERSION = version("depositary")

Values = float | Mapping[str, float]


def _connections(admission: Admission) -> Iterator[Metric]:
    yield _gauge("connections", "Open connections.", admission.connections)
    yield _counter(
        "requests_refused",
        "Requests and connections that were refused before any route, by status.",
        {str(status): admission.refused[status] for status in admission.refusals.statuses()},
        "status",
    )


def _gauge(name: str, about: str, values: Values, label: str = "") -> Metric:
    family = GaugeMetricFamily(_P + name, about, labels=[label] if label else [])
    for labels, value in _samples(values):
        family.add_metric(labels, value)
    return family


def _counter(name: str, about: str, values: Values, label: str = "") -> Metric:
    family = CounterMetricFamily(_P + name, about, labels=[label] if label else [])
    for labels, value in _samples(values):
        family.add_metric(labels, value)
    return family


def _histogram(name: str, about: str, durations: Durations) -> Metric:
    buckets = durations.buckets()
    return HistogramMetricFamily(_P + name, about, buckets, durations.total, unit="seconds")


def _samples(values: Values) -> Iterable[tuple[list[str], float]]:
    if isinstance(values, Mapping):
        return [([label], value) for label, value in values.items()]
    return [([], values)]


@lru_cache(1)  # a generation never changes
def _files(generation: Path) -> tuple[int, float]:
    """Bytes of a generation on disk, and when it was made; zeros where it has been replaced meanwhile."""
    with suppress(FileNotFoundError), os.scandir(generation / "oxigraph") as files:
        size = sum(file.stat().st_size for file in files)
        return size, (generation / "manifest.json").stat().st_mtime
    return 0, 0.0
