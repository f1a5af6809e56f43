"""Systems of states: which states political science counts, from when to when."""

from dataclasses import dataclass
from typing import Literal

System = Literal["cow", "gw", "ggo"]


@dataclass(frozen=True, slots=True)
class StateSpan:
    """One time for which a list counts one state, as the list has it.

    `from_` and `until` are EDTF (ISO 8601-2) and both inclusive; `until` is `..` where the list says that
    there is no end. `number` is empty where the list has none. `state` is the code of the table of states
    where the list means that state throughout; `partly` are those that it means for a part of the time.
    """

    system: System
    identifier: str
    name: str
    from_: str
    until: str
    number: str = ""
    other_names: tuple[str, ...] = ()
    capital: str = ""
    other_capitals: tuple[str, ...] = ()
    state: str = ""
    partly: tuple[str, ...] = ()

    @property
    def key(self) -> tuple[str, str, str, str, str]:
        """What no other record of the file describes."""
        return "state-span", self.system, self.identifier, self.from_, self.until
