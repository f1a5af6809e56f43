"""Where the lines of the log leave: by a thread of their own, so that nobody waits for who reads them.

A reader of the log that has stopped reading would otherwise stop the server: a pipe takes 64 KB. Lines that
find no room are counted, and the next line that does tells how many were lost.
"""

import logging
import os
import queue
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress

from api.telemetry.lines import JsonLines, TextLines

ROOM = 10_000  # lines that wait
_STDERR = 2
_LONGEST = 2**13  # bytes of a line that another program writes
_LAST_SECONDS = 0.5  # for the last lines to leave
_OURS = ("api", "graph")  # loggers of which information is shown, of others warnings


class Outlet(logging.Handler):
    """Writes records to a file descriptor, which it closes in the end."""

    def __init__(self, descriptor: int, lines: logging.Formatter) -> None:
        super().__init__()
        self.setFormatter(lines)
        self._descriptor = descriptor
        self._waiting = queue.Queue[bytes | None](ROOM)
        self._lost = 0
        self._thread = threading.Thread(target=self._write, name="log", daemon=True)
        self._thread.start()

    def emit(self, record: logging.LogRecord) -> None:
        """Have a record written; called under the lock of the handler."""
        try:
            if self._lost and self._put(self._loss()):
                self._lost = 0
            if not self._put(record):
                self._lost += 1
        except Exception:  # noqa: BLE001 - a record that cannot be formatted must not end who logs it
            self.handleError(record)

    def end(self) -> None:
        """Write what waits, for half a second at most."""
        with suppress(queue.Full):
            self._waiting.put_nowait(None)
        self._thread.join(_LAST_SECONDS)

    def _put(self, record: logging.LogRecord) -> bool:
        try:
            self._waiting.put_nowait((self.format(record) + "\n").encode("utf-8", "backslashreplace"))
        except queue.Full:
            return False
        return True

    def _loss(self) -> logging.LogRecord:
        fields = {"fields": {"lines": self._lost}}
        return logging.makeLogRecord(
            {
                "name": __name__,
                "levelno": logging.WARNING,
                "levelname": "WARNING",
                "msg": "log-lost",
                **fields,
            }
        )

    def _write(self) -> None:
        while (line := self._waiting.get()) is not None:
            with suppress(OSError):  # nobody is there any more
                while line:
                    line = line[os.write(self._descriptor, line) :]
        os.close(self._descriptor)


@contextmanager
def logged(form: str | None) -> Iterator[None]:
    """Log to the standard error, as `json` or as `text`; without either as text where it is a terminal.

    Whatever else is written there meanwhile, by libraries or by workers, becomes events “output” of the log.
    """
    outside = os.dup(_STDERR)
    outlet = Outlet(outside, TextLines() if (form or _form(outside)) == "text" else JsonLines())
    try:
        with _configured(outlet), _captured():
            yield
    finally:
        outlet.end()


def _form(descriptor: int) -> str:
    return "text" if os.isatty(descriptor) else "json"


@contextmanager
def _configured(outlet: Outlet) -> Iterator[None]:
    """Send all records to the outlet, and those of no other handler."""
    root = logging.getLogger()
    former, root.handlers = root.handlers, [outlet]
    levels = {name: logging.getLogger(name).level for name in _OURS}
    for name in _OURS:
        logging.getLogger(name).setLevel(logging.INFO)
    logging.captureWarnings(capture=True)
    try:
        yield
    finally:
        logging.captureWarnings(capture=False)
        for name, level in levels.items():
            logging.getLogger(name).setLevel(level)
        root.handlers = former


@contextmanager
def _captured() -> Iterator[None]:
    """Make lines on the standard error, of this process and of those it starts, records of the log."""
    outside, (reading, writing) = os.dup(_STDERR), os.pipe()
    os.dup2(writing, _STDERR)
    os.close(writing)
    reader = threading.Thread(target=_read, args=(reading,), name="log-output", daemon=True)
    reader.start()
    try:
        yield
    finally:
        sys.stderr.flush()
        os.dup2(outside, _STDERR)
        os.close(outside)
        reader.join(_LAST_SECONDS)


def _read(descriptor: int) -> None:
    log = logging.getLogger(__name__)
    with os.fdopen(descriptor, "rb") as lines:
        while line := lines.readline(_LONGEST):
            text = line.decode("utf-8", "backslashreplace").rstrip("\r\n")
            log.warning("output", extra={"fields": {"text": text}})
