"""Acts of any number, in the acts format, with the rules of their treaties and their source.

Run `.venv/bin/python benchmarks/generate.py ACTS FOLDER`: writes `acts.csv`, `rules.json` and `sources.csv`.
The same number gives the same files. The treaties are invented; each has the final clauses of a packaged one,
and the states are those of the packaged table, so that everything a real load meets is met here.
"""

import csv
import json
import sys
from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from itertools import count, islice
from pathlib import Path
from random import Random
from typing import Any, TypeAlias

from graph.loaders.acts import COLUMNS

DATA = Path(__file__).parent.parent / "graph" / "data"
SOURCE = "generated-table"
CONSENTS = ("ratification", "ratification", "acceptance", "accession")
FOLLOWING = ("withdrawal-notification", "reservation", "declaration", "")
Row: TypeAlias = dict[str, str]


def states() -> dict[str, date]:
    """Codes of the states of today, and since when they exist."""
    with (DATA / "states.csv").open(encoding="utf-8") as file:
        rows = [row for row in csv.DictReader(file) if row["kind"] == "state" and not row["until"]]
    return {row["code"]: date.fromisoformat(row["from"] or "1900-01-01") for row in rows}


def models() -> list[Mapping[str, Any]]:
    """Rules of the packaged treaties that many states can join."""
    rules = json.loads((DATA / "treaty_rules.json").read_text(encoding="utf-8"))["treaties"]
    return [each for each in rules if not each["bilateral"] and not each["ends"]]


def treaties() -> Iterator[Mapping[str, Any]]:
    """Rules of invented treaties, one after the other."""
    templates = models()
    for number in count(1):
        model = templates[number % len(templates)]
        yield {
            **model, "id": f"generated-{number:04d}", "title": f"Generated Convention {number}",
            "identifiers": dict.fromkeys(model["identifiers"]), "parent": None, "amends": None, "cascade": [],
            "special_withdrawals": [], "clauses": [without_words(clause) for clause in model["clauses"]],
        }  # fmt: skip


def without_words(clause: Mapping[str, Any]) -> Mapping[str, Any]:
    """A provision of an invented treaty, which quotes nobody."""
    return {**clause, "quote": None, "quote_language": None, "source": None, "text_held": False}


def acts(rules: Mapping[str, Any], existing: Mapping[str, date], chance: Random) -> Iterator[Row]:
    """What all states do with respect to one treaty: sign, consent, and now and then something more."""
    opened = date.fromisoformat(rules["dated_on"])
    for code, since in existing.items():
        signed = max(opened, since) + timedelta(days=chance.randrange(365))
        consent = chance.choice(CONSENTS)
        if consent != "accession":
            yield act(rules["id"], code, signed, "signature")
        consented = signed + timedelta(days=chance.randrange(1, 9000))
        yield act(rules["id"], code, consented, consent)
        following = chance.choice(FOLLOWING)
        if following:
            later = consented + timedelta(days=chance.randrange(1, 3000))
            yield act(rules["id"], code, later, following)


def act(treaty: str, code: str, day: date, kind: str) -> Row:
    """One row of the acts format."""
    made = day.isoformat() if kind == "signature" else ""
    return {
        "id": f"{treaty}/{code}/{day}/{kind}", "treaty": treaty, "actor": code, "kind": kind,
        "date": made, "received_on": day.isoformat(), "depositary": "un-secretary-general",
        "verification": "single-source", "sources": SOURCE,
    }  # fmt: skip


def generate(number: int, folder: Path) -> None:
    """Write the three files."""
    chance, existing, used = Random(number), states(), list[Mapping[str, Any]]()

    def rows() -> Iterator[Row]:
        for rules in treaties():
            used.append(rules)
            yield from acts(rules, existing, chance)

    folder.mkdir(parents=True, exist_ok=True)
    with (folder / "acts.csv").open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, COLUMNS.known, restval="")
        writer.writeheader()
        writer.writerows(islice(rows(), number))
    (folder / "rules.json").write_text(json.dumps({"treaties": used}, ensure_ascii=False, indent=1))
    with (folder / "sources.csv").open("w", encoding="utf-8", newline="") as file:
        fields = ("id", "title", "publisher", "tier", "read_on")
        csv.writer(file).writerows([
            fields, (SOURCE, "A generated table of acts", "Depositary", "compilation", "2026-01-01"),
        ])  # fmt: skip


if __name__ == "__main__":
    generate(int(sys.argv[1]), Path(sys.argv[2]))
