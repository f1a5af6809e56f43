"""The command line in processes of its own, as a person or a script runs it."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path

import pytest

from api.cli import main

COMMAND = (sys.executable, "-c", "from api.cli import main; main()")
Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., str]
Start = Callable[..., AbstractContextManager[subprocess.Popen[str]]]
ENVIRONMENT = {
    key: value for key, value in os.environ.items() if not key.startswith(("DEPOSITARY", "PYTHON"))
}


def _run(
    *arguments: object, env: Mapping[str, str] | None = None, cwd: Path | None = None
) -> subprocess.CompletedProcess[str]:
    command = [*COMMAND, *(str(argument) for argument in arguments)]
    return subprocess.run(
        command,
        env=ENVIRONMENT | dict(env or {}),
        cwd=cwd,
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
    )


@contextmanager
def _start(*arguments: object) -> Iterator[subprocess.Popen[str]]:
    command = [*COMMAND, *(str(argument) for argument in arguments)]
    pipe = subprocess.PIPE
    with subprocess.Popen(
        command, env=ENVIRONMENT, stdout=pipe, stderr=pipe, text=True, start_new_session=True
    ) as process:
        try:
            yield process
        finally:
            process.kill()


@pytest.fixture(scope="session")
def run() -> Run:
    """Run `depositary` with these arguments to its end; any exit status is an answer."""
    return _run


@pytest.fixture(scope="session")
def start() -> Start:
    """Start `depositary` in a session of its own, as a terminal does; killed when it outlives the test."""
    return _start


@pytest.fixture
def run_here(capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run `depositary` in this process, which is quicker: for what one command prints and returns."""

    def run(*arguments: object, env: Mapping[str, str] | None = None) -> subprocess.CompletedProcess[str]:
        command = ["depositary", *(str(argument) for argument in arguments)]
        monkeypatch.setattr(sys, "argv", command)
        for name, value in (env or {}).items():
            monkeypatch.setenv(name, value)
        with pytest.raises(SystemExit) as ended:
            main()
        printed = capsys.readouterr()
        status = ended.value.code
        assert status is None or isinstance(status, int)
        return subprocess.CompletedProcess(command, status or 0, printed.out, printed.err)

    return run


@pytest.fixture
def ask(packaged_path: Path, run_here: Run) -> Ask:
    """What a command answers over the packaged facts."""

    def answer(*arguments: object) -> str:
        asked = run_here(*arguments, env={"DEPOSITARY_STORE": str(packaged_path)})
        assert (asked.returncode, asked.stderr) == (0, "")
        assert "\x1b" not in asked.stdout
        return asked.stdout

    return answer
