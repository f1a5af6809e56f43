"""Names as both doors answer for them: who is meant on a day, and what could not be resolved."""

from collections.abc import Iterable
from datetime import date as Day  # noqa: N812 - the name that records use

from graph import iri
from graph.answers.parts import Json, iso
from graph.names import Meaning
from graph.view import View

UNRESOLVED = frozenset({"unknown", "ambiguous"})

Asked = tuple[str, Day | None]


def names_answer(view: View, asked: Iterable[Asked], on: Day | None) -> Json:
    """Return who is meant by each name, on its own day or else on `on`; without a day, today's bearer.

    `unresolved` has the names that mean nobody that is known, or several; what is no state is resolved, and
    has no code where the table of states has no row for it.
    """
    entries = [_entry(view, name, day or on) for name, day in asked]
    unresolved = [entry["name"] for entry in entries if entry["kind"] in UNRESOLVED]
    return {"on": iso(on), "names": entries, "unresolved": unresolved, "version": view.version}


def _entry(view: View, name: str, day: Day | None) -> Json:
    meaning = view.names.meaning(name, day)
    return {
        "name": name,
        "on": iso(day),
        "code": meaning.code,
        "kind": meaning.kind,
        "acted_as": meaning.acted_as,
        "how": meaning.how,
        "candidates": list(meaning.candidates),
        "note": meaning.note,
        "iri": _iri(view, meaning),
    }


def _iri(view: View, meaning: Meaning) -> str | None:
    return iri.state(meaning.code, view.states[meaning.code].kind) if meaning.code else None
