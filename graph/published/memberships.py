"""Who took part in which treaty and when, as a data set of researchers has it: statements of that source."""

import hashlib
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class SourceEntity:
    """Whom a source means by an identifier of its own, where the table of states certainly has nobody."""

    scheme: str
    identifier: str

    @property
    def key(self) -> tuple[str, str, str]:
        """What no other record of the file describes."""
        return "source-entity", self.scheme, self.identifier


@dataclass(frozen=True, slots=True)
class Membership:
    """One statement of a source on one participant and one treaty; it is no status of ours.

    `identifier` is what the source writes for the participant, in its `scheme`; `member` is the code of the
    table of states, or empty where nobody there is certainly meant, and `acted_as` the name then. Dates are
    EDTF (ISO 8601-2) as the source has them: `treaty_signed` is that of the treaty, which tells agreements
    apart that the source gives one identifier; `ended` is often the expiry of the treaty, and `..` where the
    source says that there is no end.
    """

    scheme: str
    identifier: str
    treaty: str
    member: str = ""
    acted_as: str = ""
    treaty_signed: str = ""
    signed: str = ""
    consented: str = ""
    in_force: str = ""
    ended: str = ""

    @property
    def statement(self) -> str:
        """A digest of what the source says, the same for the same statement (20 hexadecimal digits)."""
        said = (self.scheme, self.identifier, self.treaty, self.treaty_signed)
        dates = (self.signed, self.consented, self.in_force, self.ended)
        return hashlib.sha256("\x1f".join((*said, *dates)).encode()).hexdigest()[:20]

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "membership", self.statement
