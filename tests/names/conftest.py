"""The names of the packaged facts, read once: the resolver that the tests of this folder ask."""

import csv
from collections.abc import Mapping
from datetime import date
from importlib.resources import files
from pathlib import Path

import pytest

from graph.loaders import LOADERS, InputFile
from graph.names import Meaning, Names, TreatyName
from graph.records import Read, State

SOURCES = Path(__file__).parents[3] / "shared" / "sources"
TREATIES = (
    TreatyName("rome-statute", "Rome Statute of the International Criminal Court", ("XVIII-10", "I-38544")),
    TreatyName("vclt", "Vienna Convention on the Law of Treaties", ("XXIII-1", "I-18232")),
    TreatyName("vccr", "Vienna Convention on Consular Relations", ("III-6",)),
    TreatyName("paris-agreement", "Paris Agreement", ("XXVII-7-d",)),
    TreatyName("echr", "Convention for the Protection of Human Rights and Fundamental Freedoms", ("005",)),
)


def packaged_states() -> list[State]:
    content = (files("graph") / "data" / "states.csv").read_bytes()
    reads = LOADERS["states"].read(InputFile("states.csv", content))
    return [read.record for read in reads if isinstance(read, Read) and isinstance(read.record, State)]


STATES = packaged_states()
NAMES = Names(STATES, TREATIES)


def meant(name: str, on: str | None = None) -> Meaning:
    """Who is meant by a name on a day in ISO 8601."""
    return NAMES.meaning(name, date.fromisoformat(on) if on else None)


def table(file: str) -> list[Mapping[str, str]]:
    """Rows of a packaged table."""
    text = (files("graph") / "data" / file).read_text("utf-8")
    return list(csv.DictReader(text.splitlines()))


@pytest.fixture(scope="session")
def sources() -> Path:
    """The folder of publishers' files, which is not part of the project."""
    if not SOURCES.exists():
        pytest.skip(f"{SOURCES} is absent")
    return SOURCES
