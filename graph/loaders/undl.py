"""Loader of resolutions of the United Nations with their votes, as JSON lines from the UN Digital Library.

The first letter of a vote is the choice: `Y` yes, `N` no, `A` abstains; a name alone did not vote. In lower
case it is what the member said later that it had meant to vote, which changes no count.
"""

import json
import re
from collections.abc import Iterator, Mapping
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import Any

from graph.faults import Fault, Left, Origin
from graph.loaders.files import InputFile, TextLines
from graph.loaders.nearest import shortened
from graph.published.entry import Entry, Item, Unnamed
from graph.published.votes import Choice, UnitedNationsResolution, Vote

_VOTE = re.compile(r"(?:(AN|[YNAyna]) +)?(\S.*)")
_CHOICES: Mapping[str, Choice] = {"Y": "yes", "N": "no", "A": "abstain", "": "not-voting"}
_TEXTS = ("record", "url", "symbol", "title", "date")
_LISTS = ("meeting", "agenda", "committee_report", "votes")
_NOTHING = "N/A"  # how the file writes that there is none


def recognises(head: bytes) -> bool:
    """Whether a file that begins like this is in the format."""
    line = head.partition(b"\n")[0]
    return line.startswith(b"{") and all(b'"%s"' % key in line for key in (b"symbol", b"votes", b"record"))


def read(file: InputFile) -> Iterator[Item]:
    """Yield each resolution with its votes, and what was not used; one line in memory."""
    lines = TextLines(file)
    for number, line in enumerate(lines, 1):
        if line.strip():
            yield from _line(line, file, Origin(file.name, number))
    if lines.fault:
        yield lines.fault


def _line(line: str, file: InputFile, origin: Origin) -> Iterator[Item]:
    try:
        value = json.loads(line)
    except (ValueError, RecursionError) as error:
        yield Fault(origin, "", f"The line is no JSON: {shortened(str(error))}. Download the file again.")
        return
    problem = _problem(value)
    if problem:
        yield Fault(origin, *problem)
        return
    yield from (
        Left(origin, field, "the format has no such field") for field in value.keys() - {*_TEXTS, *_LISTS}
    )
    yield from _resolution(value, file, origin)


def _problem(value: Any) -> tuple[str, str] | None:
    """The field that is not as the format has it, and what is wrong with it."""
    if not isinstance(value, dict):
        return "", "The line is no JSON object."
    for field in _TEXTS:
        if not isinstance(value.get(field), str) or not value[field].strip():
            return field, f"“{field}” is missing or no text."
    for field in _LISTS:
        if not isinstance(value.get(field), list) or not all(isinstance(item, str) for item in value[field]):
            return field, f"“{field}” is missing or no list of texts."
    return None


def _resolution(value: Mapping[str, Any], file: InputFile, origin: Origin) -> Iterator[Item]:
    try:
        day = Day.fromisoformat(value["date"])
    except ValueError:
        yield Left(origin, "", "the day of adoption is no day (YYYY-MM-DD)", shortened(value["date"]))
        return
    votes: dict[str, Vote] = {}
    for said in _given(value["votes"]):
        vote = _vote(said, day, file, origin)
        if isinstance(vote, Vote) and vote.voter not in votes:
            votes[vote.voter] = vote
        elif isinstance(vote, Vote):
            yield Left(origin, "votes", "the same member votes twice", shortened(said))
        else:
            yield vote
    yield Entry(
        UnitedNationsResolution(
            symbol=value["symbol"],
            title=value["title"],
            adopted_on=day,
            record=value["record"],
            url=value["url"],
            meetings=_given(value["meeting"]),
            agenda=_given(value["agenda"]),
            committee_reports=_given(value["committee_report"]),
            votes=tuple(votes.values()),
        ),
        origin,
    )


def _given(values: list[str]) -> tuple[str, ...]:
    return tuple(dict.fromkeys(value for value in values if value.strip() and value != _NOTHING))


def _vote(said: str, day: Day, file: InputFile, origin: Origin) -> Vote | Left | Unnamed:
    found = _VOTE.fullmatch(said.strip())
    mark, name = found.groups("") if found else ("", said)
    if mark == "AN":
        return Left(origin, "votes", "the mark AN stands in no legend", shortened(said))
    meaning = file.names.meaning(name, day)
    if not meaning.code:
        return Unnamed(origin, "votes", meaning)
    if mark in _CHOICES:
        return Vote(meaning.code, _CHOICES[mark], name, meaning.acted_as)
    return Vote(meaning.code, "not-voting", name, meaning.acted_as, _CHOICES[mark.upper()])
