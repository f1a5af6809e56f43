"""What `docs/guides/sparql.md` shows is what happens."""

import os
import re
import shutil
import subprocess
from collections.abc import Iterator
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

import httpx
import pytest

from api.problems import PROBLEMS, STATUSES
from tests.clients.conftest import TOKEN, serving

GUIDE = (Path(__file__).parents[2] / "docs" / "guides" / "sparql.md").read_text(encoding="utf-8")
ADDRESS = "http://127.0.0.1:8000"
BLOCKS = re.findall(r"^```console\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
PROGRAMS = re.findall(r"^```python\n(.*?)^```\n\n```text\n(.*?)^```$", GUIDE, re.DOTALL | re.MULTILINE)
REFUSALS = re.findall(r"^\| (\d{3}) \| (`.+?`) \|", GUIDE, re.MULTILINE)


@pytest.fixture(scope="module")
def address(packaged_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Address of a server over the packaged facts, as `make run` starts it, with a token."""
    folder = tmp_path_factory.mktemp("guide")
    shutil.copytree(packaged_path, folder / "store")
    with serving(folder) as url:
        yield url


def pattern(printed: str) -> re.Pattern[str]:
    """What is printed, as a pattern in which `…` is anything."""
    return re.compile(re.escape(printed.strip()).replace("…", ".*"), re.DOTALL)


@pytest.mark.parametrize("block", BLOCKS, ids=range(len(BLOCKS)))
def test_commands_print_what_stands_below_them(block: str, address: str, tmp_path: Path) -> None:
    """The commands of a block share a folder; a command goes on where its quotes are open."""
    script = [part for part in re.split(r"^\$ ", block, flags=re.MULTILINE) if part]
    lines = [re.split(r"(?<=[^\\])\n(?! )", part, maxsplit=1) for part in script]
    commands = "\necho\n".join(command for command, *_ in lines)  # what is printed may end without a line end
    done = subprocess.run(
        ["bash", "-euc", commands.replace(ADDRESS, address)],
        cwd=tmp_path,
        env={**os.environ, "TOKEN": TOKEN},
        capture_output=True,
        text=True,
        check=True,
        timeout=60,
    )
    printed = "\n".join(output.strip() for _, *rest in lines for output in rest if output.strip())
    found = re.sub(r"[\r\n]+", "\n", done.stdout).strip()
    assert pattern(printed).fullmatch(found), found


@pytest.mark.parametrize(("program", "printed"), PROGRAMS)
def test_programs_print_what_stands_below_them(program: str, printed: str, address: str) -> None:
    with redirect_stdout(StringIO()) as out:
        exec(program.replace(ADDRESS, address), {})  # noqa: S102 - the program of our own page
    assert out.getvalue() == printed


@pytest.mark.parametrize(("status", "names"), REFUSALS)
def test_refusals_are_those_of_the_server(status: str, names: str) -> None:
    known = {(problem.name, problem.status) for problem in [*PROBLEMS.values(), *STATUSES.values()]}
    assert {(name, int(status)) for name in re.findall(r"`([\w-]+)`", names)} <= known


@pytest.mark.parametrize(("query", "column"), [("ASK {}", 0), ("DESCRIBE <a:a>", 3)])
def test_formats_come_by_each_of_their_names(query: str, column: int, address: str) -> None:
    table = GUIDE[GUIDE.index("| SELECT, ASK |") : GUIDE.index("The first of each column")]
    rows = [[cell.strip() for cell in line.strip("|").split("|")] for line in table.strip().split("\n")[2:]]
    for types, names in (row[column : column + 2] for row in rows):
        media_types = set(re.findall(r"`([\w.+-]+/[\w.+-]+)`", types))
        accepted = [(media_type, dict[str, str]()) for media_type in media_types]
        wanted = [("*/*", {"format": name}) for name in re.findall(r"`([\w-]+)`", names)]
        found = {asked(address, query, accept, wish) for accept, wish in [*accepted, *wanted]}
        assert found == media_types


def asked(address: str, query: str, accept: str, wish: dict[str, str]) -> str:
    """Media type of the answer."""
    answer = httpx.get(f"{address}/sparql", params={"query": query, **wish}, headers={"Accept": accept})
    return answer.headers["content-type"].partition(";")[0]


def test_the_guide_has_commands_and_programs() -> None:
    assert len(BLOCKS) > 8
    assert PROGRAMS
    assert len(REFUSALS) > 12
