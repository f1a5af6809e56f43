"""`make conformance`: run the harness, hold the score against the kept one, keep the better one.

    python -m tests.conformance.score HARNESS

The score is kept in `docs/conformance.md`, between two marks; below them every test that fails is named with
its cause. It is an error where a suite passes fewer tests than before, where a test fails that is not named,
or where a named one passes over bare Oxigraph: then the failure is ours.
"""

import re
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path

import click

from tests.conformance.bare import bare
from tests.conformance.harness import REPOSITORY, Report, matching, run, run_on_depositary

PAGE = REPOSITORY / "docs" / "conformance.md"
_MARKS = re.compile(r"(?<=<!-- score -->\n).*?(?=<!-- end of the score -->)", re.DOTALL)
_ROW = re.compile(r"^\| `([\w-]+)` \| (\d+) \| (\d+) \|", re.MULTILINE)
_NAME = re.compile(r"^\| `([\w-]+(?:/[\w.-]+)+)` \|", re.MULTILINE)


def kept_score(page: str) -> Mapping[str, tuple[int, int]]:
    """Passed and all tests of each suite, as the page has them."""
    return {suite: (int(passed), int(every)) for suite, passed, every in _ROW.findall(page)}


def named_failures(page: str) -> frozenset[str]:
    """The tests that the page names as failing."""
    return frozenset(_NAME.findall(page))


def with_score(page: str, report: Report) -> str:
    """The page with the score of a report."""
    return _MARKS.sub("\n".join([*_table(report), ""]), page)


def complaints(page: str, report: Report) -> Iterator[str]:
    """What is worse than the page says."""
    for suite, (kept, every) in kept_score(page).items():
        passed, of = report.score.get(suite, (0, 0))
        if (passed, of) < (kept, of) or of < every:
            yield f"{suite}: {passed} of {of} tests pass; {kept} of {every} did before"
    for name in sorted(report.failures.keys() - named_failures(page)):
        yield f"{name} fails and is not named: {report.failures[name]}"


def ours(harness: Path, report: Report) -> Iterator[str]:
    """Failures that bare Oxigraph does not have."""
    if report.failures:
        with bare() as url:
            without_us = run(url, harness, *matching([*report.failures]))
        for name in sorted(report.failures.keys() - without_us.failures.keys()):
            yield f"{name} passes over bare Oxigraph, so the failure is ours: {report.failures[name]}"


def _table(report: Report) -> Iterator[str]:
    yield "| suite | passed | of |"
    yield "|---|---:|---:|"
    yield from (f"| `{suite}` | {passed} | {every} |" for suite, (passed, every) in report.score.items())
    passed, every = report.total
    yield f"| **all** | **{passed:,}** | **{every:,}** |"


def main(path: str) -> int:
    """Exit status: 0 where nothing is worse, 1 where something is, 2 where the harness is absent."""
    harness = Path(path)
    if not harness.is_file():
        click.echo(f"The harness is not at {harness}; name its file: make conformance HARNESS=…", err=True)
        return 2
    page, report = PAGE.read_text(encoding="utf-8"), run_on_depositary(harness.resolve())
    click.echo("\n".join(_table(report)))
    worse = [*complaints(page, report), *ours(harness.resolve(), report)]
    for complaint in worse:
        click.echo(complaint, err=True)
    for name in sorted(named_failures(page) - report.failures.keys()):
        click.echo(f"{name} passes now: take it from the list in {PAGE.relative_to(REPOSITORY)}")
    if not worse:
        PAGE.write_text(with_score(page, report), encoding="utf-8")
    return int(bool(worse))


if __name__ == "__main__":
    sys.exit(main(*sys.argv[1:]))
