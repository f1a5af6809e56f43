"""Checks of records against what is known: who and what is named exists, and acts fit what they rest on."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from graph.faults import Fault, Origin
from graph.loaders.check import Known, check
from graph.loaders.grounds import consents, target_of
from graph.records import (
    Act,
    Against,
    Agent,
    ChainAct,
    Claim,
    Link,
    Passage,
    Read,
    Record,
    State,
    TreatyRules,
)
from ontology.kinds import chain_kinds, shape, treaty_action_kinds

WHEN_WARM = settings(deadline=None)  # whichever example comes first reads ontology, schema or CLDR


def act(actor: str, day: str, kind: str, target: str | None = None, treaty: str = "rome-statute") -> Act:
    return Act(
        id=f"{treaty}/{actor}/{day}/{kind}",
        treaty=treaty,
        actor=actor,
        kind=kind,
        received_on=date.fromisoformat(day),
        target=target,
        opposes_entry_into_force=True if kind == "objection" else None,
    )


SIGNATURE = act("GMB", "1998-12-04", "signature")
RATIFICATION = act("GMB", "2002-06-28", "ratification")
NOTICE = act("GMB", "2016-11-10", "withdrawal-notification")
KNOWN = Known(
    states={"GMB": "state", "RUS": "state", "DNK": "state", "EU": "organisation", "GRL": "territory"},
    agents={"un-secretary-general": "office", "icc": "organisation"},
    sources=frozenset({"untc", "moscow-times-2016"}),
    treaties=frozenset({"rome-statute"}),
    acts={known.id: known for known in (SIGNATURE, RATIFICATION, NOTICE)},
    minted=frozenset({SIGNATURE.id, RATIFICATION.id, NOTICE.id}),
)


def faults(*records: Record) -> list[Fault]:
    """Faults of records that stand on lines 2, 3, … of one file; each names a shape that exists."""
    reads = [Read(record, Origin("file", line)) for line, record in enumerate(records, 2)]
    found = list(check(reads, KNOWN))
    assert [fault.shape for fault in found] == [shape(fault.shape).name for fault in found]
    return found


def only(*records: Record) -> Fault:
    (found,) = faults(*records)
    assert found.severity == "refused"
    return found


def test_known_acts_pass() -> None:
    assert faults(SIGNATURE, RATIFICATION, NOTICE, act("EU", "2016-01-01", "approval")) == []


@pytest.mark.parametrize(
    ("change", "field", "shape_name", "law", "says"),
    [
        ({"actor": "RSU"}, "actor", "ActorShape", "VCLT 6", "Did you mean RUS?"),
        ({"actor": "XAA"}, "actor", "ActorShape", "VCLT 6", "“XAA”"),
        ({"actor": "GRL"}, "actor", "ActorShape", "VCLT 6", "is a territory"),
        ({"affected": ("XAA",)}, "affected", "ActorShape", "", "“XAA”"),
        ({"addressee": ("XAA",)}, "addressee", "ActorShape", "", "“XAA”"),
        ({"territory": ("GLR",)}, "territory", "TerritorialShape", "VCLT 29", "Did you mean GRL?"),
        ({"territory": ("DNK",)}, "territory", "TerritorialShape", "VCLT 29", "of the kind state"),
        ({"depositary": "un-secretary"}, "depositary", "TreatyActionShape", "VCLT 76", "secretary-general?"),
        ({"depositary": "state:XAA"}, "depositary", "TreatyActionShape", "VCLT 76", "state:XXX"),
        ({"depositary": "RUS"}, "depositary", "TreatyActionShape", "VCLT 76", "state:XXX"),
        ({"depositary": "state:GRL"}, "depositary", "TreatyActionShape", "VCLT 76", "state:XXX"),
        ({"sources": ("untc-1",)}, "sources", "SourceShape", None, "Did you mean untc?"),
    ],
)  # fmt: skip
def test_a_name_that_resolves_to_nothing(
    change: dict[str, str | tuple[str, ...]], field: str, shape_name: str, law: str | None, says: str
) -> None:
    found = only(replace(NOTICE, **change))  # type: ignore[arg-type] # one field of several types
    assert (found.origin, found.field, found.shape) == (Origin("file", 2), field, shape_name)
    assert law is None or found.law == law
    assert says in found.message


@pytest.mark.parametrize(
    "change",
    [
        {"depositary": "state:RUS"},
        {"depositary": "un-secretary-general"},
        {"addressee": ("ALL", "RUS", "icc")},
        {"territory": ("GRL",)},
        {"sources": ("untc",)},
        {"actor": "icc"},
    ],
)
def test_a_name_that_resolves(change: dict[str, str | tuple[str, ...]]) -> None:
    assert faults(replace(NOTICE, **change)) == []  # type: ignore[arg-type] # one field of several types


@pytest.mark.parametrize(
    ("kind", "target", "shape_name", "law", "says"),
    [
        ("withdrawal-revocation", "nothing", "RevocationShape", "VCLT 68", "No act has the id"),
        ("withdrawal-revocation", RATIFICATION.id, "RevocationShape", "VCLT 68", "is a ratification"),
        ("no-intent-communication", NOTICE.id, "NoIntentShape", "VCLT 18(a)", "targets a signature"),
        ("no-intent-communication", "nothing", "NoIntentShape", "VCLT 18(a)", "No act has the id"),
        ("consent-withdrawn-before-force", SIGNATURE.id, "ConsentWithdrawalShape", "VCLT 18(b)", "is a sig"),
        ("objection", NOTICE.id, "ObjectionShape", "VCLT 20(4)(b)", "targets a reservation"),
        ("resumption-notification", NOTICE.id, "TargetShape", "VCLT 72", "targets a suspension-notification"),
        ("suspension-notification", SIGNATURE.id, "TargetShape", None, "targets a withdrawal-notification"),
    ],
)  # fmt: skip
def test_a_target_that_is_not_there_or_of_the_wrong_kind(
    kind: str, target: str, shape_name: str, law: str | None, says: str
) -> None:
    found = only(act("GMB", "2017-02-10", kind, target))
    assert (found.field, found.shape) == ("target", shape_name)
    assert law is None or found.law == law
    assert says in found.message


def test_a_mistyped_target_is_suggested() -> None:
    found = only(act("GMB", "2017-02-10", "withdrawal-revocation", NOTICE.id.replace("2016", "2017")))
    assert f"Did you mean {NOTICE.id}?" in found.message


def test_a_target_may_come_with_the_same_file() -> None:
    notice = act("RUS", "2020-01-01", "withdrawal-notification")
    assert faults(act("RUS", "2020-02-01", "withdrawal-revocation", notice.id), notice) == []


def test_a_target_is_not_later_than_the_act() -> None:
    found = only(act("GMB", "2016-11-09", "withdrawal-revocation", NOTICE.id))
    assert (found.shape, found.law) == ("RevocationShape", "VCLT 68")
    assert "later than this act" in found.message


@pytest.mark.parametrize(
    ("kind", "target"),
    [
        ("withdrawal-revocation", NOTICE),
        ("no-intent-communication", SIGNATURE),
        ("consent-withdrawn-before-force", RATIFICATION),
    ],
)
def test_only_its_own_act_can_a_state_take_back(kind: str, target: Act) -> None:
    assert faults(act("GMB", "2020-01-01", kind, target.id)) == []
    assert "only take back its own" in only(act("RUS", "2020-01-01", kind, target.id)).message


def test_a_target_concerns_the_same_treaty() -> None:
    found = faults(act("GMB", "2017-02-10", "withdrawal-revocation", NOTICE.id, treaty="vclt"))
    assert "concerns rome-statute, this act vclt" in found[0].message


def test_nobody_objects_to_its_own_reservation() -> None:
    reservation = act("GMB", "2010-01-01", "reservation")
    assert (
        "its own reservation"
        in only(reservation, act("GMB", "2011-01-01", "objection", reservation.id)).message
    )
    assert faults(reservation, act("RUS", "2011-01-01", "objection", reservation.id)) == []


def test_a_treaty_without_rules_is_one_warning() -> None:
    found = faults(
        act("GMB", "2000-01-01", "accession", treaty="rome-statut"),
        act("RUS", "2000-01-01", "accession", treaty="rome-statut"),
    )
    assert [(fault.severity, fault.field, fault.shape) for fault in found] == [
        ("warning", "treaty", "RuleShape")
    ]
    assert "Did you mean rome-statute?" in found[0].message


def test_a_continuation_may_be_of_all_treaties() -> None:
    assert faults(act("RUS", "1991-12-24", "continuation", treaty="all-treaties")) == []
    assert [
        fault.severity for fault in faults(act("RUS", "1991-12-24", "accession", treaty="all-treaties"))
    ] == ["warning"]


def test_clauses_name_a_described_source() -> None:
    document = {
        "parent": None,
        "amends": "vclt",
        "cascade": [],
        "depositaries": [],
        "clauses": [{"source": "untc"}, {"source": "book"}, {"source": None}],
    }
    found = faults(TreatyRules("x", document))
    assert [(fault.field, fault.severity) for fault in found] == [
        ("amends", "warning"),
        ("clauses[1].source", "warning"),
    ]


@pytest.mark.parametrize(
    ("record", "field"),
    [
        (State("MNE", "state", "Montenegro", successor_of=("SCG",)), "successor_of"),
        (State("SRB", "state", "Serbia", continues=("SCG",)), "continues"),
        (Agent("ministry", "organ", "Ministry", "XAA"), "part_of"),
        (Agent("XAA", "state", "Nowhere"), "id"),
        (Agent("GRL", "state", "Greenland"), "id"),
        (Agent("icc", "organ", "Court"), "kind"),
        (Agent("RUS", "organ", "Russia"), "id"),
    ],
)
def test_states_and_agents_resolve_and_keep_their_iri(record: Record, field: str) -> None:
    found = only(record)
    assert (found.field, found.shape) == (field, "ActorShape")


@pytest.mark.parametrize(
    "record",
    [
        Agent("RUS", "state", "Russian Federation"),
        Agent("ministry", "organ", "Ministry", "RUS"),
        Agent("registrar", "organ", "Registrar", "icc"),
        Agent("un-secretary-general", "organ", "Secretary-General"),
    ],
)
def test_states_and_agents_that_resolve(record: Record) -> None:
    assert faults(record) == []


PASSAGE = Passage("moscow-times-2016", "Russia originally signed the treaty in 2000.", "en")


def chain_act(kind: str = "decree", agent: str = "RUS", document: str | None = None) -> ChainAct:
    return ChainAct(
        id="a",
        kind=kind,
        label="a",
        date=date(2000, 9, 13),
        date_edtf=None,
        actors=((agent, "signatory"),),
        concerns=(("rome-statute", None),),
        document=document,
        effects=(),
        verification="single-source",
        passages=(PASSAGE,),
    )


def test_roles_and_the_register_resolve() -> None:
    assert faults(chain_act(kind="signature", document=f"act:{SIGNATURE.id}")) == []
    nobody = only(chain_act(agent="RSU"))
    assert (nobody.field, nobody.shape) == ("actors[0].agent", "ActorShape")
    missing = only(chain_act(kind="signature", document=f"act:{SIGNATURE.id}x"))
    assert (missing.field, missing.shape) == ("document", "TreatyActionShape")
    assert f"Did you mean {SIGNATURE.id}?" in missing.message
    other = only(chain_act(kind="ratification", document=f"act:{SIGNATURE.id}"))
    assert (other.field, "is a signature in the register" in other.message) == ("kind", True)


@pytest.mark.parametrize("kind", sorted(chain_kinds().keys() & treaty_action_kinds().keys()))
@pytest.mark.parametrize("document", [None, "C.N.862.2016.TREATIES-XVIII.10"])
def test_an_act_with_respect_to_a_treaty_belongs_in_the_register(kind: str, document: str | None) -> None:
    (found,) = faults(chain_act(kind=kind, document=document))
    assert (found.field, found.shape, found.severity) == ("document", "TreatyActionShape", "warning")
    assert f"A {kind} is an act with respect to a treaty and belongs in the register" in found.message


def test_a_decision_of_a_chain_is_no_act_of_the_register() -> None:
    assert faults(chain_act(kind="presidential-order")) == []


def test_roles_may_be_agents_of_the_same_file() -> None:
    assert faults(chain_act(agent="president"), Agent("president", "office", "President", "RUS")) == []


def test_holders_and_sources_of_links_resolve() -> None:
    strange = Passage("nowhere", None, reason="text not held")
    link = Link(
        "a",
        "respondsTo",
        "b",
        "claimed",
        ("policy:sequence",),
        (PASSAGE,),
        0.4,
        (Against("icc", "no", PASSAGE),),
    )
    assert faults(link) == []
    assert only(replace(link, claimed_by=("nobody",))).field == "claimed_by[0]"
    assert only(replace(link, against=(Against("nobody", "no", PASSAGE),))).field == "against[0].holder"
    assert only(replace(link, against=(Against("icc", "no", strange),))).field == "against[0].passage.source"
    assert only(replace(link, passages=(PASSAGE, strange))).field == "passages[1].source"


def test_holders_and_sources_of_claims_resolve() -> None:
    claim = Claim(
        "c", "icc", None, "crimea", "characterisedAs", "x", "hedged", (PASSAGE,), (), "undetermined", "y"
    )
    assert faults(claim) == []
    assert (only(replace(claim, holder="nobody")).field, only(replace(claim, holder="nobody")).shape) == (
        "holder",
        "ClaimShape",
    )
    assert only(replace(claim, passages=(Passage("nowhere"),))).field == "passages[0].source"


KINDS = sorted(treaty_action_kinds())


@WHEN_WARM
@given(
    st.sampled_from(KINDS),
    st.sampled_from(KINDS),
    st.dates(date(1950, 1, 1), date(2030, 1, 1)),
    st.dates(date(1950, 1, 1), date(2030, 1, 1)),
)
def test_a_target_fits_or_is_refused(kind: str, target_kind: str, day: date, target_day: date) -> None:
    """VCLT 18, 20, 22, 68, 72: what an act of a kind may work on, whatever the days."""
    actor = "GMB" if kind == "objection" else "RUS"
    target = act("RUS", target_day.isoformat(), target_kind)
    refused = [
        fault
        for fault in faults(target, act(actor, day.isoformat(), kind, target.id))
        if fault.field == "target"
    ]
    allowed = target_of(kind)
    fits = allowed is None or target_kind in allowed.kinds
    assert bool(refused) == (not fits or target_day > day)


def test_only_a_consent_is_withdrawn_before_force() -> None:
    allowed = target_of("consent-withdrawn-before-force")
    assert allowed is not None
    assert (
        allowed.kinds == consents() == {name for name, kind in treaty_action_kinds().items() if kind.consent}
    )


def test_known_grows_without_changing() -> None:
    more = KNOWN.with_records(
        [State("USA", "state", "United States"), TreatyRules("vclt", {}), Agent("UKR", "state", "Ukraine")]
    )
    assert ("USA" in more.states, "vclt" in more.treaties, "UKR" in more.agents) == (True, True, False)
    assert "USA" not in KNOWN.states


@pytest.mark.parametrize("kind", ["ratification", "signature", "withdrawal-notification", "expulsion"])
def test_nothing_that_works_forward_takes_effect_before_receipt(kind: str) -> None:
    early = replace(act("GMB", "2016-11-10", kind), recorded_effective_on=date(2016, 11, 9))
    found = [fault for fault in faults(early) if fault.field == "recorded_effective_on"]
    assert [fault.severity for fault in found] == ["refused"]
    assert "cannot have taken effect earlier, on 2016-11-09" in found[0].message
    same_day = replace(early, recorded_effective_on=early.received_on)
    assert not [fault for fault in faults(same_day) if fault.field == "recorded_effective_on"]


@pytest.mark.parametrize("kind", ["succession", "declaration-withdrawal", "territorial-application"])
def test_a_succession_and_what_only_qualifies_may_work_back(kind: str) -> None:
    back = replace(act("GMB", "2006-10-23", kind), recorded_effective_on=date(2006, 6, 3))
    assert not [fault for fault in faults(back) if fault.field == "recorded_effective_on"]


def test_an_act_is_not_known_before_it_is_made() -> None:
    made = replace(act("GMB", "2016-11-10", "ratification"), date=date(2016, 11, 1))
    (found,) = faults(replace(made, known_on=date(2016, 10, 31)))
    assert (found.field, found.severity) == ("known_on", "refused")
    assert faults(replace(made, known_on=date(2016, 11, 1))) == []


def test_the_depositaries_of_a_treaty_are_known() -> None:
    names = ["un-secretary-general", "state:RUS", "state:GRL", "coe-secretary-general"]
    document = {"clauses": [], "parent": None, "amends": None, "cascade": [], "depositaries": names}
    found = faults(TreatyRules("rome-statute", document))
    assert [(fault.field, fault.shape, fault.severity) for fault in found] == [
        ("depositaries[2]", "RuleShape", "refused"),
        ("depositaries[3]", "RuleShape", "refused"),
    ]
    assert "Load the tables of states and agents first" in found[0].message


def test_an_id_of_another_day_is_that_of_an_act_that_is_known() -> None:
    """An id stays as it was minted, whatever day another source gives."""
    later = date(2016, 11, 12)
    assert faults(replace(NOTICE, received_on=later)) == []
    (fault,) = faults(replace(act("RUS", "2016-11-10", "signature"), received_on=later))
    assert (fault.field, fault.shape) == ("id", "TreatyActionShape")
    assert "rome-statute/RUS/2016-11-12/signature" in fault.message
