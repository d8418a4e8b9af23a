"""Tables of a case: what belongs to it from the proposal on, and its investigation report."""

from casework.models.cases import (
    Case,
    CaseArchive,
    CaseMember,
    CaseRespondent,
    Defence,
    Evidence,
    Fact,
    evidence_investigators,
    fact_evidence,
)
from casework.models.reports import InvestigationReport, ReportHandIn, ReportSignature

__all__ = [
    "Case",
    "CaseArchive",
    "CaseMember",
    "CaseRespondent",
    "Defence",
    "Evidence",
    "Fact",
    "InvestigationReport",
    "ReportHandIn",
    "ReportSignature",
    "evidence_investigators",
    "fact_evidence",
]
