"""A load of many files that was interrupted goes on where it was, and comes to the same."""

from collections.abc import Callable
from pathlib import Path

import pytest

from graph.errors import LoadRefused
from graph.loading.inputs import Input
from graph.loading.load import Report, load
from graph.packaged import inputs as packaged
from graph.store import Generations

YEARS = ("1946", "1947", "1948")
LINE = (
    '{{"record": "{year}", "url": "https://digitallibrary.un.org/record/{year}", '
    '"symbol": "A/RES/{year}(I)", '
    '"title": "A resolution", "date": "{year}-10-24", "meeting": ["A/PV.1"], "agenda": ["N/A"], '
    '"committee_report": ["N/A"], "votes": ["Y FRANCE", "N POLAND", "A CHILE", "HAITI"]}}\n'
)


@pytest.fixture
def files(tmp_path: Path) -> list[Input]:
    for year in YEARS:
        (tmp_path / f"votes_{year}.jsonl").write_text(LINE.format(year=year))
    return [*packaged(), *(Input("undl", tmp_path / f"votes_{year}.jsonl") for year in YEARS)]


def stopped_at(words: str) -> Callable[[str], None]:
    """A progress that is interrupted at the first step that has these words."""

    def progress(step: str) -> None:
        if words in step:
            raise KeyboardInterrupt

    return progress


def put(store: Path, files: list[Input], progress: Callable[[str], None] = lambda _: None) -> Report:
    return load(Generations(store), files, progress=progress, keep_every=0.0)


def test_an_interrupted_load_goes_on_and_comes_to_the_same(tmp_path: Path, files: list[Input]) -> None:
    steps: list[str] = []
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path / "store", files, stopped_at("undl-votes-1947"))
    assert not Generations(tmp_path / "store").exists()
    resumed = put(tmp_path / "store", files, steps.append)
    whole = put(tmp_path / "other", files)
    assert resumed.version == whole.version
    assert [file.used for file in resumed.files] == [1, 1, 1]
    assert any(f"the first {len(files) - 1:,} files are in" in step for step in steps)
    assert not any("undl-votes-1946" in step for step in steps)
    assert not (tmp_path / "store" / "halfway").exists()


def test_a_file_that_changed_meanwhile_is_read_again(tmp_path: Path, files: list[Input]) -> None:
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path / "store", files, stopped_at("undl-votes-1947"))
    changed = files[-3].path
    changed.write_text(changed.read_text().replace("Y FRANCE", "N FRANCE"))
    steps: list[str] = []
    resumed = put(tmp_path / "store", files, steps.append)
    assert any("undl-votes-1946" in step for step in steps)
    assert resumed.version == put(tmp_path / "other", files).version


def test_what_was_kept_goes_when_the_store_has_changed(tmp_path: Path, files: list[Input]) -> None:
    put(tmp_path / "store", packaged())
    with pytest.raises(KeyboardInterrupt):
        put(tmp_path / "store", files, stopped_at("undl-votes-1947"))
    between = tmp_path / "between.jsonl"
    between.write_text(LINE.format(year="1950"))
    put(tmp_path / "store", [Input("undl", between)])
    steps: list[str] = []
    put(tmp_path / "store", files, steps.append)
    assert any("undl-votes-1946" in step for step in steps)


def test_a_refused_load_keeps_nothing(tmp_path: Path, files: list[Input]) -> None:
    files[-1].path.write_text("no JSON\n")
    with pytest.raises(LoadRefused):
        put(tmp_path / "store", files)
    assert not (tmp_path / "store").exists()
