"""The facts that come with Depositary, and a new store from them."""

from importlib.resources import as_file, files

from graph.load import Input, Progress, Report, load
from graph.loaders import LOADERS, InputFile
from graph.records import Read, TreatyRules
from graph.store.generations import Generations

PUBLISHER = "Depositary"


def build(generations: Generations, progress: Progress = lambda _: None) -> Report:
    """Build the store from the packaged facts, by the loaders that everyone has.

    Loading them into a store that has them changes nothing.
    """
    with as_file(files("graph").joinpath("data")) as folder:
        inputs = [
            Input("states", folder / "states.csv"),
            Input("agents", folder / "agents.csv"),
            Input("sources", folder / "sources.csv"),
            Input("codes", folder / "state_codes.csv"),
            Input("rules", folder / "treaty_rules.json"),
            Input(
                "acts",
                folder / "acts_rome_statute.csv",
                title="Acts with respect to the Rome Statute, compiled from the sources named in each row",
                publisher=PUBLISHER,
            ),
            Input(
                "chain",
                folder / "chain_russia_icc.json",
                title="The decision chain behind the Russian order of 16 November 2016 on the Rome Statute",
                publisher=PUBLISHER,
            ),
        ]
        return load(generations, inputs, progress=progress)


def rules() -> dict[str, TreatyRules]:
    """Rules of the packaged treaties by slug, without a store."""
    file = InputFile("treaty_rules.json", files("graph").joinpath("data/treaty_rules.json").read_bytes())
    reads = (item for item in LOADERS["rules"].read(file) if isinstance(item, Read))
    return {read.record.id: read.record for read in reads if isinstance(read.record, TreatyRules)}


def build_empty(generations: Generations, progress: Progress = lambda _: None) -> Report:
    """Build a store with the ontology alone."""
    return load(generations, [], progress=progress)
