"""Our four packages have plain names: refuse to run where another distribution owns one of them."""

from importlib.metadata import packages_distributions

from graph.errors import DepositaryError

PACKAGES = ("api", "graph", "ontology", "queries")
OURS = "depositary"


class SharedName(DepositaryError):
    """Another distribution in this environment brings a package of one of our names."""


def refuse_shared_names() -> None:
    """Raise `SharedName` where Depositary is not alone with its names."""
    owners = packages_distributions()
    for package in PACKAGES:
        others = sorted({owner for owner in owners.get(package, ()) if owner != OURS})
        if others:
            raise SharedName(
                f"The distribution “{others[0]}” also brings a package named “{package}”. Depositary is an "
                "application: install it in an environment of its own."
            )
