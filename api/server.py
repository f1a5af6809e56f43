"""Running the HTTP application in this process, on a socket of our own."""

import socket
from collections.abc import Callable
from pathlib import Path

import uvicorn

from api.app import create_app
from api.settings import Limits
from graph.errors import DepositaryError
from graph.store.limits import QueryLimits


class AddressInUse(DepositaryError):
    """Nothing can listen on that address."""


class _Server(uvicorn.Server):
    """Says when it is ready."""

    def __init__(self, config: uvicorn.Config, ready: Callable[[], None]) -> None:
        super().__init__(config)
        self._ready = ready

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call `ready`."""
        await super().startup(sockets)
        if self.started:
            self._ready()


def run(path: Path, host: str, port: int, workers: int, timeout: float, ready: Callable[[str], None]) -> None:
    """Serve until interrupted; `ready` is called with the address. Raises `AddressInUse`."""
    limits = Limits(query=QueryLimits(workers=workers, seconds=timeout))
    listener = _listen(host, port)
    url = f"http://{f'[{host}]' if ':' in host else host}:{listener.getsockname()[1]}"
    config = uvicorn.Config(
        create_app(path, limits),
        log_level="warning",
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=5,
    )
    _Server(config, lambda: ready(url)).run(sockets=[listener])


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    listener = socket.socket(family)
    listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
    try:
        listener.bind((host, port))
    except OSError as error:
        listener.close()
        raise AddressInUse(
            f"Nothing can listen on {host}:{port}: {error.strerror}. Choose another with --port "
            "(with make: PORT=8001 make run)."
        ) from None
    return listener
