"""What is deployed fits what the program does: units, images, and the guide for operators."""

import configparser
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import get_args

import click
import pytest

from api import server
from api.commands import cli
from graph.workers.running import Outcome
from tests.conftest import REPOSITORY
from tests.operations.conftest import OPERATOR, SERVE, Serve
from tests.operations.test_operations_metrics import EXPECTED

DEPLOY = REPOSITORY / "deploy"
UNIT = (DEPLOY / "depositary.service").read_text(encoding="utf-8")
DOCKERFILE = (DEPLOY / "Dockerfile").read_text(encoding="utf-8")
GUIDE = (REPOSITORY / "docs" / "guides" / "operations.md").read_text(encoding="utf-8")
EVENT = re.compile(r'tell(?:_query)?\(\s*f?"([a-z{}-]+)"')


def directives() -> dict[str, str]:
    parser = configparser.RawConfigParser(strict=False)
    parser.optionxform = str  # type: ignore[assignment,method-assign]  # names are written in both cases
    parser.read_string(UNIT)
    return dict(parser["Service"])


def options(command: str) -> dict[str, click.Option]:
    found = cli.commands[command].params
    return {name: each for each in found if isinstance(each, click.Option) for name in each.opts}


def test_the_unit_waits_for_the_server_to_end() -> None:
    service = directives()
    longest = server.GRACE_SECONDS + server.CLOSING_SECONDS + server.LAST_SECONDS
    assert longest <= 5 < float(service["TimeoutStopSec"])
    assert service["KillMode"] == "mixed"  # or the workers would end before their answers
    assert set(service["RestrictNamespaces"].split()) == {"user", "net"}
    assert service["OOMPolicy"] == "continue"


def test_the_unit_calls_options_that_exist() -> None:
    program, command, *rest = directives()["ExecStart"].split()
    assert (Path(program).name, command) == ("depositary", "serve")
    assert {option for option in rest if option.startswith("--")} <= options("serve").keys()


def test_the_environment_is_that_of_the_commands() -> None:
    named = set(re.findall(r"^#?([A-Z_]+)=", (DEPLOY / "depositary.env").read_text(), re.MULTILINE))
    named |= set(re.findall(r"DEPOSITARY_[A-Z_]+", UNIT + DOCKERFILE))
    read = {option.envvar for option in options("serve").values() if option.envvar}
    assert named == read | {"DEPOSITARY_WRITE_TOKEN", "DEPOSITARY_OPTIONS"}


def test_systemd_accepts_the_unit(tmp_path: Path) -> None:
    """With a program and a user that exist: systemd looks for both."""
    if shutil.which("systemd-analyze") is None:
        pytest.skip("systemd-analyze is absent; install Debian's package systemd")
    unit = UNIT.replace("/opt/depositary/bin/depositary", sys.executable)
    unit = unit.replace("User=depositary", "User=root").replace("Group=depositary", "Group=root")
    (tmp_path / "depositary.service").write_text(unit)
    done = subprocess.run(
        ["systemd-analyze", "verify", str(tmp_path / "depositary.service")],
        capture_output=True,
        text=True,
        check=False,
    )
    ours = [line for line in done.stderr.splitlines() if "depositary" in line]
    assert (done.returncode, ours) == (0, [])


def test_the_image_has_what_the_package_needs_and_runs_without_privileges() -> None:
    copied = [line.split()[1:-1] for line in DOCKERFILE.splitlines() if re.match(r"COPY (?!--from)", line)]
    sources = {source for line in copied for source in line}
    assert all((REPOSITORY / source).exists() for source in sources)
    project = (REPOSITORY / "pyproject.toml").read_text(encoding="utf-8")
    packages = re.search(r'^packages = \["(.*)"\]', project, re.MULTILINE)
    assert packages
    assert sources >= {*packages[1].split('", "'), "pyproject.toml", "README.md", "LICENSE", "LICENSE-DATA"}
    ignored = (DEPLOY / "Dockerfile.dockerignore").read_text().splitlines()
    assert {line[1:] for line in ignored if line.startswith("!")} == sources
    assert "USER 10001:10001" in DOCKERFILE.rpartition("FROM ")[2]
    assert "HEALTHCHECK" in DOCKERFILE
    (command,) = re.findall(r"^CMD \[(.*)\]", DOCKERFILE, re.MULTILINE)
    used = {word.strip('" ') for word in command.split(",") if word.strip().startswith('"--')}
    assert used <= options("serve").keys()


def test_the_guide_names_every_metric_and_no_other() -> None:
    named = set(re.findall(r"\bdepositary_[a-z_]+", GUIDE)) | {"process_cpu_seconds_total"}
    ours = {name for name in EXPECTED if name.startswith("depositary_")}
    assert {name.removesuffix("_total") for name in named} == ours | {"process_cpu_seconds"}
    assert set(get_args(Outcome)) <= set(re.findall(r"[a-z-]+", GUIDE))


def test_the_guide_names_every_event() -> None:
    sources = (path.read_text(encoding="utf-8") for path in (REPOSITORY / "api").rglob("*.py"))
    events = {event for source in sources for event in EVENT.findall(source)} - {"write-{outcome}"}
    events |= {"write-refused", "write-failed", "message", "output", "log-lost"}
    table = GUIDE.partition("| event |")[2].partition("\n\n")[0]
    named = {name for row in table.splitlines()[2:] for name in re.findall(r"`([a-z-]+)`", row.split("|")[1])}
    assert named == events


def test_the_guide_calls_commands_and_options_that_exist() -> None:
    for words in re.findall(r"^\$ (?:\S*/)?depositary (.*?)(?:#.*)?$", GUIDE, re.MULTILINE):
        command, *rest = words.split()
        assert {word for word in rest if word.startswith("--")} <= options(command).keys()
    mentioned = {word for word in re.findall(r"`(--[a-z-]+)", GUIDE) if word != "--memory"}
    assert mentioned <= options("serve").keys() | options("restore").keys()


@pytest.fixture
def without_networks(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is started from here on can make no network namespaces."""
    forbid = ["unshare", "--user", "--map-root-user", "sh", "-c"]
    forbidding = [*forbid, 'echo 0 > /proc/sys/user/max_net_namespaces && exec "$@"', "sh"]
    if shutil.which("unshare") is None or subprocess.run([*forbidding, "true"], check=False).returncode:
        pytest.skip("no user namespace can be made here")
    monkeypatch.setattr("tests.operations.conftest.LAUNCH", (*forbidding, sys.executable, "-c", SERVE))


@pytest.mark.usefixtures("without_networks")
def test_workers_that_keep_their_network_are_told(empty: Path, serve: Serve) -> None:
    with serve(empty) as running:
        (ready,) = running.events("ready")
        assert (ready["isolated"], ready["level"]) == (False, "warning")
        assert "depositary_workers_isolated 0.0" in running.client.get("/metrics").text
        assert running.client.get("/running", headers=OPERATOR).status_code == 200
        refused = running.client.get("/sparql", params={"query": "ASK { SERVICE <http://localhost/> {} }"})
        assert refused.status_code == 403


def test_the_guide_is_for_a_store_on_a_path_that_the_unit_has() -> None:
    assert f"--store {directives()['Environment'].partition('=')[2]}" in GUIDE
    assert os.path.isabs(directives()["Environment"].partition("=")[2])  # noqa: PTH117 - of another machine
