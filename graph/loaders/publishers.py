"""Formats of publishers: pure generators of entries, one module a format, none of which knows RDF.

A new format is one module with `read`, one line in `PUBLISHERS`, one small file that shows it, and one test
(`docs/guides/loaders.md` goes through it).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType

from graph.loaders import (
    echr,
    eu_countries,
    eurlex,
    ggo,
    rdf,
    sparql,
    state_systems,
    treaty_text,
    undl,
    untc,
    vetoes,
    wipo,
)
from graph.loaders.files import InputFile
from graph.published.entry import Item

__all__ = ["PUBLISHERS", "Publisher"]


@dataclass(frozen=True, slots=True)
class Publisher:
    """A format of a publisher, and what a file in it is as a source.

    `recognises` tells whether a file, by its first bytes (unpacked, at most 64 KiB), is in this format.
    `tier`, `licence` and `url` are what the publisher states; a table of sources (`--sources`) says it
    better. `example` is a file in `graph/data/examples`. `parts`: a file with one of these endings tells
    something else of what a file of the same name tells, and the word keeps the two apart as sources.
    """

    name: str
    read: Callable[[InputFile], Iterator[Item]]
    recognises: Callable[[bytes], bool]
    description: str
    suffixes: tuple[str, ...]
    example: str
    publisher: str
    tier: str
    licence: str
    url: str
    parts: tuple[tuple[str, str], ...] = ()


_ALL = (
    Publisher(
        "undl",
        undl.read,
        undl.recognises,
        "Resolutions of the General Assembly and the Security Council, with every recorded vote",
        (".jsonl", ".jsonl.gz"),
        "undl.jsonl",
        "United Nations, Dag Hammarskjöld Library",
        "organisation",
        "UN Digital Library terms: non-commercial, attribution; not for redistribution",
        "https://digitallibrary.un.org/",
    ),
    Publisher(
        "vetoes",
        vetoes.read,
        vetoes.recognises,
        "Drafts that failed in the Security Council by the vote of a permanent member",
        (".csv",),
        "vetoes.csv",
        "World Politics Data Lab, from the Dag Hammarskjöld Library",
        "compilation",
        "MIT",
        "https://research.un.org/en/docs/sc/quick/veto",
    ),
    Publisher(
        "treaty-text",
        treaty_text.read,
        treaty_text.recognises,
        "Text of a treaty by article, in English and Chinese",
        (".json",),
        "treaty-text.json",
        "public compilation, publisher not identified",
        "compilation",
        "CC0",
        "",
    ),
    Publisher(
        "eurlex",
        eurlex.read,
        eurlex.recognises,
        "Agreements and decisions of the European Union with their text and annotated relations",
        (".json",),
        "eurlex.json",
        "European Union, EUR-Lex; annotations: EUR-Lex-Triples",
        "compilation",
        "CC BY 4.0",
        "https://eur-lex.europa.eu/",
    ),
    Publisher(
        "untc",
        untc.read,
        untc.recognises,
        "Status tables, index, and declarations and reservations of the UN Treaty Collection",
        (".csv", ".txt"),
        "untc-4-1.csv",
        "United Nations Treaty Collection, as compiled by others",
        "compilation",
        "none stated (UN content)",
        "https://treaties.un.org/",
        ((".txt", "declarations"),),
    ),
    Publisher(
        "wipo",
        wipo.read,
        wipo.recognises,
        "Membership of treaties that the World Intellectual Property Organization lists",
        (".csv",),
        "wipo.csv",
        "World Intellectual Property Organization, as compiled by others",
        "compilation",
        "ODC-PDDL",
        "https://www.wipo.int/treaties/",
    ),
    Publisher(
        "sparql",
        sparql.read,
        sparql.recognises,
        "What a SPARQL endpoint answers to a CONSTRUCT query, page by page; the file says which and how",
        (".toml",),
        "sparql.toml",
        "as the file states",
        "compilation",
        "as the file states",
        "",
    ),
    Publisher(
        "eu-countries",
        eu_countries.read,
        eu_countries.recognises,
        "Country authority table of the European Union: codes and names in many languages (SKOS)",
        (".rdf", ".rdf.gz"),
        "eu-countries.rdf",
        "Publications Office of the European Union",
        "organisation",
        "reuse notice of the European Union",
        "http://publications.europa.eu/resource/authority/country",
    ),
    Publisher(  # the last one: what another format recognises is that format's
        "rdf",
        rdf.read,
        rdf.recognises,
        "Any RDF: Turtle, TriG, N-Triples, N-Quads, RDF/XML, JSON-LD, all of it as what the source says",
        (*rdf.SUFFIXES, *(f"{suffix}.gz" for suffix in rdf.SUFFIXES)),
        "rdf.ttl",
        "not stated",
        "compilation",
        "not stated",
        "",
    ),
    Publisher(
        "echr",
        echr.read,
        echr.recognises,
        "Case-law of the European Court of Human Rights: lists, networks of citations, and references",
        (".csv", ".csv.gz"),
        "echr.csv",
        "European Court of Human Rights; compiled by others",
        "compilation",
        "© ECHR-CEDH; no open licence stated",
        "https://hudoc.echr.coe.int/",
    ),
    Publisher(
        "ggo",
        ggo.read,
        ggo.recognises,
        "Treaties and who took part in them, in the data of the Global Governance Observatory (manytreaties)",
        (".csv", ".csv.gz"),
        "ggo.csv",
        "Global Governance Observatory, Geneva Graduate Institute",
        "compilation",
        "CC BY 4.0 and AGPL-3 both stated",
        "https://github.com/globalgov/manytreaties",
    ),
    Publisher(
        "states",
        state_systems.read,
        state_systems.recognises,
        "Lists of the system of states: GGO, Gleditsch and Ward, Correlates of War",
        (".csv", ".csv.gz"),
        "states.csv",
        "Global Governance Observatory; Gleditsch and Ward; Correlates of War",
        "academic",
        "CC BY 4.0 (GGO, Gleditsch and Ward); academic terms (Correlates of War)",
        "https://correlatesofwar.org/data-sets/state-system-membership/",
    ),
)

PUBLISHERS: Mapping[str, Publisher] = MappingProxyType({format_.name: format_ for format_ in _ALL})
