"""Checks of records against what the store knows: names resolve, and acts fit the acts they rest on."""

from collections.abc import Iterable, Iterator, Sequence

from graph import iri
from graph.faults import Fault
from graph.loaders.check_acts import (
    DEPOSITARIES,
    act_faults,
    unknown_depositary,
    unknown_sources,
)
from graph.loaders.check_chains import chain_act_faults, claim_faults, link_faults
from graph.loaders.grounds import policy
from graph.loaders.known import Known
from graph.loaders.nearest import did_you_mean, shortened
from graph.records import Act, Agent, ChainAct, Claim, Link, Read, State, StateCode, TreatyRules

__all__ = ["Known", "check"]


def check(reads: Sequence[Read], known: Known) -> Iterator[Fault]:
    """Yield what records break, given what is known and the other records that come with them.

    Two things are warnings, once for each file: a treaty without rules (its acts load, and no status can be
    derived), and a clause whose source is not described (its words load, their origin is not known).
    """
    after = known.with_records(read.record for read in reads)
    warned: set[tuple[str, str]] = set()
    for read in reads:
        yield from _faults(read, known, after)
        yield from _once([*_without_rules(read, after), *_without_source(read, after)], warned)


def _faults(read: Read, before: Known, after: Known) -> Iterator[Fault]:
    match read.record:
        case Act() as act:
            yield from act_faults(act, read.origin, after)
        case ChainAct() as act:
            yield from chain_act_faults(act, read.origin, after)
        case Link() as link:
            yield from link_faults(link, read.origin, after)
        case Claim() as claim:
            yield from claim_faults(claim, read.origin, after)
        case State() as state:
            yield from _state_faults(state, read, after)
        case TreatyRules() as rules:
            yield from _rules_faults(rules, read, after)
        case StateCode() as code:
            yield from _code_faults(code, read, after)
        case Agent() as agent:
            yield from _agent_faults(agent, read, after)
            yield from _second_iri(agent, read, before)


def _rules_faults(rules: TreatyRules, read: Read, known: Known) -> Iterator[Fault]:
    """Yield the depositaries of a treaty that nobody knows."""
    for index, name in enumerate(rules.document["depositaries"]):
        if message := unknown_depositary(name, known):
            message = f"{message} Load the tables of states and agents first."
            yield Fault(read.origin, f"depositaries[{index}]", message, "RuleShape", DEPOSITARIES)


def _state_faults(state: State, read: Read, known: Known) -> Iterator[Fault]:
    for name, codes in (("continues", state.continues), ("successor_of", state.successor_of)):
        for code in codes:
            if code not in known.states:
                message = f"No state has the code “{code}”.{did_you_mean(code, known.states)}"
                yield Fault(read.origin, name, message, "ActorShape")


def _code_faults(code: StateCode, read: Read, known: Known) -> Iterator[Fault]:
    if code.code not in known.states:
        message = f"No state has the code “{code.code}”.{did_you_mean(code.code, known.states)}"
        yield Fault(read.origin, "code", message, "ActorShape")
    yield from unknown_sources([code.source], read.origin, "source", known)


def _agent_faults(agent: Agent, read: Read, after: Known) -> Iterator[Fault]:
    """Yield a state that is none, and what an agent is part of and nobody knows."""
    if agent.kind == "state" and after.states.get(agent.id, "territory") == "territory":
        message = f"No state has the code “{agent.id}”.{did_you_mean(agent.id, after.states)}"
        yield Fault(read.origin, "id", message, "ActorShape")
    if agent.part_of and not after.names(agent.part_of):
        message = (
            f"No agent or state is called “{agent.part_of}”.{did_you_mean(agent.part_of, after.all_names())}"
        )
        yield Fault(read.origin, "part_of", message, "ActorShape")


def _second_iri(agent: Agent, read: Read, before: Known) -> Iterator[Fault]:
    """Yield a kind that would give somebody who is known a second IRI."""
    kind = before.agents.get(agent.id)
    state = before.states.get(agent.id)
    if state and agent.kind != "state" and iri.agent(agent.id, agent.kind) != iri.state(agent.id, state):
        message = f"“{agent.id}” is the code of a {state}; choose another id."
        yield Fault(read.origin, "id", message, "ActorShape")
    if kind and agent.kind != "state" and iri.agent(agent.id, kind) != iri.agent(agent.id, agent.kind):
        message = (
            f"“{agent.id}” is known as {kind}, here it is {agent.kind}: use the same kind, or another id."
        )
        yield Fault(read.origin, "kind", message, "ActorShape")


def _once(faults: Iterable[Fault], warned: set[tuple[str, str]]) -> Iterator[Fault]:
    """Yield what has not been said of the same file before."""
    for fault in faults:
        if (fault.origin.file, fault.message) not in warned:
            warned.add((fault.origin.file, fault.message))
            yield fault


def _without_rules(read: Read, known: Known) -> Iterator[Fault]:
    for name, slug in _treaties(read):
        if slug not in known.treaties:
            hint = did_you_mean(slug, known.treaties)
            message = f"No rules of a treaty “{slug}” are loaded: its status cannot be derived.{hint}"
            yield Fault(read.origin, name, message, "RuleShape", severity="warning")


def _without_source(read: Read, known: Known) -> Iterator[Fault]:
    clauses = read.record.document["clauses"] if isinstance(read.record, TreatyRules) else ()
    for index, clause in enumerate(clauses):
        if clause["source"] and clause["source"] not in known.sources:
            message = f"No source is called “{shortened(clause['source'])}”; load its description."
            field = f"clauses[{index}].source"
            yield Fault(read.origin, field, message, "SourceShape", policy("SourceShape"), "warning")


def _treaties(read: Read) -> Iterator[tuple[str, str]]:
    """Yield the treaties that a record names, with the field; a continuation may be of all treaties."""
    match read.record:
        case Act() as act if not (act.treaty == "all-treaties" and act.kind == "continuation"):
            yield "treaty", act.treaty
        case ChainAct() as act:
            yield from ((f"concerns[{at}].treaty", slug) for at, (slug, _) in enumerate(act.concerns))
        case TreatyRules() as rules:
            others = (("parent", rules.document["parent"]), ("amends", rules.document["amends"]))
            yield from ((name, slug) for name, slug in others if isinstance(slug, str))
            cascades = enumerate(rules.document["cascade"])
            yield from ((f"cascade[{at}].to", cascade["to"]) for at, cascade in cascades)
