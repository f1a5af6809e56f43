"""What is to be loaded: which files the paths stand for, and in which format each of them is."""

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from graph import iri
from graph.errors import BadRequest
from graph.loaders import LOADERS, InputFile, Loader
from graph.loaders.publishers import PUBLISHERS, Publisher
from graph.records import Source

ANY = "any"  # the format of each file is found by its content
FORMATS = tuple(sorted({*LOADERS, *PUBLISHERS}))


@dataclass(frozen=True, slots=True)
class Input:
    """A file to load: its format (a key of `LOADERS` or `PUBLISHERS`) and path, and what it is as a source.

    The graph keeps what only this file says under `source`; by default that is the name of the file.
    """

    format: str
    path: Path
    source: str = ""
    title: str = ""
    publisher: str = "not stated"

    @property
    def publisher_format(self) -> Publisher | None:
        """The format of a publisher in which the file is; `None` where it is in one of ours.

        Tables of states of ours and of the systems of political science have one name, and other columns.
        """
        format_ = PUBLISHERS.get(self.format)
        if format_ and self.format in LOADERS and not format_.recognises(InputFile.at(self.path).head()):
            return None
        return format_

    @property
    def source_id(self) -> str:
        """The id of a file of a publisher as a source: the format and the name of the file, as `untc-4-1`.

        A newer file of the same name is the same source.
        """
        if self.source:
            return self.source
        stem, _, ending = self.path.name.partition(".")
        format_ = PUBLISHERS.get(self.format)
        parts = dict(format_.parts) if format_ else {}
        part = parts.get(f".{ending.removesuffix('.gz')}", "")
        name = _plain(f"{part} {stem}" if part else stem)
        return name if name.startswith(f"{self.format}-") else f"{self.format}-{name}"


def file_source(input_: Input) -> Source:
    """A file in a format of ours, as the source of what only it says."""
    name = input_.source or _plain(input_.path.stem)
    return Source(
        id=f"{iri.FILES}{name}",
        title=input_.title or f"{input_.path.name}, a file in the format “{input_.format}”",
        publisher=input_.publisher,
        tier="compilation",
        note="A file that was loaded. Its graph holds what only the file says; what it reports from named "
        "sources stands in their graphs.",
    )


def _plain(name: str) -> str:
    return re.sub(r"[\W_]+", "-", name.lower()).strip("-") or "unnamed"


@dataclass(frozen=True, slots=True)
class Found:
    """The files that paths stand for, and those in a folder that no format recognises."""

    inputs: tuple[Input, ...]
    unrecognised: tuple[Path, ...]


def find_inputs(format_: str, paths: Sequence[Path], source: str = "") -> Found:
    """The files to load; of a folder, all in it that are in the format (`any`: in one of the formats).

    Raises `BadRequest` where a file is in no format, a folder holds nothing to load, or two files would be
    one source.
    """
    inputs, passed = list[Input](), list[Path]()
    for path in paths:
        found = [_input(format_, file, source, named=not path.is_dir()) for file in _files(path)]
        inputs += [input_ for input_ in found if input_]
        passed += [file for file, input_ in zip(_files(path), found, strict=True) if input_ is None]
    if not inputs:
        raise BadRequest(f"There is nothing in the format “{format_}” in {', '.join(map(str, paths))}.")
    _refuse_one_source_twice(inputs)
    return Found(tuple(inputs), tuple(passed))


def _refuse_one_source_twice(inputs: Sequence[Input]) -> None:
    """Raise `BadRequest` where two files would be the same source: the second would replace the first."""
    first: dict[str, Path] = {}
    for input_ in inputs:
        id_, path = input_.source_id, input_.path
        if input_.publisher_format and first.setdefault(id_, path) is not path:
            raise BadRequest(
                f"{first[id_]} and {path} would be one source, {id_}: the second would replace the first. "
                "Give one another name, or load each with its --source-id."
            )


def _files(path: Path) -> list[Path]:
    return sorted(file for file in path.rglob("*") if file.is_file()) if path.is_dir() else [path]


def _input(format_: str, file: Path, source: str, *, named: bool) -> Input | None:
    """The file as it is to be loaded; `None` where it stands in a folder and is something else."""
    if named and format_ != ANY:
        return Input(format_, file, source)
    head = InputFile.at(file).head()
    recognised = next((name for name in _names(format_) if _recognises(name, head)), None)
    if named and recognised is None:
        raise BadRequest(f"{file} is in no format that Depositary knows: {', '.join(FORMATS)}.")
    return Input(recognised, file, source) if recognised else None


def _names(format_: str) -> Iterator[str]:
    """The formats to try: our own first, then those of publishers in the order of their registration."""
    yield from ((*LOADERS, *PUBLISHERS) if format_ == ANY else (format_,))


def _recognises(name: str, head: bytes) -> bool:
    formats: list[Loader | Publisher | None] = [LOADERS.get(name), PUBLISHERS.get(name)]
    return any(format_.recognises(head) for format_ in formats if format_)
