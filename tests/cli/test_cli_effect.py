"""The calculator: known days, and days at the limits of each packaged treaty, worked by hand."""

import csv
import json
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import pytest
from click.testing import CliRunner

from api.commands.effect import effect
from graph.errors import BadRequest, LoadRefused, UnknownName
from graph.packaged import rules

FACTS = Path(__file__).parents[3] / "shared" / "facts"
KNOWN_DAYS = FACTS / "effective_dates_open.csv"
OPTIONS = {
    "state-eif": "--state-in-force", "succession": "--succession", "requested": "--requested",
    "named": "--named", "effect": "--would-take-effect", "eif": "--entry-into-force",
    "armed-conflict-until": "--armed-conflict-until",
}  # fmt: skip


def known_days() -> list[Mapping[str, str]]:
    if not KNOWN_DAYS.exists():
        return []
    with KNOWN_DAYS.open(newline="", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def arguments(treaty: str, kind: str, received: str, given: str) -> list[str]:
    pairs = (part.split("=") for part in given.split(";") if part)
    further = [text for key, value in pairs for text in (OPTIONS[key], value)]
    return [*own_rules(), "--treaty", treaty, "--kind", kind, "--received", received, *further]


def own_rules() -> list[str]:
    """The wider rules where they are beside the repository; the packaged ones stand behind them."""
    file = FACTS / "treaty_rules.json"
    return ["--rules", str(file)] if file.exists() else []


def titles() -> Mapping[str, str]:
    """The treaties that can be asked about, with their titles."""
    found = {slug: each.document["title"] for slug, each in rules().items()}
    for path in own_rules()[1:]:
        treaties = json.loads(Path(path).read_text("utf-8"))["treaties"]
        found |= {each["id"]: each["title"] for each in treaties}
    return found


def calculated(given: Sequence[str]) -> Mapping[str, Any]:
    found = CliRunner().invoke(effect, [*given, "--json"], catch_exceptions=False)
    assert found.exit_code == 0, found.output
    answer: Mapping[str, Any] = json.loads(found.output)
    return answer


@pytest.mark.skipif(not known_days(), reason="the known days are not beside the repository")
@pytest.mark.parametrize("row", known_days(), ids=lambda row: "-".join([*row.values()][:4]))
def test_a_known_day(row: Mapping[str, str]) -> None:
    answer = calculated(arguments(row["treaty"], row["kind"], row["received_on"], row["given"]))
    assert (answer["outcome"], answer["effective_on"] or "") == (row["outcome"], row["effective_on"])
    assert answer["words"]


# treaty, kind, received, given, day of effect or outcome
AT_THE_LIMITS = """
rome-statute ratification 2002-04-12 - 2002-07-01
rome-statute ratification 2002-05-02 - 2002-08-01
rome-statute accession 2003-12-31 - 2004-03-01
rome-statute accession 2004-01-01 - 2004-04-01
rome-statute withdrawal-notification 2002-06-30 - not-in-force
rome-statute withdrawal-revocation 2017-11-09 effect=2017-11-10 2017-11-09
rome-statute consent-withdrawn-before-force 2019-06-01 eif=2019-06-01 without-effect
rome-statute succession 2006-10-23 succession=1992-04-27 2002-07-01
paris-agreement ratification 2016-10-06 - 2016-11-05
paris-agreement ratification 2020-01-31 - 2020-03-01
paris-agreement withdrawal-notification 2019-11-03 - too-early
paris-agreement withdrawal-notification 2020-01-01 state-eif=2017-01-01 2021-01-01
paris-agreement withdrawal-notification 2020-01-01 state-eif=2017-01-01;requested=2021-06-01 2021-06-01
paris-agreement cascade:unfccc 2027-03-01 - 2027-03-01
vclt accession 1979-12-28 - 1980-01-27
vclt accession 1979-12-29 - 1980-01-28
genocide-convention accession 1950-10-14 - 1951-01-12
genocide-convention accession 1950-10-15 - 1951-01-13
genocide-convention withdrawal-notification 1951-01-11 - not-in-force
genocide-convention withdrawal-notification 1960-07-12 - 1961-01-12
genocide-convention withdrawal-notification 1960-07-13 - 1966-01-12
unclos ratification 1994-10-17 - 1994-11-16
unclos ratification 1994-10-18 - 1994-11-17
unclos withdrawal-notification 2020-02-29 - 2021-02-28
npt ratification 1970-03-04 - 1970-03-05
npt accession 1970-03-06 - 1970-03-06
npt withdrawal-notification 2024-11-30 - 2025-02-28
ctbt succession 2006-10-23 succession=2006-06-03 not-in-force
ctbt accession 2030-01-01 eif=2029-07-01 2030-01-31
ctbt withdrawal-notification 2023-11-03 - not-in-force
ottawa accession 1998-09-17 - 1999-03-01
ottawa accession 1998-10-01 - 1999-04-01
ottawa accession 2020-12-31 - 2021-06-01
ottawa withdrawal-notification 2025-08-31 - 2026-02-28
ottawa withdrawal-notification 2025-06-27 armed-conflict-until=ongoing blocked
ottawa withdrawal-notification 2025-06-27 armed-conflict-until=2026-03-01 2026-03-01
ottawa withdrawal-notification 2025-06-27 armed-conflict-until=2025-12-27 2025-12-27
echr ratification 1953-09-02 - 1953-09-03
echr ratification 1953-09-03 - 1953-09-03
echr withdrawal-notification 2000-01-01 state-eif=1998-05-05 2003-05-05
echr withdrawal-notification 2003-03-01 state-eif=1998-05-05 2003-09-01
echr cascade:coe-statute 2023-08-31 - 2024-02-29
coe-statute accession 2014-01-01 - 2014-01-01
coe-statute succession 2006-06-03 succession=2006-06-03 without-effect
coe-statute withdrawal-notification 2022-09-30 - 2022-12-31
coe-statute withdrawal-notification 2022-10-01 - 2023-12-31
coe-statute expulsion 2022-03-15 named=2022-03-16 2022-03-16
coe-statute expulsion 2022-03-15 - undetermined
inf withdrawal-notification 2019-08-02 - not-in-force
inf end-by-other-side 1999-08-31 - 2000-02-29
open-skies accession 2001-12-31 - 2002-01-01
open-skies accession 2002-03-01 - 2002-04-30
open-skies withdrawal-notification 2020-05-22 - 2020-11-22
new-start withdrawal-notification 2022-11-30 - 2023-02-28
icsid ratification 1966-09-15 - 1966-10-15
icsid ratification 2001-01-31 - 2001-03-02
icsid withdrawal-notification 2012-01-24 - 2012-07-25
icsid withdrawal-notification 2023-08-31 - 2024-03-01
istanbul-convention ratification 2014-05-01 - 2014-09-01
istanbul-convention ratification 2023-11-30 - 2024-03-01
istanbul-convention withdrawal-notification 2021-11-30 - 2022-03-01
kyoto-protocol accession 2004-11-19 - 2005-02-17
kyoto-protocol withdrawal-notification 2008-02-15 state-eif=2005-02-16 too-early
kyoto-protocol withdrawal-notification 2011-12-15 state-eif=2005-02-16 2012-12-15
kyoto-protocol cascade:unfccc 2027-03-01 - 2027-03-01
unfccc accession 1993-12-22 - 1994-03-22
unfccc withdrawal-notification 1997-03-20 state-eif=1994-03-21 too-early
unfccc withdrawal-notification 1997-03-21 state-eif=1994-03-21 1998-03-21
icrw-whaling accession 1948-11-09 - 1948-11-10
icrw-whaling accession 1949-01-01 - 1949-01-01
icrw-whaling withdrawal-notification 2018-12-26 - 2019-06-30
icrw-whaling withdrawal-notification 2019-01-01 - 2019-06-30
icrw-whaling withdrawal-notification 2019-01-02 - 2020-06-30
unesco-constitution acceptance 1946-11-03 - 1946-11-04
unesco-constitution acceptance 2023-07-10 - 2023-07-10
unesco-constitution withdrawal-notification 2016-12-31 - 2017-12-31
unesco-constitution withdrawal-notification 2017-01-01 - 2018-12-31
unesco-constitution expulsion 2020-02-29 - 2020-02-29
abm withdrawal-notification 2001-12-13 - 2002-06-13
abm ratification 1972-10-03 - 1972-10-03
iccpr accession 1975-12-24 - 1976-03-24
iccpr accession 2007-11-30 - 2008-02-29
icescr accession 1975-10-04 - 1976-01-04
icescr withdrawal-notification 2020-01-01 - without-effect
icerd accession 1968-12-06 - 1969-01-05
icerd withdrawal-notification 2000-02-29 - 2001-02-28
cedaw accession 1981-08-05 - 1981-09-04
cedaw withdrawal-notification 2020-01-01 - without-effect
cat accession 1987-05-28 - 1987-06-27
cat withdrawal-notification 2020-03-01 - 2021-03-01
crc accession 1990-08-04 - 1990-09-03
crc withdrawal-notification 2023-12-31 - 2024-12-31
crpd formal-confirmation 2010-12-23 - 2011-01-22
crpd withdrawal-notification 2024-02-29 - 2025-02-28
refugee-convention accession 1954-01-23 - 1954-04-23
refugee-convention withdrawal-notification 2015-06-30 - 2016-06-30
"""
ALL_LIMITS = [line.split() for line in AT_THE_LIMITS.split("\n") if line]
LIMITS = [line for line in ALL_LIMITS if line[0] in titles()]


@pytest.mark.parametrize(("treaty", "kind", "received", "given", "expected"), LIMITS)
def test_a_day_at_the_limit(treaty: str, kind: str, received: str, given: str, expected: str) -> None:
    answer = calculated(arguments(treaty, kind, received, "" if given == "-" else given))
    assert (answer["effective_on"] or answer["outcome"]) == expected, answer["words"]


def test_every_packaged_treaty_is_tried() -> None:
    assert {line[0] for line in LIMITS} == titles().keys()


WORDS = {
    "rome-statute ratification 2003-01-31 -": (
        "received 31 January 2003; the 60th day after is 1 April; the first day of the month after that is "
        "1 May"
    ),
    "rome-statute ratification 2000-07-07 -": (
        "received 7 July 2000; the 60th instrument was deposited on 11 April 2002; the 60th day after is "
        "10 June; the first day of the month after that is 1 July; so it binds from the treaty's own entry "
        "into force, 1 July 2002"
    ),
    "ottawa accession 1998-09-30 -": (
        "received 30 September 1998; the first day of the 6th month after is 1 March 1999"
    ),
    "icsid withdrawal-notification 2012-01-24 -": (
        "received 24 January 2012; six months after is 24 July; the practice of the depositary adds one day, "
        "which gives 25 July 2012"
    ),
    "icrw-whaling withdrawal-notification 2019-01-02 -": (
        "received 2 January 2019; it takes effect on a 30 June if given by 1 January of that year, so on "
        "30 June 2020"
    ),
    "coe-statute withdrawal-notification 2022-10-01 -": (
        "notified 1 October 2022, not before 1 October; the end of the following year is 31 December 2023"
    ),
    "unesco-constitution withdrawal-notification 2017-10-12 -": (
        "notified 12 October 2017; the end of the following year is 31 December 2018"
    ),
    "genocide-convention withdrawal-notification 2025-07-13 -": (
        "received 13 July 2025; six months after is 13 January 2026; the treaty runs for ten years from 12 "
        "January 1951 and then in periods of five years, and the first that does not end earlier ends on 12 "
        "January 2031"
    ),
    "echr withdrawal-notification 2000-01-01 state-eif=1998-05-05": (
        "notified 1 January 2000; six months after is 1 July; but it takes effect no earlier than 5 May 2003 "
        "(in force for the State since 5 May 1998; five years after is 5 May 2003)"
    ),
    "npt accession 1992-03-09 -": "received 9 March 1992; no delay applies, so on the same day",
    "echr cascade:coe-statute 2022-03-16 -": (
        "Statute of the Council of Europe: out of it on 16 March 2022; six months after is 16 September"
    ),
}


@pytest.mark.parametrize("asked", [asked for asked in WORDS if asked.split()[0] in titles()])
def test_the_arithmetic_in_words(asked: str) -> None:
    treaty, kind, received, given = asked.split()
    assert calculated(arguments(treaty, kind, received, given.strip("-")))["words"] == WORDS[asked]


@pytest.mark.parametrize("name", ["rome-statute", "XVIII-10", "I-38544", "Rome statute"])
def test_any_name_of_the_treaty(name: str) -> None:
    assert calculated(arguments(name, "ratification", "2003-01-31", ""))["treaty"] == "rome-statute"


def test_the_words_of_the_provision_are_quoted_where_they_are_held() -> None:
    (held,) = calculated(arguments("rome-statute", "ratification", "2003-01-31", ""))["clauses"]
    assert held["provision"] == "126(2)"
    assert "on the first day of the month after the 60th day" in held["quote"]
    if "kyoto-protocol" not in titles():
        pytest.skip("the rules of the Kyoto Protocol are not held")
    first, second = calculated(arguments("kyoto-protocol", "withdrawal-notification", "2011-12-15", ""))[
        "clauses"
    ]
    assert (first["provision"], first["text_held"], second["quote"]) == ("27(1)", False, None)


@pytest.mark.skipif("inf" not in titles(), reason="the rules of the treaty are not held")
def test_what_is_told_to_a_person() -> None:
    found = CliRunner().invoke(effect, arguments("inf", "withdrawal-notification", "2019-02-02", ""))
    assert found.output.splitlines() == [
        "2 August 2019 (2019-08-02): effective",
        "Notified 2 February 2019; six months after is 2 August. [XV(2)]",
        f"Rule: withdrawal of the {titles()['inf']}",
        "The notice must state its reasons.",
        "XV(2): the words are not held here.",
    ]
    nothing = CliRunner().invoke(effect, arguments("iccpr", "withdrawal-notification", "1997-08-25", ""))
    assert nothing.output.startswith(
        "no day: without effect\nReceived 25 August 1997; the treaty is not open"
    )


def test_rules_of_ones_own(tmp_path: Path) -> None:
    document = dict(rules()["rome-statute"].document)
    document |= {"id": "own-treaty", "withdrawal": document["withdrawal"] | {"notice": {"months": 5}}}
    file = tmp_path / "own.json"
    file.write_text(json.dumps({"treaties": [document]}), "utf-8")
    asked = [*arguments("own-treaty", "withdrawal-notification", "2020-09-30", ""), "--rules", str(file)]
    assert calculated(asked)["effective_on"] == "2021-02-28"
    file.write_text('{"treaties": []}', "utf-8")
    with pytest.raises(LoadRefused):
        calculated(asked)


def test_what_cannot_be_calculated_says_what_can() -> None:
    with pytest.raises(UnknownName, match="Did you mean"):
        calculated(arguments("nope", "ratification", "2003-01-31", ""))
    with pytest.raises(BadRequest, match="withdrawal-notification"):
        calculated(arguments("vclt", "reservation", "2003-01-31", ""))
    with pytest.raises(BadRequest, match="no recorded effect"):
        calculated(arguments("vclt", "cascade:unfccc", "2003-01-31", ""))
    wrong = CliRunner().invoke(
        effect, arguments("ottawa", "withdrawal-notification", "2025-06-27", "armed-conflict-until=never")
    )
    assert wrong.exit_code == 2
    assert "no day of the calendar" in wrong.output
