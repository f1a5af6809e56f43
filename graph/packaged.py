"""The facts that come with Depositary, and a new store from them."""

from dataclasses import replace
from importlib.resources import files
from pathlib import Path

from graph.loaders import LOADERS, InputFile
from graph.loading.inputs import Input
from graph.loading.load import Report, load, now
from graph.loading.staging import Progress
from graph.records import Read, TreatyRules
from graph.store.changes import Made
from graph.store.generations import Generations

PUBLISHER = "Depositary"
FILES = (
    ("states", "states.csv", ""),
    ("agents", "agents.csv", ""),
    ("sources", "sources.csv", ""),
    ("codes", "state_codes.csv", ""),
    ("rules", "treaty_rules.json", ""),
    ("acts", "acts_rome_statute.csv", "Acts with respect to the Rome Statute"),
    ("acts", "acts_un_treaties_2015.csv", "Acts with respect to fourteen treaties of the United Nations"),
    ("acts", "acts_paris_agreement.csv", "Acts with respect to the Paris Agreement"),
    ("acts", "acts_exits.csv", "Withdrawals, expulsions, suspensions and ends of treaties"),
    ("acts", "acts_cases.csv", "Acts that show a difficult point of the law of treaties"),
    (
        "chain",
        "chain_russia_icc.json",
        "The decision chain behind the Russian order of 16 November 2016 on the Rome Statute",
    ),
    ("chain", "contested_statuses.json", "Claims on contested statuses, each with its holder"),
)  # format, file, and the title of what Depositary compiled from the sources that each row names


def build(generations: Generations, progress: Progress = lambda _: None) -> Report:
    """Build the store from the packaged facts, by the loaders that everyone has.

    Loading them into a store that has them changes nothing.
    """
    return load(generations, inputs(), progress=progress)


def inputs() -> list[Input]:
    """The files of the packaged facts, in the order in which they rest on each other."""
    folder = Path(str(files("graph").joinpath("data")))  # a package that runs is unpacked
    return [Input(format_, folder / name, title=title, publisher=PUBLISHER) for format_, name, title in FILES]


def without_own_warnings(report: Report) -> Report:
    """The report of a load without its warnings about the packaged facts, which nobody loaded just now."""
    own = {str(input_.path) for input_ in inputs()}
    return replace(report, warnings=tuple(w for w in report.warnings if w.origin.file not in own))


def rules() -> dict[str, TreatyRules]:
    """Rules of the packaged treaties by slug, without a store."""
    file = InputFile("treaty_rules.json", files("graph").joinpath("data/treaty_rules.json").read_bytes())
    reads = (item for item in LOADERS["rules"].read(file) if isinstance(item, Read))
    return {read.record.id: read.record for read in reads if isinstance(read.record, TreatyRules)}


def build_empty(generations: Generations) -> None:
    """Build a store with nothing in it; the ontology comes with the first load."""
    with generations.write() as candidate:
        generations.publish(candidate, Made("load", now(), "serve --empty"))
