"""Loader of the table of states: also former states, observers, territories and organisations."""

import re
from collections.abc import Iterator

from graph.faults import Fault
from graph.loaders.files import InputFile
from graph.loaders.rows import Columns, Once, Row, read_rows
from graph.records import Read, State

COLUMNS = Columns(
    known=(
        "code", "name_en", "name_fr", "name_ru", "iso_alpha2", "iso_alpha3", "iso_numeric", "kind", "from",
        "until", "continues", "successor_of", "date_of_succession", "date_source", "un_member_since",
        "un_member_until", "wikidata", "note",
    ),
    required=("code", "name_en", "kind"),
)  # fmt: skip
KINDS = ("state", "former-state", "observer", "contested", "organisation", "territory")
CODE = re.compile(r"[A-Z][A-Z0-9]{1,7}")
ALPHA2, ALPHA3, NUMERIC = re.compile(r"[A-Z]{2}"), re.compile(r"[A-Z]{3}"), re.compile(r"[0-9]{3}")
WIKIDATA = re.compile(r"Q[1-9][0-9]*")
SHAPE = "ActorShape"


def read(file: InputFile) -> Iterator[Read | Fault]:
    """Yield a `State` for every sound row of a table of states, and every fault."""
    once = Once()

    def record(row: Row) -> State:
        state = _state(row)
        once.check(row, "code", state.code, SHAPE)
        _check_periods(state, row)
        return state

    return read_rows(file, COLUMNS, record)


def _state(row: Row) -> State:
    return State(
        code=_code(row),
        kind=row.among("kind", KINDS, SHAPE),
        name_en=row.needed("name_en", SHAPE),
        name_fr=row.text("name_fr"),
        name_ru=row.text("name_ru"),
        iso_alpha2=row.matching("iso_alpha2", ALPHA2, "an ISO 3166-1 code of two capitals", SHAPE),
        iso_alpha3=row.matching("iso_alpha3", ALPHA3, "an ISO 3166-1 code of three capitals", SHAPE),
        iso_numeric=row.matching(
            "iso_numeric", NUMERIC, "an ISO 3166-1 number of three digits, as 004", SHAPE
        ),
        exists_from=row.day("from"),
        exists_until=row.day("until"),
        continues=row.many("continues"),
        successor_of=row.many("successor_of"),
        date_of_succession=row.day("date_of_succession"),
        date_source=row.text("date_source"),
        un_member_since=row.day("un_member_since"),
        un_member_until=row.day("un_member_until"),
        wikidata=row.matching("wikidata", WIKIDATA, "an item of Wikidata, as Q159"),
        note=row.text("note"),
    )


def _code(row: Row) -> str:
    code = row.matching("code", CODE, "a code of capitals and digits, as RUS", SHAPE)
    if not code:
        row.refuse("code", "“code” is empty; it is required.", SHAPE)
    if code == "ALL":
        row.refuse("code", "ALL stands for all parties to a treaty and is no state.", SHAPE)
    return code


def _check_periods(state: State, row: Row) -> None:
    """Refuse periods that end before they begin; both are half-open."""
    for field, begin, end in (
        ("until", state.exists_from, state.exists_until),
        ("un_member_until", state.un_member_since, state.un_member_until),
    ):
        if begin and end and end <= begin:
            row.refuse(field, f"{end} is not after the beginning, {begin}.", "DatesShape")
