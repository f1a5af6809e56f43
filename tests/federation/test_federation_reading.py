"""Where SERVICE stands in a text, however it is written: found, or refused, and never passed on."""

import asyncio
import time
from collections import Counter
from contextlib import suppress
from typing import Any

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Literal, NamedNode, Quad, Store

from graph.errors import BadRequest, QueryForbidden, QueryMalformed
from graph.federation import Allowed, Outbound, federate
from graph.federation.blocks import blocks, mentions
from ontology.terms import ROOT
from tests.federation.conftest import Site, endpoint

# Elements of a group in which quotes, comments and “less than” can be read in more than one way.
ELEMENTS = [
    "{}",
    "{}UNION{}",
    "MINUS{?s ?p ?o}",
    "VALUES ?a{1}",
    "VALUES(?a ?c){(1<urn:a>)(1<urn:b>)}",
    "OPTIONAL{?s ex:p 1.}",
    "OPTIONAL{?s ex:p true}",
    "OPTIONAL{?s a(1<urn:b>)}",
    "OPTIONAL{?s ex:p(true<urn:b>)}",
    "OPTIONAL{?s<http://p>?o;<p:q>'a'@en}",
    "OPTIONAL{?s(ex:p|<p:q>)/<p:q> ?o}",
    "OPTIONAL{(?a<urn:b>)ex:p 1}",
    "FILTER(?a<?b)",
    "FILTER(1<2)",
    "FILTER(?a<?b&&'>'!='x')",
    "FILTER(?a<?b||\">\"='x'||true)",
    "FILTER(?a<?b&&ex:a#>\n!=1)",
    "FILTER(?a>?b||true)",
    "FILTER(?a<1+1)",
    "FILTER(?a<?b/1)",
    "FILTER(?a<=?b)",
    "FILTER(-1<?b#'>\n)",
    "FILTER(?a<ex:a||true)",
    "FILTER(?a<?b||ex:a!=1)",
    "FILTER(?a<?b&&<urn:'>!=1)",
    "FILTER(<urn:x'y>!=1)",
    "FILTER(<urn:x#y>!=1)",
    "FILTER(ex:a\\'b!=1)",
    "FILTER(ex:a\\#b!=1)",
    "FILTER(?a<<b#>||true)",
    "FILTER(?a< <b#>||true)",
    "FILTER(true<?b||true)",
    "FILTER(STR(?a)<?b||true)",
    "FILTER(?a IN(<urn:b>,1))",
    "FILTER(COALESCE(<urn:b>,?a)!=2)",
    "FILTER(BOUND(?a)<?b||true)",
    "FILTER('\\u0027'!='a')",
    "FILTER('\\\\'!='a')",
    "FILTER('\\''!='a')",
    "FILTER(\"'\"!='a')",
    "FILTER('''a''b'''!='a')",
    "FILTER('''>'''!='a')",
    "FILTER('1'^^<urn:b>!=2)",
    "FILTER('a'<'b'||true)",
    "BIND(<<(<urn:a><urn:b>'>')>>AS?t1)",
    "BIND(<<(<urn:a><urn:b>1)>>AS?t2)",
    "{SELECT(1<2AS?c1){}}",
    "{SELECT*{}HAVING(1<2)}",
    "{SELECT*{}ORDER BY(?a<?b)}",
    "FILTER EXISTS{{}FILTER(1<2)}",
    "FILTER(1<2&&EXISTS{?s a(1<urn:b>)}||true)",
]
GAPS = ["", " ", "\n", "#>\n", "#'\n", '#"\n', "# x\r", "."]
HEADS = [
    "SERVICE<{}>",
    "service silent#\n <{}>",
    "SERVICE#>\n<{}>",
    "SERVICE here:",
    "SERVICEhere:",
    "sErViCe SILENT here:",
]
TAILS = ["", "FILTER('z'!='y')", "FILTER(1>0)", "#'>\n", "FILTER(\"'\"!='>')"]


def evaluated(text: str) -> Counter[Any] | None:
    """The solutions, as Oxigraph gives them; `None` where the text does not parse."""
    try:
        found: Any = Store().query(text)
        return Counter(str(solution) for solution in found)
    except SyntaxError:
        return None


@pytest.fixture(scope="module")
def iri(lasting_site: Site) -> str:
    store = Store()
    store.add(Quad(NamedNode("urn:s"), NamedNode("urn:p"), Literal("'>\n")))
    return lasting_site.at("/sparql", endpoint(store))


@settings(max_examples=200, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(GAPS)).map("".join), max_size=4),
    st.sampled_from(HEADS),
    st.sampled_from(TAILS),
)
@example(["FILTER(?a<?b)"], HEADS[2], "")
@example(["FILTER(?a<<b#>||true)"], HEADS[0], "")
def test_what_is_replaced_is_what_a_parser_reads(iri: str, elements: list[str], head: str, tail: str) -> None:
    prologue = f"BASE <urn:x:y> PREFIX ex: <http://x/> PREFIX here: <{iri}>"
    call = head.format(iri) + "{?x ?y ?z FILTER(1<2)}"
    text = f"{prologue} SELECT * {{ BIND(1 AS ?a) BIND(2 AS ?b) {''.join(elements)}{call}{tail}\n}}"
    with suppress(QueryForbidden):
        after = asyncio.run(federate(text, Outbound(Allowed(frozenset({iri})))))
        assert not any(
            word in after.lower() for word in ("service<", "service#", "service silent", "serviceh")
        )
        assert evaluated(after) == evaluated(text)


@pytest.mark.parametrize(
    "text",
    [
        "ASK { SERVICE <http://127.0.0.1:9/> {} }",
        "ASK { SERVICE SILENT <http://127.0.0.1:9/> {} }",
        "INSERT {} WHERE { SERVICE <http://127.0.0.1:9/> {} }",
        "BASE <http://127.0.0.1/> ASK { SERVICE <one/../9/> {} }",
        "PREFIX s: <http://127.0.0.1:9/> ASK { SERVICE s: {} }",
        "PREFIX : <http://127.0.0.1:9/> ASK { SERVICE : # a comment\n {} }",
        "ASK { SERVICE <{iri}> { SERVICE <http://127.0.0.1:9/> {} } }",
        "ASK { SERVICE <{iri}> { SERVICE ?there {} } }",
        "ASK { SERVICE ?there {} }",
        "ASK { SERVICE <{iri}.evil> {} }",
        "ASK { SERVICE <{iri}/more> {} }",
        "ASK { SERVICE <{iri}#more> {} }",
        "ASK { SERVICE <{iri}?x=1> {} }",
        "ASK { \\u0053ERVICE <{iri}> {} }",
        "ASK { # a comment\\u000A SERVICE <{iri}> {} }",
        "ASK { SERVICE <{iri}> { ?s ?p '\\u0027 SERVICE <http://127.0.0.1:9/> {} \\u0027' } }",
        "PREFIX SERVICEs: <{iri}> ASK { SERVICEs: {} }",
        "BASE <urn:x:y> ASK { FILTER(1<<b#>||true) SERVICE <http://127.0.0.1:9/> {}\n}",
    ],
)
def test_no_other_endpoint_is_called(site: Site, text: str) -> None:
    iri = site.url("/sparql")
    with pytest.raises(QueryForbidden):
        asyncio.run(federate(text.replace("{iri}", iri), Outbound(Allowed(frozenset({iri})))))
    assert not site.asked


def test_the_refusal_says_which_endpoint_and_where() -> None:
    text = "ASK {\n  SERVICE <http://127.0.0.1:9/> {} }"
    with pytest.raises(QueryForbidden, match=r"SERVICE to <http://127.0.0.1:9/> .*\(line 2, column 3\)"):
        asyncio.run(federate(text, Outbound(Allowed(frozenset({"http://127.0.0.1:8/"})))))
    with pytest.raises(QueryForbidden, match=r"queries do not leave this data set.*\(line 2, column 3\)"):
        asyncio.run(federate(text, Outbound(Allowed())))


@pytest.mark.parametrize(
    "text", ["ASK { SERVICE <//[/> {} }", "ASK { SERVICE x:y {} }", "ASK { SERVICE <http://x> { "]
)
def test_what_cannot_be_asked_is_malformed(text: str) -> None:
    with pytest.raises(QueryMalformed, match=r"\(line 1, column \d+\)"):
        blocks(text)


def test_the_parts_of_a_block() -> None:
    text = (
        "BASE <http://x/a> PREFIX e: <y#> VERSION '1.2' ASK { SERVICE SILENT e:b\\,\\u0063 { ?s $p '?o' } }"
    )
    text = text.replace("\\u0063", "c")
    (block,) = blocks(text)
    assert text[block.start : block.end] == "SERVICE SILENT e:b\\,c { ?s $p '?o' }"
    assert (block.endpoint, block.silent, block.is_variable) == ("http://x/y#b,c", True, False)
    assert block.prologue == "BASE <http://x/a>\nPREFIX e: <y#>\nVERSION '1.2'\n"
    assert block.variables == {"s", "p"}


def test_relative_endpoints_are_those_of_this_data_set() -> None:
    """As every other relative IRI of a query is, until BASE says otherwise (RFC 3986, 5.1)."""
    text = "ASK { SERVICE <g> {} SERVICE SILENT <> {} }"
    assert [block.endpoint for block in blocks(text)] == [f"{ROOT}g", ROOT]
    assert [block.endpoint for block in blocks("BASE <b/> " + text)] == [f"{ROOT}b/g", f"{ROOT}b/"]


def test_the_prologue_of_an_update_grows() -> None:
    text = "PREFIX a: <http://a/> INSERT {} WHERE { SERVICE a:x {} }; PREFIX b: <http://b/> CLEAR ALL; "
    first, second = blocks(text + "DELETE {} WHERE { SERVICE b:x { SERVICE a:y {} } }")[:2]
    assert (first.endpoint, second.endpoint) == ("http://a/x", "http://b/x")
    assert second.prologue == "PREFIX a: <http://a/>\nPREFIX b: <http://b/>\n"


HOSTILE = [
    "SERVICE<x:y>{",
    "SERVICE<x:y>{}",
    "SERVICE ",
    "(?a<b ",
    "(?a<b>",
    "FILTER(",
    "PREFIX a:<a:b>",
    "{",
    "}",
    "?a<<b",
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("start", ["", "ASK { SERVICE <x:y> { ", "SERVICE '"])
def test_hostile_texts_are_read_in_linear_time(start: str, piece: str) -> None:
    text = start + piece * (60_000 // len(piece))
    before = time.process_time()
    with suppress(BadRequest):
        blocks(text)
    assert time.process_time() - before < 5  # a tenth of it on a slow machine; minutes where it is quadratic


def test_megabytes_that_speak_of_services_are_not_read_token_by_token() -> None:
    text = "INSERT DATA { " + "<a:b> <a:c> 'postal service', 'a\\u0020b' . " * 200_000 + "}"
    before = time.process_time()
    assert not mentions(text)
    assert time.process_time() - before < 10  # token by token it takes half a minute


@given(st.integers(0, 3000), st.sampled_from(["", "SILENT", "silent "]), st.sampled_from(["#x\n", " ", "\n"]))
def test_no_length_hides_a_call(length: int, silent: str, gap: str) -> None:
    gaps = gap * length
    for endpoint_ in ("<urn:x" + "y" * length + ">", "?g", "$g", "p:" + "\\#" * length, ":"):
        assert mentions(f"ASK{{trueSERVICE{gaps}{silent}{endpoint_}{gaps}{{}}}}")
