"""Commands that ask: what they print, in which formats, and that every one of them explains itself."""

import csv
import io
import json
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import click
import pytest
from pyoxigraph import RdfFormat, parse

from api.commands import cli
from graph.answers import parties_answer, status_answer
from graph.loaders import LOADERS
from graph.loaders.publishers import PUBLISHERS
from graph.view import View
from queries.catalogue import catalogue

Run = Callable[..., subprocess.CompletedProcess[str]]
Ask = Callable[..., str]
DAY = ("--on", "2017-05-01", "--known", "2017-05-02")
STATE = ("-p", "state=Gambia", "-p", "on=2017-05-01")


def commands() -> list[click.Command]:
    return list(cli.commands.values())


@pytest.mark.parametrize("command", commands(), ids=lambda command: command.name)
def test_every_command_explains_itself_and_its_options(command: click.Command) -> None:
    with click.Context(command, info_name=command.name) as context:
        text = " ".join(command.get_help(context).split())
    assert command.help
    for parameter in command.params:
        if isinstance(parameter, click.Option):
            assert parameter.help, parameter.name
            assert all(name in text for name in parameter.opts)
        else:
            assert parameter.make_metavar(context).strip(".[]") in command.help.upper()


def test_help_lists_every_command(run: Run) -> None:
    told = run("--help")
    assert told.returncode == 0
    assert all(f"  {command.name} " in told.stdout for command in commands())
    assert "depositary, version " in run("--version").stdout


def test_a_pipe_gets_no_colours(packaged_path: Path, run: Run) -> None:
    refused = run("query", "treaties-of-state", *STATE, "-f", "turtle", "--store", packaged_path)
    told = run("query", "treaties-of-state", *STATE, "--store", packaged_path)
    assert refused.stderr
    assert told.stdout
    assert "\x1b" not in refused.stderr + told.stdout


def test_only_serving_loads_the_web_framework() -> None:
    code = "import sys, api.commands; print(sorted({'fastapi', 'starlette', 'uvicorn'} & set(sys.modules)))"
    loaded = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert loaded.stdout == "[]\n"


def test_a_status_is_explained(ask: Ask) -> None:
    told = ask("status", "Gambia", "Rome Statute", *DAY)
    assert told.startswith("Gambia (GMB) and the Rome Statute of the International Criminal Court\n")
    assert "  party\n" in told
    assert "since 1 September 2002" in told
    assert "[127(1)]" in told
    assert "withdrawal notification, C.N.862.2016" in told


def test_a_status_as_json_is_what_the_function_returns(ask: Ask, view: View) -> None:
    expected = status_answer(view, "GMB", "rome-statute", date(2017, 5, 1), date(2017, 5, 2))
    assert json.loads(ask("status", "GMB", "rome-statute", *DAY, "--json")) == json.loads(
        json.dumps(expected)
    )


def test_parties_are_counted(ask: Ask, view: View) -> None:
    expected = parties_answer(view, "rome-statute", date(2016, 11, 16), date(2016, 11, 16))
    when = ("--on", "2016-11-16", "--known", "2016-11-16")
    assert json.loads(ask("parties", "rome-statute", *when, "--json")) == json.loads(json.dumps(expected))
    told = ask("parties", "rome-statute", *when)
    assert told.startswith(f"{expected['count']} parties to the Rome Statute")
    assert told.count(" since ") == expected["count"]


def test_a_trace_is_told_hop_by_hop(ask: Ask) -> None:
    told = ask("trace", "rus-order-2016-361-rp")
    assert "Ministry of Justice" in told
    asked = json.loads(ask("trace", "rus-order-2016-361-rp", "--json"))
    assert asked["root"].endswith("/id/decision/rus-order-2016-361-rp")
    assert {"root", "nodes", "links", "warnings", "version"} <= asked.keys()


def test_the_day_of_effect_needs_no_store(run_here: Run) -> None:
    found = run_here(
        "effect", "--treaty", "rome-statute", "--kind", "ratification", "--received", "2003-01-31"
    )
    assert found.returncode == 0
    assert found.stdout.splitlines()[0] == "1 May 2003 (2003-05-01): effective"
    assert "60th day after is 1 April;" in found.stdout
    assert "[126(2)]" in found.stdout


def test_the_calculator_refuses_what_it_does_not_know(run_here: Run) -> None:
    treaty = run_here("effect", "--treaty", "nope", "--kind", "ratification", "--received", "2003-01-31")
    kind = run_here("effect", "--treaty", "vclt", "--kind", "reservation", "--received", "2003-01-31")
    assert (treaty.returncode, kind.returncode) == (2, 2)
    assert "No treaty is called “nope”" in treaty.stderr
    assert "the kind “reservation”" in kind.stderr


def test_a_store_is_a_folder(run_here: Run) -> None:
    found = run_here("stats", "--store", "http://127.0.0.1:8000")
    assert found.returncode == 2
    assert "name the folder of a store" in found.stderr


def test_the_stored_queries_are_listed(ask: Ask) -> None:
    told, listed = ask("queries"), json.loads(ask("queries", "--json"))
    assert {entry["name"] for entry in listed} == set(catalogue())
    assert all(f"\n{name}\n" in f"\n{told}" for name in catalogue())


def test_sources_and_formats_are_listed(ask: Ask, view: View) -> None:
    told, listed = ask("sources"), json.loads(ask("sources", "--json"))
    assert {entry["name"] for entry in listed["formats"]} == {*LOADERS, *PUBLISHERS}
    assert all(entry["licence"] and Path(entry["example"]).is_file() for entry in listed["formats"])
    assert {entry["id"] for entry in listed["sources"]} == set(view.documents)
    assert all(id_ in told for id_ in view.documents)


def test_rows_are_a_table_that_cuts_nothing_off(ask: Ask) -> None:
    header, *rows, count = ask("query", "treaties-of-state", *STATE).splitlines()
    assert header.split()[0] == "state"
    assert any("Rome Statute of the International Criminal Court" in row for row in rows)
    assert count == f"{len(rows)} rows"


def of_json(text: str) -> list[dict[str, Any]]:
    rows = json.loads(text)["results"]["bindings"]
    return [{name: term["value"] for name, term in row.items()} for row in rows]


def of_xml(text: str) -> list[dict[str, Any]]:
    space = "{http://www.w3.org/2005/sparql-results#}"
    results = ET.fromstring(text).iter(f"{space}result")  # noqa: S314 - our own answer
    return [{binding.attrib["name"]: binding[0].text for binding in result} for result in results]


def of_csv(text: str) -> list[dict[str, Any]]:
    return [{key: value for key, value in row.items() if value} for row in csv.DictReader(io.StringIO(text))]


@pytest.mark.parametrize(("format_", "read"), [("json", of_json), ("xml", of_xml), ("csv", of_csv)])
def test_rows_in_every_format_are_the_same(
    format_: str, read: Callable[[str], list[dict[str, Any]]], ask: Ask
) -> None:
    rows = read(ask("query", "treaties-of-state", *STATE, "--format", format_))
    (row,) = [each for each in rows if each["treaty"].endswith("/rome-statute")]
    assert row["status"] == "https://w3id.org/depositary/vocab/status/party"
    assert row["party_from"] == "2002-09-01"


def test_rows_with_tabs_between_them(ask: Ask) -> None:
    header, *rows = ask("query", "treaties-of-state", *STATE, "-f", "tsv").splitlines()
    assert header.startswith("?state\t")
    (row,) = [each for each in rows if "/rome-statute>" in each]
    assert "<https://w3id.org/depositary/vocab/status/party>" in row.split("\t")


@pytest.mark.parametrize(
    ("format_", "rdf"),
    [
        ("turtle", RdfFormat.TURTLE),
        ("ntriples", RdfFormat.N_TRIPLES),
        ("jsonld", RdfFormat.JSON_LD),
        ("rdfxml", RdfFormat.RDF_XML),
    ],
)
def test_triples_in_every_format_are_the_same(format_: str, rdf: RdfFormat, ask: Ask) -> None:
    name = next(query.name for query in catalogue().values() if query.form == "construct")
    pairs = [part for key, value in catalogue()[name].examples.items() for part in ("-p", f"{key}={value}")]
    plain = set(parse(ask("query", name, *pairs, "--format", "ntriples"), RdfFormat.N_TRIPLES))
    assert plain
    assert set(parse(ask("query", name, *pairs, "--format", format_), rdf)) == plain
