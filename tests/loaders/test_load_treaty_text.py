"""Texts of treaties by article: numbers from Chinese numerals, words verbatim, no treaty that is none."""

import json
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph import iri
from graph.loaders import numerals, treaty_text
from graph.published.texts import Article, LegalText
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
)
from tests.loaders.test_load_anything import JSON, places, replaced

DIGITS = "零一二三四五六七八九"


def document(*articles: dict[str, Any], **changes: Any) -> str:
    whole = {
        "treaty": "公約",
        "treaty_zh": "公約",
        "treaty_en": "Convention on Examples",
        "total_articles": len(articles),
        "preamble_zh": "序言",
        "preamble_en": "The Parties,",
        "articles": list(articles),
    }
    return json.dumps(whole | changes, ensure_ascii=False)


def article(number: str, english: str = "Words.", chinese: str = "條文。") -> dict[str, str]:
    texts = {"content_zh": chinese, "content_en": english}
    return {"article": number, "title_zh": "", "title_en": "", **texts}


def articles(text: str) -> list[Article]:
    return [record for record in records(read("treaty-text", text)) if isinstance(record, Article)]


def by_place(number: int) -> str:
    """127 as 一百二十七, 107 as 一百零七, 12 as 十二."""
    hundreds, tens, ones = number // 100, number // 10 % 10, number % 10
    text = f"{DIGITS[hundreds]}百" if hundreds else ""
    if tens:
        text += ("" if tens == 1 and not hundreds else DIGITS[tens]) + "十"
    elif hundreds and ones:
        text += "零"
    return text + (DIGITS[ones] if ones else "")


@given(st.integers(1, 999))
def test_a_numeral_by_place_means_its_number(number: int) -> None:
    assert numerals.chinese(by_place(number)) == number
    assert numerals.article(f"第{by_place(number)}條") == (number, "")


@given(st.integers(1, 9999))
def test_figures_in_chinese_mean_their_number(number: int) -> None:
    assert (
        numerals.chinese("".join(DIGITS[int(figure)] for figure in str(number)).replace("零", "〇")) == number
    )
    assert numerals.chinese(str(number)) == number


@given(st.text(max_size=6))
def test_any_text_is_a_number_or_none(text: str) -> None:
    found = numerals.article(text)
    assert found is None or found[0] > 0


@pytest.mark.parametrize(
    "text", ["", "甲", "十十", "百百", "一之", "八之一", "八之十一", "附件一", "〇", "0"]
)
def test_what_is_no_number_of_an_article_is_none(text: str) -> None:
    assert numerals.article(text) is None


@pytest.mark.parametrize(
    ("text", "number"),
    [("八之二", (8, "bis")), ("十五之三", (15, "ter")), ("三二〇", (320, "")), ("十", (10, ""))],
)
def test_inserted_articles_and_figures(text: str, number: tuple[int, str]) -> None:
    assert numerals.article(text) == number


def test_the_example_has_text_and_languages() -> None:
    items = read("treaty-text", (PACKAGED / "examples" / "treaty-text.json").read_bytes())
    found = [record for record in records(items) if isinstance(record, Article)]
    assert [one.number for one in found] == ["preamble", "1", "2", "3"]
    assert {words.language for one in found for words in one.texts} == {"en", "zh"}
    assert publication(items).licence == "CC0"
    assert "not the certified true copy" in publication(items).note
    assert not left(items)


def test_words_stand_as_in_the_file() -> None:
    (_, one) = articles(document(article("一", "The Assemblyof States  Parties\n\nshall meet.", "大會")))
    assert [words.text for words in one.texts] == ["The Assemblyof States  Parties\n\nshall meet.", "大會"]


def test_a_known_treaty_keeps_its_slug_and_its_numbers() -> None:
    title = "Convention on the Prevention and Punishment of the Crime of Genocide"
    text = document(article("九", "Acts in article III, or article IV."), article("十三"), treaty_en=title)
    assert [one.number for one in articles(text)] == ["preamble", "IX", "XIII"]
    assert f"<{iri.provision('genocide-convention', 'XIII')}>" in "".join(lines(read("treaty-text", text)))


def test_an_unknown_treaty_is_called_as_its_file() -> None:
    items = read("treaty-text", document(article("一")), name="texts/Sea Bed_1972.json")
    assert {record.slug for record in records(items) if isinstance(record, LegalText | Article)} == {
        "sea-bed-1972"
    }


def test_a_declaration_is_no_treaty() -> None:
    items = read("treaty-text", document(article("一"), treaty_en="Universal Declaration of Everything"))
    text = "".join(lines(items))
    assert str(DEP.Treaty) not in text
    assert str(DEP.provisionOf) not in text
    assert iri.legal_text("treaty-text") in text


def test_what_the_head_says_otherwise_is_told() -> None:
    items = read("treaty-text", document(article("一"), total_articles=2, treaty="別的", unknown=1))
    assert left(items) == {
        ("total_articles", "the file holds another number of articles"): 1,
        ("treaty", "another title than treaty_zh"): 1,
        ("unknown", "the format has no such field"): 1,
    }


def test_a_remark_of_the_editor_is_no_preamble() -> None:
    items = read("treaty-text", document(article("一"), preamble_en="(It has none.)", preamble_zh="（無。）"))
    assert sum(left(items).values()) == 2
    assert [one.number for one in records(items) if isinstance(one, Article)] == ["1"]


@pytest.mark.parametrize(
    ("odd", "reason"),
    [
        (article("附件"), "the number of the article is no numeral"),
        (article("二", "", ""), "the article has no words"),
        (article("二", "Article 3\nWords."), "the English text begins with another number"),
        ({"content_en": "Words."}, "no article with a number"),
        ("text", "no article with a number"),
        (None, "no article with a number"),
    ],
)
def test_an_article_that_cannot_be_used_is_left_with_the_reason(odd: Any, reason: str) -> None:
    items = read("treaty-text", document(article("一"), odd, article("三")))
    assert [why for _, why in left(items)] == [reason]
    assert [one.number for one in records(items) if isinstance(one, Article)] == ["preamble", "1", "3"]


def test_a_sentence_may_begin_with_another_article() -> None:
    assert len(articles(document(article("八十", "Article 60 applies mutatis mutandis.")))) == 2


def test_articles_with_the_same_words_are_told_apart() -> None:
    assert lines(read("treaty-text", document(article("一", "(Deleted)"), article("二", "(Deleted)"))))


@pytest.mark.parametrize(
    "text",
    [
        "[]",
        "{}",
        '{"treaty_en": "T"}',
        '{"treaty_en": "T", "articles": {}}',
        '{"treaty_en": "T", "articles"',
        "x",
    ],
)
def test_what_is_no_document_of_the_format_is_refused(text: str) -> None:
    assert faults(read("treaty-text", text))


@settings(deadline=None)
@given(st.data())
def test_any_value_of_a_document_is_used_or_told(data: st.DataObject) -> None:
    whole = json.loads((PACKAGED / "examples" / "treaty-text.json").read_text("utf-8"))
    path = data.draw(st.sampled_from(places(whole)))
    value = data.draw(JSON)
    items = read("treaty-text", json.dumps(replaced(whole, path, lambda _: value)))
    assert items
    assert faults(items) or lines(items)


@pytest.mark.parametrize("damage", sorted(broken("treaty-text")))
def test_a_damaged_file_is_refused(damage: str) -> None:
    assert faults(read("treaty-text", broken("treaty-text")[damage]))


def test_files_of_other_formats_are_not_recognised() -> None:
    assert treaty_text.recognises(document(article("一")).encode())
    assert not treaty_text.recognises(b'{"celex_id": "32008D0626", "reference": ""}')
    assert not treaty_text.recognises(b"id,treaty_en\n")


def test_all_real_files_are_used_whole() -> None:
    for path in source_files("treaty-texts", "*.json"):
        items = read("treaty-text", path)
        total = json.loads(path.read_text("utf-8"))["total_articles"]
        found = [record for record in records(items) if isinstance(record, Article)]
        assert len([one for one in found if one.position]) == total, path
        assert all(len(one.texts) == 2 for one in found), path
        assert {field for field, _ in left(items)} <= {"preamble_en", "preamble_zh"}
        assert not faults(items)
        assert lines(items)


def test_the_clauses_of_our_rules_stand_in_the_real_texts() -> None:
    rules = json.loads((PACKAGED / "treaty_rules.json").read_text("utf-8"))["treaties"]
    texts = {}
    for path in source_files("treaty-texts", "*.json"):
        for one in records(read("treaty-text", path)):
            if isinstance(one, Article):
                texts[one.slug, one.number] = one.texts[0].text
    held = [(rule["id"], clause) for rule in rules for clause in rule["clauses"] if clause["text_held"]]
    assert held
    for slug, clause in held:
        assert clause["quote"] in texts[slug, clause["provision"].partition("(")[0]], clause["provision"]
