"""Fixtures for all tests. Policy: the smallest data that shows the point; the packaged facts where law is tested.

Real components run, started by the tests. Where one is absent a test skips with the reason; in CI (`CI=true`)
that is a failure.
"""

import os
import shutil
from pathlib import Path

import pytest

from graph.packaged import build
from graph.store import Generations, Store
from graph.view import View

REPOSITORY = Path(__file__).parents[1]
SHARED = REPOSITORY.parent / "shared"  # material that is not part of the project; tests on it skip without it


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

