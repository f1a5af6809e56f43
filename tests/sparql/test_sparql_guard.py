"""The guard before the workers: federation in its disguises, nesting, length, and what the text tells."""

import time
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from pyoxigraph import Store

from graph.errors import QueryForbidden
from graph.store.guard import inspect, refuse_service
from graph.store.lexer import readings, tokens
from graph.store.limits import QueryLimits

LIMITS = QueryLimits()
NOWHERE = "<http://127.0.0.1:9/>"  # Oxigraph refuses to call this port, and says so

DISGUISES = [
    f"BASE <http://a/> ASK {{ BIND(1 AS ?a) FILTER(?a<<b#>||true) SERVICE {NOWHERE} {{}} \n}}",
    f"ASK {{ SERVICE {NOWHERE} {{}} }}",
    f"ASK {{ service silent {NOWHERE} {{}} }}",
    f"ASK{{?s ?p 1.SERVICE{NOWHERE}{{}}}}",
    f"ASK{{?s ?p 1SERVICE{NOWHERE}{{}}}}",
    f"ASK{{?s ?p 1.5e3.SERVICE{NOWHERE}{{}}}}",
    f'ASK{{?s ?p "a"@en.SERVICE{NOWHERE}{{}}}}',
    f"ASK{{?s ?p ?o.SERVICE{NOWHERE}{{}}}}",
    f"ASK{{?s ?p ?o;SERVICE{NOWHERE}{{}}}}",
    f"ASK{{?s ?p true SERVICE{NOWHERE}{{}}}}",
    f"ASK{{?s ?p trueSERVICE{NOWHERE}{{}}}}",
    f"ASK{{SERVICESILENT{NOWHERE}{{}}}}",
    f"PREFIX s: {NOWHERE} ASK {{ SERVICEs: {{}} }}",
    f"PREFIX : {NOWHERE} ASK {{ SERVICE: {{}} }}",
    f"PREFIX : {NOWHERE} ASK {{ SERVICE: # a comment\n {{}} }}",
    "ASK { VALUES ?where { <http://x> } SERVICE ?where {} }",
    f"ASK {{ SERVICE # >\n {NOWHERE} {{}} }}",
    f"ASK {{ BIND(1 AS ?a) BIND(2 AS ?b) FILTER(?a<?b)SERVICE#>\n{NOWHERE}{{}} }}",
    f"ASK {{ FILTER('a\\u005C'='x' || true) SERVICE {NOWHERE} {{?x ?y 'z'}} }}",
    f"ASK {{ \\u0053ERVICE {NOWHERE} {{}} }}",
    f"ASK {{ \\U00000053ERVIC\\u0045 {NOWHERE} {{}} }}",
    f"ASK {{ # a comment\\u000A SERVICE {NOWHERE} {{}} }}",
]
INNOCENT = [
    "ASK { ?SERVICE ?p ?service }",
    "ASK { $SERVICE <SERVICE> <http://x/SERVICE#x> . ?s <urn:SERVICE> <urn:x/SERVICE/y> }",
    "PREFIX ex: <http://example.org/> ASK { ex:SERVICE ex:a.SERVICE ?o }",
    "PREFIX service: <http://example.org/> ASK { ?s service:x ?o GRAPH service:y { ?s ?p ?o } }",
    "ASK { ?s ?p 'SERVICE <x> {', \"SERVICE\", '''a ' SERVICE''', \"\"\"a \" SERVICE\"\"\" }",
    "ASK { ?s ?p 'it\\'s SERVICE' } # SERVICE <http://x> {}",
    "ASK { ?s ?p 'a'@en-SERVICE ; <p> _:SERVICE }",
    "# \\u0053ERVICE\nASK {}",
]


@pytest.mark.parametrize("text", DISGUISES)
def test_service_is_refused_in_its_disguises(text: str) -> None:
    with pytest.raises(QueryForbidden, match="SERVICE"):
        refuse_service(text)


@pytest.mark.parametrize("text", INNOCENT)
def test_the_word_is_no_crime(text: str) -> None:
    Store().query(text, base_iri="http://example.org/")  # it is valid SPARQL
    refuse_service(text)
    assert inspect(text, LIMITS).form == "ASK"


# Elements of a group that are valid, and in which quotes, comments and “less than” can be read in two ways.
ELEMENTS = [
    *("{}", "{}UNION{}", "MINUS{?s ?p ?o}", "VALUES ?a{1}", "OPTIONAL{?s?p?o}", "OPTIONAL{?s ex:p 1.}"),
    *("OPTIONAL{?s ex:p true}", "OPTIONAL{?s<http://p>?o;<p:q>'a'@en}", "FILTER(?a<?b)", "FILTER(1<2)"),
    *(
        "FILTER(?a<?b&&'>'!='x')",
        "FILTER(?a<?b||\">\"='x'||true)",
        "FILTER(?a<?b&&ex:a#>\n!=1)",
        "FILTER(?a>?b||true)",
    ),
    *(
        "FILTER(?a<1+1)",
        "FILTER(?a<?b/1)",
        "FILTER(-1<?b#'>\n)",
        "FILTER(?a<ex:a||true)",
        "FILTER(?a<?b||ex:\\'\\#>!=1)",
    ),
    *("FILTER(?a<?b&&<urn:'>!=1)", "FILTER(<urn:x'y>!=1)", "FILTER(<urn:x#y>!=1)", "FILTER(ex:a\\'b!=1)"),
    *(
        "FILTER(ex:a\\#b!=1)",
        "FILTER(ex:a%27!=1)",
        "FILTER('\\u0027'!='a')",
        "FILTER('\\\\'!='a')",
        "FILTER('\\''!='a')",
    ),
    *(
        "FILTER(\"'\"!='a')",
        "FILTER('\"'!='a')",
        "FILTER(''!='a')",
        "FILTER('''a''b'''!='a')",
        "FILTER('''>'''!='a')",
    ),
]
GAPS = ["", " ", "\n", "#>\n", "#'\n", '#"\n', "# x\r", "."]
CALLS = [
    f"SERVICE{NOWHERE}{{}}",
    f"service silent#\n {NOWHERE}{{}}",
    f"SERVICE#>\n{NOWHERE}{{}}",
    "SERVICEnowhere:{}",
]
TAILS = ["", "FILTER('z'!='y')", "FILTER(1>0)", "#'>\n", "FILTER(\"'\"!='>')"]


def calls_out(text: str) -> bool:
    try:
        Store().query(text)
    except SyntaxError:
        return False
    except OSError:
        return True
    return False


@settings(max_examples=1000, deadline=None)
@given(
    st.lists(st.tuples(st.sampled_from(ELEMENTS), st.sampled_from(GAPS)).map("".join), max_size=4),
    st.sampled_from(CALLS),
    st.sampled_from(TAILS),
)
@example(["FILTER(?a<?b)"], CALLS[2], "")
def test_what_the_guard_lets_pass_never_leaves_the_machine(elements: list[str], call: str, tail: str) -> None:
    prologue = f"PREFIX ex: <http://x/> PREFIX nowhere: {NOWHERE}"
    text = f"{prologue} ASK {{ BIND(1 AS ?a) BIND(2 AS ?b) {''.join(elements)}{call}{tail}}}"
    if calls_out(text):
        with pytest.raises(QueryForbidden):
            refuse_service(text)


@given(st.text(alphabet="<>\"'#{}()\\?:@.ab1 \n\u0301\U0001f600", max_size=60))
def test_tokens_lose_no_character_and_stay_linear(text: str) -> None:
    assert sum(1 for _ in readings(text)) <= len(text)
    kept = "".join(token.text for token in tokens(text))
    assert set(kept) <= set(text)
    assert all(text.startswith(token.text, token.start) for token in tokens(text))


@pytest.mark.parametrize(
    ("text", "what"),
    [
        ("ASK " + "{" * 101 + "}" * 101, "nested"),
        ("ASK { FILTER(" + "(" * 101 + "1" + ")" * 101 + ") }", "nested"),
        ("ASK { ?s ?p ?o" + " OPTIONAL { ?s ?p ?o }" * 1001 + "}", "operators"),
        ("ASK { FILTER(?x" + " && ?x" * 1001 + ") }", "operators"),
        ("ASK { ?s " + "/".join(["<a:b>"] * 102) + " ?o }", "steps"),
        ("ASK { FILTER(" + "!" * 101 + "true) }", "steps"),
        ("ASK {} #" + "x" * LIMITS.query_bytes, "bytes"),
    ],
)
def test_absurd_queries_are_refused(text: str, what: str) -> None:
    with pytest.raises(QueryForbidden, match=what):
        inspect(text, LIMITS)


HOSTILE = [
    *(
        "a.",
        "a:",
        "<a",
        "<",
        "<a>",
        "'",
        "\\'",
        "\\",
        "''' \\",
        "'x'\\'''",
        "_:a...",
        "ex:a....",
        "%41",
        "?a",
        "1.",
    ),
    *(
        "#",
        "service ",
        "service #",
        "service:x ",
        "SERVICE}",
        "aservice.",
        "a-",
        "\\u0041",
        "<a#service",
        "@a-",
        "<<(",
        "1e",
    ),
]


@pytest.mark.parametrize("piece", HOSTILE)
@pytest.mark.parametrize("start", ["", "service ", "service '", "service '''", "service <", "?service #"])
def test_hostile_texts_are_read_in_linear_time(start: str, piece: str) -> None:
    limits = QueryLimits(nesting=10**9, operators=10**9, path_steps=10**9)
    text = start + piece * (200_000 // len(piece))
    before = time.process_time()
    with suppress(QueryForbidden):
        inspect(text, limits)
    assert time.process_time() - before < 15  # a second on a slow machine; minutes where it is quadratic


def test_long_but_flat_queries_pass() -> None:
    rows = " ".join(f"<http://example.org/{number}>" for number in range(3000))
    numbers = ", ".join(f"-{number}" for number in range(50))
    inspect(f"ASK {{ VALUES ?x {{ {rows} }} FILTER(?y IN ({numbers})) }}", LIMITS)


def test_brackets_in_strings_and_comments_do_not_nest() -> None:
    inspect("ASK { ?s ?p '" + "(" * 500 + "' } # " + "{" * 500, LIMITS)


@pytest.mark.parametrize(
    ("text", "form"),
    [
        ("PREFIX a: <b:c> BASE <d:e> select * {}", "SELECT"),
        ("# ASK\nSELECT(1 AS ?x){}", "SELECT"),
        ("ASK{}", "ASK"),
        ("PREFIX select: <a:b> DESCRIBE select:ask", "DESCRIBE"),
        ("CONSTRUCT{}WHERE{}", "CONSTRUCT"),
        ("nonsense", None),
        ("", None),
    ],
)
def test_form(text: str, form: str | None) -> None:
    assert inspect(text, LIMITS).form == form


def test_data_set_and_volatility() -> None:
    plain = inspect("SELECT ?from ?now { ?from <FROM> 'FROM' }", LIMITS)
    assert (plain.names_dataset, plain.volatile) == (False, False)
    assert inspect("SELECT * from <a:b> {}", LIMITS).names_dataset
    assert inspect("SELECT * { BIND(now() AS ?now) }", LIMITS).volatile
    assert inspect("SELECT * { FILTER(?a<?b&&'>'!='x') BIND(RAND() AS ?c) }", LIMITS).volatile


def test_place_of_the_refusal() -> None:
    with pytest.raises(QueryForbidden, match=r"line 2, column 3"):
        refuse_service(f"ASK {{\n  SERVICE {NOWHERE} {{}} }}")
