"""Running the HTTP application in this process, on a socket of our own."""

import asyncio
import logging
import resource
import signal
import socket
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from importlib.metadata import version
from pathlib import Path

import uvicorn

from api.app import Application, Options, create_app
from api.connection.admission import Admission
from api.connection.clients import Proxies
from api.connection.limits import ConnectionLimits
from api.connection.protocol import connections_under
from api.connection.repeats import Repeats
from api.served import Served
from api.settings import Limits
from api.telemetry.access import AccessLog
from api.telemetry.events import tell
from graph.errors import DepositaryError

BACKLOG = 2048  # connections that wait, as uvicorn has it
RESERVED = 512  # file descriptors for all the rest: the store, the workers, answers on their way
GRACE_SECONDS = 3.5  # what is being answered when the server is asked to end may take so much longer
CLOSING_SECONDS = 0.8  # for the workers to end, which are killed
LAST_SECONDS = 0.3  # for the answers that tell clients that their queries were ended
SWITCH_SECONDS = 0.0005  # after which a thread that computes lets the one go on that receives requests
STRICT_TRANSPORT = ("Strict-Transport-Security", "max-age=31536000")  # a year (RFC 6797)
_log = logging.getLogger(__name__)


class AddressInUse(DepositaryError):
    """Nothing can listen on that address."""


class _Server(uvicorn.Server):
    """Says when it is ready, and ends well, and soon, when it is asked to end."""

    def __init__(
        self, config: uvicorn.Config, app: Application, admission: Admission, ready: Callable[[], None]
    ) -> None:
        super().__init__(config)
        self._app = app
        self._admission = admission
        self._ready = ready
        self._at_once = asyncio.Event()

    async def startup(self, sockets: list[socket.socket] | None = None) -> None:
        """Start, then call `ready`."""
        await super().startup(sockets)
        if self.started:
            _tell_ready(self._app.state.served)
            self._ready()

    async def shutdown(self, sockets: list[socket.socket] | None = None) -> None:
        """Accept nothing more; wait for answers, end the queries that take longer, close what is left."""
        for server in self.servers:
            server.close()
        for each in sockets or []:
            each.close()
        for connection in list(self.server_state.connections):
            connection.shutdown()
        await self._until_empty(GRACE_SECONDS)
        await self._close_application()
        await self._until_empty(LAST_SECONDS)
        for connection in list(self.server_state.connections):
            connection.transport.abort()

    async def _close_application(self) -> None:
        """End the workers, and so what still runs."""
        try:
            async with asyncio.timeout(CLOSING_SECONDS):
                await self.lifespan.shutdown()
        except TimeoutError:
            _log.warning("The workers have not ended in %s seconds; not waiting for them.", CLOSING_SECONDS)

    @contextmanager
    def capture_signals(self) -> Iterator[None]:
        """End on a signal, at once on a second one; to end on request is no failure, so the status is 0."""
        loop, numbers = asyncio.get_running_loop(), (signal.SIGINT, signal.SIGTERM)
        for number in numbers:
            loop.add_signal_handler(number, self._asked_to_end)
        try:
            yield
        finally:
            for number in numbers:
                loop.remove_signal_handler(number)

    def _asked_to_end(self) -> None:
        if self.should_exit:
            self._at_once.set()
        self.should_exit = True
        if self.started:
            self._app.state.watch.stop()

    async def _until_empty(self, seconds: float) -> None:
        """Wait for all connections to close, so long at most, or until a second signal."""
        waits = [
            asyncio.create_task(self._admission.until_empty()),
            asyncio.create_task(self._at_once.wait()),
        ]
        await asyncio.wait(waits, timeout=seconds, return_when=asyncio.FIRST_COMPLETED)
        for wait in waits:
            wait.cancel()


def _tell_ready(served: Served) -> None:
    """Also whether the workers have no network: a system may not allow it to take theirs away."""
    generation, isolated = served.current.view.store.generation, served.pool.isolated
    tell(
        "ready",
        level=logging.INFO if isolated else logging.WARNING,
        version=generation.fingerprint.version,
        statements=generation.fingerprint.quads,
        isolated=isolated,
    )


def within_descriptors(limits: ConnectionLimits) -> ConnectionLimits:
    """The limits with no more connections than this process may open; it allows itself what it can."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = limits.connections + RESERVED
    if soft < wanted:
        soft = wanted if hard == resource.RLIM_INFINITY else min(wanted, hard)
        resource.setrlimit(resource.RLIMIT_NOFILE, (soft, hard))
    return replace(limits, connections=min(limits.connections, max(1, soft - RESERVED)))


def run(
    path: Path,
    listener: socket.socket,
    limits: Limits,
    options: Options,
    ready: Callable[[str], None],
) -> None:
    """Serve the store on a socket until SIGINT or SIGTERM; `ready` is called with the address.

    Raises `BadRequest` where the trusted proxies are no addresses or networks.
    """
    repeats = Repeats(limits.cache_bytes // 4)
    admission = Admission(within_descriptors(limits.connection), Proxies(options.trusted_proxies), repeats)
    app = create_app(path, limits, options)
    app.forgetting.append(repeats.clear)
    app.admission = admission
    config = uvicorn.Config(
        AccessLog(app) if options.access_log else app,
        http=connections_under(admission),
        ws="none",
        log_config=None,  # the log of the process is that of `api.telemetry`
        log_level="warning",
        access_log=False,
        server_header=False,
        proxy_headers=False,  # read by the connection, which counts requests before there is an application
        headers=[STRICT_TRANSPORT] if options.behind_tls else [],
        timeout_keep_alive=admission.limits.idle_seconds,
    )
    host, port = listener.getsockname()[:2]
    url = f"http://{f'[{host}]' if ':' in host else host}:{port}"
    tell("start", address=url, store=str(path), software=version("depositary"))
    sys.setswitchinterval(SWITCH_SECONDS)
    _Server(config, app, admission, lambda: ready(url)).run(sockets=[listener])
    tell("stop")


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
