"""What the README shows works, and what works is in the README."""

import os
import re
import shlex
import subprocess
import sys
from pathlib import Path

import httpx
import pytest

from api.commands import cli

REPOSITORY = Path(__file__).parents[2]
README = (REPOSITORY / "README.md").read_text(encoding="utf-8")
COMMANDS = re.findall(r"^\$ \.venv/bin/depositary (.+?)(?:\s+#.*)?$", README, re.MULTILINE)
OWN_FILES = ("my_", "notice.csv")  # files that only a reader has
ADDRESSES = re.findall(r"http://127\.0\.0\.1:8000(/[^\s\x27]*)", README)


@pytest.mark.parametrize("command", [c for c in COMMANDS if not any(own in c for own in OWN_FILES)])
def test_commands_run_as_printed(command: str, packaged_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *shlex.split(command)],
        env={**os.environ, "DEPOSITARY_STORE": str(packaged_path)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert (done.returncode, done.stderr) == (0, "")
    assert done.stdout


@pytest.mark.parametrize("address", [a for a in ADDRESSES if a != "/sparql"])
def test_addresses_answer(address: str, http: httpx.Client) -> None:
    assert http.get(address, follow_redirects=True).status_code == 200


def test_the_query_of_the_readme_gives_the_rows_of_the_readme(http: httpx.Client) -> None:
    query = README[README.index("    PREFIX dep:") : README.index("GROUP BY ?status ORDER BY ?status")]
    query += "GROUP BY ?status ORDER BY ?status"
    answer = http.post("/sparql", data={"query": query}, headers={"Accept": "text/csv"})
    assert answer.text.replace("\r\n", "\n") in README


def test_the_example_of_a_status_is_what_is_printed(packaged_path: Path) -> None:
    shown = README[README.index("  signatory\n") : README.index("     (day not verified)\n…")]
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *shlex.split(COMMANDS[0])],
        env={**os.environ, "DEPOSITARY_STORE": str(packaged_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown in done.stdout


def test_the_example_of_a_headline_is_what_is_printed(packaged_path: Path) -> None:
    shown = README[README.index("  CONTRADICTED\n") : README.index("become a party to the treaty.\n…")]
    command = next(each for each in COMMANDS if each.startswith("verify Russia"))
    done = subprocess.run(
        [sys.executable, "-c", "from api.cli import main; main()", *shlex.split(command)],
        env={**os.environ, "DEPOSITARY_STORE": str(packaged_path)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert shown in done.stdout


@pytest.mark.parametrize("name", sorted(cli.commands))
def test_every_command_is_documented(name: str) -> None:
    assert re.search(rf"`[^`]*\b{name}\b", README)


def test_every_route_is_documented(http: httpx.Client) -> None:
    paths = http.get("/openapi.json").json()["paths"]
    stems = {re.sub(r"\{(path|suffix)\}", "", path) for path in paths}
    assert [stem for stem in sorted(stems) if f"`{stem}" not in README] == []
