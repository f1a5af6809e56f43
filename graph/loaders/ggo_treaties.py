"""Treaties of the GGO data: an agreement that is certainly one of ours, or one by GGO's identifier.

A treatyID is no key: GGO makes it from parties, year and kind, and several agreements may share one.
"""

import json
import re
from collections.abc import Mapping
from datetime import date as Day  # noqa: N812 - the name that records use
from functools import cache
from importlib.resources import files

from graph.errors import UnknownName
from graph.loaders.edtf import exact_day
from graph.loaders.tables import TableRow
from graph.names import Resolver, normalised
from graph.published.publication import Treaty

PREFIX = "ggo-"
_LONGEST = 120  # characters of an identifier; the longest of GGO have 40
_ABBREVIATION = re.compile(r"\s*\([A-Z]{2,8}\)$")
_OTHER = re.compile(r"[^a-z0-9]+")


def slug_of(identifier: str, title: str, signed: str, names: Resolver) -> str:
    """Return the slug of an agreement; empty where its identifier makes none.

    It is that of a treaty that we know only where the title is the same, word by word, but for an
    abbreviation in brackets behind it, and the day of signature is that of the treaty.
    """
    plain = _ABBREVIATION.sub("", title)
    known, days = _known().get(normalised(plain), ("", frozenset()))
    if known and exact_day(signed) in days and _names_it(plain, known, names):
        return known
    tail = _OTHER.sub("-", identifier.lower()).strip("-")
    return PREFIX + tail if tail and len(identifier) <= _LONGEST else ""


def treaty_of(row: TableRow, slug: str, dates: Mapping[str, str]) -> Treaty:
    """Return what a row says of the agreement; `dates` are those of its columns in EDTF."""
    kinds = [row[column] for column in ("TypeAgree", "TypeAmbit", "TypeDomain", "TypeSubject") if row[column]]
    url = row["TextURL"]
    return Treaty(
        slug=slug,
        title=row["Title"] or row["treatyID"],
        local=row["treatyID"],
        signed_on=dates.get("Signature", ""),
        in_force_on=dates.get("Force", ""),
        ended_on=dates.get("End", ""),
        url=url if url.startswith(("https://", "http://")) and " " not in url else "",
        note=f"Kind in the source: {', '.join(kinds)}." if kinds else "",
        named_elsewhere=not slug.startswith(PREFIX),
    )


def _names_it(title: str, slug: str, names: Resolver) -> bool:
    try:
        return names.treaty(title) == slug
    except UnknownName:
        return False


def packaged_titles() -> Mapping[str, str]:
    """Return the slugs of the packaged treaties by their titles, as names are compared."""
    return {title: slug for title, (slug, _) in _known().items()}


@cache
def _known() -> Mapping[str, tuple[str, frozenset[Day]]]:
    """Slug and days (of adoption, and that of its date) of the packaged treaties, by title."""
    document = json.loads((files("graph") / "data" / "treaty_rules.json").read_text("utf-8"))
    return {
        normalised(treaty["title"]): (treaty["id"], frozenset(map(Day.fromisoformat, _days(treaty))))
        for treaty in document["treaties"]
    }


def _days(treaty: Mapping[str, str]) -> set[str]:
    return {day for column in ("dated_on", "adopted_on") if (day := treaty.get(column))}
