"""Content negotiation (RFC 9110, 12.5.1)."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from api.negotiate import GRAPHS, RESULTS, choose, named
from graph.errors import NotAcceptable

BROWSER = "text/html,application/xhtml+xml,image/avif,*/*;q=0.8"


@pytest.mark.parametrize(
    ("accept", "media_type"),
    [
        (None, "text/turtle"),
        ("", "text/turtle"),
        ("*/*", "text/turtle"),
        ("*", "text/turtle"),
        (BROWSER, "text/turtle"),
        ("application/ld+json", "application/ld+json"),
        ("Application/LD+JSON", "application/ld+json"),
        ("text/*", "text/turtle"),
        ("application/*", "application/n-triples"),
        ("application/n-triples, */*", "application/n-triples"),
        ("text/turtle;q=0.5, application/rdf+xml;q=0.9", "application/rdf+xml"),
        ("text/turtle;q=0, */*;q=0.1", "application/n-triples"),
        ("text/turtle ; q = 0.2 , application/trig", "application/trig"),
        (
            "application/*;q=0.9, application/n-triples;q=0.1, application/ld+json;q=0.1",
            "application/rdf+xml",
        ),
        ('application/ld+json;profile="http://www.w3.org/ns/json-ld#compacted";q=0.9', "application/ld+json"),
        ("application/rdf+xml, text/turtle", "text/turtle"),
        ("text/turtle;q=nonsense", "text/turtle"),
        ("a/b/c;;, =, application/trig", "application/trig"),
        ("complete nonsense", "text/turtle"),
        ("application/json", "application/json"),
    ],
)
def test_choice(accept: str | None, media_type: str) -> None:
    assert choose(accept, GRAPHS).media_type == media_type


@pytest.mark.parametrize("accept", ["image/png", "text/turtle;q=0", "*/*;q=0", "image/*, text/html;q=0.3"])
def test_nothing_acceptable(accept: str) -> None:
    with pytest.raises(NotAcceptable, match="text/turtle"):
        choose(accept, GRAPHS)


def test_alias_is_answered_by_the_name_that_was_asked_for() -> None:
    offer = choose("application/json", RESULTS)
    assert (offer.media_type, offer.produced_by) == ("application/json", "application/sparql-results+json")


def test_short_names() -> None:
    assert {
        name: offer.media_type for name in ("JSON", "ttl", "xml") if (offer := named([name], GRAPHS))
    } == {
        "JSON": "application/ld+json",
        "ttl": "text/turtle",
        "xml": "application/rdf+xml",
    }
    plus_lost_in_a_form = named(["application/sparql-results xml"], RESULTS)
    assert plus_lost_in_a_form is not None
    assert plus_lost_in_a_form.media_type == "application/sparql-results+xml"
    assert named(["auto", ""], RESULTS) is None


@given(st.text(max_size=80) | st.text(alphabet="*/;q=0.15, textuarl", max_size=80))
def test_no_header_breaks_it(accept: str) -> None:
    try:
        assert choose(accept, GRAPHS) in GRAPHS
    except NotAcceptable:
        assert accept.strip()


@given(st.permutations(GRAPHS), st.data())
def test_the_highest_quality_wins_in_any_order(offers: list[object], data: st.DataObject) -> None:
    wanted = data.draw(st.sampled_from(GRAPHS))
    ranges = [
        f"{offer.media_type};q={1 if offer == wanted else 0.3}"
        for offer in data.draw(st.permutations(GRAPHS))
    ]
    assert choose(",".join(ranges), offers) == wanted  # type: ignore[arg-type]
