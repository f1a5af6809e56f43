"""Codes of countries of the European Union: names in many languages, and a code that is no state."""

import gzip
from collections import Counter

import pytest
from pyoxigraph import RdfFormat, parse

from graph.faults import Fault
from graph.loaders import eu_countries
from graph.loaders.files import InputFile
from graph.published.countries import CountryCode
from graph.published.entry import Item
from graph.published.publication import Publication
from graph.triples.countries import country_lines
from tests.conftest import PACKAGED, SHARED
from tests.loaders.published import faults, items_of, left, names, place, records, unnamed, unused

TABLE = "http://publications.europa.eu/resource/authority/country"
HEAD = f"""<?xml version="1.0" encoding="UTF-8"?>
<rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" xmlns:dcterms="http://purl.org/dc/terms/"
  xmlns:skos="http://www.w3.org/2004/02/skos/core#" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:at="http://publications.europa.eu/ontology/authority/">
<skos:ConceptScheme rdf:about="{TABLE}" at:table.version.number="20240229-0"/>
"""


def concept(
    code: str, *names: str, deprecated: str = "false", more: str = "", use: tuple[str, str] = ("", "")
) -> str:
    sorts = ("pref", *["alt"] * len(names))
    labels = "".join(
        f'<skos:{sort}Label xml:lang="en">{name}</skos:{sort}Label>'
        for sort, name in zip(sorts, names, strict=False)
    )
    start = f"<at:start.use>{use[0]}</at:start.use>" if use[0] else ""
    end = f"<at:end.use>{use[1]}</at:end.use>" if use[1] else ""
    return (
        f'<skos:Concept rdf:about="{TABLE}/{code}" at:deprecated="{deprecated}">'
        f"<at:authority-code>{code}</at:authority-code>{start}{end}{labels}{more}</skos:Concept>"
    )


def read(*concepts: str) -> list[Item]:
    return items_of(eu_countries.read, "countries.rdf", f"{HEAD}{''.join(concepts)}</rdf:RDF>")


def code(*concepts: str) -> CountryCode:
    (found,) = records(read(*concepts), CountryCode)
    return found


def test_a_concept_keeps_its_names_codes_and_time_of_use() -> None:
    more = """
      <skos:prefLabel xml:lang="fr">Grèce</skos:prefLabel>
      <skos:hiddenLabel xml:lang="en">Greek</skos:hiddenLabel>
      <at:op-mapped-code><at:MappedCode><dc:source>TED</dc:source><at:legacy-code>GR</at:legacy-code>
      </at:MappedCode></at:op-mapped-code>
      <skos:notation rdf:datatype="http://publications.europa.eu/ontology/euvoc#ISO_3166_1_ALPHA_2">GR</skos:notation>
      <at:protocol.order>EU-08</at:protocol.order>"""
    items = read(concept("GRC", "Greece", "Hellenic Republic", more=more, use=("1974-12-09", "")))
    (greece,) = records(items, CountryCode)
    assert greece == CountryCode(
        iri=f"{TABLE}/GRC",
        code="GRC",
        preferred=(("Greece", "en"), ("Grèce", "fr")),
        alternative=(("Hellenic Republic", "en"),),
        hidden=(("Greek", "en"),),
        in_use_from="1974-12-09",
        deprecated=False,
        notations=(("TED", "GR"), ("ISO_3166_1_ALPHA_2", "GR")),
        state="GRC",
        match="exact",
    )
    assert records(items, Publication)[0].published_on == "2024-02-29"
    assert unused(items) == ["http://publications.europa.eu/ontology/authority/protocol.order"]


@pytest.mark.parametrize(
    ("said", "state", "match"),
    [
        (concept("FRA", "France"), "FRA", "exact"),
        (concept("GRL", "Greenland"), "GRL", "exact"),
        (
            concept("RUS", "Russia", use=("1991-12-26", "")),
            "RUS",
            "close",
        ),  # which continues the Soviet Union
        (concept("SUN", "Soviet Union", deprecated="true", use=("1922-12-30", "1991-12-25")), "RUS", "close"),
        (concept("YUG", "Yugoslavia", deprecated="true", use=("1992-04-27", "2003-02-03")), "SRB", "close"),
        (
            concept("CSK", "Czechoslovakia", deprecated="true", use=("1990-04-23", "1992-12-31")),
            "CSK",
            "close",
        ),
        (
            concept("YMD", "North Yemen", deprecated="true", use=("1962-09-26", "1990-05-21")),
            "YEM",
            "related",
        ),
        (concept("1A0", "Kosovo", use=("2008-02-17", "")), "XKX", "close"),
        (concept("TWN", "Taiwan"), "TWN", "close"),
        (concept("ZZZ", "Nowhere at all"), "", ""),
        (concept("FRA", "Atlantis"), "", ""),  # the name decides
    ],
)
def test_how_far_a_code_means_a_state(said: str, state: str, match: str) -> None:
    found = code(said)
    assert (found.state, found.match) == (state, match)


def test_a_code_of_another_state_than_its_name_is_told() -> None:
    items = read(concept("YMD", "North Yemen", deprecated="true", use=("1962-09-26", "1990-05-21")))
    assert [(field, value) for field, _, value in left(items)] == [("code", "YMD: North Yemen")]
    assert unnamed(read(concept("GUF", "French Guiana"))) == {"French Guiana": 1}


def test_dates_and_booleans_are_plain_text_in_the_table_and_checked() -> None:
    items = read(concept("FRA", "France", deprecated="perhaps", use=("1950-05", "1951-13-01")))
    (france,) = records(items, CountryCode)
    assert (france.in_use_from, france.in_use_until, france.deprecated) == ("1950-05", "", None)
    assert [field for field, *_ in left(items)] == ["in_use_until", "deprecated"]


def test_the_lines_are_on_the_concept_itself_and_blank_nodes_do_not_leave() -> None:
    more = f"""<dcterms:isReplacedBy rdf:resource="{TABLE}/RUS"/>
      <at:op-mapped-code><at:MappedCode><dc:source>TED SCHEMA</dc:source><at:legacy-code>SU</at:legacy-code>
      </at:MappedCode></at:op-mapped-code>"""
    said = code(
        concept("SUN", "Soviet Union", deprecated="true", more=more, use=("1922-12-30", "1991-12-25"))
    )
    lines = country_lines(said, place())
    text = b"".join(lines).decode()
    assert all(line.startswith(f"<{TABLE}/SUN> ".encode()) for line in lines)
    assert "core#closeMatch> <https://w3id.org/depositary/id/state/RUS>" in text
    assert 'prefLabel> "Soviet Union"@en' in text
    assert 'deprecated> "true"^^<http://www.w3.org/2001/XMLSchema#boolean>' in text
    assert '#codeInUseUntil> "1991-12-25"^^<http://www.w3.org/2001/XMLSchema#date>' in text
    assert f"isReplacedBy> <{TABLE}/RUS>" in text
    assert '"SU"^^<https://w3id.org/depositary/vocab/notation/TED%20SCHEMA>' in text
    assert len(list(parse(text.encode(), format=RdfFormat.N_QUADS))) == len(lines)


def test_use_of_a_code_is_no_time_of_a_state() -> None:
    text = b"".join(country_lines(code(concept("FRA", "France", use=("1950-05-09", ""))), place())).decode()
    assert "existsFrom" not in text
    assert "validFrom" not in text


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (HEAD.encode(), "breaks off"),
        (gzip.compress(HEAD.encode() * 50)[:100], "breaks off"),
        (b"", "not well formed"),
        (f"{HEAD}</rdf:RDF>".encode(), "no concept"),
        (HEAD.replace('"1.0"', '"1.0" ').replace("UTF-8", "ISO-8859-1").encode() + b"</rdf:RDF>", "encoding"),
        (b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>' + HEAD.encode(), ""),
        (f"{HEAD}<skos:Concept rdf:about='FRA'/></rdf:RDF>".encode(), "relative IRI"),
    ],
)
def test_a_broken_table_is_refused(content: bytes, said: str) -> None:
    items = items_of(eu_countries.read, "countries.rdf", content)
    assert said in " ".join(faults(items))
    assert faults(items)


def test_a_table_of_another_kind_is_not_taken() -> None:
    other = HEAD.replace("authority/country", "authority/language").encode()
    assert not eu_countries.recognises(other)
    assert eu_countries.recognises(HEAD.encode())


def test_the_example_shows_the_format() -> None:
    content = (PACKAGED / "examples" / "eu-countries.rdf").read_bytes()
    assert eu_countries.recognises(content)
    items = items_of(eu_countries.read, "eu-countries.rdf", content)
    assert {each.code: each.match for each in records(items, CountryCode)} == {
        "AUT": "exact",
        "SUN": "close",
        "1A0": "close",
    }


def test_the_real_table_is_read_whole() -> None:
    path = SHARED / "sources" / "eu-authority" / "countries-skos.rdf"
    if not path.is_file():
        pytest.skip(f"{path} is not here")
    file = InputFile.at(path, names(), "test")
    assert eu_countries.recognises(file.head())
    items = list(eu_countries.read(file))
    assert not [item for item in items if isinstance(item, Fault)]
    codes = records(items, CountryCode)
    languages = Counter(language for each in codes for _, language in each.preferred)
    assert len(codes) == 284
    assert sum(number == 284 for number in languages.values()) == 24
    assert sum(languages.values()) + sum(len(each.alternative) + len(each.hidden) for each in codes) == 20125
    assert {each.match for each in codes} == {"exact", "close", "related", ""}
    assert records(items, Publication)[0].published_on == "2022-12-14"
