"""States, actions and pure conditions of a case."""

from __future__ import annotations

from enum import StrEnum

from regulations.model import Role as PersonRole

__all__ = [
    "CaseAction",
    "CaseState",
    "DefenceOutcome",
    "EvidenceKind",
    "PersonRole",
    "RespondentKind",
]


class CaseState(StrEnum):
    """Where a case stands."""

    PROPOSED = "proposed"
    FILED = "filed"
    INVESTIGATING = "investigating"
    REPORTED = "reported"
    DEFENCE = "defence"
    DELIBERATING = "deliberating"
    DECIDED = "decided"
    SERVED = "served"
    EFFECTIVE = "effective"
    CLOSED = "closed"
    DISMISSED = "dismissed"


class CaseAction(StrEnum):
    """What can be done to a case; the last five follow from acts on its decision and remedies."""

    FILE = "file"
    NAME_MEMBER = "name_member"
    RECUSE_MEMBER = "recuse_member"
    START_INVESTIGATION = "start_investigation"
    ADD_RESPONDENT = "add_respondent"
    RECORD_EVIDENCE = "record_evidence"
    RECORD_FACT = "record_fact"
    REPORT = "report"
    OPEN_DEFENCE = "open_defence"
    RECORD_DEFENCE = "record_defence"
    DELIBERATE = "deliberate"
    DISMISS = "dismiss"
    CLOSE = "close"
    DECIDE = "decide"
    SERVE = "serve"
    TAKE_EFFECT = "take_effect"
    REMAND = "remand"
    NOTE_WITHDRAWAL = "note_withdrawal"


class RespondentKind(StrEnum):
    """A case is against a unit or a person."""

    UNIT = "unit"
    PERSON = "person"


class EvidenceKind(StrEnum):
    """What investigators may do (CMP-07)."""

    INQUIRY = "inquiry"
    CONSULT_FILES = "consult_files"
    ON_SITE = "on_site"


class DefenceOutcome(StrEnum):
    """Whether the person spoke, or was asked and declined (INF-31)."""

    STATED = "stated"
    DECLINED = "declined"
