"""Tables of a case: what belongs to it from the proposal on, its report, who else takes part."""

from casework.models.cases import (
    Case,
    CaseArchive,
    CaseMember,
    CaseRespondent,
    Defence,
    Evidence,
    Fact,
    Recusal,
    evidence_investigators,
    fact_evidence,
)
from casework.models.custody import CustodyEvent, EvidenceCustody
from casework.models.defence import DefenceInvitation
from casework.models.elevations import CaseElevation
from casework.models.notes import CaseNote
from casework.models.notices import CaseNotice
from casework.models.participants import CaseParticipant
from casework.models.plans import InvestigationPlan, PlanStep
from casework.models.referrals import CaseReferral
from casework.models.reports import InvestigationReport, ReportHandIn, ReportSignature

__all__ = [
    "Case",
    "CaseArchive",
    "CaseElevation",
    "CaseMember",
    "CaseNote",
    "CaseNotice",
    "CaseParticipant",
    "CaseReferral",
    "CaseRespondent",
    "CustodyEvent",
    "Defence",
    "DefenceInvitation",
    "Evidence",
    "EvidenceCustody",
    "Fact",
    "InvestigationPlan",
    "InvestigationReport",
    "PlanStep",
    "Recusal",
    "ReportHandIn",
    "ReportSignature",
    "evidence_investigators",
    "fact_evidence",
]
