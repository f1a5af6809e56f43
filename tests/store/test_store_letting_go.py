"""A generation that nobody asks any more is let go at once: its files and its memory wait for nothing."""

import gc
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from weakref import ref

import pytest

from api.pages.rendering import Pages
from api.served import Current
from graph.store import Generations

DAY = date(2017, 5, 1)


@pytest.fixture
def without_collector() -> Iterator[None]:
    """Python's search for circles, which comes whenever it comes, is off."""
    gc.collect()
    gc.disable()
    yield
    gc.enable()


@pytest.mark.usefixtures("without_collector")
def test_a_generation_goes_with_the_last_who_asks(packaged_path: Path) -> None:
    current = Current.of(Generations(packaged_path).current(), Pages.with_ontology().terms)
    assert current.view.status("GMB", "rome-statute", DAY, DAY)
    assert current.labels.text("https://w3id.org/depositary/id/treaty/rome-statute")
    assert current.figures["treaties"]
    gone = [ref(each) for each in (current.view, current.view.store, current.labels)]
    del current
    assert [each() for each in gone] == [None, None, None]


@pytest.mark.usefixtures("without_collector")
def test_what_was_read_of_one_generation_does_not_keep_the_next(packaged_path: Path) -> None:
    generation, terms = Generations(packaged_path).current(), Pages.with_ontology().terms
    first = Current.of(generation, terms)
    second = first.over(generation, terms)
    assert second.labels.text("https://w3id.org/depositary/id/treaty/rome-statute")
    gone = [ref(each) for each in (second.view, second.view.store, second.labels)]
    del second
    assert [each() for each in gone] == [None, None, None]
    assert first.view.acts("rome-statute")
