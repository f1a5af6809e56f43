"""Loader of the acts format v1: one act with respect to one treaty in each row of a CSV file."""

import re
from collections.abc import Iterator, Mapping
from datetime import date as Day  # noqa: N812 - the name that records use
from typing import cast

from graph.faults import Fault
from graph.loaders.files import InputFile
from graph.loaders.grounds import ground
from graph.loaders.known import misfit
from graph.loaders.nearest import shortened
from graph.loaders.rows import DAY, Columns, Once, Row, read_rows
from graph.records import Act, Read, Verification
from ontology.kinds import Kind, treaty_action_kinds

COLUMNS = Columns(
    known=(
        "id", "treaty", "actor", "affected", "kind", "date", "received_on", "known_on",
        "requested_effective_on", "recorded_effective_on", "target", "provision", "territory", "scope_from",
        "scope_until", "opposes_entry_into_force", "depositary", "addressee", "acted_as", "document",
        "verification", "sources", "note",
    ),
    required=("id", "treaty", "actor", "kind"),
)  # fmt: skip
SLUG = re.compile(r"[a-z][a-z0-9]*(-[a-z0-9]+)*")
CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9-]*")
SERIAL = re.compile(r"/([2-9]|[1-9][0-9]{1,8})")
LEVELS = ("verified", "single-source", "unverified")
FOR_ALL = ("treaty-extension", "treaty-termination", "treaty-expiry")
DEPOSIT = "VCLT 16, 78"
DAYS = ("received_on", "date", "recorded_effective_on")
OPPOSES = "opposes_entry_into_force"


def read(file: InputFile) -> Iterator[Read | Fault]:
    """Yield an `Act` for every sound row of an acts file, and every fault; the ids seen are all it keeps."""
    once, kinds = Once(), treaty_action_kinds()

    def record(row: Row) -> Act:
        act = _act(row, kinds)
        once.check(row, "id", act.id, "TreatyActionShape")
        _check_identity(act, row)
        _check_days(act, row, file.today)
        _check_kind(act, row, kinds.get(act.kind))
        _check_verification(act, row)
        return act

    return read_rows(file, COLUMNS, record)


def _act(row: Row, kinds: Mapping[str, Kind]) -> Act:
    return Act(
        id=row.needed("id", "TreatyActionShape"),
        treaty=row.matching("treaty", SLUG, "the slug of a treaty, as rome-statute", "TreatyActionShape"),
        actor=row.matching(
            "actor", CODE, "a code of the table of states or the id of an agent", "ActorShape"
        ),
        affected=row.many("affected"),
        kind=row.among("kind", kinds, "TreatyActionShape"),
        date=row.day("date"),
        received_on=row.day("received_on"),
        known_on=row.day("known_on"),
        requested_effective_on=row.day("requested_effective_on"),
        recorded_effective_on=row.day("recorded_effective_on"),
        target=row.text("target") or None,
        provision=row.text("provision"),
        territory=row.many("territory"),
        scope_from=row.day("scope_from"),
        scope_until=row.day("scope_until"),
        opposes_entry_into_force=row.flag("opposes_entry_into_force"),
        depositary=row.text("depositary"),
        addressee=row.many("addressee"),
        acted_as=row.text("acted_as"),
        document=row.text("document"),
        verification=_verification(row),
        sources=row.many("sources"),
        note=row.text("note"),
    )


def _verification(row: Row) -> Verification:
    """Return the level; a row that says nothing is unverified, which it may be only without sources."""
    value = row.text("verification")
    if value in LEVELS or not value:
        return cast(Verification, value or "unverified")
    row.refuse(
        "verification",
        f"“{shortened(value)}” is not verified, single-source or unverified.",
        "VerificationShape",
    )
    return "unverified"


def _check_identity(act: Act, row: Row) -> None:
    """Refuse a row without treaty, actor or day, and an id that does not say the same as the fields.

    The day of an id is checked where it is known which ids there are: it stays as it was minted, whatever day
    another source gives.
    """
    for field, value, shape in (
        ("treaty", act.treaty, "TreatyActionShape"),
        ("actor", act.actor, "ActorShape"),
    ):
        if not value:
            row.refuse(field, f"“{field}” is empty; every act has one.", shape, "VCLT 6")
    if row.is_refused("id", "treaty", "actor", "kind", *DAYS):
        return
    day = act.received_on or act.date or act.recorded_effective_on
    if day is None:
        message = "The act has no day: give received_on (deposit or receipt), date or recorded_effective_on."
        row.refuse("received_on", message, "DatesShape", DEPOSIT)
        return
    if not _fits(act):
        row.refuse("id", misfit(act), "TreatyActionShape")


def _fits(act: Act) -> bool:
    """Whether the id is treaty/actor/day/kind, with a serial where it repeats."""
    who, kind = f"{act.treaty}/{act.actor}/", f"/{act.kind}"
    day, rest = act.id[len(who) : len(who) + 10], act.id[len(who) + 10 :]
    serial = rest.removeprefix(kind)
    fits = act.id.startswith(who) and rest.startswith(kind) and DAY.fullmatch(day) is not None
    return fits and (not serial or SERIAL.fullmatch(serial) is not None)


def _check_days(act: Act, row: Row, today: Day | None) -> None:
    """Refuse days in the wrong order (VCLT 78(b): a notice works by receipt); warn of acts yet to come."""
    if act.date and act.received_on and act.received_on < act.date:
        message = f"Received on {act.received_on}, before it was made on {act.date}."
        row.refuse("received_on", message, "DatesShape", "VCLT 78(b)")
    if act.scope_from and act.scope_until and act.scope_until < act.scope_from:
        row.refuse("scope_until", f"The scope ends on {act.scope_until}, before it begins.", "DatesShape")
    for field in ("date", "received_on", "known_on", "scope_from"):
        day = getattr(act, field)
        if today and day and day > today:
            row.warn(field, f"{day} lies in the future; today is {today}.", "DatesShape")


def _check_kind(act: Act, row: Row, kind: Kind | None) -> None:
    """Refuse an act without what its kind requires, and what belongs to another kind."""
    if kind is None:
        return  # refused already
    basis = ground(act.kind)
    for field in kind.requires:
        if not getattr(act, field):
            row.refuse(field, f"A {act.kind} names its {field}; the field is empty.", basis.shape, basis.law)
    _check_objection(act, row)
    if act.actor == "ALL" and act.kind not in FOR_ALL:
        message = f"ALL acts only where the treaty itself is extended or ends, not by {act.kind}."
        row.refuse("actor", message, "ActorShape")


def _check_objection(act: Act, row: Row) -> None:
    """Warn of an objection without the field; refuse the field on any other kind (VCLT 20(4)(b)).

    Only an intention “definitely expressed” keeps the treaty from entering into force between the two.
    """
    objects, says = act.kind == "objection", act.opposes_entry_into_force is not None
    if row.is_refused(OPPOSES) or objects == says:
        return
    if objects:
        message = (
            "The objection does not say that it opposes entry into force, and is read as not opposing it."
        )
        row.warn(OPPOSES, message, "ObjectionShape", "VCLT 20(4)(b)")
    else:
        message = f"Only an objection opposes entry into force; a {act.kind} leaves the field empty."
        row.refuse(OPPOSES, message, "ObjectionShape", "VCLT 20(4)(b)")


def _check_verification(act: Act, row: Row) -> None:
    """Refuse a level that does not fit the sources: `unverified` has none, the others rest on some."""
    if act.verification == "unverified" and act.sources:
        message = (
            "An unverified act has no sources; write single-source or verified, or leave the sources out."
        )
        row.refuse("verification", message, "VerificationShape")
    if act.verification != "unverified" and not act.sources:
        message = f"An act that is {act.verification} names its sources; the field is empty."
        row.refuse("sources", message, "VerificationShape")
