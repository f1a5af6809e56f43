"""What has changed in the data: when, by whom, in which graphs, and how much."""

import re
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from typing import Annotated, Any, overload

from fastapi import APIRouter, Query, Response

from api.answering import Asking, Json
from api.paging import DEFAULT_SIZE, Page, PageNumber, PageSize
from api.problems import shown
from api.status import ANSWER
from graph.errors import BadRequest
from graph.store import Generations
from graph.store.changes import Changed

router = APIRouter(tags=["dataset"])

GraphIri = Annotated[
    str | None,
    Query(
        description="Only changes in which this named graph was written",
        examples=["https://w3id.org/depositary/graph/states"],
    ),
]
Since = Annotated[
    str | None,
    Query(description="Only changes from then on (RFC 3339)", examples=["2026-11-24T00:00:00Z"]),
]
_MOMENT = re.compile(r"\d{4}-\d\d-\d\d(T\d\d:\d\d(:\d\d(\.\d{1,6})?)?(Z|[+-]\d\d:\d\d)?)?", re.ASCII)


@router.get("/changes", summary="What has changed, newest first", responses=ANSWER)
def changes(
    asking: Asking,
    graph: GraphIri = None,
    since: Since = None,
    page: PageNumber = 1,
    size: PageSize = DEFAULT_SIZE,
) -> Response:
    """Each change makes the data of a new version. `added` and `removed` count all quads, also derived ones.

    `graphs` are those that were written, and those in which something was derived; a load tells its files
    instead, in `by`.
    Who wrote through the protocols is told by the name of the token.
    """
    generation, moment = asking.view.store.generation, _moment(since) if since else None

    def compute() -> Json:
        store = Generations(generation.path.parents[1])
        found = store.search_changes(generation, graph or "", moment)
        told = {"graph": graph or None, "since": since or None, "version": asking.view.version}
        return {**told, "changes": Rows(found)}

    response = asking.answer_list("changes.html", "changes", Page(page, size), compute)
    response.headers["Cache-Control"] = "no-store"
    del response.headers["ETag"]  # it is that of the data, which a later change can make again what they were
    return response


class Rows(Sequence[Json]):
    """Changes as they are told, each when it is looked at."""

    def __init__(self, changes: Sequence[Changed]) -> None:
        self._changes = changes

    def __len__(self) -> int:
        """Return the number of changes."""
        return len(self._changes)

    @overload
    def __getitem__(self, place: int) -> Json: ...

    @overload
    def __getitem__(self, place: slice) -> list[Json]: ...

    def __getitem__(self, place: int | slice) -> Json | list[Json]:
        """One of them, or some."""
        if isinstance(place, slice):
            return [_row(each) for each in self._changes[place]]
        return _row(self._changes[place])


def _row(changed: Changed) -> dict[str, Any]:
    """`{at, kind, by, graphs: [{graph, added, removed}], added, removed, version}`; "": the unnamed graph."""
    made = changed.made
    return {
        "at": made.at.replace("+00:00", "Z"),
        "kind": made.kind,
        "by": made.by,
        "graphs": [{"graph": graph, **asdict(change)} for graph, change in made.graphs.items()],
        "added": changed.added,
        "removed": changed.removed,
        "version": changed.version,
    }


def _moment(text: str) -> datetime:
    """A moment of RFC 3339, or a day, which begins at midnight UTC; raises `BadRequest`."""
    try:
        if _MOMENT.fullmatch(text):
            moment = datetime.fromisoformat(text)
            return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
    except ValueError:
        pass
    raise BadRequest(f"since: “{shown(text)}” is no moment of RFC 3339; write it as 2026-11-24T12:00:00Z.")
