"""Our four packages have plain names: nothing may run where another distribution owns one of them.

This is asked before anything else of ours is imported, so nothing of ours is imported here.
"""

from importlib.metadata import packages_distributions

PACKAGES = ("api", "graph", "ontology", "queries")
OURS = "depositary"


def shared_name() -> str | None:
    """Say which other distribution of this environment brings a package of one of our names; `None`: none."""
    owners = packages_distributions()
    for package in PACKAGES:
        for other in sorted({owner for owner in owners.get(package, ()) if owner.lower() != OURS}):
            return (
                f"The distribution “{other}” also brings a package named “{package}”. Depositary is an "
                "application: install it in an environment of its own."
            )
    return None
