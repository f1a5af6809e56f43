"""Running the HTTP application in this process, on a socket of our own."""

import signal
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import uvicorn
from uvicorn.server import HANDLED_SIGNALS

from api.app import create_app
from api.settings import Limits
from graph.errors import DepositaryError
from graph.store.limits import QueryLimits

BACKLOG = 2048  # connections that wait, as uvicorn has it


class AddressInUse(DepositaryError):
    """Nothing can listen on that address."""


class _Server(uvicorn.Server):
    """Says when it is ready, and ends well when it is asked to end."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call `ready`."""
        await super().startup(sockets)
        if self.started:
            self._ready()

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """Stop on a signal; it is not raised again afterwards, as to stop on request is no failure."""
        former = {number: signal.signal(number, self.handle_exit) for number in HANDLED_SIGNALS}
        try:
            yield
        finally:
            for number, handler in former.items():
                signal.signal(number, handler)


def run(
    path: Path, listener: socket.socket, workers: int, timeout: float, ready: Callable[[str], None]
) -> None:
    """Serve the store on a socket until SIGINT or SIGTERM; `ready` is called with the address."""
    limits = Limits(query=QueryLimits(workers=workers, seconds=timeout))
    config = uvicorn.Config(
        create_app(path, limits),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    host, port = listener.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    _Server(config, lambda: ready(url)).run(sockets=[listener])


def listen(host: str, port: int) -> socket.socket:
    """A socket that listens; connections wait until they are accepted. Raises `AddressInUse`."""
    listener = socket.socket(socket.AF_INET6 if ":" in host else socket.AF_INET)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
        listener.listen(BACKLOG)
    except OSError as error:
        listener.close()
        raise AddressInUse(
            f"Nothing can listen on {host}:{port}: {error.strerror}. Choose another with --port "
            "(with make: PORT=8001 make run)."
        ) from None
    return listener
