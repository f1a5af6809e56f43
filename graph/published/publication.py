"""What a file says of itself as a source, and what it says of treaties."""

from dataclasses import dataclass
from datetime import date as Day  # noqa: N812 - the name that records use


@dataclass(frozen=True, slots=True)
class Publication:
    """What a file, or what lies beside it, tells of the source; what is empty stays as the format has it.

    `published_on` is an ISO 8601 day, month or year. `complete_for` is the slug of a treaty of which the file
    names all participants, as of a day, with or without those that left and former states. `tier` is a value
    of the list of tiers.
    """

    title: str = ""
    published_on: str = ""
    url: str = ""
    licence: str = ""
    complete_for: str = ""
    complete_as_of: Day | None = None
    includes_withdrawals: bool = False
    includes_former_states: bool = False
    note: str = ""
    publisher: str = ""
    tier: str = ""


@dataclass(frozen=True, slots=True)
class Treaty:
    """A treaty as a source names it; its final clauses are rules, and not here.

    `untc` is the number in the UN Treaty Collection (`IV-1`); `signed_on` and `in_force_on` are days, months,
    years or intervals in EDTF (ISO 8601-2), as precise as the source has them. `local` is the identifier that
    the source itself uses. `named_elsewhere`: the slug is one under which the treaty is known already, so
    that its name stands there.
    """

    slug: str
    title: str
    untc: str = ""
    local: str = ""
    signed_on: str = ""
    in_force_on: str = ""
    ended_on: str = ""
    url: str = ""
    note: str = ""
    named_elsewhere: bool = False

    @property
    def key(self) -> tuple[str, str]:
        """What no other record of the file describes."""
        return "treaty", self.slug
