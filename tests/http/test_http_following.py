"""A load by another process is served within a second, and nothing fails on the way."""

import csv
import io
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from importlib.resources import files
from pathlib import Path

import httpx

LOAD = "from api.cli import main; main()"
SECONDS = 1.0
Serving = Callable[[Path], AbstractContextManager[httpx.Client]]


def new_source(folder: Path, id_: str) -> Path:
    """A file with one more source, in the columns of the packaged ones."""
    text = files("graph.data").joinpath("sources.csv").read_bytes().decode()
    reader = csv.DictReader(io.StringIO(text, newline=""))
    row, columns = next(reader), reader.fieldnames or ()
    path = folder / "more_sources.csv"
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, columns)
        writer.writeheader()
        plain = {name: row[name] for name in ("publisher", "tier", "read_on")}
        writer.writerow({**plain, "id": id_, "title": "A source that came later"})
    return path


def load(store: Path, file: Path) -> None:
    command = [sys.executable, "-c", LOAD, "load", "sources", str(file), "--store", str(store)]
    subprocess.run(command, check=True, capture_output=True)


def version_within(http: httpx.Client, old: str, seconds: float) -> str:
    """Version that is served once it is another, or the old one after that many seconds."""
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        answer = http.get("/status?state=GMB&treaty=rome-statute")
        version = answer.headers["depositary-version"]
        assert (answer.status_code, answer.json()["version"]) == (200, version)
        if version != old:
            return version
    return old


def test_a_load_by_another_process_appears(store_path: Path, serving: Serving, tmp_path: Path) -> None:
    with serving(store_path) as http:
        before = http.get("/health").headers["depositary-version"]
        tag = http.get("/treaties").headers["etag"]
        assert http.get("/doc/document/came-later").status_code == 404
        load(store_path, new_source(tmp_path, "came-later"))
        after = version_within(http, before, SECONDS)
        assert after != before
        assert http.get("/doc/document/came-later.ttl").status_code == 200
        assert http.get("/treaties", headers={"If-None-Match": tag}).status_code == 200
        sparql = http.get("/sparql", params={"query": "ASK { ?s ?p 'A source that came later' }"})
        assert (sparql.headers["depositary-version"], sparql.json()["boolean"]) == (after, True)


def test_loading_the_same_again_changes_nothing(store_path: Path, serving: Serving, tmp_path: Path) -> None:
    file = new_source(tmp_path, "came-later")
    load(store_path, file)
    with serving(store_path) as http:
        before = http.get("/health").headers["depositary-version"]
        load(store_path, file)
        assert http.get("/health").headers["depositary-version"] == before
