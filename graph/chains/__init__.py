"""Decision chains: what an act rests on, what follows from it, and who says so in which words."""

from graph.chains.find import find_act
from graph.chains.json_form import to_json
from graph.chains.text import to_text
from graph.chains.trace import DEFAULT_DEPTH, Trace, trace

__all__ = ["DEFAULT_DEPTH", "Trace", "find_act", "to_json", "to_text", "trace"]
