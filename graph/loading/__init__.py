"""Loading: what a file says is read, judged, written, derived and checked, and only then seen."""
