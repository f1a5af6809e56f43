"""Walking: no route is lost, nothing hangs, and what is too much is refused, never cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph import iri
from graph.chains import Trace, trace
from graph.chains.reach import Direction
from graph.errors import AnswerTooLarge, BadRequest
from ontology.kinds import relations
from tests.chains.conftest import Pencil

Drawn = tuple[int, str, int, bool]


def hops(found: Trace) -> list[tuple[str, str]]:
    return [(link.source.rpartition("/")[2], link.target.rpartition("/")[2]) for link in found.links]


def names(found: Trace) -> set[str]:
    return {node.iri.rpartition("/")[2] for node in found.nodes}


def test_both_routes_of_a_diamond_are_shown(pencil: Pencil) -> None:
    for source, target in (("end", "left"), ("end", "right"), ("left", "start"), ("right", "start")):
        pencil.stated(source, "basedOn", target)
    expected = {("end", "left"), ("end", "right"), ("left", "start"), ("right", "start")}
    assert set(hops(trace(pencil.store, iri.act("end"), "back"))) == expected
    assert set(hops(trace(pencil.store, iri.act("start"), "forward"))) == expected


def test_links_among_the_last_acts_in_reach_are_shown(pencil: Pencil) -> None:
    for source, target in (("end", "left"), ("end", "right"), ("left", "right")):
        pencil.stated(source, "cites", target)
    assert set(hops(trace(pencil.store, iri.act("end"), "back", 1))) == {
        ("end", "left"),
        ("end", "right"),
        ("left", "right"),
    }


def test_a_cycle_ends(pencil: Pencil) -> None:
    for source, target in (("a", "b"), ("b", "c"), ("c", "a")):
        pencil.stated(source, "cites", target)
    assert sorted(hops(trace(pencil.store, iri.act("a"), depth=20))) == [("a", "b"), ("b", "c"), ("c", "a")]


def test_an_act_may_cite_itself(pencil: Pencil) -> None:
    pencil.stated("a", "cites", "a")
    assert hops(trace(pencil.store, iri.act("a"))) == [("a", "a")]


def test_an_act_without_links_stands_alone(pencil: Pencil) -> None:
    pencil.act("alone", "2016-11-16")
    found = trace(pencil.store, iri.act("alone"))
    assert (names(found), found.links, found.warnings) == ({"alone"}, (), ())


def test_several_relations_between_two_acts_are_all_shown(pencil: Pencil) -> None:
    pencil.stated("order", "approves", "proposal")
    pencil.stated("order", "basedOn", "proposal")
    pencil.claimed("order", "basedOn", "proposal", "newspaper")
    found = trace(pencil.store, iri.act("order"), "back")
    assert sorted((link.relation.name, link.basis) for link in found.links) == [
        ("approves", "stated"),
        ("basedOn", "claimed"),
        ("basedOn", "stated"),
    ]


def test_relations_that_lead_forward_are_followed_against_their_arrow(pencil: Pencil) -> None:
    pencil.stated("draft", "proposes", "law")
    assert names(trace(pencil.store, iri.act("law"), "back")) == {"draft", "law"}
    assert names(trace(pencil.store, iri.act("law"), "forward")) == {"law"}
    assert names(trace(pencil.store, iri.act("draft"), "forward")) == {"draft", "law"}


def test_a_plain_triple_is_stated_by_the_source_in_whose_graph_it_stands(pencil: Pencil) -> None:
    pencil.plain("order", "cites", "treaty")
    (link,) = trace(pencil.store, iri.act("order"), "back").links
    assert link.basis == "stated"
    assert [evidence.document for evidence in link.evidence] == [iri.document("a-source")]


def test_a_denial_is_no_link_and_speaks_against_the_claim(pencil: Pencil) -> None:
    pencil.claimed("order", "respondsTo", "report", "newspaper")
    pencil.claimed("order", "respondsTo", "report", "ministry", modality="denied")
    pencil.claimed("order", "respondsTo", "elsewhere", "ministry", modality="denied")
    found = trace(pencil.store, iri.act("order"), "back")
    (link,) = found.links
    assert [holder.label for holder in link.claimed_by] == ["newspaper"]
    assert [(a.holders[0].label, a.says) for a in link.against] == [("ministry", "denies it")]
    assert names(found) == {"order", "report"}


def test_depth_counts_hops_and_says_where_the_chain_goes_on(pencil: Pencil) -> None:
    for source, target in (("d", "c"), ("c", "b"), ("b", "a")):
        pencil.stated(source, "basedOn", target)
    short = trace(pencil.store, iri.act("d"), "back", 2)
    assert names(short) == {"d", "c", "b"}
    assert "The trace stops after 2 hops; the chain goes on beyond “b”." in short.warnings
    whole = trace(pencil.store, iri.act("d"), "back", 3)
    assert names(whole) == {"d", "c", "b", "a"}
    assert not [warning for warning in whole.warnings if "goes on" in warning]


@pytest.mark.parametrize("depth", [0, -1, 21, 10_000])
def test_depths_out_of_range_are_refused(pencil: Pencil, depth: int) -> None:
    with pytest.raises(BadRequest, match="1 to 20 hops"):
        trace(pencil.store, iri.act("a"), depth=depth)


def test_more_acts_than_the_limit_are_refused_and_the_limit_is_named(pencil: Pencil) -> None:
    for number in range(30):
        pencil.stated(f"act-{number}", "cites", "hub")
    assert len(trace(pencil.store, iri.act("hub"), "forward", node_limit=31).nodes) == 31
    with pytest.raises(AnswerTooLarge, match="more than 30 acts"):
        trace(pencil.store, iri.act("hub"), "forward", node_limit=30)


def test_the_limit_holds_for_both_directions_together(pencil: Pencil) -> None:
    for number in range(10):
        pencil.stated(f"later-{number}", "cites", "hub")
        pencil.stated("hub", "cites", f"earlier-{number}")
    with pytest.raises(AnswerTooLarge):
        trace(pencil.store, iri.act("hub"), node_limit=20)


def test_more_links_than_the_limit_are_refused_too(pencil: Pencil) -> None:
    for source in range(101):
        for target in range(100):
            pencil.plain(f"act-{source}", "cites", f"act-{target}")
    with pytest.raises(AnswerTooLarge, match="more than 10,000 links"):
        trace(pencil.store, iri.act("act-100"), "back", 1)


def test_an_act_that_nothing_describes_is_shown_as_such(pencil: Pencil) -> None:
    pencil.act("order", "2016-11-16")
    pencil.stated("order", "cites", "ghost")
    found = trace(pencil.store, iri.act("order"), "back")
    assert found.node(iri.act("ghost")).kind == "not described"
    assert "“ghost” is named by a link and described by nothing." in found.warnings


NODES = st.integers(0, 7)
EDGES = st.lists(
    st.tuples(NODES, st.sampled_from(sorted(relations())), NODES, st.booleans()), max_size=20, unique=True
)


def naive_reach(edges: list[Drawn], root: int, direction: str, depth: int) -> set[int]:
    """Everything within `depth` hops, by asking every edge in every round."""
    reached = {root}
    for _ in range(depth):
        for source, relation, target, _ in list(edges):
            later, earlier = (source, target) if relations()[relation].backwards else (target, source)
            start, end = (later, earlier) if direction == "back" else (earlier, later)
            if start in reached:
                reached = reached | {-1 - end}
        reached = {node if node >= 0 else -1 - node for node in reached}
    return reached


@given(
    edges=EDGES, root=NODES, direction=st.sampled_from(["back", "forward", "both"]), depth=st.integers(1, 4)
)
def test_a_trace_shows_every_link_among_what_it_reaches(
    new_pencil: type[Pencil], edges: list[Drawn], root: int, direction: Direction, depth: int
) -> None:
    pencil = new_pencil()
    for source, relation, target, stated in edges:
        if stated:
            pencil.stated(str(source), relation, str(target))
        else:
            pencil.claimed(str(source), relation, str(target), "newspaper")
    ways = ["back", "forward"] if direction == "both" else [direction]
    reached = set().union(*(naive_reach(edges, root, way, depth) for way in ways))
    expected = {
        (str(source), relation, str(target), "stated" if stated else "claimed")
        for source, relation, target, stated in edges
        if source in reached and target in reached
    }
    found = trace(pencil.store, iri.act(str(root)), direction, depth)
    shown = [
        (link.source.rpartition("/")[2], link.relation.name, link.target.rpartition("/")[2], link.basis)
        for link in found.links
    ]
    assert names(found) == {str(node) for node in reached}
    assert len(shown) == len(set(shown))
    assert set(shown) == expected
