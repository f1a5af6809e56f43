"""Queries that are no queries, are too large, are nested too deeply, or are something else in disguise."""

import json
from urllib.parse import quote

import pytest

from tests.hostile.conftest import Door, bearer

MALFORMED = {
    "nothing": "",
    "space": " \n\t",
    "a word": "hello",
    "another language": "SELECT * FROM users WHERE 1=1; --",
    "no braces": "SELECT *",
    "an open brace": "SELECT * { ?s ?p ?o",
    "a brace too many": "SELECT * { ?s ?p ?o }}",
    "an open string": 'SELECT * { ?s ?p "o }',
    "an open long string": 'SELECT * { ?s ?p """o }',
    "an open IRI": "SELECT * { ?s ?p <http://example.org/o }",
    "an unknown prefix": "SELECT * { ?s foaf:name ?o }",
    "a space in an IRI": "ASK { <http://example.org/a b> ?p ?o }",
    "brackets in an IRI": "ASK { <http://example.org/<>> ?p ?o }",
    "a brace in an IRI": "ASK { <http://example.org/{a}> ?p ?o }",
    "a broken escape in an IRI": "ASK { <http://example.org/\\u00> ?p ?o }",
    "an escaped space in an IRI": "ASK { <http://example.org/\\u0020> ?p ?o }",
    "half a surrogate pair": 'ASK { ?s ?p "\\uD800" }',
    "beyond Unicode": 'ASK { ?s ?p "\\U00110000" }',
    "an unknown escape": 'ASK { ?s ?p "\\x41" }',
    "a language tag of digits": 'ASK { ?s ?p "a"@123 }',
    "a language tag that is too long": 'ASK { ?s ?p "a"@abcdefghijk }',
    "two datatypes": 'ASK { ?s ?p "a"^^<a:b>^^<a:b> }',
    "a literal as predicate": 'ASK { ?s "p" ?o }',
    "a number as a variable's name": "SELECT ?-1 {}",
    "a variable twice": "SELECT (1 AS ?a) (2 AS ?a) {}",
    "a variable that is bound before": "SELECT * { ?s ?p ?o BIND(1 AS ?s) }",
    "no group for it": "SELECT ?s (COUNT(?o) AS ?n) { ?s ?p ?o }",
    "an aggregate of an aggregate": "SELECT (SUM(COUNT(?s)) AS ?n) { ?s ?p ?o }",
    "an aggregate deep in an aggregate": "SELECT (MAX(1 + ABS(COUNT(*))) AS ?n) { ?s ?p ?o }",
    "an unknown function": "ASK { FILTER(nothing(1)) }",
    "too few arguments": "ASK { FILTER(REGEX(1)) }",
    "a negative limit": "SELECT * {} LIMIT -1",
    "a limit that no number holds": "SELECT * {} LIMIT 99999999999999999999999",
    "VALUES of another width": "ASK { VALUES (?a ?b) { (1) } }",
    "two forms": "SELECT * {} ASK {}",
    "a label in two groups": "ASK { { _:a ?p ?o } UNION { _:a ?p ?o } }",
    "a zero byte outside of strings": "ASK {\0}",
    "another space": "ASK\u00a0{}",
}


@pytest.mark.parametrize("text", MALFORMED.values(), ids=MALFORMED)
def test_what_is_no_query_is_told_so_with_its_place(door: Door, text: str) -> None:
    answer = door.query(text)
    assert (answer.status, answer.problem) == (400, "query-malformed")
    if "a variable" not in text and "line" in answer.body.decode():
        told = json.loads(answer.body)
        assert told["line"] >= 1
        assert told["column"] >= 1


@pytest.mark.parametrize("text", ["SELECT (SUM(?n) AS ?m) { SELECT (COUNT(*) AS ?n) { ?s ?p ?o } }"])
def test_an_aggregate_of_a_query_with_an_aggregate_is_answered(door: Door, text: str) -> None:
    assert door.query(text).status == 200


def repeated(before: str, many: str, times: int, after: str, end: str = "") -> str:
    return before + many * times + after + end * times


DEEP = {
    "3,000 braces": repeated("ASK ", "{", 3_000, "", "}"),
    "100,000 braces": repeated("ASK ", "{", 100_000, "", "}"),
    "braces that stay open": repeated("ASK ", "{", 50_000, ""),
    "10,000 parentheses": repeated("ASK { FILTER", "(", 10_000, "1", ")") + "}",
    "10,000 negations": repeated("ASK { FILTER(", "!", 10_000, "true)}"),
    "10,000 signs": repeated("ASK { FILTER(1 = ", "- ", 10_000, "1)}"),
    "10,000 functions": repeated("ASK { FILTER(", "ABS(", 10_000, "1", ")") + ")}",
    "10,000 collections": repeated("ASK { ?s ?p ", "(", 10_000, "1", ")") + "}",
    "10,000 blank nodes": repeated("ASK { ?s ?p ", "[ ?p ", 10_000, "1", "]") + "}",
    "3,000 triple terms": repeated("ASK { ?s ?p ", "<<( ?s ?p ", 3_000, "1", " )>>") + "}",
    "3,000 queries in queries": repeated("SELECT * ", "{ SELECT * ", 3_000, "{}", "}"),
    "3,000 OPTIONAL": repeated("ASK {", "OPTIONAL {", 3_000, "", "}") + "}",
    "3,000 EXISTS": repeated("ASK {", "FILTER EXISTS {", 3_000, "", "}") + "}",
    "10,000 UNION": repeated("ASK {", "{} UNION ", 10_000, "{} }"),
    "20,000 &&": repeated("ASK { FILTER(", "true && ", 20_000, "true)}"),
    "20,000 ||": repeated("ASK { FILTER(", "false || ", 20_000, "true)}"),
    "20,000 +": repeated("ASK { FILTER(0 < ", "1 + ", 20_000, "1)}"),
    "20,000 *": repeated("ASK { FILTER(0 < ", "1 * ", 20_000, "1)}"),
    "20,000 BIND": "ASK {" + "".join(f"BIND({n} AS ?v{n})" for n in range(9_000)) + "}",
    "a path of 2,000 steps": repeated("ASK { ?s ", "<a:b>/", 2_000, "<a:b> ?o }"),
    "a path of 2,000 ways": repeated("ASK { ?s ", "<a:b>|", 2_000, "<a:b> ?o }"),
    "2,000 inverses": repeated("ASK { ?s ", "^", 2_000, "<a:b> ?o }"),
    "2,000 stars": repeated("ASK { ?s ", "(", 2_000, "<a:b>", ")*") + " ?o }",
    "a negated set of 2,000": repeated("ASK { ?s !(", "<a:b>|", 2_000, "<a:b>) ?o }"),
    "escaped braces": repeated("ASK {", "\\u007b", 10_000, ""),
}


@pytest.mark.parametrize("text", DEEP.values(), ids=DEEP)
def test_what_is_nested_too_deeply_is_refused_at_once(door: Door, text: str) -> None:
    answer = door.query(text)
    assert answer.status in {400, 403, 413}
    assert answer.problem in {"query-malformed", "query-forbidden", "query-too-long"}


LARGE = {
    "a comment": ("ASK {} #" + "x" * 300_000, 413),
    "a string": ('ASK { ?s ?p "' + "x" * 300_000 + '" }', 413),
    "100,000 values": ("SELECT * { VALUES ?x { " + " ".join(map(str, range(100_000))) + " } }", 413),
    "a body above every limit": ("ASK {} #" + "x" * 2_000_000, 413),
    "30,000 values": ("SELECT (COUNT(*) AS ?n) { VALUES ?x { " + "1 " * 30_000 + "} }", 200),
    "a long variable": ("SELECT ?" + "x" * 100_000 + " {}", 200),
    "a long IRI": ("ASK { <http://example.org/" + "x" * 100_000 + "> ?p ?o }", 200),
    "a long name": ("PREFIX e: <http://example.org/> ASK { e:" + "x" * 100_000 + " ?p ?o }", 200),
    "many prefixes": (
        "".join(f"PREFIX p{n}: <http://example.org/{n}/> " for n in range(3_000)) + "ASK {}",
        200,
    ),
    "many variables": (
        "SELECT * {" + "".join(f"OPTIONAL {{ ?a{n} <a:b> 1 }}" for n in range(400)) + "}",
        200,
    ),
    "many lines": ("\n" * 200_000 + "ASK {}", 200),
}


@pytest.mark.parametrize(("text", "status"), LARGE.values(), ids=LARGE)
def test_size_has_a_limit_and_no_other_effect(door: Door, text: str, status: int) -> None:
    assert door.query(text).status == status


DISGUISED = {
    "an update as a query": ("POST", "/sparql", "application/sparql-query", b"CLEAR ALL", {400}),
    "a query as an update": ("POST", "/sparql", "application/sparql-update", b"SELECT * {}", {400}),
    "an update behind a query": ("POST", "/sparql", "application/sparql-query", b"ASK {}; CLEAR ALL", {400}),
    "an update behind a prologue": (
        "POST",
        "/sparql",
        "application/sparql-query",
        b"PREFIX a: <a:>\n#\nINSERT DATA { a:a a:b 1 }",
        {400},
    ),
    "an escaped update": (
        "POST",
        "/sparql",
        "application/sparql-query",
        b"\\u0043LEAR ALL",
        {400, 403},
    ),
    "an update in the address": ("GET", "/sparql?update=CLEAR+ALL", "", b"", {405}),
    "an update by HEAD": ("HEAD", "/sparql?update=CLEAR+ALL", "", b"", {405}),
    "an update by QUERY": ("QUERY", "/sparql", "application/sparql-update", b"CLEAR ALL", {405}),
    "an update by PUT": ("PUT", "/sparql", "application/sparql-update", b"CLEAR ALL", {405}),
    "an update as a query in the address": ("GET", "/sparql?query=CLEAR+ALL", "", b"", {400}),
    "both in a form": (
        "POST",
        "/sparql",
        "application/x-www-form-urlencoded",
        b"query=ASK+%7B%7D&update=CLEAR+ALL",
        {400},
    ),
    "a query before an update": (
        "POST",
        "/sparql?query=ASK+%7B%7D",
        "application/sparql-update",
        b"CLEAR ALL",
        {400},
    ),
    "an update before a query": (
        "POST",
        "/sparql?update=CLEAR+ALL",
        "application/sparql-query",
        b"ASK {}",
        {400},
    ),
    "two queries": ("GET", "/sparql?query=ASK+%7B%7D&query=ASK+%7B%7D", "", b"", {400}),
    "two updates": (
        "POST",
        "/sparql",
        "application/x-www-form-urlencoded",
        b"update=CLEAR+ALL&update=CLEAR+ALL",
        {400},
    ),
    "a query in address and body": (
        "POST",
        "/sparql?query=ASK+%7B%7D",
        "application/sparql-query",
        b"ASK {}",
        {400},
    ),
    "other capitals": ("GET", "/sparql?QUERY=ASK+%7B%7D", "Accept: application/json", b"", {400}),
    "a body in GET": ("GET", "/sparql", "application/sparql-update", b"CLEAR ALL", {200}),
    "no type": ("POST", "/sparql", "", b"ASK {}", {415}),
    "another type": ("POST", "/sparql", "text/plain", b"ASK {}", {415}),
    "a form with files": ("POST", "/sparql", "multipart/form-data; boundary=x", b"--x--\r\n", {415}),
    "JSON": ("POST", "/sparql", "application/json", b'{"query": "ASK {}"}', {415}),
    "a list as type": ("POST", "/sparql", "application/sparql-query, text/html", b"ASK {}", {415}),
    "packed": ("POST", "/sparql", "application/sparql-query\r\nContent-Encoding: gzip", b"\x1f\x8b", {415}),
    "an empty form": ("POST", "/sparql", "application/x-www-form-urlencoded", b"", {400}),
}


@pytest.mark.parametrize(("method", "target", "type_", "body", "statuses"), DISGUISED.values(), ids=DISGUISED)
def test_nothing_comes_in_as_something_else(
    door: Door, method: str, target: str, type_: str, body: bytes, statuses: set[int]
) -> None:
    """The token allows everything: so only the form of the request keeps the data as they are."""
    lines = [bearer("everything")]
    if type_:
        lines.append(type_ if type_.startswith("Accept") else f"Content-Type: {type_}")
    if method == "HEAD":
        wire = door.server.wire()
        with wire.socket:
            wire.send(f"HEAD {target} HTTP/1.1\r\nHost: localhost\r\n{lines[0]}\r\n\r\n".encode())
            assert wire.answer(head=True).status in statuses
        return
    answer = door.request(method, target, *lines, body=body or None)
    assert answer.status in statuses, answer


@pytest.mark.parametrize(
    ("parameter", "status"),
    [
        ("default-graph-uri=relative", 400),
        ("named-graph-uri=%3C%3E", 400),
        ("default-graph-uri=", 400),
        ("timeout=-1", 200),
        ("timeout=nan", 200),
        ("timeout=1e999", 200),
        ("timeout=abc", 200),
        ("format=../../etc/passwd", 200),
        ("output=%00", 200),
        ("callback=alert(1)", 200),
        ("using-graph-uri=relative", 200),
        ("query", 400),
        ("&&&&====", 200),
        ("a=b&" * 2000, 400),
    ],
)
def test_other_parameters_do_no_harm(door: Door, parameter: str, status: int) -> None:
    answer = door.get(f"/sparql?query={quote('ASK {}')}&{parameter}")
    assert answer.status == status
    assert b"alert" not in answer.body
