"""What a query may do to the service: nothing."""

import asyncio
from pathlib import Path

import httpx
import pytest
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.errors import QueryCancelled, QueryFailed, StoreUnusable
from graph.store.exchange import Query
from graph.store.limits import QueryLimits
from graph.workers.frames import whole
from graph.workers.pool import Pool
from graph.workers.process import TakenBackError, WorkerProcess
from graph.workers.query import ASK
from tests.sparql.conftest import EX, RUNAWAY, Service, Serving, until_running

pytestmark = pytest.mark.anyio


@pytest.fixture(scope="module", params=[False, True], ids=["asyncio", "uvloop"])
def anyio_backend(request: pytest.FixtureRequest) -> tuple[str, dict[str, bool]]:
    return "asyncio", {"use_uvloop": request.param}


NOTE = f"SELECT ?note {{ ?s <{EX}note> ?note }}"


async def test_runaway_is_stopped_while_others_are_answered(serving: Serving) -> None:
    async with serving(seconds=4, workers=2) as service:
        runaway = asyncio.create_task(service.ask(RUNAWAY))
        await until_running(service.pool)
        other = await service.ask("ASK {}")
        assert (other.status_code, runaway.done()) == (200, False)
        stopped = await runaway
        assert stopped.status_code == 503
        assert stopped.json()["type"].endswith("/query-timed-out")
        assert stopped.json()["query"] == stopped.headers["depositary-query"] != ""
        assert [(await service.ask()).status_code for _ in range(4)] == [200] * 4
        assert service.pool.state().outcomes == {"timed-out": 1, "answered": 5}


async def test_nesting_beyond_the_guard_ends_one_worker_only(serving: Serving) -> None:
    async with serving(nesting=10**6, query_bytes=10**6, body_bytes=10**6) as service:
        bomb = "ASK " + "{" * 30_000 + "}" * 30_000
        answers = await asyncio.gather(
            service.client.post(service.url, data={"query": bomb}), *(service.ask() for _ in range(8))
        )
        assert [answer.status_code for answer in answers] == [503] + [200] * 8
        assert "nested too deeply" in answers[0].json()["detail"]
        assert service.pool.state().outcomes["crashed"] == 1


async def test_memory_beyond_the_limit_ends_one_worker_only(serving: Serving) -> None:
    async with serving(memory_bytes=300 * 2**20) as service:
        greedy = f"SELECT * {{ {RUNAWAY.partition('{')[2].rpartition('}')[0]} }} ORDER BY ?a0"
        answer = await service.ask(greedy)
        assert answer.status_code == 503
        assert "300 MB" in answer.json()["detail"]
        assert (await service.ask()).status_code == 200


async def test_a_client_that_leaves_frees_its_worker(serving: Serving) -> None:
    async with serving(workers=1, spares=0, seconds=3600) as service:
        async with httpx.AsyncClient() as impatient:
            leaving = asyncio.create_task(impatient.get(service.url, params={"query": RUNAWAY}, timeout=None))
            await until_running(service.pool)
            leaving.cancel()
        assert (await service.ask()).status_code == 200  # there is no other worker, and no deadline in reach
        assert service.pool.state().outcomes == {"abandoned": 1, "answered": 1}


async def test_all_busy_is_said_in_time(serving: Serving) -> None:
    async with serving(workers=1, seconds=3600, waiting_seconds=0.1) as service:
        running = asyncio.create_task(service.pool.answer(Query(RUNAWAY, "text/csv")))
        await until_running(service.pool)
        refused = await service.ask()
        assert (refused.status_code, refused.headers["retry-after"]) == (503, "1")
        running.cancel()
        await asyncio.wait({running})
        assert service.pool.state().outcomes == {"busy": 1, "abandoned": 1}


async def test_an_answer_over_the_limit_fails_visibly(serving: Serving) -> None:
    async with serving(answer_bytes=5000) as service:
        whole = f"SELECT * {{ ?thing <{EX}number> ?number }}"
        for accept in ("text/csv", "application/sparql-results+json", "application/sparql-results+xml"):
            answer = await service.ask(whole, accept=accept)
            assert answer.status_code == 422
            assert answer.json()["type"].endswith("/answer-too-large")
        assert (await service.ask(whole + " LIMIT 3")).status_code == 200
        assert service.pool.state().outcomes == {"refused": 3, "answered": 1}


async def test_a_large_answer_arrives_whole(service: Service) -> None:
    product = f"SELECT * {{ ?a <{EX}label> ?b . ?c <{EX}label> ?d }}"
    answer = await service.ask(product, accept="text/csv", **{"accept-encoding": "identity"})
    assert len(answer.content) == int(answer.headers["content-length"]) > 3_000_000
    packed = await service.ask(product, accept="text/csv", **{"accept-encoding": "gzip"})
    assert packed.content == answer.content
    assert int(packed.headers["content-length"]) < 1_000_000
    assert answer.text.count("\r\n") == 200 * 200 + 1


async def test_a_switch_under_load_loses_no_query(
    service: Service, database: Path, next_database: Path
) -> None:
    seen: list[tuple[int, str]] = []
    switched = asyncio.Event()

    async def keep_asking() -> None:
        while not switched.is_set():
            answer = await service.ask(NOTE, accept="text/csv")
            assert (
                answer.headers["depositary-version"] in answer.text
            )  # header and data are of one generation
            seen.append((answer.status_code, answer.headers["depositary-version"]))

    clients = [asyncio.create_task(keep_asking()) for _ in range(4)]
    for _ in range(3):
        service.pool.switch(next_database, "second")
        assert "second" in (await service.ask(NOTE, accept="text/csv")).text
        service.pool.switch(database, "first")
        assert "first" in (await service.ask(NOTE, accept="text/csv")).text
    switched.set()
    await asyncio.gather(*clients)
    assert {status for status, _ in seen} == {200}
    assert service.pool.state().outcomes["answered"] >= len(seen) + 6


async def test_a_query_in_flight_outlives_the_switch(database: Path, next_database: Path) -> None:
    pool = await Pool.start(database, "first", QueryLimits(workers=1, seconds=120))
    slow = f"SELECT (COUNT(*) AS ?n) {{ {' '.join(f'?a{i} <{EX}number> ?c{i} .' for i in range(3))} }}"
    running = asyncio.create_task(pool.answer(Query(slow, "text/csv")))
    await until_running(pool)
    pool.switch(next_database, "second")
    answer = await running
    assert (answer.version, whole(answer.body).split()[-1]) == ("first", b"8000000")
    state = pool.state()
    assert (state.version, state.free, state.spare, state.running) == ("second", 1, 1, 0)
    await pool.close()


async def test_data_that_are_gone_are_an_error(database: Path, tmp_path: Path) -> None:
    pool = await Pool.start(database, "first", QueryLimits(workers=1, seconds=120))
    pool.switch(tmp_path / "nowhere", "second")
    with pytest.raises(StoreUnusable, match="nowhere"):
        await pool.answer(Query(NOTE, "text/csv"))
    pool.switch(database, "first")
    assert (await pool.answer(Query(NOTE, "text/csv"))).version == "first"
    await pool.close()


async def test_a_newer_database_of_many_files_is_opened_under_a_narrow_limit(
    database: Path, tmp_path: Path
) -> None:
    store = Store(str(tmp_path / "oxigraph"))
    for number in range(12):  # each makes files of its own, which are opened by many threads
        store.add(Quad(NamedNode(f"{EX}data"), NamedNode(f"{EX}number"), Literal(number)))
        store.flush()
    pool = await Pool.start(database, "first", QueryLimits(workers=1, spares=0, memory_bytes=2**26))
    pool.switch(tmp_path / "oxigraph", "second")
    assert whole((await pool.answer(Query("ASK {}", "text/csv"))).body) == b"true"
    assert pool.state().kills == 0
    await pool.close()


async def test_closing_ends_queries_in_flight(database: Path) -> None:
    pool = await Pool.start(database, "first", QueryLimits(workers=2, seconds=3600))
    running = asyncio.create_task(pool.answer(Query(RUNAWAY, "text/csv")))
    await until_running(pool)
    await pool.close()
    with pytest.raises(QueryFailed):
        await running


async def test_workers_have_no_network(database: Path) -> None:
    pool = await Pool.start(database, "first", QueryLimits(workers=1))
    called = asyncio.Event()

    def accept(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        called.set()
        writer.close()

    server = await asyncio.start_server(accept, "127.0.0.1", 0)
    port = server.sockets[0].getsockname()[1]
    isolated = pool.state().isolated
    with pytest.raises(QueryFailed):
        await pool.answer(Query(f"ASK {{ SERVICE <http://127.0.0.1:{port}/> {{ ?s ?p ?o }} }}", "text/csv"))
    server.close()
    await server.wait_closed()
    await pool.close()
    if not isolated:
        pytest.skip("this system allows no network namespaces")
    assert not called.is_set()


async def until_slow(pool: Pool) -> WorkerProcess:
    while not pool._crew._slow:  # noqa: ASYNC110 - nothing tells, as nobody else wants to know
        await asyncio.sleep(0.001)
    return pool._crew._slow[0]


async def test_what_was_promised_to_a_worker_that_became_slow_is_taken_back(database: Path) -> None:
    pool = await Pool.start(database, "first", QueryLimits(workers=1, spares=0, seconds=3600))
    runaway = asyncio.create_task(pool.answer(Query(RUNAWAY, "text/csv")))
    worker = await until_slow(pool)
    asked = worker.ask(ASK, pool._header(Query("ASK {}", "text/csv")), b"ASK {}")
    with pytest.raises(TakenBackError):
        await asyncio.wait_for(asked.reply, 20)
    assert not runaway.done()
    runaway.cancel()
    await pool.close()


async def test_to_give_up_what_waits_stops_nothing_else(database: Path) -> None:
    pool = await Pool.start(database, "first", QueryLimits(workers=1, spares=0, seconds=3600))
    runaway = asyncio.create_task(pool.answer(Query(RUNAWAY, "text/csv")))
    worker = await until_slow(pool)
    waiting = worker.ask(ASK, pool._header(Query("ASK {}", "text/csv")), b"ASK {}")
    worker.give_up(waiting)
    with pytest.raises(TakenBackError):
        await waiting.reply
    (running,) = pool.running()
    assert (worker.alive, runaway.done()) == (True, False)
    assert pool.cancel(running.id)
    with pytest.raises(QueryCancelled):
        await runaway
    await pool.close()


async def test_a_worker_that_rested_is_not_slow_when_it_is_asked_again(database: Path) -> None:
    pool = await Pool.start(database, "first", QueryLimits(workers=1, spares=0, seconds=120))
    await pool.answer(Query("ASK {}", "text/csv"))
    (worker,) = pool._crew.free
    assert worker.busy_for(0.0) == 0.0  # looked at once, long ago
    asked = worker.ask(ASK, pool._header(Query("ASK {}", "text/csv")), b"ASK {}")
    assert worker.busy_for(1000.0) == 0.0
    await asked.reply
    await pool.close()
