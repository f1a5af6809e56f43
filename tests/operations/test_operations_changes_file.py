"""The file of changes: whatever a killed writer leaves, what was published is told, and once."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from graph.store.changes import Change, Changed, Changes, Made

BEGIN = datetime(2026, 1, 1, tzinfo=UTC)
NAMES = st.text(st.characters(exclude_categories=["Cs"]), max_size=5) | st.sampled_from(
    ["a\u2028b", "\x85", '"}\n{']
)
MADE = st.builds(
    Made,
    st.sampled_from(["load", "update", "graph-store", "restore"]),
    st.integers(0, 10**6).map(lambda n: (BEGIN + timedelta(minutes=n)).isoformat(timespec="milliseconds")),
    NAMES,
    st.dictionaries(NAMES, st.builds(Change, st.integers(0, 9), st.integers(0, 9)), max_size=3),
)


@given(made=st.lists(MADE, max_size=6), data=st.data())
def test_what_was_published_is_told(
    made: list[Made], data: st.DataObject, tmp_path_factory: pytest.TempPathFactory
) -> None:
    """Before each generation a writer may have been killed, with a part of its line or all of it written."""
    path = tmp_path_factory.mktemp("changes") / "changes.jsonl"
    changes, expected = Changes(path), list[Changed]()
    for number, each in enumerate(made, 1):
        if data.draw(st.booleans()):
            before = path.stat().st_size if path.exists() else 0
            changes.note(Changed(number, "abcdef", 9, 9, Made("load", BEGIN.isoformat(), "killed")))
            end = data.draw(st.integers(before, path.stat().st_size))
            with path.open("r+b") as file:
                file.truncate(end)
        expected.insert(0, Changed(number, f"{number:016x}", number, 0, each))
        changes.note(expected[0])
    assert changes.until(len(made)) == expected
    assert list(changes.search(len(made) - 1)) == expected[1:]
    graph, since = data.draw(NAMES.filter(bool)), BEGIN + timedelta(minutes=data.draw(st.integers(0, 10**6)))
    assert list(changes.search(10**6, graph)) == [each for each in expected if graph in each.made.graphs]
    later = [each for each in expected if datetime.fromisoformat(each.made.at) >= since]
    found = changes.search(10**6, since=since)
    assert list(found) == later
    assert [found[place] for place in range(len(found))] == later
    assert list(found[1:3]) == later[1:3]
