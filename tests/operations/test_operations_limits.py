"""Files of limits and of tokens that make no sense are refused before anything is served."""

from pathlib import Path

import pytest

from api.settings import Limits, read_limits
from api.tokens import read_tokens
from graph.errors import BadRequest

SENSELESS = {
    "seconds = nan": "finite",
    "seconds = inf": "finite",
    "seconds = 0": "more than 0 seconds",
    "workers = 1.5": "whole number of processes",
    "workers = 2.0": "whole number of processes",
    "workers = 0": "more than 0 processes",
    "answer_bytes = 0": "more than 0 bytes",
    "connections = 0": "more than 0 connections",
    "workers = -1": "not negative",
    "workers = true": "not negative",
    "workers = '4'": "not negative",
    "[limits]\nworkers = 4": "in no table",
    "worker = 4": "there is no limit called worker",
    "workers = ": "cannot be read",
}


@pytest.mark.parametrize(("text", "said"), SENSELESS.items())
def test_a_limit_that_makes_no_sense_is_refused(text: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    file.write_text(text, encoding="utf-8")
    with pytest.raises(BadRequest, match=said):
        read_limits(file, {})


def test_no_workers_by_option_are_refused_too() -> None:
    with pytest.raises(BadRequest, match="workers"):
        read_limits(None, {"workers": 0})


def test_what_may_be_nothing_can_be_nothing(tmp_path: Path) -> None:
    file = tmp_path / "limits.toml"
    file.write_text("spares = 0\nwaiting_seconds = 0\ncache_bytes = 0\nseconds = 0.5", encoding="utf-8")
    limits = read_limits(file, {})
    assert (limits.query.spares, limits.query.seconds, limits.cache_bytes) == (0, 0.5, 0)
    assert read_limits(None, {}) == Limits()


@pytest.mark.parametrize(
    ("table", "said"),
    [
        ('name = "reader"\nsha256 = "xyz"\nscopes = []', "sha256 of “reader” is to have 64"),
        ('name = "reader"\nscopes = []', "there is no 'sha256'"),
        (f'name = "reader"\nsha256 = "{"0" * 64}"\nscopes = ["read"]', "no scope read"),
    ],
)
def test_a_token_that_cannot_be_used_is_named(table: str, said: str, tmp_path: Path) -> None:
    file = tmp_path / "tokens.toml"
    file.write_text(f"[[token]]\n{table}\n", encoding="utf-8")
    with pytest.raises(BadRequest, match=said):
        read_tokens("", file)
