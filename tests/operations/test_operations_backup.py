"""A backup comes back as it was, or not at all: beside a server, damaged, hostile, or killed half-way."""

import gzip
import io
import json
import shutil
import subprocess
import sys
import tarfile
from collections.abc import Callable, Iterator, Mapping
from hashlib import sha256
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from pyoxigraph import BlankNode, Literal, NamedNode, Quad

from graph.backup import back_up
from graph.errors import BackupUnusable, BadRequest, StoreLocked, StoreMissing
from graph.restore import restore, verify
from graph.store import Generations, Store
from graph.store.changes import Made
from graph.store.fingerprint import fingerprint_of
from tests.operations.conftest import Serve

Snapshot = Callable[[Path], Mapping[str, str]]
RESTORE = "from api.cli import main; main()"
Members = list[tuple[tarfile.TarInfo, bytes]]


@pytest.fixture(scope="module")
def made(few_acts_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a store with few acts."""
    return back_up(Generations(few_acts_path), tmp_path_factory.mktemp("backups") / "few.tar")[0]


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A backup of a few kilobytes, with a blank node and an empty graph."""
    folder = tmp_path_factory.mktemp("small")
    generations = Generations(folder / "store")
    with generations.write() as candidate:
        candidate.add([Quad(BlankNode("here"), NamedNode("urn:b"), Literal("c"), NamedNode("urn:g"))])
        candidate.settle()
        candidate.store.add_graph(NamedNode("urn:empty"))
        generations.publish(candidate, Made("load", "2026-01-01T00:00:00+00:00", "a test"))
    return back_up(generations, folder / "small.tar")[0]


@pytest.mark.parametrize("suffix", ["tar", "tar.gz"])
def test_what_is_restored_is_the_same(few_acts: Path, tmp_path: Path, suffix: str) -> None:
    before = Store.open(few_acts)
    file, backup = back_up(Generations(few_acts), tmp_path / f"few.{suffix}")
    assert file.stat().st_mode & 0o077 == 0
    assert verify(file).fingerprint == backup.fingerprint == before.generation.fingerprint
    restored = Generations(tmp_path / "restored")
    restore(restored, file)
    after = Store.open(restored.path)
    assert after.version == before.version
    assert fingerprint_of(after.oxigraph) == after.generation.fingerprint
    newest, *older = restored.changes()
    assert older == Generations(few_acts).changes()
    assert (newest.made.kind, newest.made.by) == ("restore", file.name)
    assert (newest.added, newest.removed) == (after.generation.fingerprint.quads, 0)


def test_blank_nodes_and_empty_graphs_come_back(small: Path, tmp_path: Path) -> None:
    restore(Generations(tmp_path / "store"), small)
    store = Store.open(tmp_path / "store").oxigraph
    assert [str(quad.subject) for quad in store] == ["_:here"]
    assert {str(graph) for graph in store.named_graphs()} == {"<urn:empty>", "<urn:g>"}


def test_a_file_in_a_folder_is_named_after_time_and_version(few_acts: Path, tmp_path: Path) -> None:
    file, backup = back_up(Generations(few_acts), tmp_path)
    assert file.name.startswith("depositary-20")
    assert file.name.endswith(f"-{backup.version}.tar")


def test_nothing_is_overwritten(few_acts: Path, tmp_path: Path) -> None:
    (tmp_path / "taken.tar").write_text("precious")
    with pytest.raises(BadRequest, match="replaces nothing"):
        back_up(Generations(few_acts), tmp_path / "taken.tar")
    assert (tmp_path / "taken.tar").read_text() == "precious"
    with pytest.raises(StoreMissing):
        back_up(Generations(tmp_path / "nothing"), tmp_path / "new.tar")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["few", "taken.tar"]


def test_a_store_is_replaced_only_where_that_is_said(few_acts: Path, small: Path, snapshot: Snapshot) -> None:
    before = snapshot(few_acts)
    generations = Generations(few_acts)
    with pytest.raises(BadRequest, match="--replace"):
        restore(generations, small)
    assert snapshot(few_acts) == before
    former = generations.changes()
    with generations.lock(), pytest.raises(StoreLocked):
        restore(generations, small, replace=True, patience=0)
    restore(generations, small, replace=True)
    assert len(Store.open(few_acts).oxigraph) == 1
    newest, *older = generations.changes()
    assert older == former
    assert newest.removed > 1000
    assert len(list((few_acts / "generations").iterdir())) == 2  # the former one is still there


def test_also_where_the_present_one_cannot_be_read(few_acts: Path, made: Path) -> None:
    current = Generations(few_acts).current()
    shutil.rmtree(current.database)
    (current.path / "manifest.json").write_text("{")
    restore(Generations(few_acts), made, replace=True)
    assert Store.open(few_acts).version == verify(made).version


def test_beside_a_running_server(few_acts: Path, small: Path, serve: Serve, tmp_path: Path) -> None:
    with serve(few_acts) as server:
        version = server.client.get("/ready").json()["version"]
        file, backup = back_up(Generations(few_acts), tmp_path / "beside.tar")
        assert backup.version == version
        restore(Generations(few_acts), small, replace=True)
        server.until(lambda: server.client.get("/ready").json()["statements"] == 1)
        assert server.update("INSERT DATA { <urn:a> <urn:b> 1 }").json()["added"] == 1
        restore(Generations(few_acts), file, replace=True)
        server.until(lambda: server.client.get("/ready").json()["version"] == version)
        kinds = [row["kind"] for row in server.client.get("/changes").json()["changes"]]
        assert kinds[:3] == ["restore", "update", "restore"]
        answer = server.client.get("/status", params={"state": "GMB", "treaty": "rome-statute"})
        assert answer.status_code == 200


def test_while_generations_come_and_go(empty: Path, serve: Serve, tmp_path: Path) -> None:
    """Only two generations are kept; a backup holds the files of the one that it began with."""
    with serve(empty) as server:
        for number in range(10):
            writes = [server.update(f"INSERT DATA {{ <urn:a> <urn:b> {number}{each} }}") for each in range(3)]
            file, backup = back_up(Generations(empty), tmp_path / f"{number}.tar")
            assert backup.version == writes[-1].json()["version"]
            assert verify(file).fingerprint.quads == 3 * (number + 1)


def refused(file: Path, target: Path, snapshot: Snapshot) -> str:
    """Why a file is refused; the store stays as it was, and where there was none there is none."""
    before, generations = snapshot(target), Generations(target)
    with pytest.raises(BackupUnusable) as error:
        restore(generations, file, replace=True)
    assert {name: hash_ for name, hash_ in snapshot(target).items() if name != "LOCK"} == {
        name: hash_ for name, hash_ in before.items() if name != "LOCK"
    }
    absent = Generations(target.parent / "absent")
    with pytest.raises(BackupUnusable):
        restore(absent, file)
    assert not absent.path.exists()
    return str(error.value)


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.floats(0, 1, exclude_max=True), st.booleans())
def test_any_truncated_file_is_refused(
    small: Path,
    tmp_path_factory: pytest.TempPathFactory,
    part: float,
    packed: bool,  # noqa: FBT001
) -> None:
    folder = tmp_path_factory.mktemp("cut")
    content = small.read_bytes()
    with tarfile.open(small) as archive:
        end = max(member.offset_data + member.size for member in archive)
    data = gzip.compress(content[:end]) if packed else content[:end]
    (folder / "cut.tar").write_bytes(data[: int(part * len(data))])
    with pytest.raises(BackupUnusable):
        restore(Generations(folder / "store"), folder / "cut.tar")
    assert not (folder / "store").exists()


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.data())
def test_any_damaged_content_is_refused(
    small: Path, tmp_path_factory: pytest.TempPathFactory, data: st.DataObject
) -> None:
    folder = tmp_path_factory.mktemp("damaged")
    with tarfile.open(small) as archive:
        full = [member for member in archive if member.size]
    member = data.draw(st.sampled_from(full))
    place = member.offset_data + data.draw(st.integers(0, member.size - 1))
    content = bytearray(small.read_bytes())
    content[place] ^= 1 << data.draw(st.integers(0, 7))
    (folder / "damaged.tar").write_bytes(content)
    with pytest.raises(BackupUnusable):
        restore(Generations(folder / "store"), folder / "damaged.tar")
    assert not (folder / "store").exists()


def members_of(file: Path) -> Iterator[tuple[tarfile.TarInfo, bytes]]:
    with tarfile.open(file) as archive:
        for member in archive:
            content = archive.extractfile(member)
            yield member, content.read() if content else b""


def packed(target: Path, members: Members) -> Path:
    with tarfile.open(target, "w") as archive:
        for member, content in members:
            member.size = len(content)
            archive.addfile(member, io.BytesIO(content))
    return target


def link(name: str, to: str, kind: bytes) -> tuple[tarfile.TarInfo, bytes]:
    member = tarfile.TarInfo(name)
    member.type, member.linkname = kind, to
    return member, b""


HOSTILE = {
    "above": (tarfile.TarInfo("../escaped"), b"x"),
    "absolute": (tarfile.TarInfo("/tmp/escaped-from-a-backup"), b"x"),  # noqa: S108 - nothing is written there
    "inside": (tarfile.TarInfo("oxigraph/../../escaped"), b"x"),
    "other": (tarfile.TarInfo("CURRENT"), b"00000001"),
    "twice": (tarfile.TarInfo("manifest.json"), b"{}"),
    "symlink": link("oxigraph/CURRENT.link", "/etc/passwd", tarfile.SYMTYPE),
    "hardlink": link("oxigraph/linked", "/etc/passwd", tarfile.LNKTYPE),
    "device": link("oxigraph/device", "", tarfile.CHRTYPE),
    "fifo": link("oxigraph/fifo", "", tarfile.FIFOTYPE),
    "folder": link("oxigraph", "", tarfile.DIRTYPE),
}


@pytest.mark.parametrize("kind", HOSTILE)
@pytest.mark.parametrize("where", ["first", "last"])
def test_nothing_leaves_its_folder(
    kind: str,
    where: str,
    small: Path,
    few_acts: Path,
    tmp_path: Path,
    snapshot: Snapshot,
) -> None:
    genuine = list(members_of(small))
    members = [HOSTILE[kind], *genuine] if where == "first" else [*genuine, HOSTILE[kind]]
    reason = refused(packed(tmp_path / "hostile.tar", members), few_acts, snapshot)
    assert "is no backup: it holds “" in reason
    assert not (tmp_path / "escaped").exists()
    assert not Path("/tmp/escaped-from-a-backup").exists()  # noqa: S108


def with_sums(members: Members) -> Members:
    """The members with sums that fit, as somebody writes them who means to deceive."""
    kept = [(member, content) for member, content in members if member.name != "SHA256SUMS"]
    sums = "".join(f"{sha256(content).hexdigest()}  {member.name}\n" for member, content in kept)
    return [*kept, (tarfile.TarInfo("SHA256SUMS"), sums.encode())]


@pytest.mark.parametrize(
    ("changed", "says"),
    [
        ({"quads": 5}, "its fingerprint differs"),
        ({"fingerprint": "0" * 64}, "its fingerprint differs"),
        ({"fingerprint": "many"}, "manifest cannot be read"),
        ({"format": 1}, "formats"),
        ({"backup": 2}, "formats"),
        ({"generation": 10**9}, "no generation"),
        ({"generation": -1}, "no generation"),
        ({"at": "\x1b[2J"}, "manifest cannot be read"),
        ({"at": None}, "manifest cannot be read"),
    ],
)
def test_a_manifest_that_does_not_fit(
    changed: dict[str, object], says: str, small: Path, few_acts: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    members = [
        (member, json.dumps(json.loads(content) | changed).encode() if "manifest" in member.name else content)
        for member, content in members_of(small)
    ]
    reason = refused(packed(tmp_path / "other.tar", with_sums(members)), few_acts, snapshot)
    assert says in reason


@pytest.mark.parametrize("content", [b"", b"\x00" * 10_240, b"PK\x03\x04", b"not a backup\n" * 1000])
def test_other_files(content: bytes, few_acts: Path, tmp_path: Path, snapshot: Snapshot) -> None:
    (tmp_path / "other.tar").write_bytes(content)
    refused(tmp_path / "other.tar", few_acts, snapshot)


def test_a_database_that_lacks_a_file(
    small: Path, few_acts: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    members = [(member, content) for member, content in members_of(small) if "MANIFEST-" not in member.name]
    reason = refused(packed(tmp_path / "lacking.tar", with_sums(members)), few_acts, snapshot)
    assert "cannot be read" in reason


MOMENTS = {
    "unpacking": "generations/restore-*/oxigraph/*",
    "unpacked": "generations/restore-*/SHA256SUMS",
    "publishing": "generations/00000010/*",
    "published": "generations/00000010/manifest.json",
}


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("kind", ["absent", "replaced"])
def test_killed_at_any_moment_it_has_happened_or_not(
    kind: str, moment: str, made: Path, small: Path, tmp_path: Path
) -> None:
    """What a killed restore leaves is a store of before or of after; the same command then goes through."""
    target, wanted, allowed = Generations(tmp_path / "store"), verify(made), {verify(made).version}
    if kind == "replaced":
        restore(target, small)
        allowed.add(verify(small).version)
    command = [sys.executable, "-c", RESTORE, "restore", str(made), "--store", str(target.path), "--replace"]
    pattern = MOMENTS[moment].replace("00000010", f"{wanted.generation + 1 + (kind == 'replaced'):08d}")
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None and not list(target.path.glob(pattern)):
            pass  # another process: there is no event to wait for
        process.kill()
    if target.exists():
        store = Store.open(target.path)
        assert store.version in allowed
        assert fingerprint_of(store.oxigraph) == store.generation.fingerprint
    assert target.exists() or kind == "absent"
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    assert Store.open(target.path).version == wanted.version
    assert [path.name for path in target.path.glob("generations/*") if not path.name.isdigit()] == []
    assert target.changes()[0].made.kind == "restore"


def test_the_commands(few_acts: Path, tmp_path: Path) -> None:
    def run(*arguments: object) -> subprocess.CompletedProcess[str]:
        command = [sys.executable, "-c", RESTORE, *map(str, arguments)]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    version, file, store = Store.open(few_acts).version, tmp_path / "b.tar", tmp_path / "new"
    told = run("backup", file, "--store", few_acts)
    assert (told.returncode, told.stderr) == (0, "")
    assert told.stdout.startswith(f"{file}: version {version} with ")
    assert run("backup", file, "--store", few_acts).returncode == 2
    assert run("restore", file, "--store", store, "--dry-run").returncode == 0
    assert not store.exists()
    assert run("restore", file, "--store", store).returncode == 0
    again = run("restore", file, "--store", store)
    assert (again.returncode, again.stdout) == (2, "")
    assert run("restore", file, "--store", store, "--replace").returncode == 0
    file.write_bytes(file.read_bytes()[:50_000])
    damaged = run("restore", file, "--store", store, "--replace")
    assert damaged.returncode == 1
    assert damaged.stderr.startswith(f"Error: {file} ")
    assert Store.open(store).version == version
