"""Fixtures for all tests. Policy: the smallest data that shows the point; the packaged facts for the law.

Real components run, started by the tests. Where one is absent a test skips with the reason; in CI (`CI=true`)
that is a failure.
"""

import csv
import hashlib
import json
import os
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import pytest

from graph.loaders.acts import COLUMNS
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.packaged import build
from graph.store import Generations, Store
from graph.view import View

REPOSITORY = Path(__file__).parents[1]
PACKAGED = REPOSITORY / "graph" / "data"
SHARED = REPOSITORY.parent / "shared"  # material that is not part of the project; tests on it skip without it
FEW_ACTORS = ("GMB", "BDI", "RUS", "UKR")

Row = Mapping[str, str]
WriteActs = Callable[..., Path]
Snapshot = Callable[[Path], Mapping[str, str]]


@pytest.fixture(scope="session")
def packaged_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a store with the packaged facts; nobody writes to it."""
    path = tmp_path_factory.mktemp("packaged") / "store"
    build(Generations(path))
    return path


@pytest.fixture(scope="session")
def packaged_store(packaged_path: Path) -> Store:
    """The packaged facts, open for reading."""
    return Store.open(packaged_path)


@pytest.fixture(scope="session")
def view(packaged_store: Store) -> View:
    """A view of the packaged facts."""
    return View(packaged_store)


@pytest.fixture
def store_path(packaged_path: Path, tmp_path: Path) -> Path:
    """Folder of a store with the packaged facts that the test may change."""
    path = tmp_path / "store"
    shutil.copytree(packaged_path, path)
    return path


@pytest.fixture(scope="session")
def few_acts_path(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Folder of a store that knows what the packaged one knows, but few acts; nobody writes to it."""
    folder = tmp_path_factory.mktemp("few")
    with (PACKAGED / "acts_rome_statute.csv").open(encoding="utf-8", newline="") as file:
        header, *lines = file.readlines()
    few = [line for line in lines if line.split(",")[2] in FEW_ACTORS]
    (folder / "few.csv").write_text("".join([header, *few]), encoding="utf-8")
    names = {
        "states": "states.csv",
        "agents": "agents.csv",
        "sources": "sources.csv",
        "rules": "treaty_rules.json",
    }
    inputs = [Input(format_, PACKAGED / name) for format_, name in names.items()]
    load(Generations(folder / "store"), [*inputs, Input("acts", folder / "few.csv")])
    return folder / "store"


@pytest.fixture
def few_acts(few_acts_path: Path, tmp_path: Path) -> Path:
    """Folder of a store with few acts that the test may change."""
    path = tmp_path / "few"
    shutil.copytree(few_acts_path, path)
    return path


@pytest.fixture(scope="session")
def snapshot() -> Snapshot:
    """Every file and folder under a path, with the hash of its bytes: equal when nothing has changed."""

    def take(path: Path) -> dict[str, str]:
        return {
            str(each.relative_to(path)): hashlib.sha256(each.read_bytes()).hexdigest()
            if each.is_file()
            else ""
            for each in sorted(path.rglob("*"))
        }

    return take


@pytest.fixture
def write_acts(tmp_path: Path) -> WriteActs:
    """Write rows as a file in the acts format; what every act has is filled in where a row is silent."""

    def write(*rows: Row, name: str = "acts.csv") -> Path:
        path = tmp_path / name
        with path.open("w", encoding="utf-8", newline="") as file:
            writer = csv.DictWriter(file, COLUMNS.known, restval="")
            writer.writeheader()
            writer.writerows(complete(row) for row in rows)
        return path

    def complete(row: Row) -> dict[str, str]:
        full = {
            "treaty": "rome-statute",
            "verification": "single-source",
            "sources": "wikipedia-rome-statute",
        }
        full |= row
        day = full.get("received_on") or full.get("date") or full.get("recorded_effective_on")
        return {"id": f"{full['treaty']}/{full['actor']}/{day}/{full['kind']}", **full}

    return write


@pytest.fixture
def write_rules(tmp_path: Path) -> Callable[..., Path]:
    """Write the rules of one treaty: those of the Rome Statute, with the given changes."""

    def write(name: str = "rules.json", **changes: Any) -> Path:
        document = json.loads((PACKAGED / "treaty_rules.json").read_text(encoding="utf-8"))
        statute = next(each for each in document["treaties"] if each["id"] == "rome-statute")
        path = tmp_path / name
        path.write_text(json.dumps(document | {"treaties": [statute | changes]}), encoding="utf-8")
        return path

    return write


@pytest.fixture(scope="session")
def facts() -> Path:
    """Folder of the facts that the packaged ones come from."""
    folder = SHARED / "facts"
    if not folder.is_dir():
        pytest.skip("the folder with the original facts is absent")
    return folder


@pytest.fixture(scope="session")
def chromium() -> str:
    """Path of Chromium."""
    return _program("chromium", "Debian's package chromium")


def _program(name: str, package: str) -> str:
    path = shutil.which(name)
    if path is None:
        reason = f"{name} is absent; install {package}"
        if os.environ.get("CI") == "true":
            pytest.fail(reason)
        pytest.skip(reason)
    return path
