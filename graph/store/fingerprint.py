"""The fingerprint of a set of quads: the same for the same data, in whatever order they came.

The sum of the SHA-256 of each line of N-Quads, modulo 2 to the power of 256. What is added or removed changes
it without reading the rest; `fingerprint_of` reads everything, and must come to the same.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from tempfile import TemporaryFile

import pyoxigraph
from pyoxigraph import RdfFormat

_MODULUS = 2**256
_VERSION = 16  # digits of a version, hexadecimal


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """The number of quads, and the sum of the hashes of their lines."""

    quads: int = 0
    total: int = 0

    def __add__(self, other: "Fingerprint") -> "Fingerprint":
        """Return the fingerprint of both sets, which have no quad in common."""
        return Fingerprint(self.quads + other.quads, (self.total + other.total) % _MODULUS)

    def __sub__(self, other: "Fingerprint") -> "Fingerprint":
        """Return the fingerprint of the first set without the second one, which is a part of it."""
        return Fingerprint(self.quads - other.quads, (self.total - other.total) % _MODULUS)

    @property
    def digits(self) -> str:
        """The sum as 64 hexadecimal digits."""
        return f"{self.total:064x}"

    @property
    def version(self) -> str:
        """The version of the data: the first 16 of the digits."""
        return self.digits[:_VERSION]


def of_lines(lines: Iterable[bytes]) -> Fingerprint:
    """The fingerprint of lines of N-Quads, each with its line feed, none of them twice."""
    hashes = [int.from_bytes(sha256(line).digest()) for line in lines]
    return Fingerprint(len(hashes), sum(hashes) % _MODULUS)


def fingerprint_of(store: pyoxigraph.Store) -> Fingerprint:
    """The fingerprint of all that a store holds, read anew."""
    found, batch = Fingerprint(), list[bytes]()
    with TemporaryFile() as file:
        store.dump(file, format=RdfFormat.N_QUADS)
        file.seek(0)
        while batch := file.readlines(2**24):
            found += of_lines(batch)
    return found


def sorted_lines(store: pyoxigraph.Store) -> list[bytes]:
    """All quads as lines of N-Quads, sorted; the data has no blank nodes, so the order is canonical."""
    with TemporaryFile() as file:  # in memory it would stand there twice
        store.dump(file, format=RdfFormat.N_QUADS)
        file.seek(0)
        return sorted(file)
