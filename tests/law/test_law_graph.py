"""The status graph says in SPARQL what the answers say for today: every interval of every treaty."""

from datetime import date

import pytest
from pyoxigraph import NamedNode

from graph import iri
from graph.store import Store
from graph.view import View
from ontology.terms import DEP

TERMS = (DEP.statusOf, DEP.statusValue, DEP.validFrom, DEP.validUntil, DEP.partyFrom, DEP.partyUntil)


def in_graph(store: Store, treaty: str) -> set[tuple[str, ...]]:
    status, found = NamedNode(iri.STATUS), set()
    pattern = (None, NamedNode(DEP.statusFor), NamedNode(iri.treaty(treaty)), status)
    for quad in store.oxigraph.quads_for_pattern(*pattern):
        said = {
            each.predicate.value: getattr(each.object, "value", "")
            for each in store.oxigraph.quads_for_pattern(quad.subject, None, None, status)
        }
        found.add(tuple(said.get(str(term), "").rpartition("/status/")[2] for term in TERMS))
    return found


def derived(view: View, treaty: str) -> set[tuple[str, ...]]:
    return {
        (
            view.directory.iri(each.actor),
            each.value,
            *(
                str(day or "")
                for day in (each.valid_from, each.valid_until, each.party_from, each.party_until)
            ),
        )
        for each in view.derivation(treaty, date(9999, 1, 1)).intervals
    }


def test_every_interval_stands_in_the_status_graph_and_no_other(view: View) -> None:
    for treaty in view.treaties:
        assert in_graph(view.store, treaty) == derived(view, treaty), treaty
    assert sum(len(in_graph(view.store, treaty)) for treaty in view.treaties) > 6000


@pytest.mark.parametrize("state", ["RUS", "GMB", "DDR", "YUG", "USA", "NAM", "EU"])
@pytest.mark.parametrize("days", [(date(2026, 11, 24),) * 2, (date(1985, 1, 1), date(2026, 11, 24))])
def test_what_a_state_takes_part_in_is_what_is_said_of_each_treaty(
    view: View, state: str, days: tuple[date, date]
) -> None:
    """Acts of others play no part where no clauses are held: they are left out there, and nothing changes."""
    found = view.participations(state, *days)
    assert found
    assert all(each.answer == view.status(state, each.answer.treaty, *days) for each in found)
