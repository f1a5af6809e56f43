"""Records as quads and back: the only place that knows how the graph is written."""
