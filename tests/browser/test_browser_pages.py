"""The pages in a real browser: an empty console, forms that work, room on a telephone, colours to read by."""

import re
from importlib.resources import files
from itertools import pairwise
from typing import Any

import pytest

PAGES = (
    "/",
    "/status?state=GMB&treaty=rome-statute&on=2017-01-05",
    "/treaties",
    "/treaties/rome-statute",
    "/states",
    "/states/RUS",
    "/trace",
    "/trace?from=rus-order-2016-361-rp",
    "/queries",
    "/queries/status-of-state?state=RUS&treaty=rome-statute&on=2016-11-20",
    "/doc/state/RUS",
    "/doc/treaty/rome-statute",
    "/graph/catalogue",
    "/ontology",
)

ESCAPED = """[...document.querySelectorAll('form button')].filter(button => {
    const box = button.getBoundingClientRect(), form = button.form.getBoundingClientRect();
    return box.right > form.right + 1 || box.bottom > form.bottom + 1
        || button.scrollWidth > button.clientWidth + 1 || button.scrollHeight > button.clientHeight + 1;
}).map(button => button.textContent)"""


@pytest.mark.parametrize("path", PAGES)
def test_a_page_has_one_heading_and_an_empty_console(browser: Any, site: str, path: str) -> None:
    browser.open(site + path)
    assert browser.value("document.querySelectorAll('h1').length") == 1
    assert browser.value("document.title").endswith("– Depositary")
    assert browser.value("document.documentElement.lang") == "en"
    assert browser.value("getComputedStyle(document.body).margin") == "0px", "the sheet was not applied"
    assert browser.faults == []


@pytest.mark.parametrize("path", PAGES)
@pytest.mark.parametrize("width", [320, 390, 1280])
def test_nothing_is_wider_than_the_window(browser: Any, site: str, path: str, width: int) -> None:
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=800, deviceScaleFactor=1, mobile=True
    )
    browser.open(site + path)
    assert browser.value("document.documentElement.scrollWidth") <= width


@pytest.mark.parametrize("path", PAGES)
def test_every_field_has_a_label_and_every_link_a_name(browser: Any, site: str, path: str) -> None:
    browser.open(site + path)
    fields = "[...document.querySelectorAll('input, select, textarea')]"
    assert browser.value(f"{fields}.filter(field => !field.labels.length).map(field => field.name)") == []
    links = "[...document.querySelectorAll('a')]"
    assert browser.value(f"{links}.filter(link => !link.textContent.trim()).map(link => link.href)") == []
    headings = browser.value("[...document.querySelectorAll('h1, h2, h3')].map(h => Number(h.tagName[1]))")
    assert all(below <= above + 1 for above, below in pairwise(headings))


@pytest.mark.parametrize("path", [*PAGES[:4], "/status", "/trace", "/queries/status-of-state"])
@pytest.mark.parametrize("width", [390, 840, 1280, 1440])
def test_a_button_keeps_its_words_and_stays_in_its_form(
    browser: Any, site: str, path: str, width: int
) -> None:
    browser.call(
        "Emulation.setDeviceMetricsOverride", width=width, height=900, deviceScaleFactor=1, mobile=False
    )
    browser.open(site + path)
    assert browser.value(ESCAPED) == []


@pytest.mark.parametrize(
    ("days", "words"),
    [
        ("on=2017-05-01", "had the status party"),
        ("on=2017-05-01&known=2017-05-01", "has the status party"),
        ("on=2017-05-01&known=2017-04-01", "would have the status party"),
    ],
)
def test_the_verb_follows_the_days(browser: Any, site: str, days: str, words: str) -> None:
    browser.open(f"{site}/status?state=GMB&treaty=rome-statute&{days}")
    assert words in browser.value("document.querySelector('.verdict').innerText")


def test_what_ends_a_status_and_how_sure_it_is_are_shown(browser: Any, site: str) -> None:
    browser.open(f"{site}/status?state=PHL&treaty=rome-statute&on=2018-01-01")
    text = browser.value("document.querySelector('main').innerText")
    assert "What ends it" in text
    assert "Notice of withdrawal: received 17 March 2018" in text
    assert "(single source)" in text
    browser.open(f"{site}/treaties/rome-statute/parties?on=2018-12-01")
    heads = browser.value("[...document.querySelectorAll('thead th')].map(head => head.innerText)")
    assert "How sure" in heads


def test_the_status_form_works(browser: Any, site: str) -> None:
    browser.open(f"{site}/status")
    browser.submit("main form", state="Gambia", treaty="XVIII-10", on="2017-01-05")
    assert "state=Gambia" in browser.value("location.href")
    assert "party, withdrawal pending" in browser.value("document.querySelector('.verdict').textContent")


def test_the_start_page_checks_the_headline(browser: Any, site: str) -> None:
    browser.open(site)
    text = browser.value("document.querySelector('main').innerText")
    assert "Russia to Withdraw From the International Criminal Court" in text
    assert "had the status signatory" in text
    assert "Refuted." in text


def test_the_form_of_the_start_page_leads_to_the_status(browser: Any, site: str) -> None:
    browser.open(site)
    browser.submit("form[action='/status']", state="RU", treaty="Rome Statute", on="2016-12-01")
    assert "obligation ended" in browser.value("document.querySelector('.verdict').textContent")


def test_an_unknown_name_gets_a_page_with_candidates(browser: Any, site: str) -> None:
    browser.open(f"{site}/status?state=Gambya&treaty=rome-statute")
    assert "Gambia" in browser.value("document.querySelector('main').innerText")


def test_the_voices_differ_by_words(browser: Any, site: str) -> None:
    browser.open(f"{site}/trace?from=rus-order-2016-361-rp")
    for basis, word in (("stated", "Stated"), ("claimed", "Claimed by")):
        hops = browser.value(
            f"[...document.querySelectorAll('ul.hops > li.{basis}')].map(hop => hop.innerText)"
        )
        assert hops
        assert all(word in hop for hop in hops)
    quotes = browser.value("[...document.querySelectorAll('blockquote')].map(quote => quote.lang)")
    assert {"ru", "en"} <= set(quotes)


def test_words_that_are_not_held_stand_in_no_quotation(browser: Any, site: str) -> None:
    browser.open(f"{site}/trace?from=rus-order-2016-361-rp")
    unheld = browser.value("[...document.querySelectorAll('.unheld')].map(place => place.outerHTML)")
    assert unheld
    assert not [place for place in unheld if "blockquote" in place or "“" in place]


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_the_scheme_of_the_reader_is_followed(browser: Any, site: str, scheme: str) -> None:
    browser.call("Emulation.setEmulatedMedia", features=[{"name": "prefers-color-scheme", "value": scheme}])
    browser.open(site)
    paper = browser.value("getComputedStyle(document.body).backgroundColor")
    assert paper == {"light": "rgb(251, 250, 248)", "dark": "rgb(20, 24, 26)"}[scheme]


def schemes() -> list[dict[str, str]]:
    """Colours by name, in light and in dark."""
    sheet = files("api").joinpath("static/depositary.css").read_text(encoding="utf-8")
    blocks = re.findall(r":root \{(.*?)\}", sheet, re.DOTALL)[:2]
    return [dict(re.findall(r"--([a-z-]+): (#[0-9a-f]{6})", block)) for block in blocks]


def luminance(colour: str) -> float:
    """Relative luminance (WCAG 2.2, definitions)."""
    channels = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in channels]
    return sum(weight * c for weight, c in zip((0.2126, 0.7152, 0.0722), linear, strict=True))


@pytest.mark.parametrize("colours", schemes(), ids=["light", "dark"])
def test_text_can_be_read_on_every_background(colours: dict[str, str]) -> None:
    inks = ("ink", "soft", "link", "accent", "stated", "claimed", "derived", "warn")
    pairs = [(ink, paper) for ink in inks for paper in ("paper", "raised", "sunk")]
    for ink, paper in [*pairs, ("on-accent", "accent")]:
        light, dark = sorted((luminance(colours[ink]), luminance(colours[paper])), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, f"{ink} on {paper}"
