"""RDF files of every format: all statements once, blank nodes as IRIs, and a clear word on what is broken."""

import gzip
import json
import tracemalloc
from itertools import chain
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pyoxigraph import (
    BlankNode,
    CanonicalizationAlgorithm,
    Dataset,
    Literal,
    NamedNode,
    Quad,
    RdfFormat,
    Store,
    serialize,
)
from pyoxigraph import parse as parsed

from graph import iri
from graph.check import fingerprint_faults
from graph.errors import LoadRefused
from graph.faults import Fault, Left
from graph.loaders import rdf
from graph.loaders.distinct import Distinct
from graph.loaders.files import InputFile
from graph.loading.inputs import Input
from graph.loading.load import load
from graph.published.entry import Entry, Item
from graph.published.publication import Publication
from graph.published.triples import Statements
from graph.store import Generations
from graph.store import Store as Held
from graph.triples.directory import Directory
from graph.triples.given import given_lines
from graph.triples.place import Place
from tests.conftest import PACKAGED, SHARED, Snapshot

EX = "http://example.org/"
XSD = "http://www.w3.org/2001/XMLSchema#"
TREATY = (
    '@prefix : <http://example.org/> .\n:pact :signed [ :by :GMB , :BDI ] ; :title "Pact"@en , "Pacte"@fr .\n'
)
RDF_XML = """<?xml version="1.0" encoding="UTF-8"?>
<!DOCTYPE rdf:RDF [ <!ENTITY ex "http://example.org/"> ]>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns="http://example.org/">
  <rdf:Description rdf:about="&ex;pact">
    <title xml:lang="en">Pact</title><title xml:lang="fr">Pacte</title>
    <signed rdf:parseType="Resource"><by rdf:resource="&ex;GMB"/><by rdf:resource="&ex;BDI"/></signed>
  </rdf:Description>
</rdf:RDF>"""
JSON_LD = json.dumps({
    "@context": {"@vocab": EX, "by": {"@type": "@id"}},
    "@id": f"{EX}pact",
    "title": [{"@value": "Pact", "@language": "en"}, {"@value": "Pacte", "@language": "fr"}],
    "signed": {"by": [f"{EX}GMB", f"{EX}BDI"]},
})  # fmt: skip


def items(name: str, content: str | bytes) -> list[Item]:
    return list(rdf.read(InputFile(name, content.encode() if isinstance(content, str) else content)))


def lines(found: list[Item]) -> list[bytes]:
    records = [item.record for item in found if isinstance(item, Entry)]
    assert all(isinstance(record, Statements | Publication) for record in records)
    return list(chain.from_iterable(record.lines for record in records if isinstance(record, Statements)))


def fault(name: str, content: str | bytes) -> str:
    """The only thing that is said of a broken file."""
    found = items(name, content)
    assert [type(item) for item in found] == [Fault], found
    return str(found[0])


def left(found: list[Item]) -> list[tuple[str, str, str]]:
    return [(item.field, item.reason, item.value) for item in found if isinstance(item, Left)]


N_TRIPLES = (serialize(parsed(TREATY, format=RdfFormat.TURTLE), format=RdfFormat.N_TRIPLES) or b"").decode()
SAME = {
    "pact.ttl": TREATY,
    "pact.trig": TREATY,
    "pact.nt": N_TRIPLES,
    "pact.nq": N_TRIPLES,
    "pact.rdf": RDF_XML,
    "pact.jsonld": JSON_LD,
    "without-ending": TREATY,
    "called-wrongly.ttl": RDF_XML,
    "called-wrongly.rdf": TREATY,
    "called-wrongly.nt": TREATY,
    "json": JSON_LD,
    "marked.ttl": "\ufeff" + TREATY,
    "marked.jsonld": "\ufeff" + JSON_LD,
}


@pytest.mark.parametrize("name", SAME)
@pytest.mark.parametrize("packed", [False, True])
def test_each_format_says_the_same(name: str, packed: bool) -> None:  # noqa: FBT001 - a parameter of pytest
    content = SAME[name].encode()
    found = items(f"{name}.gz" if packed else name, gzip.compress(content) if packed else content)
    assert left(found) == []
    expected = Dataset(parsed(TREATY, format=RdfFormat.TURTLE))
    given_ = Dataset(blank(quad) for quad in parsed(b"".join(lines(found)), format=RdfFormat.N_TRIPLES))
    for dataset in (expected, given_):
        dataset.canonicalize(CanonicalizationAlgorithm.RDFC_1_0)
    assert given_ == expected
    assert rdf.recognises(content[: 2**16])


def blank(quad: Quad) -> Quad:
    """The statement with blank nodes again where IRIs stand for them."""
    return Quad(_blank(quad.subject), quad.predicate, _blank(quad.object))


def _blank(term: Any) -> Any:
    genid = isinstance(term, NamedNode) and term.value.startswith(iri.GENIDS)
    return BlankNode("b" + term.value.rpartition("/")[2]) if genid else term


def test_blank_nodes_are_the_same_in_the_same_file_and_in_no_other() -> None:
    first, again = lines(items("a.ttl", TREATY)), lines(items("b.ttl.gz", gzip.compress(TREATY.encode())))
    other = lines(items("a.ttl", TREATY + "# another file"))
    nodes = [
        {line.split()[0] for line in each if iri.GENIDS.encode() in line.split()[0]}
        for each in (first, other)
    ]
    assert first == again
    assert nodes[0].isdisjoint(nodes[1])
    assert b"_:" not in b"".join(first)
    assert all(node.startswith(b"<https://w3id.org/.well-known/genid/") for node in nodes[0])


def test_statements_stand_in_the_graph_of_the_source() -> None:
    place = Place(iri.source_graph("file/x"), "file/x", Directory({}))
    described, entry = items("a.nt", "<a:a> <a:b> <a:c> .\n")
    assert isinstance(described, Entry)
    assert isinstance(described.record, Publication)
    assert described.record.title == "a.nt, a file of RDF"
    assert isinstance(entry, Entry)
    assert isinstance(entry.record, Statements)
    assert given_lines(entry.record, place) == [f"<a:a> <a:b> <a:c> <{place.graph}> .\n".encode()]


def test_names_of_graphs_are_told_but_not_kept() -> None:
    found = items("a.trig", "{ <a:a> <a:b> 1 } <g:1> { <a:a> <a:b> 1, 2 } _:g { <a:a> <a:b> <a:c> }")
    assert len(lines(found)) == 3
    reason = "the name of a graph, which is not kept: its statements are those of the source"
    repeated = ("", "statements that stand in the file already", "1")
    assert left(found) == [repeated, ("graph", reason, "g:1: 2"), ("graph", reason, "blank nodes: 1")]


def test_many_graphs_are_told_in_few_words() -> None:
    content = "".join(f'<a:a> <a:b> "{n}" <g:{n}> .\n' for n in range(12_000))
    found = items("a.nq", content)
    assert len(lines(found)) == 12_000
    told = left(found)
    assert len(told) == 21
    assert sum(int(value.rpartition(": ")[2].replace(",", "")) for _, _, value in told) == 12_000


def test_numbers_and_language_tags_are_as_they_are_kept() -> None:
    found = items(
        "a.ttl", f'<a:a> <a:b> 01, 1, "1"^^<{XSD}integer>, 1.50, "x"@EN, "x"@en, "1"^^<{XSD}boolean> .'
    )
    told = lines(found)
    store = Store()
    store.load(b"".join(told), format=RdfFormat.N_TRIPLES)
    kept = store.dump(format=RdfFormat.N_QUADS) or b""
    assert sorted(kept.splitlines(keepends=True)) == told
    assert left(found) == [("", "statements that stand in the file already", "3")]


def test_triple_terms_and_directions_are_kept() -> None:
    content = '<a:a> <a:says> <<( _:b <a:d> "x"@ar--rtl )>> . << <a:a> <a:b> <a:c> >> <a:by> _:b .'
    told = lines(items("a.ttl", content))
    store = Store()
    store.load(b"".join(told), format=RdfFormat.N_TRIPLES)
    kept = store.dump(format=RdfFormat.N_QUADS) or b""
    assert sorted(kept.splitlines(keepends=True)) == told
    assert b"_:" not in b"".join(told)


def test_our_own_iris_and_derived_graphs_are_subjects_like_others() -> None:
    content = f"<{iri.REGISTER}> <a:b> <{iri.treaty('rome-statute')}> .\n"
    assert lines(items("a.nt", content)) == [content.encode()]


BROKEN: dict[str, tuple[str | bytes, str]] = {
    "relative.ttl": ("\n<a:a> <a:b> <treaty> .", "line 2: There is a relative IRI"),
    "relative.rdf": (RDF_XML.replace("&ex;GMB", "GMB"), "line 6: There is a relative IRI “GMB”"),
    "identity.rdf": (
        RDF_XML.replace('rdf:about="&ex;pact"', 'rdf:ID="pact"'),
        "line 4: There is a relative IRI",
    ),
    "relative.jsonld": (
        '{"@id": "a:a",\n"a:b": {"@id": "there"}}',
        "line 2: There is a relative IRI “there”",
    ),
    "subject.jsonld": ('{"a:b": {"@id": "a:c"}, "@id": "here"}', "line 1: There is a relative IRI “here”"),
    "context.jsonld": (
        '{\n"@context": "https://schema.org", "a:b": 1}',
        "line 2: The @context lies elsewhere",
    ),
    "import.jsonld": ('{"@context": {"@import": "a:c"}, "a:b": 1}', "“a:c”), and is never fetched"),
    "cut.ttl": (
        "<a:a> <a:b> <a:c> .\n<a:a> <a:b> ",
        "line 2: The file does not parse: Unexpected end",
    ),
    "cut.nt": ("<a:a> <a:b> <a:c> .\n<a:a> <a:b>", "line 2: The file does not parse"),
    "cut.rdf": (RDF_XML.replace("</rdf:RDF>", ""), "line 8: The XML is not well formed or breaks off"),
    "cut.jsonld": (JSON_LD[:-1], "line 1: The file does not parse"),
    "latin.ttl": (b'<a:a> <a:b> "\xe9" .', "line 1: The file does not parse: Invalid UTF-8"),
    "latin.rdf": (RDF_XML.replace("UTF-8", "ISO-8859-1"), "is in the encoding ISO-8859-1. Save it as UTF-8"),
    "wide.ttl": (TREATY.encode("utf-16"), "The file is UTF-16"),
    "page.ttl": ("<!DOCTYPE html><html></html>", "The file is a page in HTML. Download its RDF"),
    "page.rdf": ("\n<!-- a --><html>", "a page in HTML"),
    "book.ttl": (b"PK\x03\x04", "a spreadsheet workbook or another ZIP archive"),
    "table.csv": ("a,b\n1,2\n", "The file does not begin as RDF does. Depositary reads Turtle, TriG"),
    "prose.ttl": ("Once upon a time", "line 1: The file does not parse"),
    "empty.ttl": ("", "The file holds no statement"),
    "nothing.jsonld": ('{"@id": "a:a"}', "The file holds no statement"),
    "text.jsonld": ('"a"', "no JSON-LD document"),
    "iri.nt": ("<a:a b> <a:b> <a:c> .", "line 1: The file does not parse: Invalid IRI code point"),
    "old-star.nt": ("<< <a:a> <a:b> <a:c> >> <a:d> <a:e> .", "line 1: The file does not parse: The subject"),
    "prefix.rdf": (RDF_XML.replace(" xmlns:rdf=", " xmlns:r="), "line 3: The XML is not well formed"),
    "text.rdf": (RDF_XML.replace("</title>", "</title>here", 1), "line 5: The file does not parse"),
    "plain.json": ('{"title": "x", "by": ["y"]}', "no statement. No @context defines its keys: title, by."),
    "no-namespace.rdf": ('<?xml version="1.0"?><a><b/></a>', "XML namespaces are required"),
    "entities.rdf": (
        RDF_XML.replace("]>", '<!ENTITY a "&ex;&ex;"><!ENTITY b "&a;&a;">]>'),
        "line 2: The XML entity “a” stands for another file, for other entities, or for a long text",
    ),
    "outside.rdf": (RDF_XML.replace("]>", '<!ENTITY a SYSTEM "file:///etc/passwd">]>'), "The XML entity “a”"),
    "deep.rdf": ("<rdf:RDF xmlns:rdf='a'>" + "<a>" * 1500, "nested deeper than 1,000 levels"),
    "deep.jsonld": ('{"a:b":' * 3000 + "1" + "}" * 3000, "nested deeper than 1,000 levels"),
    "deep.ttl": ("<a:a> <a:b> " + "<<( <a:a> <a:b> " * 3000 + "1" + ")>>" * 3000 + ".", "nested deeper"),
    "deep.nt": ("<a:a> <a:b> " + "<<( <a:a> <a:b> " * 3000 + "<a:c>" + ")>>" * 3000 + ".", "nested deeper"),
    "long.nt": ('<a:a> <a:b> "' + "x" * 17_000_000 + '" .', "longer than 16 MB"),
    "long.ttl": ('<a:a> <a:b> "' + "x" * 17_000_000 + '" .', "longer than 16 MB"),
    "cut.nt.gz": (gzip.compress(N_TRIPLES.encode())[:-12], "breaks off or is damaged. Download it again"),
    "damaged.ttl.gz": (gzip.compress(b"<a:a> <a:b> <a:c> .")[:-8] + b"damaged!", "is damaged"),
}


@pytest.mark.parametrize("name", BROKEN)
def test_a_broken_file_says_where_and_why_and_gives_nothing(name: str) -> None:
    content, words = BROKEN[name]
    told = fault(name, content)
    assert words in told
    assert told.startswith(name)
    assert len(told) < 500


def test_a_million_laughs_end_at_once() -> None:
    """Each entity stands for plain text, but for much of it, very often."""
    text = f'<!ENTITY ex "{"ha" * 499}">'
    bomb = RDF_XML.replace('<!ENTITY ex "http://example.org/">', text).replace(
        ">Pact<", f">{'&ex;' * 200_000}<"
    )
    assert "amplification" in fault("laughs.rdf", bomb)


def test_a_file_that_is_not_there() -> None:
    (found,) = rdf.read(InputFile.at(Path("/nowhere/at-all.ttl")))
    assert "cannot be read: No such file" in str(found)


def test_keys_of_json_ld_without_meaning_are_told() -> None:
    context = {"title": f"{EX}title", "part": {"@id": f"{EX}part", "@context": {"inner": f"{EX}inner"}}}
    document = {
        "@context": context, "@id": "a:a", "title": "x", "titel": "y", "a:b": 1,
        "part": [{"inner": 1, "outer": 2}, {"titel": 3}],
    }  # fmt: skip
    found = items("a.jsonld", json.dumps(document))
    assert len(lines(found)) == 5
    reason = "a key that no @context defines, which JSON-LD passes over"
    assert left(found) == [("titel", reason, "2"), ("outer", reason, "1")]


def test_duplicates_cost_no_memory(tmp_path: Path) -> None:
    path = tmp_path / "many.nt"
    with path.open("w", encoding="utf-8") as file:
        file.writelines("_:b <a:b> <a:c> .\n" for _ in range(100_000))
    tracemalloc.start()
    found, kept = list[Left](), 0
    for item in rdf.read(InputFile.at(path)):
        if isinstance(item, Entry) and isinstance(item.record, Statements):
            kept += len(item.record.lines)
        elif isinstance(item, Left):
            found.append(item)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert kept == 1
    assert [item.value for item in found] == ["99,999"]
    assert peak < 10_000_000


@settings(max_examples=50)
@given(st.lists(st.binary(max_size=3).map(lambda text: text.replace(b"\n", b"") + b"\n")), st.integers(1, 40))
def test_lines_come_back_once_and_sorted(
    tmp_path_factory: pytest.TempPathFactory, given_: list[bytes], held: int
) -> None:
    distinct = Distinct(tmp_path_factory.mktemp("runs"), held)
    for line in given_:
        distinct.add([line])
    assert list(distinct) == sorted(set(given_))


IRIS = st.from_regex(r"[a-z]:[a-z0-9/]{0,5}", fullmatch=True).map(NamedNode)
NODES = IRIS | st.integers(0, 5).map(lambda number: BlankNode(f"n{number}"))
TERMS = NODES | st.text(max_size=8).map(Literal) | st.integers().map(Literal) | st.floats().map(Literal)


@given(st.lists(st.builds(Quad, NODES, IRIS, TERMS), min_size=1))
def test_every_statement_is_there_once_in_any_form(quads: list[Quad]) -> None:
    text = serialize(quads, format=RdfFormat.N_TRIPLES) or b""
    told = lines(items("a.nt", text))
    store = Store()
    store.extend(blank(quad) for quad in parsed(b"".join(told), format=RdfFormat.N_TRIPLES))
    expected = Store()
    expected.load(text, format=RdfFormat.N_TRIPLES)
    datasets = [Dataset(list(store)), Dataset(list(expected))]
    for dataset in datasets:
        dataset.canonicalize(CanonicalizationAlgorithm.UNSTABLE)
    assert datasets[0] == datasets[1]
    assert len(set(told)) == len(told)


def test_what_is_recognised_and_what_is_not() -> None:
    for head in (
        b"",
        b"{}",
        b'{"symbol": 1}',
        b"a,b\n1,2",
        b"<html>",
        b"<?xml version='1.0'?><NOTICE/>",
        b"[1,2]",
    ):
        assert not rdf.recognises(head)
    assert rdf.recognises((PACKAGED / "examples" / "rdf.ttl").read_bytes())


def test_the_example_is_read() -> None:
    found = list(rdf.read(InputFile.at(PACKAGED / "examples" / "rdf.ttl")))
    assert lines(found)
    assert left(found) == []


def test_a_real_authority_table() -> None:
    path = SHARED / "sources" / "eu-authority" / "countries-skos.rdf"
    if not path.is_file():
        pytest.skip("the real sources are absent")
    assert len(lines(list(rdf.read(InputFile.at(path))))) == 28_178


def test_a_file_becomes_the_graph_of_a_source_and_the_same_again_changes_nothing(
    few_acts: Path, tmp_path: Path
) -> None:
    path, packed = tmp_path / "pact.ttl", tmp_path / "pact.ttl.gz"
    path.write_text(TREATY + ':pact :says <<( :a :b 01 )>> , "x"@ar--rtl .', encoding="utf-8")
    packed.write_bytes(gzip.compress(path.read_bytes()))
    generations = Generations(few_acts)
    assert load(generations, [Input("rdf", path)]).changed
    graph = NamedNode(iri.source_graph("rdf-pact"))
    held = Held.open(few_acts)
    told = sorted(
        f"{quad.triple} .\n".encode() for quad in held.oxigraph.quads_for_pattern(None, None, None, graph)
    )
    assert told == sorted(lines(items("pact.ttl", path.read_bytes())))
    assert list(fingerprint_faults(held.oxigraph, held.generation.fingerprint)) == []
    assert not load(generations, [Input("rdf", path)]).changed
    load(generations, [Input("rdf", packed)])
    again = Held.open(few_acts).oxigraph.quads_for_pattern(None, None, None, graph)
    assert sorted(f"{quad.triple} .\n".encode() for quad in again) == told


def test_a_file_that_breaks_late_leaves_the_store_as_it_was(
    few_acts: Path, tmp_path: Path, snapshot: Snapshot
) -> None:
    path = tmp_path / "late.nt"
    path.write_text(
        "".join(f'<a:a> <a:b> "{n}" .\n' for n in range(25_000)) + "<a:a> <a:b>", encoding="utf-8"
    )
    before = snapshot(few_acts)
    with pytest.raises(LoadRefused, match="line 25001"):
        load(Generations(few_acts), [Input("rdf", path)])
    assert snapshot(few_acts) == before
