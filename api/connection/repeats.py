"""Requests that are repeated byte by byte: their answers are written again without being read again.

A client that asks the same thing many times, or many clients of one kind, send the same bytes. What answered
them once answers them as long as the data are the same: it went through every check then, and every check
would come to the same now. Only complete requests without a body are kept, and only answers that were asked
for at least twice (`api.sparql.cache`).
"""

from cachetools import LRUCache

_LONGEST = 8 * 2**10  # bytes of a request
_LARGEST = 256 * 2**10  # bytes of an answer
_ENTRY = 300  # bytes that an entry takes beside both

Answer = tuple[bytes, bytes]  # status line and headers, then the body


class Repeats:
    """Answers by the bytes of their requests, within a limit; the least used ones go first."""

    def __init__(self, limit: int) -> None:
        self.hits = 0
        self._answers: LRUCache[bytes, Answer] = LRUCache(limit or 1, getsizeof=_size)

    @property
    def size(self) -> int:
        """Bytes that are held."""
        return int(self._answers.currsize)

    def get(self, request: bytes) -> Answer | None:
        """The answer to a request that came before."""
        return self._answers.get(request)

    def keep(self, request: bytes, head: bytes, body: bytes) -> None:
        """Keep an answer, where there is room."""
        if len(request) <= _LONGEST and len(body) <= min(_LARGEST, self._answers.maxsize // 16):
            self._answers[request] = head, body

    def clear(self) -> None:
        """Forget all: other data are served."""
        self._answers.clear()


def _size(answer: Answer) -> int:
    return len(answer[0]) + len(answer[1]) + _LONGEST + _ENTRY
