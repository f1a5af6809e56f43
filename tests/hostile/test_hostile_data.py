"""Data that are no data, are nested too deeply, grow when they are read, or go where nobody may write."""

import pytest

from tests.hostile.conftest import HOSTILE, Door, bearer

RDF = '<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:e="http://example.org/">'
XML, JSON, TURTLE = "application/rdf+xml", "application/ld+json", "text/turtle"


def xml(content: str, before: str = "") -> str:
    return f'<?xml version="1.0"?>{before}{RDF}{content}</rdf:RDF>'


def described(value: str, before: str = "") -> str:
    return xml(f"<rdf:Description><e:p>{value}</e:p></rdf:Description>", before)


LAUGHS = "".join(f'<!ENTITY {chr(98 + n)} "{f"&{chr(97 + n)};" * 10}">' for n in range(9))


def encoding(name: str) -> str:
    """The declaration of an encoding."""
    return f'<?xml version="1.0" encoding="{name}"?>'


REFUSED = {
    "Turtle that is none": (TURTLE, "hello"),
    "an open statement": (TURTLE, "<a:a> <b:b> 1"),
    "an unknown prefix": (TURTLE, "a:a a:b 1 ."),
    "a space in an IRI": (TURTLE, "<http://example.org/a b> <b:b> 1 ."),
    "an escaped space in an IRI": (TURTLE, "<http://example.org/\\u0020> <b:b> 1 ."),
    "a relative IRI in N-Triples": ("application/n-triples", "<a> <b> <c> ."),
    "a literal as subject": (TURTLE, "1 <b:b> 1 ."),
    "a long language tag": (TURTLE, '<a:a> <b:b> "a"@abcdefghijk .'),
    "half a surrogate pair": (TURTLE, '<a:a> <b:b> "\\uD800" .'),
    "half a surrogate pair in JSON": (JSON, '{"http://example.org/p": "\\ud800"}'),
    "surrogates in UTF-8": (TURTLE, b'<a:a> <b:b> "\xed\xa0\x80" .'),
    "a long form of UTF-8": (TURTLE, b'<a:a> <b:b> "\xc0\xaf" .'),
    "Latin-1": (TURTLE, '<a:a> <b:b> "é" .'.encode("latin-1")),
    "UTF-16": (TURTLE, '<a:a> <b:b> "a" .'.encode("utf-16")),
    "bytes of nothing": (TURTLE, bytes(range(256))),
    "graphs of their own": ("application/n-quads", "<a:a> <b:b> 1 <g:g> ."),
    "the register inside": (
        "application/trig",
        "<https://w3id.org/depositary/graph/register> { <a:a> <b:b> 1 }",
    ),
    "a literal of 20 MB": (TURTLE, '<a:a> <b:b> "' + "x" * 20_000_000 + '" .'),
    "triple terms in triple terms": (TURTLE, "<a:a> <b:b> " + "<<( <a:a> <b:b> " * 20_000),
    "JSON that is none": (JSON, "{"),
    "JSON-LD 5,000 deep": (JSON, '{"http://e/p":' * 5_000 + "1" + "}" * 5_000),
    "JSON-LD 10,000 deep": (JSON, '{"http://e/p":' * 10_000 + "1" + "}" * 10_000),
    "JSON-LD 20,000 deep": (JSON, '{"http://e/p":' * 20_000 + "1" + "}" * 20_000),
    "arrays 20,000 deep": (JSON, '{"http://e/p":' + "[" * 20_000 + "]" * 20_000 + "}"),
    "lists 10,000 deep": (JSON, '{"http://e/p":' + '{"@list":[' * 10_000 + "]}" * 10_000 + "}"),
    "arrays that stay open": (JSON, "[" * 1_000_000),
    "a remote context": (JSON, '{"@context": "http://127.0.0.1:9/context", "a": 1}'),
    "a context that includes itself": (JSON, '{"@context": {"@import": "http://127.0.0.1:9/"}, "a": 1}'),
    "RDF/XML 20,000 deep": (XML, xml("<e:A><e:p>" * 10_000 + "</e:p></e:A>" * 10_000)),
    "XML that stays open": (XML, RDF + "<e:A>"),
    "elements that cross": (XML, xml("<e:A><e:p></e:A></e:p>")),
    "a control character": (XML, described("&#1;")),
    "a zero byte in XML": (XML, described("\0")),
    "a million laughs": (XML, described("&j;", f'<!DOCTYPE r [<!ENTITY a "aaaaaaaaaa">{LAUGHS}]>')),
    "one large entity": (XML, described("&a;" * 20_000, f'<!DOCTYPE r [<!ENTITY a "{"a" * 50_000}">]>')),
    "an entity of itself": (XML, described("&a;", '<!DOCTYPE r [<!ENTITY a "&a;">]>')),
    "a file as entity": (XML, described("&a;", '<!DOCTYPE r [<!ENTITY a SYSTEM "file:///etc/passwd">]>')),
    "a parameter entity": (XML, described("a", '<!DOCTYPE r [<!ENTITY % a SYSTEM "file:///a"> %a;]>')),
    "an undefined entity": (XML, described("&nothing;")),
    **{f"XML in {name}": (XML, described("a", encoding(name))) for name in ("bogus", "shift_jis", "zlib")},
    "a number as JSON-LD": (JSON, "1"),
    "nothing as JSON-LD": (JSON, "null"),
    "a text as JSON-LD": (JSON, '"x"'),
    "an entity in an attribute": (XML, xml('<e:A e:p="&a;"/>', '<!DOCTYPE r [<!ENTITY a "b">]>')),
}  # fmt: skip


@pytest.mark.parametrize(("type_", "data"), REFUSED.values(), ids=REFUSED)
def test_what_is_no_data_is_refused_and_nothing_is_written(door: Door, type_: str, data: str | bytes) -> None:
    sent = data.encode() if isinstance(data, str) else data
    answer = door.graph("PUT", sent, type_)
    assert answer.status == 400, answer
    assert answer.problem in {"data-malformed", "bad-request"}


TAKEN = {
    "a long collection": (TURTLE, "<a:a> <b:b> (" + "1 " * 20_000 + ") ."),
    "a deep collection": (TURTLE, "<a:a> <b:b> " + "(" * 10_000 + ")" * 10_000 + " ."),
    "deep blank nodes": (TURTLE, "<a:a> <b:b> " + "[<b:b> " * 10_000 + "1" + "]" * 10_000 + " ."),
    "a long IRI": (TURTLE, "<a:a> <b:b> <http://example.org/" + "x" * 1_000_000 + "> ."),
    "a long literal": (TURTLE, '<a:a> <b:b> "' + "x" * 5_000_000 + '" .'),
    "control characters": (TURTLE, '<a:a> <b:b> "\\u0000\\u0001\\uFFFF" .'),
    "JSON-LD 400 deep": (JSON, '{"http://e/p":' * 400 + "1" + "}" * 400),
    "brackets in JSON strings": (JSON, '{"http://e/p": "' + "[{" * 5_000 + '\\""}'),
    "brackets in Turtle strings": (TURTLE, '<a:a> <b:b> "' + "<<(" * 5_000 + '" .'),
    "a document type without entities": (XML, described("a", '<!DOCTYPE r SYSTEM "http://127.0.0.1:9/a">')),
    "signs that XML names": (XML, described("&lt;&amp;&#x41;")),
    "Turtle with the mark of UTF-8": (TURTLE, "\ufeff<a:a> <b:b> 1 ."),
    "XML in UTF-8 with its mark": (XML, "\ufeff" + described("é")),
}


@pytest.mark.parametrize(("type_", "data"), TAKEN.values(), ids=TAKEN)
def test_what_is_only_unusual_is_taken(door: Door, type_: str, data: str) -> None:
    assert door.graph("PUT", data.encode(), type_).status == 201
    assert door.graph("DELETE", b"").status == 200


ROOT = "https://w3id.org/depositary/graph/"
PROTECTED = ("register", "status", "catalogue", "ontology")


@pytest.mark.parametrize("name", PROTECTED)
@pytest.mark.parametrize("method", ["PUT", "POST", "DELETE"])
def test_derived_graphs_cannot_be_written(door: Door, method: str, name: str) -> None:
    found = door.get(f"/graphs?graph={ROOT}{name}")
    assert found.status in {200, 404}, found
    refusal = (404, "not-found") if (method, found.status) == ("DELETE", 404) else (409, "write-refused")
    answer = door.graph(method, b"<a:a> <b:b> 1 .", graph=ROOT + name)
    assert (answer.status, answer.problem) == refusal


UPDATES = {
    "everything": ("DROP ALL", 409),
    "everything in silence": ("DROP SILENT ALL", 409),
    "every name": ("CLEAR NAMED", 409),
    "one that is derived": (f"CLEAR GRAPH <{ROOT}status>", 409),
    "after something good": (f"INSERT DATA {{ <a:a> <b:b> 1 }}; DROP GRAPH <{ROOT}register>", 409),
    "into one": (f"INSERT DATA {{ GRAPH <{ROOT}register> {{ <a:a> <b:b> 1 }} }}", 409),
    "by a pattern": ("DELETE { GRAPH ?g { ?s ?p ?o } } WHERE { GRAPH ?g { ?s ?p ?o } }", 409),
    "by WITH": (f"WITH <{ROOT}status> DELETE {{ ?s ?p ?o }} WHERE {{ ?s ?p ?o }}", 409),
    "by a base": (f"BASE <{ROOT}> DROP GRAPH <x/../status>", 409),
    "by an escape": ("DROP GRAPH <https://w3id.org/depositary/graph/stat\\u0075s>", 409),
    "by MOVE": (f"MOVE <{ROOT}register> TO <{HOSTILE}>", 409),
    "by COPY": (f"COPY DEFAULT TO <{ROOT}status>", 409),
    "by ADD": (f"INSERT DATA {{ <a:a> <b:b> 1 }}; ADD DEFAULT TO <{ROOT}status>", 409),
    "what is not there": (f"DROP GRAPH <{HOSTILE}>", 409),
    "what is there": (f"CREATE GRAPH <{ROOT}status>", 409),
    "a second half that is malformed": ("INSERT DATA { <a:a> <b:b> 1 }; nothing", 400),
    "a second half that fails": ("INSERT DATA { <a:a> <b:b> 1 }; LOAD <file:///etc/passwd>", 403),
    "3,000 braces": ("INSERT DATA { " + "{" * 3_000 + "}" * 3_000 + " }", 403),
    "10,000 collections": ("INSERT DATA { <a:a> <b:b> " + "(" * 10_000 + ")" * 10_000 + " }", 403),
    "a path of 2,000 steps": ("INSERT { <a:a> <b:b> 1 } WHERE { ?s " + "<a:b>/" * 2_000 + "<a:b> ?o }", 403),
    "variables in data": ("INSERT DATA { ?s <b:b> 1 }", 400),
    "a label in what is deleted": ("DELETE DATA { _:a <b:b> 1 }", 400),
    "a service": ("INSERT { ?s ?p ?o } WHERE { SERVICE <http://127.0.0.1:9/> { ?s ?p ?o } }", 403),
}


@pytest.mark.parametrize(("text", "status"), UPDATES.values(), ids=UPDATES)
def test_an_update_happens_as_a_whole_or_not_at_all(door: Door, text: str, status: int) -> None:
    assert door.update(text).status == status


def test_a_form_holds_files_that_are_read(door: Door) -> None:
    lines = (bearer("everything"), "Content-Type: multipart/form-data; boundary=x")
    for body in (
        b"",
        b"--x",
        b"--x\r\n\r\n\r\n--x--\r\n",
        b"--x\r\nContent-Disposition: a\r\n\r\nb\r\n--x--",
    ):
        assert door.request("POST", f"/graphs?graph={HOSTILE}", *lines, body=body).status == 400
    many = (
        b'--x\r\nContent-Disposition: form-data; name="a"; filename="a.ttl"\r\n\r\n\r\n' * 500 + b"--x--\r\n"
    )
    assert door.request("POST", f"/graphs?graph={HOSTILE}", *lines, body=many).status == 400
