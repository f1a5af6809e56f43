"""Answers that are asked again: kept as long as the data are the same, and as there is room."""

from dataclasses import dataclass

from cachetools import LRUCache

from graph.store.exchange import Answer, Query

_ENTRY = 500  # bytes that an entry takes beside its body and its question
_SHARE = 16  # no answer takes more than this part of the room
_CHEAP = 0.001  # seconds below which an answer has to be asked for again to be kept, where many are kept
_REMEMBERED = 10_000  # questions with cheap answers


@dataclass(frozen=True, slots=True)
class Kept:
    """An answer that was given, the version of the data that gave it, and the bytes that keeping it takes."""

    body: bytes
    gzip: bool
    version: str
    room: int


class AnswerCache:
    """The answers of one version of the data, by query, data set and format; the least used ones go first.

    Where there are many, most cheap questions are never asked again: to keep them all would cost time and
    room for nothing.
    """

    def __init__(self, limit: int) -> None:
        self.limit = limit
        self.hits = self.misses = 0
        self._version = ""
        self._asked, self._asked_before = set[int](), set[int]()  # hashes of questions with cheap answers
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

    def keep(self, query: Query, body: bytes, answer: Answer) -> None:
        """Keep the body of an answer from the current version of the data; those of another version go."""
        if answer.version != self._version:
            self._answers.clear()
            self._version = answer.version
        share = self.limit // _SHARE
        if answer.seconds < _CHEAP and self.size > share and not self._is_asked_again(query):
            return
        room = len(body) + len(query.text) + _ENTRY
        if room <= share:
            self._answers[query] = Kept(body, answer.gzip, answer.version, room)

    def _is_asked_again(self, query: Query) -> bool:
        question = hash(query)
        if question in self._asked or question in self._asked_before:
            return True
        self._asked.add(question)
        if len(self._asked) >= _REMEMBERED:
            self._asked, self._asked_before = set(), self._asked
        return False
