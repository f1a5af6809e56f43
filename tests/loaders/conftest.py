"""Small files in memory: the fixtures give the smallest file that has what a test needs."""

from collections.abc import Callable

import pytest

from graph.faults import Fault
from graph.loaders import LOADERS, InputFile
from graph.records import Read

ReadText = Callable[[str, str | bytes], list[Read | Fault]]


@pytest.fixture
def read_text() -> ReadText:
    """Read a text as a file of a format; the file is called as its format's example."""

    def read(format_: str, content: str | bytes) -> list[Read | Fault]:
        loader = LOADERS[format_]
        data = content.encode() if isinstance(content, str) else content
        return list(loader.read(InputFile(loader.example, data)))

    return read
