"""What `docs/guides/harvesting.md` shows is what happens."""

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from graph.loaders.harvest_plan import Plan
from queries.catalogue import harvest_queries
from tests.clients.conftest import serving
from tests.clients.test_clients_guide import pattern

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "harvesting.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"
BLOCKS = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)


@pytest.fixture(scope="module")
def folder(few_acts_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where all commands of the page run, beside a store."""
    path = tmp_path_factory.mktemp("guide")
    shutil.copytree(few_acts_path, path / "store")
    return path


@pytest.fixture(scope="module")
def address(folder: Path) -> Iterator[str]:
    """Address of a server over the store of that folder."""
    with serving(folder) as url:
        yield url


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_commands_print_what_stands_below_them(block: str, address: str, folder: Path, cache: Path) -> None:
    """A command is all from its `$` to the end of its here-document, or of its line."""
    commands = re.findall(r"^\$ (.*<<'END'\n(?:.*\n)*?END|.*)\n((?:(?!\$ ).*\n)*)", block, re.MULTILINE)
    assert commands
    for command, printed in commands:
        done = subprocess.run(
            ["bash", "-euc", command.replace(ADDRESS, address).replace("s/8000/9/", f"s/{port(address)}/9/")],
            cwd=folder,
            env={
                **os.environ,
                "PATH": f"{Path(sys.executable).parent}:{os.environ['PATH']}",
                "XDG_CACHE_HOME": str(cache),
            },
            capture_output=True,
            text=True,
            check=True,
            timeout=60,
        )
        found = re.sub(r"[\r\n]+", "\n", done.stdout).strip()
        assert pattern(printed.replace(ADDRESS, address)).fullmatch(found), found


def port(address: str) -> str:
    return address.rpartition(":")[2]


def test_keys_and_queries_of_the_tables_are_all_there_are() -> None:
    rows = re.findall(r"^\| (`.+?) \|", GUIDE, re.MULTILINE)
    named = {name for row in rows for name in re.findall(r"`([\w-]+)`", row)} - {"query"}
    assert named == ({*Plan.__dataclass_fields__} - {"query"}) | {*harvest_queries()}


def test_defaults_are_as_the_table_says() -> None:
    plan = Plan("http://a/", "", "", "", "")
    stated = dict(re.findall(r"^\| (`\w+`(?:, `\w+`)*) \|.*\| ([^|]+) \|$", GUIDE, re.MULTILINE))
    for keys, values in stated.items():
        for key, value in zip(re.findall(r"\w+", keys), values.split(", "), strict=False):
            if value.isdecimal():
                assert getattr(plan, key) == int(value), key
