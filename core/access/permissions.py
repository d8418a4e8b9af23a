"""Every permission and every role, by name. Who has what stands in `grants.py`."""

from __future__ import annotations

from enum import StrEnum


class Permission(StrEnum):
    """What may be done at all; `subject:verb`."""

    DESK_READ = "desk:read"
    DIRECTORY_READ = "directory:read"
    SERVED_READ = "served:read"
    COMPLAINT_READ = "complaint:read"
    COMPLAINT_REGISTER = "complaint:register"
    COMPLAINT_DECIDE = "complaint:decide"
    COMPLAINT_REPLY = "complaint:reply"
    COMPLAINT_CLOSE = "complaint:close"
    REPORTER_OPEN = "reporter:open"
    REPORTER_CONSENT = "reporter:consent"
    CASE_READ = "case:read"
    CASE_OVERSEE = "case:oversee"
    CASE_PROPOSE = "case:propose"
    CASE_FILE = "case:file"
    CASE_TEAM = "case:team"
    CASE_INVESTIGATE = "case:investigate"
    CASE_DELIBERATE = "case:deliberate"
    CASE_CLOSE = "case:close"
    APPORTIONMENT_PREPARE = "apportionment:prepare"
    APPORTIONMENT_CONFIRM = "apportionment:confirm"
    DECISION_DRAFT = "decision:draft"
    DECISION_REVIEW = "decision:review"
    DECISION_SIGN = "decision:sign"
    DECISION_ISSUE = "decision:issue"
    SERVICE_RECORD = "service:record"
    REMEDY_FILE = "remedy:file"
    REMEDY_REGISTER = "remedy:register"
    REMEDY_ADMIT = "remedy:admit"
    REMEDY_DECIDE = "remedy:decide"
    RECTIFICATION_READ = "rectification:read"
    RECTIFICATION_REPORT = "rectification:report"
    RECTIFICATION_CHECK = "rectification:check"
    EVALUATION_READ = "evaluation:read"
    EVALUATION_ORGANISE = "evaluation:organise"
    EVALUATION_CONSENT = "evaluation:consent"
    EVALUATION_ENTER = "evaluation:enter"
    RECORD_READ = "record:read"


class Role(StrEnum):
    """A role that a post gives its holder in one unit and what lies below it."""

    INTAKE_OFFICER = "intake_officer"
    INVESTIGATOR = "investigator"
    DISCIPLINE_LEADER = "discipline_leader"
    REVIEWER = "reviewer"
    SIGNER = "signer"
    LIAISON = "liaison"
    EVALUATION_ORGANISER = "evaluation_organiser"
    EVALUATOR = "evaluator"
    STAFF = "staff"
    SYSTEM_ADMIN = "system_admin"
    SECURITY_ADMIN = "security_admin"
    AUDIT_ADMIN = "audit_admin"
