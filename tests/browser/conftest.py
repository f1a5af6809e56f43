"""Chromium without a window, spoken to by the DevTools protocol over a pipe, and a server for it to visit."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

import pytest

SERVE = "from api.cli import main; main()"
FLAGS = (
    "--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-sync",
    "--disable-background-networking", "--disable-component-update", "--remote-debugging-pipe",
)  # fmt: skip
FAULTS = {"Runtime.exceptionThrown", "Runtime.consoleAPICalled", "Log.entryAdded"}


class Browser:
    """One page. `faults` collects what the console would show."""

    def __init__(self, to: int, back: int) -> None:
        self._to = os.fdopen(to, "wb", buffering=0)
        self._back = os.fdopen(back, "rb")
        self._number = 0
        self._session = ""
        self._events: list[str] = []
        self.faults: list[Any] = []
        target = self.call("Target.createTarget", url="about:blank")["targetId"]
        self._session = self.call("Target.attachToTarget", targetId=target, flatten=True)["sessionId"]
        for domain in ("Page", "Runtime", "Log"):
            self.call(f"{domain}.enable")

    def call(self, method: str, **parameters: Any) -> Any:
        """The result of a command; events that come first are kept."""
        self._number += 1
        message = {"id": self._number, "method": method, "params": parameters}
        session = {"sessionId": self._session} if self._session else {}
        self._to.write(json.dumps(message | session).encode() + b"\0")
        while (answer := self._next()).get("id") != self._number:
            self._note(answer)
        assert "error" not in answer, answer
        return answer["result"]

    def open(self, url: str) -> None:
        """Go to an address and wait until it is loaded."""
        self._events.clear()
        self.call("Page.navigate", url=url)
        self.wait("Page.loadEventFired")

    def wait(self, event: str) -> None:
        """Wait for an event of the page."""
        while event not in self._events:
            self._note(self._next())

    def submit(self, form: str, **values: str) -> None:
        """Fill the fields of a form, press its button, and wait for the next page."""
        self._events.clear()
        fields = "".join(
            f"form.elements[{json.dumps(n)}].value = {json.dumps(v)};" for n, v in values.items()
        )
        self.run(f"const form = document.querySelector({json.dumps(form)}); {fields} form.requestSubmit()")
        self.wait("Page.loadEventFired")

    def run(self, script: str) -> Any:
        """The value of a script in the page."""
        found = self.call("Runtime.evaluate", expression=f"(() => {{ {script} }})()", returnByValue=True)
        return found["result"].get("value")

    def value(self, expression: str) -> Any:
        """The value of an expression in the page."""
        return self.run(f"return {expression}")

    def close(self) -> None:
        """End the program."""
        with suppress(BrokenPipeError, ValueError):
            self._session = ""
            self.call("Browser.close")
        self._to.close()
        self._back.close()

    def _next(self) -> dict[str, Any]:
        content = bytearray()
        while (byte := self._back.read(1)) != b"\0":
            assert byte, "Chromium has gone"
            content += byte
        message: dict[str, Any] = json.loads(content)
        return message

    def _note(self, message: dict[str, Any]) -> None:
        method = message.get("method", "")
        self._events.append(method)
        if method in FAULTS:
            self.faults.append(message["params"])


@pytest.fixture(scope="session")
def program(chromium: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Browser]:
    """A running Chromium; the protocol uses descriptors 3 and 4 of the program."""
    (read_here, write_there), (read_there, write_here) = os.pipe(), os.pipe()
    profile = tmp_path_factory.mktemp("profile")
    command = [chromium, *FLAGS, f"--user-data-dir={profile}", "about:blank"]
    started = ["bash", "-c", f'exec "$0" "$@" 3<&{read_there} 4>&{write_there}', *command]
    with subprocess.Popen(
        started, pass_fds=(read_there, write_there), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    ) as process:
        os.close(read_there)
        os.close(write_there)
        browser = Browser(write_here, read_here)
        try:
            yield browser
        finally:
            browser.close()
            process.wait(timeout=30)


@pytest.fixture
def browser(program: Browser) -> Browser:
    """A page as wide as on a desk, in light, whose console is empty."""
    program.call(
        "Emulation.setDeviceMetricsOverride", width=1280, height=900, deviceScaleFactor=1, mobile=False
    )
    program.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": "light"}])
    program.faults.clear()
    return program


@pytest.fixture(scope="session")
def site(packaged_path: Path) -> Iterator[str]:
    """Address of a server over the packaged facts."""
    command = [sys.executable, "-c", SERVE, "serve", "--store", str(packaged_path), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            addresses = (re.search(r"serving on (http://\S+)", line) for line in process.stdout)
            yield next(found[1] for found in addresses if found)
        finally:
            process.terminate()
