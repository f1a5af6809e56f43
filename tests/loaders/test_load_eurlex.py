"""Acts of the European Union: CELEX numbers, the head of a text, and relations that its words bear out."""

import json
import time
from datetime import date
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import iri
from graph.loaders import celex, eurlex
from graph.published.eurlex import Institution, UnionAct, UnionRelation
from ontology.terms import DEP
from tests.conftest import PACKAGED
from tests.loaders.publisher_files import broken, faults, left, lines, read, records, source_files
from tests.loaders.test_load_anything import JSON, places, replaced

JOURNAL = (
    "2.7.2008\nEN\nOfficial Journal of the European Union\nL 172/15\n"
    "DECISION No 626/2008/EC OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL\nof 30 June 2008\n"
    "on the selection of systems\n(Text with EEA relevance)\nTHE EUROPEAN PARLIAMENT,\n"
)
WEB_PAGE = (
    "EUR-Lex - 32002D0494 - EN\nAvis juridique important\n|\n32002D0494\n"
    "2002/494/JHA: Council Decision of 13 June 2002 setting up a network\n"
    "Official Journal L 167 , 26/06/2002 P. 0001 - 0002\nCouncil Decisionof 13 June 2002setting up\n"
)
UNUSED = ("split", "the share of a set for training to which the document belongs, nothing about the act")


def document(number: str = "32008D0626", reference: str = JOURNAL, **changes: Any) -> str:
    whole = {
        "celex_id": number,
        "reference": reference,
        "summary": "",
        "tags": ["waveband"],
        "subjects": ["Technology", "waveband"],
        "split": "train",
        "reference_annotations": {},
        "summary_annotations": {},
    }
    return json.dumps(whole | changes)


def annotated(text: str, paragraph: str, *triples: str, **changes: Any) -> str:
    annotations = {"32008D0626_p1": {"text": paragraph, "triples": list(triples)}}
    return document(reference=JOURNAL + text, reference_annotations=annotations, **changes)


def act(text: str) -> UnionAct:
    return next(one for one in records(read("eurlex", text)) if isinstance(one, UnionAct) and one.text)


def relations(text: str) -> list[tuple[str, str, str]]:
    found = [one for one in records(read("eurlex", text)) if isinstance(one, UnionRelation)]
    whole = json.loads(text)
    for one in found:
        assert whole["summary" if one.in_summary else "reference"][one.start : one.end] == one.quote
    return [(one.acting, one.relation, one.earlier) for one in found]


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("Regulation (EC) No 1234/2007", "32007R1234"),
        ("Regulation (EEC) No 793/93", "31993R0793"),
        ("Regulation (EC) No 2006/2004", "32004R2006"),
        ("Regulation (EU) 2018/1046", "32018R1046"),
        ("Regulation (EU, Euratom) 2018/1046", "32018R1046"),
        ("Directive 2002/21/EC", "32002L0021"),
        ("Directive 87/18/EEC", "31987L0018"),
        ("Directive (EU) 2015/849", "32015L0849"),
        ("Decision 676/2002/EC", "32002D0676"),
        ("Decision No 1692/96/EC", "31996D1692"),
        ("Decision 90/218/EEC", "31990D0218"),
        ("Decision 2002/187/JHA", "32002D0187"),
        ("Framework Decision 2002/584/JHA", "32002F0584"),
        ("Decision No 3855/91/ECSC", ""),  # these have a descriptor of their own
        ("Decision 1/80", ""),  # of a council of association
        ("Directive 849/2015", ""),
        ("Recommendation 2003/361/EC", ""),
        ("", ""),
    ],
)
def test_the_number_follows_from_words_that_stand_there(words: str, number: str) -> None:
    assert celex.of_citation(words, verbatim=True) == number


@pytest.mark.parametrize(
    ("words", "number"),
    [
        ("regulation 842/2006", "32006R0842"),
        ("decision 541/2014/eu", "32014D0541"),
        ("decision 78/471/euratom", "31978D0471"),
        ("regulation 2018/2001", ""),  # No 2018/2001 of 2001, or (EU) 2018/2001 of 2018
        ("decision 89/95/ec", ""),  # of 1989, or No 89/95 of 1995
        ("decision 2002/584/jha", ""),  # it may be a framework decision
    ],
)
def test_what_annotators_dropped_leaves_a_choice(words: str, number: str) -> None:
    assert celex.of_citation(words, verbatim=False) == number


@given(st.sampled_from(["regulation", "directive", "decision"]), st.text(max_size=20))
def test_any_citation_gives_a_celex_number_or_none(type_: str, rest: str) -> None:
    number = celex.of_citation(f"{type_} {rest}", verbatim=True)
    assert not number or celex.parse(number)


@given(st.integers(1, 9999), st.integers(2000, 2014))
def test_regulations_and_directives_have_their_own_order(number: int, year: int) -> None:
    assert celex.of_citation(f"Regulation (EC) No {number}/{year}", verbatim=True) == f"3{year}R{number:04d}"
    assert celex.of_citation(f"Directive {year}/{number}/EC", verbatim=True) == f"3{year}L{number:04d}"


@pytest.mark.parametrize(
    ("number", "kind"),
    [
        ("21978A1117(01)", "treaty"),
        ("22003D0003(01)", "decision"),
        ("32008D0626", "decision"),
        ("32002F0584", "decision"),
        ("32004R0883", "act"),
        ("32002L0021", "act"),
        ("52018PC0340", "document"),
        ("32008D0626R(01)", "document"),
    ],
)
def test_the_class_follows_from_the_descriptor(number: str, kind: str) -> None:
    found = celex.parse(number)
    assert found
    assert found.kind == kind
    assert act(document(number)).kind == kind


def test_an_agreement_is_a_treaty_and_a_decision_is_a_decision() -> None:
    agreement = "".join(lines(read("eurlex", document("21978A1117(01)"))))
    decision = "".join(lines(read("eurlex", document())))
    assert f"<{iri.treaty('celex-21978a1117-01')}>" in agreement
    assert f"<{DEP.Treaty}>" in agreement
    assert f"<{iri.IDS}decision/celex-32008D0626>" in decision
    assert f"<{DEP.Decision}>" in decision


def test_the_page_of_the_journal_gives_title_day_and_authors() -> None:
    one = act(document())
    assert one.title == (
        "DECISION No 626/2008/EC OF THE EUROPEAN PARLIAMENT AND OF THE COUNCIL of 30 June 2008 on the "
        "selection of systems"
    )
    assert (one.dated_on, one.published_on) == (date(2008, 6, 30), date(2008, 7, 2))
    assert one.authors == ("eu-parliament", "eu-council")
    assert one.published_in == "Official Journal of the European Union L 172/15, 2.7.2008"
    assert one.subjects == ("waveband", "Technology")
    assert one.text == JOURNAL


def test_the_page_of_eur_lex_gives_them_too() -> None:
    one = act(document("32002D0494", WEB_PAGE))
    assert one.title == "2002/494/JHA: Council Decision of 13 June 2002 setting up a network"
    assert (one.dated_on, one.authors) == (date(2002, 6, 13), ("eu-council",))


def test_who_decided_is_described_once() -> None:
    items = read("eurlex", document())
    assert [one.id for one in records(items) if isinstance(one, Institution)] == [
        "eu-parliament",
        "eu-council",
    ]


@pytest.mark.parametrize(
    "head", ["", "Some text without any head.", "2.7.2008\nEN\nAnother journal\nL 1\nTITLE\n"]
)
def test_without_a_known_head_nothing_is_guessed(head: str) -> None:
    items = read("eurlex", document(reference=head + "Council Decision"))
    assert left(items)[("reference", "the text has no head of a known form, from which a title follows")] == 1
    one = act(document(reference=head + "Council Decision"))
    assert (one.title, one.dated_on, one.authors) == ("", None, ())


@pytest.mark.parametrize("day", ["30 June 1999", "31 June 2008", "30 June"])
def test_a_day_that_cannot_be_that_of_the_act_is_none(day: str) -> None:
    assert act(document(reference=JOURNAL.replace("30 June 2008", day))).dated_on is None


def test_an_agreement_has_no_day_of_its_own_here() -> None:
    assert act(document("22008A0702(01)")).dated_on is None


def test_a_page_in_two_languages_is_in_none() -> None:
    assert act(document(reference=JOURNAL.replace("\nEN\n", "\nXM\n"))).language == ""


AMENDED = (
    "(7) Directive 95/46/EC of 24 October 1995. Directive as amended by Regulation (EC) No 1882/2003 (OJ)."
)
PARAGRAPH = "(7)  directive 95/46/ec of 24 October 1995. Directive as amended by regulation 1882/2003 (OJ)."


@pytest.mark.parametrize("verb", ["amended", " AMENDED ", "as amended", "amends", "amend"])
def test_the_act_before_the_verb_does_it_in_whatever_tense(verb: str) -> None:
    text = AMENDED.replace("as amended by", f"{verb.strip()} by")
    paragraph = PARAGRAPH.replace("as amended by", f"{verb.strip()} by")
    triple = f" regulation 1882/2003,  {verb},  directive 95/46/ec"
    assert relations(annotated(text, paragraph, triple)) == [("32003R1882", "amends", "31995L0046")]


def test_by_turns_the_direction() -> None:
    triple = "directive 95/46/ec, is amended by, regulation 1882/2003"
    text, paragraph = (part.replace("as amended", "is amended") for part in (AMENDED, PARAGRAPH))
    assert relations(annotated(text, paragraph, triple)) == [("32003R1882", "amends", "31995L0046")]


def test_a_list_of_acts_is_found_again_with_the_words_that_the_paragraph_lost() -> None:
    text = (
        "Regulation (EU, Euratom) 2018/1046, amending Regulations (EU) No 1296/2013,\n(EU) No 1301/2013 "
        "and Decision No 541/2014/EU"
    )
    paragraph = (
        "regulation 2018/1046, amending regulation 1296/2013 regulation 1301/2013 and decision 541/2014/eu"
    )
    triples = [f" regulation 2018/1046,  amending,  {one}" for one in (
        "regulation 1296/2013", "regulation 1301/2013", "decision 541/2014/eu"
    )]  # fmt: skip
    assert relations(annotated(text, paragraph, *triples)) == [
        ("32018R1046", "amends", "32013R1296"),
        ("32018R1046", "amends", "32013R1301"),
        ("32018R1046", "amends", "32014D0541"),
    ]


@pytest.mark.parametrize(
    ("verb", "relation"),
    [
        ("repealing", "repeals"),
        ("implementing", "implements"),
        ("replacing", "supersedes"),
        ("recasting", "supersedes"),
        ("supplementing", "refers-back-to"),
        ("correcting", "refers-back-to"),
        ("extending", "refers-back-to"),
    ],
)
def test_each_verb_has_a_relation(verb: str, relation: str) -> None:
    text = f"Directive 2014/24/EU {verb} Directive 2004/18/EC"
    found = annotated(text, text.lower(), f"directive 2014/24/eu, {verb}, directive 2004/18/ec")
    assert relations(found) == [("32014L0024", relation, "32004L0018")]
    assert lines(read("eurlex", found))


def test_words_of_which_no_number_follows_stay_words() -> None:
    text = "Regulation (EC) No 1/2003 implementing Resolution 12/2001"
    triple = "regulation 1/2003, implementing, resolution 12/2001"
    found = annotated(text, "regulation 1/2003 implementing resolution 12/2001", triple)
    assert relations(found) == [("32003R0001", "implements", "Resolution 12/2001")]
    assert iri.cited_document("Resolution 12/2001") in "".join(lines(read("eurlex", found)))


def test_an_act_of_the_central_bank_has_a_number_of_another_series() -> None:
    text = "Decision 2005/1/EC repealing Decision 2004/257/EC of the European Central Bank"
    triple = "decision 2005/1/ec, repealing, decision 2004/257/ec"
    assert relations(annotated(text, text.lower(), triple)) == [
        ("32005D0001", "repeals", "Decision 2004/257/EC")
    ]


@pytest.mark.parametrize(
    ("text", "triple", "reason"),
    [
        ("Other words.", "regulation 1882/2003, amended, directive 95/46/ec", "not stand so in the text"),
        (AMENDED, "regulation 9/2003, amended, directive 95/46/ec", "not stand so in the text"),
        (AMENDED, "regulation 1882/2003, admires, directive 95/46/ec", "no act, verb and act"),
        (AMENDED, "regulation 1882/2003, amended", "no act, verb and act"),
        (AMENDED, "", "no act, verb and act"),
        (AMENDED, "directive 95/46/ec, amended, regulation 1882/2003", "older than it"),
    ],
)
def test_a_relation_that_the_text_does_not_bear_out_is_left(text: str, triple: str, reason: str) -> None:
    items = read("eurlex", annotated(text, PARAGRAPH, triple))
    assert not [one for one in records(items) if isinstance(one, UnionRelation)]
    ((_, why),) = [key for key in left(items) if key != UNUSED]
    assert reason in why


def test_a_relation_in_the_summary_says_so() -> None:
    summary = "Regulation (EC) No 1882/2003 amending Directive 95/46/EC"
    annotations = {"p": {"text": summary.lower().replace("(ec) no ", ""), "triples": [
        "regulation 1882/2003, amending, directive 95/46/ec"
    ]}}  # fmt: skip
    text = document(summary=summary, summary_annotations=annotations)
    assert relations(text) == [("32003R1882", "amends", "31995L0046")]
    assert "In the summary" in "".join(lines(read("eurlex", text)))


@pytest.mark.parametrize("odd", [None, "text", {"text": 1, "triples": []}, {"text": "", "triples": [1]}])
def test_an_annotation_of_another_form_is_left(odd: Any) -> None:
    items = read("eurlex", document(reference_annotations={"p": odd}))
    assert sum(left(items).values()) == 2
    assert not faults(items)


def test_odd_subjects_and_fields_are_left() -> None:
    items = read("eurlex", document(tags=["a", 1, ""], unknown=1))
    assert left(items) == {UNUSED: 1, ("tags", "no text"): 2, ("unknown", "the format has no such field"): 1}


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        document("no number"),
        document(tags="x"),
        document(reference_annotations=[]),
        "{",
        '"celex_id"',
    ],
)
def test_what_is_no_document_of_the_format_is_refused(text: str) -> None:
    assert faults(read("eurlex", text))


@settings(deadline=None)
@given(st.data())
def test_any_value_of_a_document_is_used_or_told(data: st.DataObject) -> None:
    whole = json.loads((PACKAGED / "examples" / "eurlex.json").read_text("utf-8"))
    path = data.draw(st.sampled_from(places(whole)))
    value = data.draw(JSON)
    items = read("eurlex", json.dumps(replaced(whole, path, lambda _: value)))
    assert items
    assert faults(items) or lines(items)


@pytest.mark.parametrize("damage", sorted(broken("eurlex")))
def test_a_damaged_file_is_refused(damage: str) -> None:
    assert faults(read("eurlex", broken("eurlex")[damage]))


def test_pages_of_blanks_cost_little() -> None:
    text = " " * 1_000_000 + "Directive" + "\n" * 1_000_000
    begun = time.monotonic()
    assert not relations(annotated(text, PARAGRAPH, "regulation 1882/2003, amended, directive 95/46/ec"))
    assert time.monotonic() - begun < 5


def test_the_example_is_recognised_and_read() -> None:
    content = (PACKAGED / "examples" / "eurlex.json").read_bytes()
    assert eurlex.recognises(content)
    assert not eurlex.recognises(b'{"treaty_en": ""}')
    assert relations(content.decode()) == [("32014L0024", "repeals", "32004L0018")]


def test_all_real_files_are_used_and_every_relation_is_found_in_the_text() -> None:
    said = found = 0
    for path in source_files("eurlex", "*.json"):
        text = path.read_text("utf-8")
        items = read("eurlex", path)
        assert set(left(items)) <= {UNUSED}, path
        assert lines(items)
        whole = json.loads(text)
        for field in ("reference_annotations", "summary_annotations"):
            said += sum(len(paragraph["triples"]) for paragraph in whole[field].values())
        found += len(relations(text))
    assert said == found
