"""Rules and acts for the tests of the law: the packaged rules, and acts written in a line."""

import json
from collections.abc import Callable, Mapping
from datetime import date
from importlib.resources import files
from typing import Any

import pytest

from graph.law.rules import Rules, parse
from graph.records import Act, TreatyRules

ActMaker = Callable[..., Act]


@pytest.fixture(scope="session")
def documents() -> Mapping[str, Mapping[str, Any]]:
    """The packaged rules as JSON, by treaty."""
    text = files("graph").joinpath("data/treaty_rules.json").read_text("utf-8")
    return {document["id"]: document for document in json.loads(text)["treaties"]}


@pytest.fixture(scope="session")
def rules(documents: Mapping[str, Mapping[str, Any]]) -> Mapping[str, Rules]:
    """The packaged rules, typed, by treaty."""
    return {slug: parse(TreatyRules(slug, document)) for slug, document in documents.items()}


@pytest.fixture(scope="session")
def rome(rules: Mapping[str, Rules]) -> Rules:
    """The rules of the Rome Statute."""
    return rules["rome-statute"]


@pytest.fixture(scope="session")
def make() -> ActMaker:
    """`make("rome-statute/GMB/2016-11-10/withdrawal-notification", target=…)`: an act from its id."""

    def act(id_: str, **fields: Any) -> Act:
        treaty, actor, day, kind = id_.split("/")[:4]
        received = date.fromisoformat(day)
        return Act(
            **{"id": id_, "treaty": treaty, "actor": actor, "kind": kind, "received_on": received, **fields}
        )

    return act
