"""Which files paths stand for, in which format each is, and as which source."""

import shutil
from pathlib import Path

import pytest

from graph.errors import BadRequest
from graph.loaders.publishers import PUBLISHERS
from graph.loading.inputs import FORMATS, find_inputs
from tests.conftest import PACKAGED

EXAMPLES = PACKAGED / "examples"


@pytest.mark.parametrize("name", PUBLISHERS)
def test_an_example_is_recognised_as_what_it_is(name: str) -> None:
    path = EXAMPLES / PUBLISHERS[name].example
    (found,) = find_inputs("any", [path]).inputs
    assert found.format == name
    assert found.publisher_format is PUBLISHERS[name]


@pytest.mark.parametrize(
    ("file", "format_"),
    [
        ("states.csv", "states"),
        ("agents.csv", "agents"),
        ("sources.csv", "sources"),
        ("state_codes.csv", "codes"),
        ("treaty_rules.json", "rules"),
        ("acts_paris_agreement.csv", "acts"),
        ("chain_russia_icc.json", "chain"),
    ],
)
def test_our_own_formats_are_recognised(file: str, format_: str) -> None:
    (found,) = find_inputs("any", [PACKAGED / file]).inputs
    assert (found.format, found.publisher_format) == (format_, None)


def test_a_folder_stands_for_what_is_in_it_and_names_the_rest(tmp_path: Path) -> None:
    shutil.copy(EXAMPLES / "undl.jsonl", tmp_path)
    (tmp_path / "below").mkdir()
    shutil.copy(EXAMPLES / "wipo.csv", tmp_path / "below")
    (tmp_path / "README.md").write_text("Words.")
    found = find_inputs("any", [tmp_path])
    assert {input_.format for input_ in found.inputs} == {"undl", "wipo"}
    assert found.unrecognised == (tmp_path / "README.md",)
    (only,) = find_inputs("wipo", [tmp_path]).inputs
    assert only.path == tmp_path / "below" / "wipo.csv"


def test_what_no_format_recognises_is_refused_with_the_formats(tmp_path: Path) -> None:
    (tmp_path / "README.md").write_text("Words.")
    with pytest.raises(BadRequest, match="is in no format that Depositary knows"):
        find_inputs("any", [tmp_path / "README.md"])
    with pytest.raises(BadRequest, match="There is nothing in the format “undl”"):
        find_inputs("undl", [tmp_path])


def test_two_files_of_one_name_would_be_one_source(tmp_path: Path) -> None:
    for folder in ("one", "other"):
        (tmp_path / folder).mkdir()
        shutil.copy(EXAMPLES / "wipo.csv", tmp_path / folder)
    with pytest.raises(BadRequest, match="would be one source, wipo-wipo: the second would replace"):
        find_inputs("any", [tmp_path])


def test_a_source_is_named_by_format_and_file() -> None:
    (found,) = find_inputs("undl", [Path("undl_votes_1946_2024.jsonl.gz")]).inputs
    assert found.source_id == "undl-votes-1946-2024"
    (found,) = find_inputs("untc", [Path("treaties/4-1.csv")]).inputs
    assert found.source_id == "untc-4-1"
    assert find_inputs("untc", [Path("4-1.csv")], "mine").inputs[0].source_id == "mine"


def test_the_formats_are_all_there() -> None:
    asked = {
        "untc",
        "wipo",
        "undl",
        "ggo",
        "states",
        "eu-countries",
        "treaty-text",
        "eurlex",
        "echr",
        "rdf",
        "sparql",
    }
    assert asked | {"acts", "rules", "chain"} <= set(FORMATS)
