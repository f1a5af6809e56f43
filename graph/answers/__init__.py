"""The answers as both doors give them: plain JSON values with the promised keys.

Days are ISO 8601, intervals half-open, `null` means open or not recorded. Every answer carries the version of
the data. `graph.law` decides what is true; here it only gets its names and sources.
"""

from graph.answers.parts import document_json
from graph.answers.status import state_treaties_answer, status_answer
from graph.answers.treaties import (
    parties_answer,
    state_answer,
    states_answer,
    treaties_answer,
    treaty_answer,
)

__all__ = [
    "document_json",
    "parties_answer",
    "state_answer",
    "state_treaties_answer",
    "states_answer",
    "status_answer",
    "treaties_answer",
    "treaty_answer",
]
