"""What a claim is about: an act with its state and treaty, or a state and a treaty."""

from dataclasses import dataclass
from datetime import date

from graph import iri
from graph.chains.quads import Said, said_of
from graph.view import View
from ontology.kinds import roles
from ontology.terms import DEP

_ACTS = (iri.IDS + "act/", iri.IDS + "decision/")
_TREATIES = iri.IDS + "treaty/"


@dataclass(frozen=True, slots=True)
class Matter:
    """An act (IRI), a state (code) and a treaty (slug), each empty where there is none; day of the act."""

    act: str
    state: str
    treaty: str
    predicate: str
    day: date | None = None

    def told(self) -> tuple[bool, bool, str]:
        """How much it tells: that of an act tells most."""
        return bool(self.act), bool(self.state), self.predicate


def matter(view: View, claim: Said) -> Matter | None:
    """What the claim is about; `None` where that is neither an act nor a state under a treaty."""
    subject = claim.one(DEP.subject) or ""
    predicate = (claim.one(DEP.predicate) or "").rpartition("#")[2]
    if subject.startswith(_ACTS):
        said = said_of(view.store.oxigraph, subject)
        treaty = _treaty((*said.all(DEP.treaty), *said.all(DEP.concerns)))
        return Matter(subject, _state(view, said), treaty, predicate, said.day(DEP.date))
    treaty = _treaty(claim.all(DEP.object))
    code = view.directory.codes.get(subject, "")
    return Matter("", code, treaty, predicate) if treaty and code in view.states else None


def _treaty(values: tuple[str, ...]) -> str:
    return next((iri.slug_of(value) for value in values if value.startswith(_TREATIES)), "")


def _state(view: View, act: Said) -> str:
    """The state that acts, or whose organ does; empty where neither is told."""
    predicates = (str(DEP.actor), *roles().values())
    agents = (agent for predicate in predicates for agent in act.all(predicate))
    return next((code for agent in agents if (code := _country(view, agent))), "")


def _country(view: View, agent: str | None) -> str:
    """The code of the state that an agent is, or is a part of, through as many organs as there are."""
    seen = set[str]()
    while agent and agent not in seen:
        seen.add(agent)
        code = view.directory.codes.get(agent, "")
        if code in view.states:
            return code
        agent = said_of(view.store.oxigraph, agent).one(DEP.organOf)
    return ""
