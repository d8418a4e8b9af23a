"""The codes a rule pack is written in: stored strings, whose words are in `labels`."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class State(StrEnum):
    """What a row says: a value, silence of the source, nothing at all, or case by case."""

    STATED = "stated"
    NOT_STATED = "not_stated"
    NONE = "none"
    PER_CASE = "per_case"


class TermId(StrEnum):
    """The periods the system knows."""

    COMPLAINT_ACCEPTANCE = "complaint.acceptance"
    INVESTIGATION_PERIOD = "investigation.period"
    REMEDY_PERIOD = "remedy.period"
    REMEDY_DECISION = "remedy.decision_period"
    FEEDBACK_PERIOD = "feedback.period"
    EXECUTION_PERIOD = "execution.period"
    DOA_REPLY = "doa.reply"
    SANCTION_DECISION = "sanction.decision_period"
    SANCTION_RECONSIDERATION = "sanction.reconsideration"
    SANCTION_RECONSIDERATION_DECISION = "sanction.reconsideration_decision"
    SANCTION_APPEAL = "sanction.appeal"
    SANCTION_APPEAL_AFTER_RECONSIDERATION = "sanction.appeal_after_reconsideration"
    SANCTION_APPEAL_DECISION = "sanction.appeal_decision"
    EVALUATION_RECTIFY = "evaluation.rectify"


class StartEvent(StrEnum):
    """The event a period is counted from."""

    REPORT_RECEIVED = "report_received"
    COMPLAINT_ACCEPTED = "complaint_accepted"
    CASE_FILED = "case_filed"
    DECISION_SERVED = "decision_served"
    NOTICE_SERVED = "notice_served"
    HANDLING_KNOWN = "handling_known"
    APPLICATION_RECEIVED = "application_received"
    REMEDY_RECEIVED = "remedy_received"
    RECONSIDERATION_DECISION_RECEIVED = "reconsideration_decision_received"
    APPEAL_ACCEPTED = "appeal_accepted"
    FEEDBACK_RECEIVED = "feedback_received"


class Bearer(StrEnum):
    """Who has to act within a period."""

    RECEIVING_UNIT = "receiving_unit"
    INVESTIGATING_BODY = "investigating_body"
    DECIDING_BODY = "deciding_body"
    RESPONDENT = "respondent"
    APPEAL_BODY = "appeal_body"
    EVALUATED_UNIT = "evaluated_unit"


class ExtensionKind(StrEnum):
    """Whether an extension's number is added, or replaces the whole length."""

    ADDED = "added"
    TOTAL = "total"


class GuardId(StrEnum):
    """Switches that gates and pages ask."""

    COMPLAINT_REGISTER = "complaint.register"
    DECLINE_WRITTEN_REASONS = "complaint.decline.written_reasons"
    RESULT_FEEDBACK = "complaint.result_feedback"
    MIN_INVESTIGATORS = "investigation.min_investigators"
    CREDENTIALS = "investigation.credentials"
    INVESTIGATING_BODY = "case.investigating_body"
    DECIDING_BODY = "case.deciding_body"
    STATEMENT_AND_DEFENCE = "case.statement_and_defence"
    WRITTEN_NOTICE = "case.written_notice"
    COLLECTIVE_DISCUSSION = "case.collective_discussion"
    REVIEW_BY_DECIDER = "remedy.review_by_decider"
    REMEDY_DECISION_NOTICE = "remedy.decision_notice"
    FEEDBACK_DUTY = "feedback.duty"
    FEEDBACK_ADDRESSEE = "feedback.addressee"
    EXECUTION_REPORT = "execution.report"
    COURT_ENFORCEMENT = "execution.court_enforcement"
    SANCTION_MIN_INVESTIGATORS = "sanction.min_investigators"
    SANCTION_DISCUSSION = "sanction.collective_discussion"
    SANCTION_WRITTEN_NOTICE = "sanction.written_notice"
    SANCTION_NO_SECOND = "sanction.no_second"
    EVALUATION_ORGANISER = "evaluation.organiser"
    EVALUATION_CONSENT = "evaluation.consent"
    EVALUATION_GRADE_BOUNDS = "evaluation.grade_bounds"
    EVALUATION_PUBLICATION = "evaluation.publication"
    EVALUATION_RECTIFY_DUTY = "evaluation.rectify_duty"
    EVALUATION_EXPLANATION = "evaluation.explanation"
    EVALUATION_REPORT_ADDRESSEE = "evaluation.report_addressee"
    EVALUATION_UPWARD_REPORT = "evaluation.upward_report"
    EVALUATION_THEMATIC_FREQUENCY = "evaluation.thematic_frequency"


GUARD_TYPES: Mapping[GuardId, type[bool] | type[int] | type[str]] = {
    guard: {
        GuardId.MIN_INVESTIGATORS: int,
        GuardId.SANCTION_MIN_INVESTIGATORS: int,
        GuardId.INVESTIGATING_BODY: str,
        GuardId.DECIDING_BODY: str,
        GuardId.FEEDBACK_ADDRESSEE: str,
        GuardId.EVALUATION_ORGANISER: str,
        GuardId.EVALUATION_GRADE_BOUNDS: str,
        GuardId.EVALUATION_PUBLICATION: str,
        GuardId.EVALUATION_REPORT_ADDRESSEE: str,
        GuardId.EVALUATION_THEMATIC_FREQUENCY: str,
    }.get(guard, bool)
    for guard in GuardId
}


class CountingId(StrEnum):
    """General rules by which days are counted."""

    START_DAY_EXCLUDED = "start_day_excluded"
    LAST_DAY_ROLLS = "last_day_rolls"
    POSTED_IN_TIME = "posted_in_time"
    POST_SERVED_ON_RECEIPT = "post_served_on_receipt"
    WORKING_DAY = "working_day"
    CONSULTATION_EXCLUDED = "consultation_excluded"
    SUPPLEMENT_RESTARTS = "supplement_restarts"


class WordList(StrEnum):
    """Lists of codes whose words a pack gives."""

    REPORT_CHANNEL = "report_channel"
    DECLINE_REASON = "decline_reason"
    INVESTIGATION_ACTIVITY = "investigation_activity"
    PARTICIPANT_ROLE = "participant_role"
    MEASURE = "measure"
    EVALUATION_CONTENT = "evaluation_content"
    EVALUATION_METHOD = "evaluation_method"
    EVALUATION_GRADE = "evaluation_grade"
    EVALUATION_INSPECTION = "evaluation_inspection"
    PUBLIC_FEEDBACK = "public_feedback"


class Role(StrEnum):
    """The part a person played in an act."""

    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    PRINCIPAL_LEADER = "principal_leader"
    COLLECTIVE_MEMBER = "collective_member"
    REVIEWER = "reviewer"


class ShareValue(StrEnum):
    """A share of responsibility."""

    FULL = "full"
    PRIMARY = "primary"
    SECONDARY = "secondary"
    NONE = "none"
    RESPONSIBLE = "responsible"
    NOT_STATED = "not_stated"


class DecidedBy(StrEnum):
    """The level at which an act was decided."""

    INDIVIDUAL = "individual"
    COLLECTIVE = "collective"


class ApprovalState(StrEnum):
    """Whether the supervisor approved or consented."""

    NONE = "none"
    GIVEN = "given"
    UNKNOWN = "unknown"


class ReviewState(StrEnum):
    """Whether the confidentiality review took place."""

    DONE = "done"
    SKIPPED = "skipped"
    NOT_REQUIRED = "not_required"
    UNKNOWN = "unknown"


class InstructionState(StrEnum):
    """Whether a leader directly instructed the act."""

    NONE = "none"
    GIVEN = "given"


class ObjectionState(StrEnum):
    """Whether the handler objected, and whether that is proved."""

    NONE = "none"
    UNPROVED = "unproved"
    PROVED = "proved"


class Vote(StrEnum):
    """How a member voted; recorded, without effect on a share."""

    FOR = "for"
    AGAINST = "against"
    ABSTAIN = "abstain"
    ABSENT = "absent"


class Grade(StrEnum):
    """How serious a breach is; the decider chooses and gives reasons."""

    MINOR = "minor"
    DISRUPTIVE = "disruptive"
    SERIOUS = "serious"
    CRIME = "crime"


class MeasureBearer(StrEnum):
    """On whom a measure falls."""

    PERSON = "person"
    LEADER = "leader"
    UNIT = "unit"


class RemedyKind(StrEnum):
    """What a sanctioned party may bring; 复核 is never 行政复议."""

    RECONSIDERATION = "reconsideration"
    APPEAL = "appeal"


class RemedyBody(StrEnum):
    """Where a remedy is addressed."""

    DECIDING_BODY = "deciding_body"
    SUPERIOR_BODY = "superior_body"
