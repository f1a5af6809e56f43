"""Pages of a list: how many items one answer carries, and where the others are (RFC 8288).

A page beyond the last one is refused, so that an empty page never looks like an empty list.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query
from starlette.datastructures import URL

from api.local import encoded
from graph.errors import BadRequest

DEFAULT_SIZE, LARGEST_SIZE = 100, 1000
PageNumber = Annotated[int, Query(ge=1, description="Number of the page, from 1")]
PageSize = Annotated[int, Query(ge=1, le=LARGEST_SIZE, description="Items on a page")]


@dataclass(frozen=True, slots=True)
class Page:
    """Which part of a list is wanted: page `number`, from 1, of `size` items each."""

    number: int = 1
    size: int = DEFAULT_SIZE

    def of(self, answer: Mapping[str, Any], key: str) -> dict[str, Any]:
        """The answer with this page of its list `key`, and `total`, `page`, `pages` and `size`.

        Raises `BadRequest` where there is no such page.
        """
        items = answer[key]
        pages = max(1, -(-len(items) // self.size))
        if self.number > pages:
            raise BadRequest(f"There is no page {self.number}: the list has {pages} of {self.size} items.")
        start = (self.number - 1) * self.size
        counts = {"total": len(items), "page": self.number, "pages": pages, "size": self.size}
        return {**answer, key: items[start : start + self.size], **counts}


def addresses(url: URL, paged: Mapping[str, Any]) -> dict[str, str]:
    """Addresses of the first, previous, next and last page, as they exist, by their relation."""
    number, last = paged["page"], paged["pages"]
    wanted = {"first": 1, "prev": number - 1, "next": number + 1, "last": last}
    return {rel: _address(url, page) for rel, page in wanted.items() if 1 <= page <= last}


def links(url: URL, paged: Mapping[str, Any]) -> str:
    """The same as the value of a Link header (RFC 8288)."""
    return ", ".join(f'<{address}>; rel="{rel}"' for rel, address in addresses(url, paged).items())


def _address(url: URL, page: int) -> str:
    """The address of a page, without the host, which a proxy may have another name for."""
    asked = url.include_query_params(page=page)
    return f"{encoded(asked.path)}?{asked.query}"
