"""The codes a rule pack is written in: stored strings, whose words are in `labels`."""

from regulations.codes.assessments import AssessmentRule, EvidenceKind, FractionRule
from regulations.codes.guards import GUARD_TYPES, GuardId, GuardType, Silence
from regulations.codes.lists import DocumentUse, DutyKind, Regime, WordList
from regulations.codes.responsibility import (
    ApprovalState,
    DecidedBy,
    Grade,
    InstructionState,
    MeasureBearer,
    ObjectionState,
    Office,
    RemedyBody,
    RemedyKind,
    ReviewState,
    Role,
    ShareValue,
    Vote,
)
from regulations.codes.terms import Bearer, CountingId, ExtensionKind, StartEvent, State, TermId

__all__ = [
    "GUARD_TYPES",
    "ApprovalState",
    "AssessmentRule",
    "Bearer",
    "CountingId",
    "DecidedBy",
    "DocumentUse",
    "DutyKind",
    "EvidenceKind",
    "ExtensionKind",
    "FractionRule",
    "Grade",
    "GuardId",
    "GuardType",
    "InstructionState",
    "MeasureBearer",
    "ObjectionState",
    "Office",
    "Regime",
    "RemedyBody",
    "RemedyKind",
    "ReviewState",
    "Role",
    "ShareValue",
    "Silence",
    "StartEvent",
    "State",
    "TermId",
    "Vote",
    "WordList",
]
