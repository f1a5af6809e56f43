"""The terms of the Depositary ontology as Python names; a misspelt name fails at once.

`tests/test_ontology.py` proves that these names and `depositary.ttl` are equal.
"""

from rdflib import Namespace, URIRef
from rdflib.namespace import DefinedNamespace

ROOT = "https://w3id.org/depositary/"
SHAPES = ROOT + "ontology/shapes#"
VOCABULARIES = ROOT + "vocab/"


class DEP(DefinedNamespace):
    """Classes and properties of the ontology."""

    _fail = True
    _NS = Namespace(ROOT + "ontology#")

    # Words about the terms themselves
    legalBasis: URIRef
    actsKind: URIRef
    chainKind: URIRef
    agentKind: URIRef
    requiresField: URIRef
    targetsClass: URIRef
    role: URIRef
    inverseLabel: URIRef
    primary: URIRef

    # Agents
    Agent: URIRef
    State: URIRef
    FormerState: URIRef
    ObserverState: URIRef
    ContestedEntity: URIRef
    InternationalOrganisation: URIRef
    Government: URIRef
    Organ: URIRef
    Court: URIRef
    ProsecutorOffice: URIRef
    Office: URIRef
    Person: URIRef
    MediaOutlet: URIRef
    Policy: URIRef
    Territory: URIRef
    Subject: URIRef
    code: URIRef
    organOf: URIRef
    continues: URIRef
    successorOf: URIRef
    dateOfSuccession: URIRef
    dateOfSuccessionSource: URIRef
    existsFrom: URIRef
    existsUntil: URIRef
    memberOfUnitedNationsSince: URIRef
    memberOfUnitedNationsUntil: URIRef
    isoAlpha2: URIRef
    isoAlpha3: URIRef
    isoNumeric: URIRef
    StateCode: URIRef
    codeOf: URIRef
    codeScheme: URIRef

    # Systems of states, and memberships as sources have them
    StateSpan: URIRef
    stateSystem: URIRef
    spanOf: URIRef
    spanPartlyOf: URIRef
    firstDay: URIRef
    lastDay: URIRef
    endIsOpen: URIRef
    capital: URIRef
    codeInUseFrom: URIRef
    codeInUseUntil: URIRef
    SourceEntity: URIRef
    Membership: URIRef
    membershipIn: URIRef
    member: URIRef
    memberIdentifier: URIRef
    treatySignedOn: URIRef
    memberSignedOn: URIRef
    memberConsentedOn: URIRef
    memberInForceOn: URIRef
    memberUntil: URIRef

    # Treaties and their rules
    Treaty: URIRef
    Provision: URIRef
    StatusRule: URIRef
    statedIn: URIRef
    provisionOf: URIRef
    ruleOf: URIRef
    ruleKind: URIRef
    expression: URIRef
    treatyDate: URIRef
    adoptedOn: URIRef
    entryIntoForceOn: URIRef
    untcNumber: URIRef
    untsNumber: URIRef
    cetsNumber: URIRef
    slug: URIRef
    amends: URIRef
    parentTreaty: URIRef

    # Acts
    Act: URIRef
    TreatyAction: URIRef
    ConsentToBeBound: URIRef
    Signature: URIRef
    DefinitiveSignature: URIRef
    SuccessionToSignature: URIRef
    Ratification: URIRef
    Acceptance: URIRef
    Approval: URIRef
    Accession: URIRef
    Succession: URIRef
    FormalConfirmation: URIRef
    ConsentWithdrawnBeforeForce: URIRef
    NoIntentCommunication: URIRef
    WithdrawalNotification: URIRef
    WithdrawalRevocation: URIRef
    SuspensionNotification: URIRef
    ResumptionNotification: URIRef
    Expulsion: URIRef
    Reservation: URIRef
    ReservationWithdrawal: URIRef
    Objection: URIRef
    ObjectionWithdrawal: URIRef
    Declaration: URIRef
    DeclarationWithdrawal: URIRef
    JurisdictionAcceptance: URIRef
    OptOutDeclaration: URIRef
    TerritorialApplication: URIRef
    TerritorialExclusion: URIRef
    ProvisionalApplication: URIRef
    ProvisionalApplicationEnd: URIRef
    TreatyExtension: URIRef
    TreatyTermination: URIRef
    TreatyExpiry: URIRef
    Continuation: URIRef
    Adoption: URIRef
    EntryIntoForce: URIRef
    TreatyAct: URIRef
    Decision: URIRef
    ExecutiveDecision: URIRef
    PresidentialOrder: URIRef
    Decree: URIRef
    Law: URIRef
    Resolution: URIRef
    JudicialDecision: URIRef
    JudicialAuthorisation: URIRef
    Judgment: URIRef
    AdvisoryOpinion: URIRef
    CourtOrder: URIRef
    ExaminationOpening: URIRef
    InvestigationOpening: URIRef
    Report: URIRef
    ResolutionDraft: URIRef
    Vote: URIRef
    Proposal: URIRef
    Concurrence: URIRef
    Instruction: URIRef
    Statement: URIRef
    Announcement: URIRef
    DepositaryNotification: URIRef
    NewsArticle: URIRef
    concerns: URIRef
    treaty: URIRef
    affected: URIRef
    date: URIRef
    dateUncertain: URIRef
    receivedOn: URIRef
    knownOn: URIRef
    requestedEffectiveOn: URIRef
    recordedEffectiveOn: URIRef
    computedEffectiveOn: URIRef
    effectiveUnder: URIRef
    target: URIRef
    invokes: URIRef
    territory: URIRef
    scopeFrom: URIRef
    scopeUntil: URIRef
    opposesEntryIntoForce: URIRef
    depositary: URIRef
    actedAs: URIRef
    documentNumber: URIRef
    verification: URIRef
    reportedIn: URIRef
    concernsProvision: URIRef
    effect: URIRef
    Effect: URIRef
    plane: URIRef

    # Who took part in an act, and how
    participant: URIRef
    actor: URIRef
    proposedBy: URIRef
    concurredBy: URIRef
    decidedBy: URIRef
    signedBy: URIRef
    instructs: URIRef
    executedBy: URIRef
    notifiedBy: URIRef
    addressee: URIRef
    notifiedTo: URIRef
    issuedBy: URIRef

    # Relations between acts
    refersBackTo: URIRef
    leadsTo: URIRef
    approves: URIRef
    concursWith: URIRef
    takenWithConcurrenceOf: URIRef
    basedOn: URIRef
    implements: URIRef
    adopts: URIRef
    respondsTo: URIRef
    cites: URIRef
    communicates: URIRef
    annuls: URIRef
    overrules: URIRef
    repeals: URIRef
    supersedes: URIRef
    revokes: URIRef
    endsObligationOf: URIRef
    proposes: URIRef
    precedes: URIRef

    # Links and claims, with their evidence
    Link: URIRef
    StatedLink: URIRef
    Claim: URIRef
    CausalClaim: URIRef
    Characterisation: URIRef
    subject: URIRef
    predicate: URIRef
    object: URIRef
    claimedBy: URIRef
    saidOn: URIRef
    modality: URIRef
    confidence: URIRef
    assessment: URIRef
    assessmentReason: URIRef
    contradicts: URIRef
    evidence: URIRef
    Passage: URIRef
    inDocument: URIRef
    textNotHeld: URIRef
    speaksAgainst: URIRef
    withdrawsFrom: URIRef
    announces: URIRef
    isA: URIRef
    takesEffect: URIRef
    capacityOfActor: URIRef
    publishedOn: URIRef
    characterisedAs: URIRef
    voteFor: URIRef
    voteAgainst: URIRef
    voteAbstain: URIRef
    notVoting: URIRef

    # Statements with respect to treaties
    TreatyStatement: URIRef
    headedBy: URIRef

    # Votes of members
    MemberVote: URIRef
    voteOn: URIRef
    voter: URIRef
    choice: URIRef
    statedIntent: URIRef
    meetingRecord: URIRef
    agendaItem: URIRef
    committeeReport: URIRef

    # Case-law of international courts
    respondent: URIRef
    applicationNumber: URIRef
    reporter: URIRef
    proceduralPhase: URIRef
    grandChamber: URIRef

    # Sources and the catalogue
    SourceDocument: URIRef
    tier: URIRef
    readOn: URIRef
    sha256: URIRef
    Completeness: URIRef
    completeFor: URIRef
    completeAsOf: URIRef
    includesWithdrawals: URIRef
    includesFormerStates: URIRef

    # Derived status
    TreatyStatus: URIRef
    statusOf: URIRef
    statusFor: URIRef
    statusValue: URIRef
    validFrom: URIRef
    validUntil: URIRef
    partyFrom: URIRef
    partyUntil: URIRef
    DerivationStep: URIRef
    step: URIRef
    position: URIRef
    appliedRule: URIRef
    restsOn: URIRef
    Qualifier: URIRef
    qualifier: URIRef
    qualifierKind: URIRef
