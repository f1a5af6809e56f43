"""Answers that are asked again: kept as long as the data are the same, and as there is room."""

from dataclasses import dataclass

from cachetools import LRUCache

from graph.store.exchange import Query

_ENTRY = 500  # bytes that an entry takes beside its body and its question
_SHARE = 16  # no answer takes more than this part of the room


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given, the version of the data that gave it, and the bytes that keeping it takes."""

    body: bytes
    gzip: bool
    version: str
    room: int


class AnswerCache:
    """The answers of one version of the data, by query, data set and format; the least used ones go first."""

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.hits = self.misses = 0
        self._version = ""
        self._answers: LRUCache[Query, Kept] = LRUCache(limit or 1, getsizeof=lambda kept: kept.room)

    @property
    def size(self) -> int:
        """Bytes that are held."""
        return int(self._answers.currsize)

    def __len__(self) -> int:
        """Return the number of answers."""
        return len(self._answers)

    def get(self, query: Query, version: str) -> Kept | None:
        """The answer of this version of the data, where it is kept."""
        kept = self._answers.get(query) if version == self._version else None
        if kept is None:
            self.misses += 1
        else:
            self.hits += 1
        return kept

    def keep(self, query: Query, body: bytes, version: str, *, gzip: bool) -> None:
        """Keep an answer of the current version of the data; those of another version go."""
        if version != self._version:
            self._answers.clear()
            self._version = version
        room = len(body) + len(query.text) + _ENTRY
        if room <= self.limit // _SHARE:
            self._answers[query] = Kept(body, gzip, version, room)
