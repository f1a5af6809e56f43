"""Resolutions and votes as lines of N-Quads, in the graph of the source that records them.

There are about a hundred votes to a resolution, and a million in all: they are written as text, from parts
that are made once.
"""

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache

from pyoxigraph import Literal, NamedNode
from rdflib.namespace import SDO

from graph import iri
from graph.published.votes import Choice, UnitedNationsResolution, VetoedDraft, Vote
from graph.triples.base import LABEL, TYPE, Pair, block, day, english, given
from graph.triples.place import Place, lines_of
from ontology.terms import DEP

ORGANS = {
    "A/": "unga",
    "S/": "un-security-council",
}  # how the symbols of an organ begin (UN editorial manual)
_COUNTS: tuple[tuple[Choice, str], ...] = (
    ("yes", DEP.voteFor),
    ("no", DEP.voteAgainst),
    ("abstain", DEP.voteAbstain),
    ("not-voting", DEP.notVoting),
)


def resolution_lines(resolution: UnitedNationsResolution, place: Place) -> list[bytes]:
    """The resolution with its counts, and who voted how."""
    node = iri.resolution(resolution.symbol)
    lines = lines_of([block(place.graph, node, _pairs(resolution, place))])
    lines += [line for vote in resolution.votes for line in _vote_lines(vote, node, place)]
    return lines


def veto_lines(draft: VetoedDraft, place: Place) -> list[bytes]:
    """The draft that failed, and the votes of permanent members against it (UN Charter 27(3))."""
    node = iri.draft(draft.symbol if draft.number == 1 else f"{draft.symbol}/{draft.number}")
    organ = place.directory.iris.get(ORGANS["S/"])
    pairs: list[Pair] = [
        (TYPE, NamedNode(DEP.ResolutionDraft)),
        (LABEL, english(f"Draft resolution {draft.symbol}: {draft.agenda_item}")),
        (DEP.date, day(draft.voted_on)),
        (DEP.documentNumber, Literal(draft.symbol)),
        (DEP.agendaItem, Literal(draft.agenda_item)),
        *given((DEP.decidedBy, NamedNode(organ) if organ else None)),
        *given((DEP.meetingRecord, Literal(draft.meeting) if draft.meeting else None)),
    ]
    lines = lines_of([block(place.graph, node, pairs)])
    return lines + [line for vote in draft.vetoes for line in _vote_lines(vote, node, place)]


def _pairs(resolution: UnitedNationsResolution, place: Place) -> Iterator[Pair]:
    organ = place.directory.iris.get(ORGANS.get(resolution.symbol[:2], ""))
    yield TYPE, NamedNode(DEP.Resolution)
    yield LABEL, english(resolution.title)
    yield DEP.date, day(resolution.adopted_on)
    yield DEP.documentNumber, Literal(resolution.symbol)
    yield SDO.url, Literal(resolution.url)
    yield from given((DEP.decidedBy, NamedNode(organ) if organ else None))
    yield from ((DEP.meetingRecord, Literal(symbol)) for symbol in resolution.meetings)
    yield from ((DEP.agendaItem, Literal(item)) for item in resolution.agenda)
    yield from ((DEP.committeeReport, Literal(symbol)) for symbol in resolution.committee_reports)
    if resolution.votes:
        counts = Counter(vote.choice for vote in resolution.votes)
        yield from ((term, Literal(counts[choice])) for choice, term in _COUNTS)


def _vote_lines(vote: Vote, resolution: str, place: Place) -> Iterator[bytes]:
    subject = f"<{resolution}/vote/{vote.voter}>"
    yield from _constant_lines(subject, resolution, vote, place)
    if vote.acted_as:
        yield f"{subject} <{DEP.actedAs}> {Literal(vote.acted_as)} <{place.graph}> .\n".encode()
    if vote.intent:
        intent = iri.concept("vote-choice", vote.intent)
        yield f"{subject} <{DEP.statedIntent}> <{intent}> <{place.graph}> .\n".encode()


def _constant_lines(subject: str, resolution: str, vote: Vote, place: Place) -> tuple[bytes, ...]:
    type_, on, choice, voter = _tails(place.graph, vote.choice, place.directory.iri(vote.voter))
    return (
        f"{subject}{type_}".encode(),
        f"{subject} <{_VOTE_ON}> <{resolution}>{on}".encode(),
        f"{subject}{choice}".encode(),
        f"{subject}{voter}".encode(),
    )


_VOTE_ON = str(DEP.voteOn)


@lru_cache(2**12)
def _tails(graph: str, choice: str, voter: str) -> tuple[str, str, str, str]:
    """What follows the subject in the lines of a vote, which is the same in thousands of them."""
    return (
        f" {TYPE} <{DEP.MemberVote}> <{graph}> .\n",
        f" <{graph}> .\n",
        f" <{DEP.choice}> <{iri.concept('vote-choice', choice)}> <{graph}> .\n",
        f" <{DEP.voter}> <{voter}> <{graph}> .\n",
    )
