"""How a request is split into operations, and what is said of one that does not parse."""

import time

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from pyoxigraph import NamedNode

from graph.errors import QueryMalformed
from graph.store.lexer import tokens
from graph.update import sources
from graph.update.check import read
from graph.update.operations import Clear, Create, DeleteData, InsertData, Load, Modify, Transfer
from graph.update.outline import outline
from tests.update.conftest import Memory

E = "http://example.org/"


def test_every_kind_of_operation_with_its_clauses() -> None:
    text = """PREFIX e: <http://example.org/>
        INSERT DATA { e:a e:p '};#' } ; delete data {} ; DELETE WHERE { ?s e:p <;#}> }
        ; WITH e:g DELETE { ?s ?p ?o } INSERT { ?s ?p 1 } USING e:h USING NAMED e:i WHERE { ?s ?p ?o }
        ; LOAD SILENT e:d INTO GRAPH e:g ; LOAD <d> ; CREATE GRAPH e:g ; CREATE SILENT GRAPH e:g
        ; CLEAR DEFAULT ; DROP SILENT GRAPH e:g # ; DROP ALL
        ; ADD e:g TO DEFAULT ; MOVE SILENT DEFAULT TO GRAPH e:g ; COPY GRAPH e:g TO e:h ;
        """.replace("<;#}>", "<x;#y>")
    assert [step.operation for step in read(text, E)] == [
        InsertData("{ e:a e:p '};#' }"),
        DeleteData("{}"),
        Modify("{ ?s e:p <x;#y> }", None, "{ ?s e:p <x;#y> }"),
        Modify("{ ?s ?p ?o }", "{ ?s ?p 1 }", "{ ?s ?p ?o }", "e:g", ("e:h",), ("e:i",)),
        Load(silent=True, source="e:d", graph="e:g"),
        Load(silent=False, source="<d>", graph=None),
        Create(silent=False, graph="e:g"),
        Create(silent=True, graph="e:g"),
        Clear(drop=False, silent=False, target="DEFAULT"),
        Clear(drop=True, silent=True, target="e:g"),
        Transfer("ADD", silent=False, source="e:g", target=None),
        Transfer("MOVE", silent=True, source=None, target="e:g"),
        Transfer("COPY", silent=False, source="e:g", target="e:h"),
    ]


@pytest.mark.parametrize("text", ["", "# nothing", "PREFIX e: <http://example.org/>", "BASE <http://x/> # x"])
def test_a_request_may_hold_no_operation(text: str) -> None:
    assert read(text) == ()


def test_declarations_before_a_later_operation_hold_from_there_on() -> None:
    memory = Memory()
    memory.update(
        "PREFIX e: <http://example.org/> INSERT DATA { e:a a e:T } ;"
        "PREFIX e: <http://example.com/> BASE <http://example.net/> INSERT DATA { e:a a <t> } ;"
        "VERSION '1.2' BASE <deep/er> INSERT DATA { <x> a e:T }"
    )
    found = {(quad.subject.value, quad.object.value) for quad in memory.store}
    assert found == {
        ("http://example.org/a", "http://example.org/T"),
        ("http://example.com/a", "http://example.net/t"),
        ("http://example.net/deep/x", "http://example.com/T"),
    }


def test_the_documents_of_a_request_are_known_before_it_is_evaluated() -> None:
    text = "PREFIX e: <http://example.org/> LOAD e:a; CLEAR ALL; BASE <http://example.net/> LOAD SILENT <b>"
    assert sources(text) == ("http://example.org/a", "http://example.net/b")


@pytest.mark.parametrize(
    ("text", "line", "column"),
    [
        ("foo", 1, 1),
        ("INSERT DATA { <http://a> <http://b> 1 ", 1, 39),
        ("INSERT DATA { <http://a> <http://b> x:y }", 1, 40),
        ("INSERT DATA {}\n;\n  INSERT DATA {}\n  foo", 4, 3),
        ("INSERTDATA {}", 1, 1),
        ("PREFIX e: <http://e/>\nINSERT DATA { e:a\ne:b }", 3, 5),
        ("PREFIX e <http://e/>\nINSERT DATA {}", 1, 8),
        ("INSERT DATA {} ;\nPREFIX e: <http://e/>\nINSERT DATA { e:a e:b x:c }", 3, 26),
        ("INSERT DATA {} ;\nPREFIX e <http://e/>\nINSERT DATA {}", 2, 8),
        ("INSERT DATA { <http://a> <http://b> '\\u00e9' } x", 1, 48),
        ("INSERT DATA { ?s <http://b> 1 } ; DELETE WHERE { ?s ?p ?o }", 1, 15),
        ("DELETE WHERE { ?s ?p ?o };\nDELETE DATA { <http://a> <http://b> _:b }", 2, 37),
    ],
)
def test_the_place_of_an_error_is_in_the_text_as_it_was_sent(text: str, line: int, column: int) -> None:
    with pytest.raises(QueryMalformed) as caught:
        read(text)
    assert (caught.value.line, caught.value.column) == (line, column)
    assert f"line {line}, column {column}: " in str(caught.value)


def test_a_label_may_not_stand_in_two_blocks_of_data() -> None:
    one = "INSERT DATA { _:x <http://b> 1 }"
    for between in (";", "; BASE <http://example.org/>"):
        with pytest.raises(QueryMalformed, match="_:x cannot be shared"):
            read(f"{one} {between} {one}")


def test_nothing_is_evaluated_while_a_request_is_read() -> None:
    """Oxigraph refuses to call this port, and would say so."""
    assert len(read("LOAD <http://127.0.0.1:9/> ; LOAD <http://127.0.0.1:9/>")) == 2


TWO_READINGS = [
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o<'x>y') } # '} ; DROP ALL\n; CREATE GRAPH <urn:g>",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o<?p#>)} ; DROP ALL ; #\n) } ; CREATE GRAPH <urn:g>",
    "INSERT { ?s ?p ?o } WHERE { ?s ?p ?o FILTER(?o<<http://x#y>) } ; CREATE GRAPH <urn:g>\n}",
    "DELETE { ?s ?p 1 } WHERE { ?s ?p ?o FILTER(?o<<http://x#y> && ?o = '''\n''')} # '''}; DROP ALL\n",
]


@pytest.mark.parametrize("text", TWO_READINGS)
def test_what_a_parser_reads_otherwise_than_we_changes_nothing_else(text: str) -> None:
    """`<` is less-than inside of an expression, though the longest token (19.8) is an IRI or a `<<`."""
    filled = "INSERT DATA { <urn:a> <urn:b> <urn:c> GRAPH <urn:h> { <urn:a> <urn:b> 2 } }"
    memory = Memory(filled)
    held = set(memory.store)
    try:
        memory.update(text)
    except QueryMalformed:
        assert set(memory.store) == held
    else:
        reference = Memory(filled).store
        reference.update(text)
        assert set(memory.store) == set(reference)
        assert memory.store.contains_named_graph(NamedNode("urn:g")) == reference.contains_named_graph(
            NamedNode("urn:g")
        )


PIECES = [
    "{",
    "}",
    "<",
    ">",
    "<<",
    "'",
    '"',
    "'''",
    '"""',
    "#",
    "\n",
    "\\'",
    "\\u0041",
    "a",
    " ",
    ":",
    "<a>",
    "?",
]


def blocks(text: str) -> list[str]:
    """The blocks of a text, found token by token."""
    found, depth, begin = [], 0, 0
    for token in tokens(text):
        if token.kind == "mark" and token.text == "{":
            begin = begin if depth else token.start
            depth += 1
        elif token.kind == "mark" and token.text == "}" and depth:
            depth -= 1
            found += [] if depth else [text[begin : token.end]]
    return found


@given(st.lists(st.sampled_from(PIECES), max_size=30).map("".join))
def test_blocks_are_found_as_the_tokens_have_them(text: str) -> None:
    assume(all(token.kind != "broken" for token in tokens(text)))
    assert list(outline(text).blocks) == blocks(text)


@pytest.mark.parametrize("piece", PIECES)
def test_no_text_takes_long_to_split(piece: str) -> None:
    start = time.perf_counter()
    outline("INSERT DATA { " + 100_000 * piece)
    assert time.perf_counter() - start < 10  # a search that goes back and forth would take hours
