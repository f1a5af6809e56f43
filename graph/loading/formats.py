"""Every format that can be loaded, as it is shown to those who load."""

from dataclasses import dataclass
from importlib.resources import files
from pathlib import Path

from graph.loaders import LOADERS, Loader
from graph.loaders.publishers import PUBLISHERS, Publisher

_OURS = "Depositary"
_LICENCE = "that of who wrote the file; the packaged facts CC BY 4.0"


@dataclass(frozen=True, slots=True)
class Format:
    """A format: who publishes files in it, how far they are trusted, under which licence, and an example.

    `example` is the path of a small file that can be loaded.
    """

    name: str
    description: str
    suffixes: tuple[str, ...]
    publisher: str
    tier: str
    licence: str
    url: str
    example: str


def formats() -> list[Format]:
    """All formats: ours first, then those of publishers."""
    return [*map(_ours, LOADERS.values()), *map(_published, PUBLISHERS.values())]


def example_folder() -> Path:
    """Where the small files lie that show the formats of publishers."""
    return Path(str(files("graph").joinpath("data/examples")))


def _ours(loader: Loader) -> Format:
    example = str(files("graph").joinpath("data", loader.example))
    return Format(
        loader.name, loader.description, loader.suffixes, _OURS, "compilation", _LICENCE, "", example
    )


def _published(publisher: Publisher) -> Format:
    return Format(
        publisher.name,
        publisher.description,
        publisher.suffixes,
        publisher.publisher,
        publisher.tier,
        publisher.licence,
        publisher.url,
        str(example_folder() / publisher.example),
    )
