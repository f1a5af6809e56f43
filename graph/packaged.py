"""The facts that come with Depositary, and a new store from them."""

from importlib.resources import as_file, files

from graph.load import Input, Progress, Report, load
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


def build_empty(generations: Generations, progress: Progress = lambda _: None) -> Report:
    """Build a store with the ontology alone."""
    return load(generations, [], progress=progress)
