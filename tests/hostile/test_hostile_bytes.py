"""Bytes that are no text, and headers that say what nobody can do."""

from urllib.parse import quote

import pytest

from tests.hostile.conftest import Door

BROKEN = {
    "a byte that begins nothing": "%FF",
    "a byte that goes on": "%80",
    "half a character": "%C3",
    "a long form of a slash": "%C0%AF",
    "a long form of zero": "%C0%80",
    "half a surrogate pair": "%ED%A0%80",
    "a pair of surrogates": "%ED%A0%BD%ED%B8%80",
    "beyond Unicode": "%F4%90%80%80",
    "five bytes": "%F8%88%80%80%80",
    "UTF-16": "%FF%FEA%00S%00K%00",
    "Latin-1": "%E9",
}


@pytest.mark.parametrize("bytes_", BROKEN.values(), ids=BROKEN)
def test_no_byte_becomes_a_question_mark(door: Door, bytes_: str) -> None:
    """In the address, in a form, and as it is: what is no UTF-8 is refused, never replaced (U+FFFD)."""
    text = quote('ASK { FILTER("') + bytes_ + quote('" = "a") }')
    assert door.get(f"/sparql?query={text}").status == 400
    form = "Content-Type: application/x-www-form-urlencoded"
    assert door.request("POST", "/sparql", form, body=f"query={text}".encode()).status == 400
    raw = (
        b'ASK { FILTER("'
        + bytes.fromhex(bytes_.replace("%", "").replace("A00S00K00", "41005300"))
        + b'" = "a") }'
    )
    assert door.query(raw).status == 400
    assert door.get(f"/status?state={bytes_}&treaty=rome-statute").status == 400


def test_a_form_may_have_its_text_as_it_is(door: Door) -> None:
    form = "Content-Type: application/x-www-form-urlencoded"
    query = "query=ASK { FILTER('é' = '\\u00E9') }".encode()
    answer = door.request("POST", "/sparql", form, body=query)
    assert (answer.status, b"true" in answer.body) == (200, True)
    refused = door.request("POST", "/sparql", form, body=query.replace("é".encode(), b"\xe9"))
    assert (refused.status, b"codec" in refused.body) == (400, False)


def test_the_mark_of_utf_8_that_editors_write_is_no_text(door: Door) -> None:
    assert door.query("\ufeffASK {}").status == 200


@pytest.mark.parametrize("charset", ["utf-16", "iso-8859-1", "utf-7", "nonsense", '"utf-32"', "ebcdic-cp-us"])
def test_text_is_utf_8(door: Door, charset: str) -> None:
    type_ = f"Content-Type: application/sparql-query; charset={charset}"
    assert door.request("POST", "/sparql", type_, body=b"ASK {}").status == 415


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp500"])
def test_text_in_another_encoding_is_told_so(door: Door, encoding: str) -> None:
    assert door.query("ASK { ?s ?p 'é' }".encode(encoding)).status == 400


XML = "Accept: application/sparql-results+xml"
UNWRITABLE = ("\\u0001", "\\u0000", "\\u0008", "\\u000B", "\\u001F", "\\uFFFE", "\\uFFFF")


@pytest.mark.parametrize("escape", UNWRITABLE)
def test_xml_holds_what_xml_can_hold_or_nothing(door: Door, escape: str) -> None:
    query = f'SELECT ("a{escape}b" AS ?x) {{}}'
    refused = door.query(query, XML)
    assert (refused.status, refused.problem) == (422, "query-failed")
    assert door.query(query, "Accept: application/sparql-results+json").status == 200
    graph = f'CONSTRUCT {{ <a:a> <b:b> "a{escape}b" }} {{}}'
    assert door.query(graph, "Accept: application/rdf+xml").status == 422
    assert door.query(graph, "Accept: text/turtle").status == 200


ACCEPT = {
    "what is not there": ("image/png", 406),
    "nothing of all": ("*/*;q=0", 406),
    "nonsense": (";;;;,,,,====", 200),
    "no type": ("json", 200),
    "very much": ("a/b," * 6_000 + "*/*", 200),
    "many stars": ("*/*/*/*", 200),
    "a quality that is none": ("text/csv;q=nan", 200),
    "a quality beyond one": ("text/csv;q=1e999", 200),
    "a quality below zero": ("text/csv;q=-1", 200),
    "bytes": ("\xff\xfe/\x80", 406),
    "an injection": ("text/csv;a=%0d%0aSet-Cookie:%20a", 200),
}


@pytest.mark.parametrize(("value", "status"), ACCEPT.values(), ids=ACCEPT)
def test_any_accept_is_answered(door: Door, value: str, status: int) -> None:
    answer = door.query("SELECT * {}", f"Accept: {value}")
    assert answer.status == status, answer


@pytest.mark.parametrize(
    "line",
    [
        "Accept-Encoding: gzip;q=nan, *;q=0, br;;;",
        "Accept-Language: ../../etc/passwd",
        "Accept-Charset: utf-16",
        'If-None-Match: "' + "x" * 10_000 + '"',
        "If-None-Match: W/",
        "If-Modified-Since: yesterday",
        "Range: bytes=0-99999999999,-1,5-2",
        "Range: bytes=" + "0-," * 1_000,
        "Expect: 100-continue",
        "TE: trailers, deflate;q=0.5",
        "Max-Forwards: -1",
        "Via: " + "1.1 a, " * 1_000,
        "User-Agent: () { :; }; /bin/cat /etc/passwd",
        "User-Agent: ${jndi:ldap://127.0.0.1:9/a}",
        "X: \xff\xfe\x80",
        "Sec-WebSocket-Key: a\r\nUpgrade: websocket\r\nConnection: Upgrade",
        "Content-Type: " + "a" * 5_000,
    ],
)
def test_other_headers_do_no_harm(door: Door, line: str) -> None:
    answer = door.get(f"/sparql?query={quote('ASK {}')}", line)
    assert (answer.status, b"true" in answer.body) == (200, True)
    assert door.get("/status?state=RUS&treaty=rome-statute", line).status == 200
    assert "jndi" not in door.log.read_text(encoding="utf-8")


@pytest.mark.parametrize("ranges", ["5-2", "99999999-", "-", "a-b", "0-0," * 1_000 + "0-0"])
def test_files_are_sent_as_a_whole(door: Door, ranges: str) -> None:
    whole = door.get("/static/depositary.css")
    answer = door.get("/static/depositary.css", f"Range: bytes={ranges}")
    assert (answer.status, answer.body) == (200, whole.body)
