"""The command `serve` in a process of its own, over the packaged facts or over a store of the test."""

import re
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import httpx
import pytest

SERVE = "from api.cli import main; main()"
Serving = Callable[[Path], AbstractContextManager[httpx.Client]]


@contextmanager
def _serving(path: Path) -> Iterator[httpx.Client]:
    command = [sys.executable, "-c", SERVE, "serve", "--store", str(path), "--port", "0", "--workers", "2"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
            url = next(found[1] for found in addresses if found)
            with httpx.Client(base_url=url, timeout=60) as client:
                yield client
        finally:
            process.terminate()


@pytest.fixture(scope="session")
def serving() -> Serving:
    """Serve the store at a path; the client has the address of the server."""
    return _serving


@pytest.fixture(scope="session")
def http(packaged_path: Path) -> Iterator[httpx.Client]:
    """A client of a server over the packaged facts."""
    with _serving(packaged_path) as client:
        yield client
