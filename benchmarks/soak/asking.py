"""Requests of the soak, and what is said of each."""

import http.client
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from http import HTTPStatus
from urllib.parse import quote

from ledger import Ledger

TOKEN = "a token of the soak"
TIMEOUT = 4.0  # seconds of a query; passed to the server
JSON = {"Accept": "application/sparql-results+json"}
_PATIENCE = 60.0
_IDLE = 20.0  # seconds after which the server may soon close a connection


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer; `problem` is the last part of its type, where it is one."""

    status: int
    headers: Mapping[str, str]
    body: bytes
    seconds: float

    @property
    def problem(self) -> str:
        if self.status < HTTPStatus.BAD_REQUEST:
            return ""
        return str(json.loads(self.body)["type"]).rpartition("/")[2]


class Client:
    """One kept connection of one thread; what it asks is noted under a kind."""

    def __init__(self, address: str, ledger: Ledger, kind: str) -> None:
        self._connection = http.client.HTTPConnection(address.removeprefix("http://"), timeout=_PATIENCE)
        self._last = 0.0
        self.ledger = ledger
        self.kind = kind

    def request(
        self, method: str, target: str, body: str | None = None, headers: Mapping[str, str] | None = None
    ) -> Answer:
        """One request; anything but a complete answer is raised, and the next one has a new connection."""
        begun = time.monotonic()
        if begun - self._last > _IDLE:
            self._connection.close()
        try:
            self._connection.request(method, target, body and body.encode(), dict(headers or {}))
            given = self._connection.getresponse()
            answer = Answer(given.status, given.headers, given.read(), time.monotonic() - begun)
        except (http.client.HTTPException, OSError):
            self._connection.close()
            raise
        self._last = begun + answer.seconds
        self.ledger.note(self.kind, answer.problem or str(answer.status), answer.seconds)
        return answer

    def query(self, text: str, accept: Mapping[str, str] = JSON) -> Answer | None:
        """The answer to a query, or nothing where it is refused for a reason that is known."""
        return self.expect(self.request("GET", f"/sparql?query={quote(text)}", headers=accept))

    def write(self, method: str, target: str, media_type: str, body: str) -> bool:
        """Whether a write is acknowledged; if not, for a reason that is known."""
        headers = {"Authorization": f"Bearer {TOKEN}", "Content-Type": media_type}
        return self.expect(self.request(method, target, body, headers), writes=True) is not None

    def expect(self, answer: Answer, *, writes: bool = False) -> Answer | None:
        """The answer where it is one; a refusal that nothing explains is noted."""
        if answer.status < HTTPStatus.BAD_REQUEST:
            return answer
        if not self.ledger.excuses(answer.problem, answer.seconds, TIMEOUT, writes=writes):
            said = answer.body.decode(errors="replace")[:300]
            self.ledger.is_unexpected(f"{self.kind}: {answer.status} after {answer.seconds:.2f} s: {said}")
        return None


def rows(answer: Answer) -> list[dict[str, str]]:
    """Rows of a SELECT as texts."""
    found = json.loads(answer.body)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in found]
