"""The folder of a store: what a writer may leave behind, who may write, and what readers see meanwhile."""

import fcntl
import hashlib
import json
import subprocess
import sys
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import TemporaryDirectory

import pyoxigraph
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad

from graph.errors import StoreError, StoreLocked, StoreMissing, StoreUnusable
from graph.packaged import build
from graph.statistics import graph_sizes
from graph.store import Generations, Store
from graph.store.candidate import Candidate
from graph.store.changes import Made
from graph.store.fingerprint import Fingerprint, fingerprint_of

Snapshot = Callable[[Path], Mapping[str, str]]
BUILD = """
import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from graph.packaged import build
from graph.store import Generations
print(build(Generations(Path(sys.argv[1]))).version)
"""

MADE = Made("load", "2026-01-01T00:00:00+00:00", "a test")


def quad(number: int, graph: NamedNode | None = None) -> Quad:
    subject, predicate = NamedNode(f"https://example.org/{number}"), NamedNode("https://example.org/p")
    return Quad(subject, predicate, Literal(number), graph)


def add(path: Path, number: int) -> None:
    generations = Generations(path)
    with generations.write() as candidate:
        candidate.add([quad(number)])
        generations.publish(candidate, MADE)


@pytest.fixture
def small(tmp_path: Path) -> Path:
    """A store with one generation of one quad."""
    path = tmp_path / "small"
    add(path, 1)
    return path


def fail_to_write(path: Path) -> None:
    with Generations(path).write() as candidate:
        candidate.add(quad(number) for number in range(10_000))
        candidate.settle()
        candidate.store.flush()
        raise ZeroDivisionError


def folders(path: Path) -> list[str]:
    return sorted(each.name for each in (path / "generations").iterdir())


def test_a_store_is_a_pointer_a_lock_and_generations(small: Path) -> None:
    assert sorted(each.name for each in small.iterdir()) == [
        "CURRENT",
        "LOCK",
        "changes.jsonl",
        "generations",
    ]
    assert folders(small) == ["00000001"]
    generation = Generations(small).current()
    assert sorted(each.name for each in generation.path.iterdir()) == ["manifest.json", "oxigraph"]
    assert json.loads((generation.path / "manifest.json").read_text()) == {
        "format": 2,
        "quads": 1,
        "fingerprint": fingerprint_of(Store.open(small).oxigraph).digits,
    }


def test_the_version_is_the_sum_of_the_hashes_of_the_quads() -> None:
    one, other = pyoxigraph.Store(), pyoxigraph.Store()
    one.extend([quad(1), quad(2), quad(10)])
    other.extend([quad(10), quad(2), quad(1)])
    hashes = [int(hashlib.sha256(f"{each} .\n".encode()).hexdigest(), 16) for each in one]
    expected = f"{sum(hashes) % 2**256:064x}"
    assert fingerprint_of(one).digits == fingerprint_of(other).digits == expected
    assert fingerprint_of(one).version == expected[:16]
    other.remove(quad(2))
    assert fingerprint_of(one) != fingerprint_of(other)


@settings(deadline=None)  # it opens databases
@given(st.lists(st.tuples(st.booleans(), st.sets(st.integers(0, 20)))))
def test_a_candidate_keeps_count_of_what_it_holds(changes: list[tuple[bool, set[int]]]) -> None:
    with TemporaryDirectory() as folder, closing(Candidate(Path(folder), Fingerprint())) as candidate:
        held = set[int]()
        for adding, numbers in changes:
            candidate.replace(
                [quad(number) for number in held & numbers],
                [quad(number) for number in numbers if adding],
            )
            candidate.settle()
            held = held | numbers if adding else held - numbers
        assert {
            int(each.object.value) for each in candidate.store if isinstance(each.object, Literal)
        } == held
        assert candidate.fingerprint == fingerprint_of(candidate.store)


def test_sizes_are_counted_by_graph_the_unnamed_one_included() -> None:
    store = pyoxigraph.Store()
    graph = NamedNode("https://example.org/g")
    store.extend([quad(1), *(quad(number, graph) for number in (1, 2))])
    assert graph_sizes(store) == {"https://example.org/g": 2, "": 1}


@pytest.mark.parametrize("before", ["absent", "empty", "small"])
def test_what_is_not_published_leaves_no_trace(
    before: str, small: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    path = {"absent": tmp_path / "absent", "empty": tmp_path / "empty", "small": small}[before]
    (tmp_path / "empty").mkdir()
    found = snapshot(tmp_path)
    with Generations(path).write() as candidate:
        candidate.add([quad(2)])
    assert snapshot(tmp_path) == found
    with pytest.raises(ZeroDivisionError):
        fail_to_write(path)
    assert snapshot(tmp_path) == found


def test_the_generation_before_stays_for_those_who_still_read_it(small: Path) -> None:
    add(small, 2)
    assert folders(small) == ["00000001", "00000002"]
    add(small, 3)
    assert folders(small) == ["00000002", "00000003"]
    assert len(Store.open(small).oxigraph) == 3


def test_a_reader_keeps_its_generation_after_that_is_removed(small: Path) -> None:
    view = Store.open(small)
    for number in (2, 3, 4):
        add(small, number)
    assert not view.generation.path.exists()
    assert set(view.oxigraph) == {quad(1)}
    assert quad(1) in view.oxigraph
    assert quad(4) not in view.oxigraph
    assert len(Store.open(small).oxigraph) == 4


def test_a_reader_sees_nothing_of_a_write_before_it_is_published(small: Path) -> None:
    generations = Generations(small)
    with generations.write() as candidate:
        candidate.add([quad(2)])
        candidate.settle()
        assert len(Store.open(small).oxigraph) == 1
        generations.publish(candidate, MADE)
        assert len(Store.open(small).oxigraph) == 2


def test_reading_changes_no_byte(packaged_path: Path, snapshot: Snapshot) -> None:
    found = snapshot(packaged_path)
    opened = Store.open(packaged_path)
    assert len(opened.oxigraph) == opened.generation.fingerprint.quads
    assert sum(graph_sizes(opened.oxigraph).values()) == len(opened.oxigraph)
    assert snapshot(packaged_path) == found


def test_what_a_killed_writer_left_is_invisible_and_removed_by_the_next(small: Path) -> None:
    version = Store.open(small).version
    for name in ("work-abc/oxigraph", "00000002/oxigraph", "discarded"):
        (small / "generations" / name).mkdir(parents=True)
    (small / "CURRENT.next").write_text("00000002")
    assert Store.open(small).version == version
    add(small, 2)
    assert folders(small) == ["00000001", "00000002"]
    assert sorted(each.name for each in small.iterdir()) == [
        "CURRENT",
        "LOCK",
        "changes.jsonl",
        "generations",
    ]
    assert len(Store.open(small).oxigraph) == 2


def test_what_a_killed_first_writer_left_does_not_stand_in_the_way(tmp_path: Path) -> None:
    for name in ("work-abc", "00000001"):
        (tmp_path / "generations" / name).mkdir(parents=True)
    for name in ("LOCK", "CURRENT.next"):
        (tmp_path / name).touch()
    with pytest.raises(StoreMissing, match="depositary serve --store"):
        Store.open(tmp_path)
    add(tmp_path, 1)
    assert folders(tmp_path) == ["00000001"]


def test_one_process_writes_at_a_time(small: Path, snapshot: Snapshot) -> None:
    found = snapshot(small)
    with (small / "LOCK").open("w") as file:
        fcntl.flock(file, fcntl.LOCK_EX)
        with pytest.raises(StoreLocked, match="Another process is writing to"), Generations(small).write():
            pass
    assert snapshot(small) == found
    add(small, 2)


def test_a_writer_locks_out_another_and_not_a_reader(small: Path) -> None:
    generations = Generations(small)
    with generations.write() as candidate:
        with pytest.raises(StoreLocked), Generations(small).write():
            pass
        assert len(Store.open(small).oxigraph) == 1
        candidate.add([quad(2)])
        generations.publish(candidate, MADE)
    assert len(Store.open(small).oxigraph) == 2


def nothing(path: Path) -> None:
    path.unlink()


def text(content: str) -> Callable[[Path], None]:
    def write(path: Path) -> None:
        path.write_text(content)

    return write


@pytest.mark.parametrize(
    ("file", "spoil", "says"),
    [
        ("generations/00000001/manifest.json", nothing, "no generation of a Depositary store"),
        ("generations/00000001/manifest.json", text("{"), "no generation of a Depositary store"),
        ("generations/00000001/manifest.json", text("[1]"), "no generation of a Depositary store"),
        ("generations/00000001/manifest.json", text('{"format": 2}'), "no generation of a Depositary store"),
        (
            "generations/00000001/manifest.json",
            text('{"format": 99, "version": "0", "quads": 0}'),
            "has format 99, this Depositary reads 2",
        ),
        ("CURRENT", text("MANIFEST-000005\n"), "names no generation"),
        ("CURRENT", text("../../elsewhere"), "names no generation"),
        ("CURRENT", lambda path: path.write_bytes(b"\xff\xfe"), "names no generation"),
        ("CURRENT", text("00000007"), "no generation of a Depositary store"),
    ],
)
def test_what_is_no_store_is_neither_read_nor_written(
    file: str, spoil: Callable[[Path], object], says: str, small: Path, snapshot: Snapshot
) -> None:
    spoil(small / file)
    found = snapshot(small)
    with pytest.raises(StoreUnusable, match=says):
        Store.open(small)
    with pytest.raises(StoreUnusable, match=says), Generations(small).write():
        pass
    assert snapshot(small) == found


def somebody(path: Path) -> None:
    path.mkdir()
    (path / "thesis.tex").write_text("mine")


def another_database(path: Path) -> None:
    pyoxigraph.Store(str(path)).add(quad(1))


@pytest.mark.parametrize(
    ("make", "says"),
    [
        (text("mine"), "is a file, not the folder of a store"),
        (somebody, r"holds other files \(thesis.tex\); name an empty folder"),
        (another_database, "is no store of Depositary"),
    ],
)
def test_what_is_somebody_elses_stays_as_it_is(
    make: Callable[[Path], None], says: str, tmp_path: Path, snapshot: Snapshot
) -> None:
    path = tmp_path / "theirs"
    make(path)
    found = snapshot(tmp_path)
    for use in (Store.open, lambda path: add(path, 1), lambda path: build(Generations(path))):
        with pytest.raises(StoreError, match=says):
            use(path)
    assert snapshot(tmp_path) == found


def test_a_damaged_database_is_told_as_such(small: Path) -> None:
    (small / "generations/00000001/oxigraph/CURRENT").write_text("rubbish")
    with pytest.raises(StoreUnusable, match="oxigraph cannot be opened"):
        Store.open(small)


def test_the_same_facts_have_the_same_version_on_every_machine(packaged_store: Store, tmp_path: Path) -> None:
    for seed in ("1", "2"):
        built = subprocess.run(
            [sys.executable, "-c", BUILD, str(tmp_path / seed)],
            env={"PYTHONHASHSEED": seed, "TZ": f"UTC{seed}", "LC_ALL": "C"},
            capture_output=True,
            text=True,
            check=True,
        )
        assert built.stdout.strip() == packaged_store.version


@pytest.mark.filterwarnings("ignore:Dataset.default_context:DeprecationWarning")  # rdflib warns of itself
def test_rdflib_reads_the_same_data(small: Path) -> None:
    generations = Generations(small)
    with generations.write() as candidate:
        candidate.add([quad(2, NamedNode("https://example.org/g"))])
        generations.publish(candidate, MADE)
    found = Store.open(small).dataset()
    assert sorted(value.toPython() for value in found.objects()) == [1, 2]  # type: ignore[attr-defined]
