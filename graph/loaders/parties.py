"""Who can act with respect to a treaty, of those whom a list of participants names.

A list of participants carries the names of the day on which it was made, also at acts of long before:
“Russian Federation, 1949”. So a name is asked on the day of the act, for the person and what it was called
then; and today, where that day alone leaves open who is meant.
"""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use
from types import MappingProxyType

from graph.faults import Left, Origin
from graph.loaders.files import InputFile
from graph.names import Meaning
from graph.published.entry import Unnamed

# Two states, both of which a list of today calls by the name of the one that they became: which of them acted
# is not to be seen. The united state takes their place in both their treaties (VCSST 31).
_UNITED = MappingProxyType({"YEM": Day(1990, 5, 22)})
TERRITORY = "a territory: the state that is responsible for it acts for it"


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody of the table of states who can act; `note` is what a reader of the act must know of it."""

    code: str
    acted_as: str = ""
    note: str = ""


def party(file: InputFile, name: str, on: Day | None, origin: Origin, field: str) -> Party | Left | Unnamed:
    """Return who is meant by a name in a list of participants, or why nobody who can act.

    States, former ones, observers and those whose statehood is contested act in their own name, and so do
    organisations. A territory has no such capacity (VCLT 6, 29). What is a state today and was none on the
    day (a mandate, an associated state) is the participant that the list names, and the depositary took the
    act as its own: the act says what it was then.
    """
    meaning = file.names.meaning(name, on)
    if on and on < _UNITED.get(meaning.code, Day.min):
        return Party(meaning.code, "", meaning.note)
    if meaning.code and meaning.kind != "territory":
        return Party(meaning.code, meaning.acted_as)
    today = file.names.meaning(name)
    if meaning.kind == "territory" and today.kind == "territory":
        return Left(origin, field, TERRITORY, name)
    if meaning.kind == "territory" and meaning.code == today.code:
        return Party(meaning.code, meaning.acted_as, meaning.note)
    if meaning.kind == "ambiguous" and today.kind == "state" and _named_otherwise(file, meaning, today):
        return Party(today.code)
    return Unnamed(origin, field, meaning)


def _named_otherwise(file: InputFile, then: Meaning, today: Meaning) -> bool:
    """Whether all others who bore the name then are states today, and so have another name in the list.

    Two states were called Congo; a list of today calls the other one the Democratic Republic of the Congo.
    What is no state any more has no name of its own in such a list: there it stays open who is meant.
    """
    codes = {candidate.split(" ", 1)[0] for candidate in then.candidates}
    others = codes - {today.code}
    return today.code in codes and all(file.names.meaning(code).kind == "state" for code in others)
