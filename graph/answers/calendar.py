"""What takes effect, what can still be taken back, and when one may leave: over all treaties, or one."""

from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import get_args
from uuid import NAMESPACE_URL, uuid5

from graph import iri
from graph.answers.dated import (
    Days,
    acts_of,
    documents_json,
    grounds_json,
    named,
    one_of,
    support_json,
    words_of,
)
from graph.answers.parts import Json, iso
from graph.answers.undated import undated_json
from graph.law.deadlines import DEADLINE_KINDS, LAST_NOTICE, Deadline, deadlines, windows
from graph.law.delays import spoken
from graph.law.events import STATUS_KINDS, Event, events, kind_of_change
from graph.law.qualifiers import QualifierKind
from graph.law.rules import Rules
from graph.law.standing import sentence
from graph.law.timeline import BOUND, published
from graph.law.treaty_events import TREATY_KINDS
from graph.records import Act
from graph.view import View

SHOWN_OF_TREATY = frozenset(TREATY_KINDS) - {"adoption", "conclusion"}
SHOWN_ACTS = frozenset({"treaty-extension"})


@dataclass(frozen=True, slots=True)
class Wanted:
    """What a calendar is wanted of, as known on a day: one treaty, state or kind, or all of them."""

    known: date
    days: Days
    treaty: str | None = None
    state: str | None = None
    kind: str | None = None


def calendar_kinds() -> tuple[str, ...]:
    """Every kind of entry that there is, sorted."""
    scopes = (f"{kind}-{what}" for kind in get_args(QualifierKind) for what in ("begins", "ends"))
    return tuple(sorted({*SHOWN_OF_TREATY, *SHOWN_ACTS, *STATUS_KINDS, *DEADLINE_KINDS, *scopes}))


def calendar_answer(view: View, wanted: Wanted) -> Json:
    """The entries of the calendar in the order of days, as known on a day of knowledge time.

    `certainty` is `recorded` for a day that the depositary recorded, `computed` for one that follows from the
    clauses, and `projected` for what takes effect later than `known`: it rests on what has not happened. A
    last or an earliest day is set by the law on the facts as known, and never projected. Of what recurs the
    next time after `known` is the last one shown. With a state, what concerns all parties to a treaty is
    shown where that state is bound, or has consented. `undated` is what is under way and has no day, whatever
    days are asked for. Raises `UnknownName` with candidates, and `BadRequest`.
    """
    asked = replace(
        wanted,
        treaty=view.names.treaty(wanted.treaty) if wanted.treaty else None,
        state=view.names.state(wanted.state) if wanted.state else None,
        kind=one_of(wanted.kind, calendar_kinds()),
    )
    slugs = (asked.treaty,) if asked.treaty else view.treaties
    entries = sorted((e for slug in slugs for e in _entries(view, slug, asked)), key=_order)
    return {
        "treaty": asked.treaty,
        "treaty_title": view.english.treaty(asked.treaty) if asked.treaty else None,
        "state": asked.state,
        "state_name": view.english.actor(asked.state) if asked.state else None,
        "kind": asked.kind,
        "from": iso(asked.days.first),
        "until": iso(asked.days.last),
        "known": asked.known.isoformat(),
        "entries": entries,
        "undated": [
            each for slug in slugs for each in undated_json(view, slug, asked.known, asked.state, asked.kind)
        ],
        "sources": documents_json(view, entries),
        "version": view.version,
    }


def _order(entry: Json) -> tuple[str, str, str, str, str]:
    return entry["on"], entry["treaty"], entry["state"] or "", entry["kind"], entry["uid"]


def _entries(view: View, slug: str, asked: Wanted) -> Iterator[Json]:
    derivation, rules = view.derivation(slug, asked.known), view.rules(slug)
    found = events(derivation, view.acts(slug), rules)
    things: list[tuple[str, Event | Deadline]] = [
        *((_kind(event), event) for event in found),
        *((each.kind, each) for each in deadlines(derivation, found, view.acts_by_id(slug), rules)),
    ]
    first = asked.days.first or date.min
    last = asked.days.last or date.max
    things += [(each.kind, each) for each in windows(derivation, rules, first, last, asked.known)]
    names = Counter[tuple[str, str, str, str]]()
    for kind, thing in things:
        names[name := _name(kind, thing)] += 1
        if kind and thing.on in asked.days and asked.kind in (None, kind) and _concerns(thing, asked, found):
            uid = _uid(slug, name, names[name], thing.on)
            yield {**_entry_json(view, slug, kind, thing, asked.known), "uid": uid}


def _kind(event: Event) -> str:
    """What an event is called in the calendar; empty for what does not belong there.

    An act belongs there where it takes effect on the day itself.
    """
    if event.category == "treaty":
        return event.kind if event.kind in SHOWN_OF_TREATY else ""
    if event.category != "act":
        return event.kind
    if event.kind in SHOWN_ACTS:
        return event.kind
    changes = (event.before in BOUND) != (event.after in BOUND)
    return kind_of_change(event.before, event.after, event.kind) if changes else ""


def _concerns(thing: Event | Deadline, asked: Wanted, found: Iterable[Event]) -> bool:
    """Whether the state asked about is meant, or bound by what is meant for all parties."""
    if asked.state is None or thing.actor == asked.state:
        return True
    if thing.actor not in ("", "ALL"):
        return False
    before = (e.after for e in reversed(tuple(found)) if e.actor == asked.state and e.on <= thing.on)
    after = next(before, None)
    return after in BOUND or after == "contractingNotInForce" or _ends_with(thing, asked, found)


def _ends_with(thing: Event | Deadline, asked: Wanted, found: Iterable[Event]) -> bool:
    """Whether the state is out on that very day, as with the end of the treaty."""
    return any(e.actor == asked.state and e.on == thing.on and e.before in BOUND for e in found)


def _entry_json(view: View, slug: str, kind: str, thing: Event | Deadline, known: date) -> Json:
    acts = acts_of(view, thing.acts)
    title, who = view.english.treaty(slug), named(view, thing.actor)
    words = _words(kind, thing)
    event = thing if isinstance(thing, Event) else None
    projected = event is not None and event.projected(known)
    return {
        "on": thing.on.isoformat(),
        "kind": kind,
        "what": words,
        "summary": f"{sentence(who)}: {words[:1].lower()}{words[1:]} – {title}"
        if who
        else f"{title}: {words}",
        "treaty": slug,
        "treaty_title": title,
        "state": thing.actor or None,
        "state_name": who,
        **_standing_json(view, thing),
        "certainty": "projected" if projected else _certainty(thing),
        "projected": projected,
        **_days_json(thing),
        **grounds_json(slug, thing.steps, event.effect if event and event.category == "status" else None),
        **support_json(acts),
        "iri": iri.act(thing.act) if thing.act else iri.treaty(slug),
        "known_on": iso(_known_on(thing, acts, view.rules(slug))),
    }


def _words(kind: str, thing: Event | Deadline) -> str:
    if kind == LAST_NOTICE and isinstance(thing, Deadline) and thing.effect_on:
        return f"Last day to give notice of withdrawal with effect on {spoken(thing.effect_on)}"
    return words_of(kind)


def _standing_json(view: View, thing: Event | Deadline) -> Json:
    event = thing if isinstance(thing, Event) else None
    territory = event.territory if event else ""
    return {
        "territory": territory or None,
        "territory_name": view.english.actor(territory) if territory else None,
        "status_before": published(event.before) if event else None,
        "status_after": published(event.after) if event else None,
    }


def _days_json(thing: Event | Deadline) -> Json:
    """The day of effect that the entry is about, and the same by the record and by the clauses."""
    return {
        "effective_on": iso(thing.on if isinstance(thing, Event) else thing.effect_on),
        "recorded_effective_on": iso(thing.recorded),
        "computed_effective_on": iso(thing.computed),
    }


def _certainty(thing: Event | Deadline) -> str:
    effective = thing.on if isinstance(thing, Event) else thing.effect_on
    return "recorded" if effective and thing.recorded == effective else "computed"


def _known_on(thing: Event | Deadline, acts: Iterable[Act], rules: Rules | None) -> date:
    """The day since when the entry can be known: that of the last act it rests on, or of the treaty."""
    days = [act.known for act in acts]
    if rules is not None and any(step.rule == "entry-into-force" for step in thing.steps):
        days += [day for day in (rules.entry_into_force.trigger_on,) if day]
    return max(days, default=rules.dated_on if rules else thing.on)


def _name(kind: str, thing: Event | Deadline) -> tuple[str, str, str, str]:
    """What tells an entry of one treaty from the others, its day apart: act, kind, actor, territory."""
    return thing.act, kind, thing.actor, thing.territory if isinstance(thing, Event) else ""


def _uid(slug: str, name: tuple[str, str, str, str], number: int, on: date) -> str:
    """A name of the entry that lasts: its day plays no part, unless it recurs (RFC 7986, 5.3).

    It is a UUID made from the canonical IRI of the act, or of the treaty, and what tells the entry apart.
    """
    act, kind, actor, territory = name
    subject = iri.act(act) if act else iri.treaty(slug)
    time = on.isoformat() if kind == LAST_NOTICE else str(number)
    return str(uuid5(NAMESPACE_URL, iri.part_of(subject, kind, actor or "-", territory or "-", time)))
