"""What is built for others: everything it needs, nothing stray, and alone with the names of its packages."""

import os
import subprocess
import sys
import tarfile
import zipfile
from collections import Counter
from pathlib import Path, PurePosixPath

import pytest

from api.ownership import PACKAGES, shared_name

REPOSITORY = Path(__file__).parents[1]
BUILD = """
from pathlib import Path
import api, graph, ontology, queries
from graph.packaged import build
from graph.store import Generations, Store
report = build(Generations(Path("store")))
print(*(Path(package.__file__).parents[1] for package in (api, graph, ontology, queries)))
print(Store.open("store").version)
"""


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder with the sdist of this tree, and the wheel that is built from the sdist."""
    folder = tmp_path_factory.mktemp("dist")
    command = [sys.executable, "-m", "build", "--no-isolation", "--outdir", str(folder), str(REPOSITORY)]
    subprocess.run(command, check=True, capture_output=True)
    return folder


@pytest.fixture(scope="module")
def wheel(built: Path) -> Path:
    (path,) = built.glob("*.whl")
    return path


def modules_and_data(names: list[str]) -> list[PurePosixPath]:
    return [PurePosixPath(name) for name in names if not name.endswith("/")]


def tracked() -> set[str]:
    """Files of the four packages as they lie here, without what Python and editors leave."""
    found = (path for package in PACKAGES for path in (REPOSITORY / package).rglob("*") if path.is_file())
    names = (path.relative_to(REPOSITORY) for path in found)
    return {
        name.as_posix() for name in names if "__pycache__" not in name.parts and not name.name.startswith(".")
    }


def test_the_wheel_holds_the_packages_and_nothing_else(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        files = modules_and_data(archive.namelist())
    ours = {str(path) for path in files if not path.parts[0].endswith(".dist-info")}
    assert ours == tracked()
    suffixes = Counter(path.suffix for path in files)
    for suffix in (".ttl", ".rq", ".json", ".jsonld", ".csv", ".html", ".css"):
        assert suffixes[suffix], suffix
    assert {f"{package}/py.typed" for package in PACKAGES} <= ours
    assert "graph/data/treaty_rules.schema.json" in ours


def test_the_wheel_has_the_command_and_both_licences(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as archive:
        names = archive.namelist()
        (entry_points,) = (name for name in names if name.endswith(".dist-info/entry_points.txt"))
        assert "depositary = api.cli:main" in archive.read(entry_points).decode()
    assert {PurePosixPath(name).name for name in names if "/licenses/" in name} == {"LICENSE", "LICENSE-DATA"}


def test_the_sdist_holds_the_tests_and_no_leavings(built: Path) -> None:
    (path,) = built.glob("*.tar.gz")
    with tarfile.open(path) as archive:
        files = [PurePosixPath(*PurePosixPath(name).parts[1:]) for name in archive.getnames()]
    assert {"api", "graph", "ontology", "queries", "tests"} <= {file.parts[0] for file in files}
    assert {PurePosixPath(name) for name in ("README.md", "CHANGELOG.md", "LICENSE", "LICENSE-DATA")} <= set(
        files
    )
    stray = {"__pycache__", ".venv", ".hypothesis", ".git"}
    assert not [file for file in files if stray & set(file.parts) or file.suffix == ".pyc"]


def test_an_installed_copy_builds_the_same_store_by_itself(
    wheel: Path, tmp_path: Path, packaged_path: Path
) -> None:
    site = tmp_path / "site"
    install = [
        sys.executable,
        "-m",
        "pip",
        "install",
        "--no-index",
        "--no-deps",
        "--target",
        str(site),
        str(wheel),
    ]
    subprocess.run(install, check=True, capture_output=True)
    elsewhere = tmp_path / "elsewhere"
    elsewhere.mkdir()
    env = {**os.environ, "PYTHONPATH": str(site)}
    run = [sys.executable, "-P", "-c", BUILD]
    folders, version = subprocess.run(
        run, cwd=elsewhere, env=env, check=True, capture_output=True, text=True
    ).stdout.splitlines()
    assert set(folders.split()) == {str(site)}
    generation = (packaged_path / "CURRENT").read_text()
    assert version in (packaged_path / "generations" / generation / "manifest.json").read_text()


# ------------------------------------------------------------ the names of the packages


def distribution(site: Path, name: str, package: str) -> None:
    """A distribution that brings a package of this name, as an installer records it."""
    (site / package).mkdir(parents=True)
    (site / package / "__init__.py").touch()
    metadata = site / f"{name}-1.0.dist-info"
    metadata.mkdir()
    (metadata / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    (metadata / "RECORD").write_text(f"{package}/__init__.py,,\n{name}-1.0.dist-info/METADATA,,\n")


@pytest.mark.parametrize("package", PACKAGES)
def test_another_owner_of_a_name_is_told(
    package: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    distribution(tmp_path, "their-api", package)
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    told = shared_name()
    assert told is not None
    assert f"“their-api” also brings a package named “{package}”" in told


def test_other_names_and_our_own_are_no_clash(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert shared_name() is None
    distribution(tmp_path, "their-graphs", "graphs")
    distribution(tmp_path, "Depositary", "graph")
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    assert shared_name() is None


def test_the_command_refuses_to_start_beside_another_owner(tmp_path: Path) -> None:
    distribution(tmp_path, "their-queries", "queries")
    code = f"import sys; sys.path.append({str(tmp_path)!r}); from api.cli import main; main()"
    refused = subprocess.run(
        [sys.executable, "-c", code, "queries"], cwd=REPOSITORY, capture_output=True, text=True, check=False
    )
    assert (refused.returncode, refused.stdout) == (1, "")
    assert refused.stderr.startswith(
        "Error: The distribution “their-queries” also brings a package named “queries”."
    )
    assert len(refused.stderr.splitlines()) == 1
