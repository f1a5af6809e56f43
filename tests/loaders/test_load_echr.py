"""Case-law of the European Court of Human Rights: one decision one name, in every table that knows it."""

import csv
import io
import tracemalloc
from collections.abc import Iterable, Mapping
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import iri
from graph.loaders import echr, ecli
from graph.loaders.echr_references import article
from graph.published.entry import Item
from graph.published.judgments import (
    CitedProvision,
    CitedText,
    ConventionProtocol,
    Court,
    CourtDecision,
    NetworkCase,
    NetworkCitation,
)
from ontology.terms import DEP
from tests.conftest import PACKAGED
from tests.loaders.publisher_files import (
    broken,
    faults,
    left,
    lines,
    publication,
    read,
    records,
    source_files,
    unnamed,
)

LISTED = {
    "authority_updated_through": "2026-07-10",
    "authority_coverage": "full",
    "authority_source_url": "https://www.echr.coe.int/list",
    "entry_id": "e1",
    "entry_source": "official_master",
    "citation": "Chapman v. the United Kingdom [GC], no. 27238/95, § ..., 18 January 2001",
    "title": "Chapman v. the United Kingdom",
    "appnos": "27238/95",
    "date": "2001-01-18",
    "document_kind": "unknown",
    "procedural_phase": "unknown",
    "grand_chamber": "False",
    "reporter_family": "",
    "reporter_key": "",
    "target_ecli": "",
    "target_itemid": "",
    "target_unavailable": "False",
    "coverage_note": "",
}
CHAPMAN = "ECLI:CE:ECHR:2001:0118JUD002723895"
COSTER = "ECLI:CE:ECHR:2001:0118JUD002487694"
BUCKLEY = "ECLI:CE:ECHR:1996:0925JUD002034892"
COMMISSION = "ECLI:CE:ECHR:1996:0515DEC002837095"


def table(header: Iterable[str], *rows: Iterable[str]) -> str:
    text = io.StringIO()
    csv.writer(text).writerows([header, *rows])
    return text.getvalue()


def listed(*changes: Mapping[str, str]) -> list[Item]:
    rows = [{**LISTED, "entry_id": f"e{number}", **change} for number, change in enumerate(changes, 1)]
    return read("echr", table(LISTED, *(row.values() for row in rows)))


def decisions(items: Iterable[Item]) -> list[CourtDecision]:
    return [record for record in records(items) if isinstance(record, CourtDecision)]


def one(change: Mapping[str, str]) -> CourtDecision:
    (decision,) = decisions(listed(change))
    return decision


def matrix(columns: Iterable[str], *rows: Iterable[str]) -> list[Item]:
    return read("echr", table(["ECLI number", *columns], *rows))


def network(*rows: Iterable[str]) -> list[Item]:
    return read("echr", table(["Source", "Source Label", "Target", "Target Label", "Type"], *rows))


# Names of decisions


def test_an_ecli_tells_kind_day_and_application() -> None:
    assert ecli.parse(CHAPMAN) == ecli.Ecli(CHAPMAN, "judgment", date(2001, 1, 18), "27238/95")
    foreign = ecli.parse("ECLI:EU:C:2010:512")
    assert foreign
    assert (foreign.kind, foreign.day) == ("decision", None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "ECLI",
        "ECLI:CE:ECHR:2007:0111JUD00730490;",
        "ECLI:CE:ECHR:2001:0231JUD002487694",
        "ecli:ce:echr:2001:1",
    ],
)
def test_what_is_no_ecli_is_none(text: str) -> None:
    assert ecli.parse(text) is None


@given(st.dates(date(1960, 1, 1), date(2030, 1, 1)), st.integers(1, 9_999_999), st.integers(0, 99))
def test_an_ecli_that_is_formed_tells_the_same(day: date, number: int, lodged: int) -> None:
    application = f"{number}/{lodged:02d}"
    found = ecli.parse(ecli.formed("judgment", day, application))
    assert found
    assert (found.kind, found.day, found.application) == ("judgment", day, application)


@given(st.text(max_size=40))
def test_any_text_is_an_ecli_or_none(text: str) -> None:
    for given_ in (text, f"ECLI:CE:ECHR:{text}"):
        found = ecli.parse(given_)
        assert found is None or found.text == given_


def test_one_judgment_has_one_name_in_all_tables() -> None:
    items = [
        listed({}),
        read(
            "echr", table(["docname", "ecli", "itemid", "appno"], ["CASE", CHAPMAN, "001-59154", "27238/95"])
        ),
        matrix(["8"], [CHAPMAN, "True"]),
        matrix([CHAPMAN, BUCKLEY], [COSTER, "False", "False"]),
    ]
    for each in items:
        assert any(line.startswith(f"<{iri.case_law(CHAPMAN)}> ") for line in lines(each))


def test_only_an_ecli_that_the_file_states_is_an_identifier() -> None:
    assert f'"{CHAPMAN}"' not in "".join(lines(listed({})))
    assert f'"{CHAPMAN}"' in "".join(lines(listed({"target_ecli": CHAPMAN})))


def test_a_stated_ecli_goes_before_the_one_that_follows() -> None:
    report = "ECLI:CE:ECHR:1983:0305REP000911680"
    decision = one({"target_ecli": report, "document_kind": "commission", "date": "1982-05-05"})
    assert (decision.name.text, decision.kind, decision.decided_on) == (report, "report", date(1982, 5, 5))
    assert not decision.by_court


@pytest.mark.parametrize("change", [{"date": ""}, {"appnos": ""}, {"document_kind": "advisory"}])
def test_without_day_application_or_kind_the_list_names_the_decision(change: Mapping[str, str]) -> None:
    assert (one(change).name.list_, one(change).name.text) == ("echr-list", "e1")


def test_nothing_names_the_decision() -> None:
    items = listed({"date": "", "entry_id": ""})
    assert not decisions(items)
    assert ("", "nothing names the decision: no ECLI, day with application, or entry") in left(items)


def test_two_entries_of_one_day_and_application_stay_apart() -> None:
    items = listed({}, {"procedural_phase": "just_satisfaction", "document_kind": "judgment"})
    assert [decision.name.list_ for decision in decisions(items)] == ["", "echr-list"]
    reason = "another entry has the same kind, day and application; the two stay apart"
    assert left(items)["appnos", reason] == 1


def test_the_same_row_again_is_the_same_decision() -> None:
    assert len({decision.key for decision in decisions(listed(*[{"entry_id": "e"}] * 100))}) == 1


# The list of the Court


@pytest.mark.parametrize(
    ("change", "kind"),
    [
        ({}, "judgment"),
        ({"document_kind": "judgment"}, "judgment"),
        ({"document_kind": "decision"}, "decision"),
        ({"citation": "Perrin v. the United Kingdom (dec.), no. 5446/03"}, "decision"),
        ({"citation": "Perrin c. Royaume-Uni (déc.), no 5446/03"}, "decision"),
        ({"document_kind": "commission"}, "report"),
        ({"document_kind": "advisory", "title": "Advisory opinion on something"}, "advisory-opinion"),
        ({"document_kind": "advisory", "title": "Decision on the competence of the Court"}, "decision"),
    ],
)
def test_the_kind_of_document(change: Mapping[str, str], kind: str) -> None:
    assert one(change).kind == kind


def test_an_unknown_kind_is_left_and_the_row_used() -> None:
    items = listed({"document_kind": "letter"})
    assert decisions(items)[0].kind == "act"
    assert ("document_kind", "the format has no such kind of document") in left(items)


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        ("2032-09-12", "the day lies after the last day of the list"),
        ("2001-02-30", "no day (YYYY-MM-DD)"),
        ("18 January 2001", "no day (YYYY-MM-DD)"),
        ("2001-01", "no day (YYYY-MM-DD)"),
    ],
)
def test_an_impossible_day_is_left_and_the_rest_of_the_row_used(day: str, reason: str) -> None:
    items = listed({"date": day})
    (decision,) = decisions(items)
    assert left(items)["date", reason] == 1
    assert (decision.decided_on, decision.title) == (None, "Chapman v. the United Kingdom")


@pytest.mark.parametrize("joined", ["1/01;2/02", "1/01; 2/02", "1/01, 2/02", "1/01 2/02", "1/01;;2/02;1/01"])
def test_application_numbers_are_joined_by_any_mark(joined: str) -> None:
    assert one({"appnos": joined}).applications == ("1/01", "2/02")


def test_what_is_no_application_number_is_left() -> None:
    items = listed({"appnos": "1/01;n/a"})
    assert decisions(items)[0].applications == ("1/01",)
    assert ("appnos", "no number of an application (24876/94)") in left(items)


def test_the_list_says_what_it_covers_and_as_of_when() -> None:
    said = publication(listed({}))
    assert said.published_on == "2026-07-10"
    assert "through 2026-07-10" in said.title
    assert "that a case is absent says nothing" in said.note


def test_remarks_reporter_phase_and_chamber_are_kept() -> None:
    change = {
        "entry_source": "curated_supplement",
        "target_unavailable": "True",
        "coverage_note": "Reviewed.",
        "reporter_key": "ECHR:2001:I:::",
        "procedural_phase": "merits",
        "grand_chamber": "True",
        "target_itemid": "001-59154",
    }
    decision = one(change)
    assert decision.remark == (
        "An addition of whoever compiled the file, not of the Court. Not to be had in HUDOC. Reviewed."
    )
    text = "".join(lines(listed(change)))
    for part in ('"ECHR:2001:I:::"', '"merits"', "grandChamber", '"001-59154"', "eng?i=001-59154"):
        assert part in text


def test_flags_of_another_kind_are_left() -> None:
    assert ("grand_chamber", "neither True nor False") in left(listed({"grand_chamber": "yes"}))


def test_a_formula_of_a_spreadsheet_is_left() -> None:
    items = listed({"coverage_note": "=HYPERLINK(1)"})
    assert ("coverage_note", "a formula of a spreadsheet, not a value") in left(items)
    assert len(decisions(items)) == 1


# Against whom


@pytest.mark.parametrize(
    ("title", "codes"),
    [
        ("Chapman v. the United Kingdom", ["GBR"]),
        ("CASE OF COSTER v. THE UNITED KINGDOM [Extracts]", ["GBR"]),
        ("CASE OF LOIZIDOU v. TURKEY (No. 2) [GC]", ["TUR"]),
        ("Cyprus v. Turkey", ["TUR"]),
        ("AFFAIRE DUPONT c. FRANCE", ["FRA"]),
        ("CASE OF P., C. AND S. v. THE UNITED KINGDOM", ["GBR"]),
        ("V. v. Austria", ["AUT"]),
        ("Ilaşcu and Others v. the Republic of Moldova and Russia", ["MDA", "RUS"]),
        ("Sejdić and Finci v. Bosnia and Herzegovina", ["BIH"]),
        ("X v. Bosnia and Herzegovina and Croatia", ["BIH", "HRV"]),
        ('CASE OF A. v. GREECE - [English Translation] by a centre "X"', ["GRC"]),
    ],
)
def test_the_respondents_stand_in_the_title(title: str, codes: list[str]) -> None:
    assert list(one({"title": title}).respondents) == codes


def test_a_respondent_that_is_no_state_is_reported() -> None:
    items = listed({"title": "Duarte v. Portugal and 32 Others"})
    assert list(decisions(items)[0].respondents) == ["PRT"]
    assert unnamed(items) == ["32 Others"]


def test_a_title_of_two_cases_names_no_respondent() -> None:
    items = listed({"title": "A v. Russia and Ukraine and B v. Russia"})
    assert not decisions(items)[0].respondents
    assert any(field == "title" for field, _ in left(items))


@pytest.mark.parametrize("title", ["Case “relating to the languages”", ""])
def test_a_title_without_sides_has_none(title: str) -> None:
    assert not one({"title": title}).respondents


# Networks of citations


def test_a_network_cites_from_source_to_target() -> None:
    items = network(["687", "CASE OF A. v. CROATIA", "480", "CASE OF B. v. MALTA", "Directed"])
    cases = [record for record in records(items) if isinstance(record, NetworkCase)]
    assert [(case.number, case.respondents) for case in cases] == [("687", ("HRV",)), ("480", ("MLT",))]
    (citation,) = [record for record in records(items) if isinstance(record, NetworkCitation)]
    assert (citation.citing[0], citation.cited[0]) == ("687", "480")
    assert sum(f"<{DEP.cites}>" in line for line in lines(items)) == 1
    assert "no count of how often" in publication(items).note


def test_cases_of_one_label_are_told_apart_by_number() -> None:
    items = network(
        ["1", "CASE OF KAYA v. TURKEY", "2", "CASE OF KAYA v. TURKEY", "Directed"],
        ["3", "CASE OF KAYA v. TURKEY", "2", "CASE OF KAYA v. TURKEY", "Directed"],
    )
    assert len([record for record in records(items) if isinstance(record, NetworkCase)]) == 3
    assert lines(items)


def test_nodes_and_edges_name_the_same_cases() -> None:
    edges = network(["1", "CASE OF A v. MALTA", "2", "CASE OF B v. MALTA", "Directed"])
    nodes = read("echr", table(["Id", "Label", "generation"], ["1", "CASE OF A v. MALTA", "0"]))
    assert set(lines(nodes)) <= set(lines(edges))
    assert ("generation", "a column without use in the graph") in left(nodes)


@pytest.mark.parametrize(
    ("row", "reason"),
    [
        (["1", "A", "1", "A", "Directed"], "a case that cites itself"),
        (["1", "A", "2", "B", "Undirected"], "a link without direction does not tell who cites"),
        (["1", "A", "", "B", "Directed"], "a case without number or label"),
        (["1", "Other", "2", "B", "Directed"], "the number stands for a case of another label already"),
    ],
)
def test_a_citation_that_cannot_be_used_is_left(row: list[str], reason: str) -> None:
    items = network(["1", "A", "9", "Z", "Directed"], row)
    assert [why for _, why in left(items)] == [reason]
    assert len([record for record in records(items) if isinstance(record, NetworkCitation)]) == 1


def test_a_node_that_stands_twice_is_described_once() -> None:
    items = read(
        "echr", table(["Id", "Label", "generation"], *[["1", "A v. Malta", "0"]] * 50, ["1", "B", "0"])
    )
    assert len([record for record in records(items) if isinstance(record, NetworkCase)]) == 1
    assert left(items)["", "the same stands in an earlier row"] == 49
    assert left(items)["", "the number stands for a case of another label already"] == 1


# References


@pytest.mark.parametrize(
    ("notation", "slug", "number"),
    [
        ("8", "echr", "8"),
        ("P1-1", "echr-protocol-1", "1"),
        ("P12-1", "echr-protocol-12", "1"),
        ("6-1", "echr", "6(1)"),
        ("35-3-a", "echr", "35(3)(a)"),
        ("P1-1-2", "echr-protocol-1", "1(2)"),
        ("Article 8", "echr", "8"),
    ],
)
def test_articles_in_the_notation_of_the_court(notation: str, slug: str, number: str) -> None:
    assert article(notation) == CitedProvision(slug, number)


@pytest.mark.parametrize("notation", ["", "0", "67", "P99-1", "P1", "Rule 39", "8+14", "VIII", "8-"])
def test_what_is_no_article_is_none(notation: str) -> None:
    assert article(notation) is None


def test_references_to_articles_are_to_the_provisions_that_our_rules_name() -> None:
    items = matrix(["8", "P1-1", "X-1"], [COSTER, "True", "True", "True"])
    (decision,) = decisions(items)
    assert decision.provisions == (("echr", "8"), ("echr-protocol-1", "1"))
    assert [record.number for record in records(items) if isinstance(record, ConventionProtocol)] == [1]
    text = "".join(lines(items))
    assert f"<{iri.provision('echr', '8')}>" in text
    assert f"<{iri.treaty('echr-protocol-1')}> <{DEP.parentTreaty}> <{iri.treaty('echr')}>" in text
    assert ("columns", "the column is no article of the Convention or a protocol") in left(items)
    assert ("references", "a reference to what the column does not name") in left(items)


def test_references_to_cases_describe_those_that_are_only_cited() -> None:
    items = matrix([BUCKLEY, COSTER, "ECLI:CE:ECHR:1998:0424JUD00231849;"], [COSTER, "True", "True", "True"])
    assert [(one.name.text, one.cites) for one in decisions(items)] == [(COSTER, (BUCKLEY,)), (BUCKLEY, ())]
    assert left(items) == {
        ("columns", "the column is no ECLI"): 1,
        ("references", "a reference to what the column does not name"): 1,
        ("references", "a decision that cites itself"): 1,
    }
    assert lines(items)


def test_nobody_cites_what_comes_later() -> None:
    items = matrix([COSTER, CHAPMAN], [BUCKLEY, "True", "False"])
    assert not decisions(items)[0].cites
    assert ("references", "the decision that is cited is later than the one that cites it") in left(items)


def test_a_decision_of_the_commission_is_not_one_of_the_court() -> None:
    found = {
        one.name.text: one.by_court for one in decisions(matrix([COMMISSION, COSTER], [BUCKLEY, "True", ""]))
    }
    assert found == {BUCKLEY: True, COMMISSION: False, COSTER: True}


def test_a_known_treaty_is_that_treaty_and_others_stay_titles() -> None:
    covenant, charter = "International Covenant on Civil and Political Rights", "Revised Social Charter"
    items = matrix([covenant, charter, "Resolution 1740(2010)"], [COSTER, "True", "True", "False"])
    (decision,) = decisions(items)
    assert (decision.treaties, decision.documents) == (("iccpr",), (charter,))
    titles = [record.title for record in records(items) if isinstance(record, CitedText)]
    assert titles == [charter, "Resolution 1740(2010)"]
    assert lines(items)


@pytest.mark.parametrize("cell", ["", "true", "1", "yes", "=TRUE()"])
def test_what_is_neither_true_nor_false_is_left(cell: str) -> None:
    items = matrix(["8", "10"], [COSTER, cell, "True"])
    assert left(items) == {("references", "neither True nor False"): 1}
    assert decisions(items)[0].provisions == (("echr", "10"),)


def test_a_column_that_stands_twice_is_used_once() -> None:
    items = matrix(["8", "8", ""], [COSTER, "True", "True", "False"])
    assert decisions(items)[0].provisions == (("echr", "8"),)
    assert left(items)["columns", "the column stands twice in the header"] == 1
    assert left(items)["columns", "the column has no name"] == 1


def test_a_row_without_ecli_is_left() -> None:
    items = matrix(["8", "10"], ["nothing", "True", "True"], [COSTER, "True", "False"])
    assert left(items) == {("ECLI number", "no ECLI"): 1}
    assert len(decisions(items)) == 1


def test_ten_thousand_columns_are_read_row_by_row() -> None:
    days = [f"ECLI:CE:ECHR:1999:0101JUD{number:07d}99" for number in range(10_000)]
    rows = [[COSTER[:-9] + f"{number:07d}94", *["True", "False"] * 5_000] for number in range(20)]
    content = table(["ECLI number", *days], *rows)
    tracemalloc.start()
    before = tracemalloc.get_traced_memory()[0]
    count = sum(len(decision.cites) for decision in decisions(read("echr", content)))
    peak = tracemalloc.get_traced_memory()[1] - before
    tracemalloc.stop()
    assert count == 20 * 5_000
    assert peak < 60_000_000


# Files


def test_the_court_is_described_once_in_each_table() -> None:
    for items in (listed({}, {}), matrix(["8"], [COSTER, "True"])):
        assert len([record for record in records(items) if isinstance(record, Court)]) == 1


@pytest.mark.parametrize(
    "content",
    [
        "a,b\n1,2\n",
        "ECLI number\nx\n",
        "Source,Target\n1,2\n",
        table(["ECLI number", "8"], [COSTER]),
        'ECLI number,8\n"open,True\n',
        "docname,ecli,itemid,appno\nCASE,x\n",
    ],
)
def test_what_is_no_table_of_the_format_is_refused(content: str) -> None:
    assert faults(read("echr", content))


@settings(deadline=None)
@given(
    st.sampled_from(["", "ECLI number,8\n", ",".join(LISTED) + "\n", "Id,Label,generation\n"]),
    st.binary(max_size=200) | st.text(max_size=200).map(lambda text: text.encode("utf-8", "replace")),
)
def test_whatever_a_file_holds_nothing_is_raised(header: str, content: bytes) -> None:
    items = read("echr", header.encode() + content)
    assert items
    assert all(str(item) for item in items)


@pytest.mark.parametrize("damage", sorted(broken("echr")))
def test_a_damaged_file_is_refused(damage: str) -> None:
    assert faults(read("echr", broken("echr")[damage]))


@pytest.mark.parametrize(
    ("head", "known"),
    [
        ((PACKAGED / "examples" / "echr.csv").read_bytes(), True),
        (b"Source,Source Label,Target,Target Label,Type\n", True),
        (b"Id,Label,generation 0,generation\n", True),
        (b"docname,ecli,itemid,appno\n", True),
        (b'ECLI number,"a title, with a comma', True),
        (b"\xef\xbb\xbfECLI number,8\n", True),
        (b"Id,Label,Colour\n", False),
        (b"id,treaty,actor\n", False),
        (b"", False),
    ],
)
def test_the_header_tells_the_format(head: bytes, known: bool) -> None:  # noqa: FBT001 - what is expected
    assert echr.recognises(head) is known


def test_the_example_is_read_without_a_rest() -> None:
    items = read("echr", (PACKAGED / "examples" / "echr.csv").read_bytes())
    assert [decision.kind for decision in decisions(items)] == [
        "judgment",
        "judgment",
        "decision",
        "judgment",
    ]
    assert not faults(items)
    assert lines(items)


def test_all_real_files_are_used() -> None:
    expected = {
        "citation_authority_eng.csv.gz": (21_078, 0),
        "annotated-judgments.csv": (90, 0),
        "ECLI_case_references.csv": (721, 1_615),
        "ECLI_article_references.csv": (190, 0),
        "ECLI_treaty_references.csv": (190, 0),
        "case_nodes.csv": (0, 0),
        "case_edges.csv": (0, 8_421),
    }
    for path in source_files("echr", "*/*.csv*"):
        items = read("echr", path)
        cites = sum(len(decision.cites) for decision in decisions(items))
        cites += len([record for record in records(items) if isinstance(record, NetworkCitation)])
        assert (len(decisions(items)), cites) == expected[path.name], path
        assert not faults(items)
        assert not [reason for field, reason in left(items) if not field], path
        assert publication(items).note


def test_real_judgments_meet_in_the_list_and_in_the_references() -> None:
    names = {
        path.name: {decision.name.text for decision in decisions(read("echr", path))}
        for path in source_files("echr", "*/*.csv*")
    }
    both = names["citation_authority_eng.csv.gz"] & names["ECLI_case_references.csv"]
    assert len(both) > 250
    assert names["annotated-judgments.csv"] <= names["ECLI_article_references.csv"]
