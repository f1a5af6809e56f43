"""A server over a store, for as long as a measurement lasts."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

COMMAND = Path(sys.executable).parent / "depositary"


@contextmanager
def served(store: Path) -> Iterator[str]:
    """The address of a server; it builds the store from the packaged facts where there is none."""
    command = [str(COMMAND), "serve", "--store", str(store), "--port", "0"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as server:
        try:
            assert server.stdout is not None
            line = next(line for line in server.stdout if line.startswith("Depositary is serving on"))
            yield line.split()[-1]
        finally:
            server.terminate()
