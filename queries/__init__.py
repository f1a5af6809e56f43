"""Questions to the graph, one file each, and the checks that a load must pass."""
