"""What states declared about treaties, where a publisher gives the words and not what they are in law."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class TreatyStatement:
    """Words that a publisher lists among the declarations and reservations to a treaty.

    Whether they are a reservation is a question of their substance, not of their name (VCLT 2(1)(d)), and the
    publisher gives neither kind nor day: so they are no act of the register. `participant` is a code of the
    table of states, empty where nobody is meant for certain; `named` the heading and `text` the words, both
    as the publisher has them; `position` counts from 1 in the order of the file.
    """

    treaty: str
    participant: str
    named: str
    text: str
    position: int

    @property
    def key(self) -> tuple[str, str, str, str]:
        """What no other record of the file describes."""
        return "statement", self.treaty, self.named, self.text
