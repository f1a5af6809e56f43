"""What a store holds, in numbers and as a whole."""

from typing import cast

from pyoxigraph import QuerySolutions, Store

_SIZES = "SELECT ?graph (COUNT(*) AS ?quads) { GRAPH ?graph { ?s ?p ?o } } GROUP BY ?graph"


def graph_sizes(store: Store) -> dict[str, int]:
    """Number of quads in each named graph, the largest first; the unnamed graph has the empty name."""
    rows = cast(QuerySolutions, store.query(_SIZES))
    sizes = {row["graph"].value: int(row["quads"].value) for row in rows}
    unnamed = len(store) - sum(sizes.values())
    found = sizes | ({"": unnamed} if unnamed else {})
    return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
