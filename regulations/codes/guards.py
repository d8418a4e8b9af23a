"""The switches and wordings that gates and pages ask a pack for."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum


class Silence(StrEnum):
    """What it means that somebody who was consulted does not answer in time."""

    CONSENT = "consent"
    ORGAN_DECIDES = "organ_decides"


GuardType = type[bool] | type[int] | type[str] | type[Silence]


class GuardId(StrEnum):
    """Switches that gates and pages ask."""

    COMPLAINT_REGISTER = "complaint.register"
    DECLINE_WRITTEN_REASONS = "complaint.decline.written_reasons"
    SUPPLEMENT_PAUSES = "complaint.supplement_pauses"
    RESULT_FEEDBACK = "complaint.result_feedback"
    WITHHELD_FROM_ACCUSED = "complaint.withheld_from_accused"
    REPORTER_CONFIDENTIAL = "complaint.reporter_confidential"
    MIN_INVESTIGATORS = "investigation.min_investigators"
    CREDENTIALS = "investigation.credentials"
    INVESTIGATING_BODY = "case.investigating_body"
    DECIDING_BODY = "case.deciding_body"
    STATEMENT_AND_DEFENCE = "case.statement_and_defence"
    APPORTION_FIRST = "case.apportion_first"
    WRITTEN_MATERIAL = "case.written_material"
    WRITTEN_NOTICE = "case.written_notice"
    COLLECTIVE_DISCUSSION = "case.collective_discussion"
    EFFECT_REQUIRED = "case.effect_required"
    RESULT_PUBLISHED = "case.result_published"
    REFERRAL_JUDICIARY = "case.referral.judiciary"
    REFERRAL_SUPERVISION = "case.referral.supervision"
    REFERRAL_SANCTION = "case.referral.sanction"
    REFERRAL_COMPETENT = "case.referral.competent"
    HAND_UP_PRINCIPAL = "case.hand_up.principal"
    HAND_UP_MAJOR = "case.hand_up.major"
    TAKE_OVER = "case.take_over"
    PERSONAL_FILE = "case.personal_file"
    LIMITATION = "limitation"
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
    SANCTION_FROM_DECISION = "sanction.from_decision"
    SANCTION_LIFTED = "sanction.lifted"
    PUBLIC_SANCTION_NO_REPEAT = "public_sanction.no_repeat"
    PUBLIC_SANCTION_FROM_DECISION = "public_sanction.from_decision"
    PUBLIC_SANCTION_LIFTED = "public_sanction.lifted"
    DOA_REPLY_START = "doa.reply.start"
    DOA_SUSPENSION = "doa.suspension"
    DOA_CONSULTATION_EXCLUDED = "doa.consultation_excluded"
    DOA_THIRD_PARTY_SILENCE = "doa.third_party.silence"
    DOA_JOINT_ORGAN_SILENCE = "doa.joint_organ.silence"
    DOA_EXTENSION_NOTICE = "doa.extension.notice"
    DOA_IDENTITY = "doa.identity"
    DOA_ORAL = "doa.oral"
    DOA_NEED_TEST = "doa.need_test"
    DOA_ONE_MATTER = "doa.one_matter"
    DOA_FEES = "doa.fees"
    COORDINATION_SILENCE = "coordination.silence"
    COORDINATION_CONFIRM = "coordination.confirm"
    COORDINATION_DISPUTE = "coordination.dispute"
    PROACTIVE_OTHER_PERIOD = "proactive.other_period_prevails"
    PROACTIVE_FREQUENCY = "proactive.frequency"
    REVIEW_BEFORE_RELEASE = "review.before_release"
    REVIEW_LEVELS = "review.levels"
    REVIEW_FINAL_SIGNER = "review.final_signer"
    REVIEW_DOUBT = "review.doubt"
    INTERPRETATION_TOGETHER = "interpretation.together"
    PUBLIC_SERVICE_BODIES = "scope.public_service_bodies"
    ASSESSMENT_ORGANISER = "assessment.organiser"
    ASSESSMENT_ASSESSEES = "assessment.assessees"
    ASSESSMENT_SELF_REPORT = "assessment.self_report"
    ASSESSMENT_APPROVAL = "assessment.approval"
    ASSESSMENT_CIRCULAR = "assessment.circular"
    ASSESSMENT_BY_SUPERIOR = "assessment.by_superior"
    ASSESSMENT_SPOT_CHECKS = "assessment.spot_checks"
    ASSESSMENT_UNQUALIFIED = "assessment.unqualified"
    ASSESSMENT_EXCELLENT = "assessment.excellent"
    ASSESSMENT_USE = "assessment.use"
    ASSESSMENT_STANDARD = "assessment.standard"
    EVALUATION_ORGANISER = "evaluation.organiser"
    EVALUATION_OBJECTS = "evaluation.objects"
    EVALUATION_PARTICIPANTS = "evaluation.participants"
    EVALUATION_FREQUENCY = "evaluation.frequency"
    EVALUATION_CONSENT = "evaluation.consent"
    EVALUATION_GRADE_BOUNDS = "evaluation.grade_bounds"
    EVALUATION_PUBLICATION = "evaluation.publication"
    EVALUATION_RECTIFY_DUTY = "evaluation.rectify_duty"
    EVALUATION_EXPLANATION = "evaluation.explanation"
    EVALUATION_REPORT_ADDRESSEE = "evaluation.report_addressee"
    EVALUATION_UPWARD_REPORT = "evaluation.upward_report"
    EVALUATION_THEMATIC_FREQUENCY = "evaluation.thematic_frequency"


#: What the value of a switch is; all others are yes or no.
_OTHERS: Mapping[type[int] | type[str] | type[Silence], tuple[GuardId, ...]] = {
    int: (GuardId.MIN_INVESTIGATORS, GuardId.SANCTION_MIN_INVESTIGATORS, GuardId.REVIEW_LEVELS),
    Silence: (
        GuardId.DOA_THIRD_PARTY_SILENCE,
        GuardId.DOA_JOINT_ORGAN_SILENCE,
        GuardId.COORDINATION_SILENCE,
    ),
    str: (
        GuardId.INVESTIGATING_BODY,
        GuardId.DECIDING_BODY,
        GuardId.LIMITATION,
        GuardId.FEEDBACK_ADDRESSEE,
        GuardId.DOA_REPLY_START,
        GuardId.DOA_IDENTITY,
        GuardId.DOA_FEES,
        GuardId.COORDINATION_DISPUTE,
        GuardId.PROACTIVE_FREQUENCY,
        GuardId.REVIEW_FINAL_SIGNER,
        GuardId.REVIEW_DOUBT,
        GuardId.PUBLIC_SERVICE_BODIES,
        GuardId.ASSESSMENT_ORGANISER,
        GuardId.ASSESSMENT_ASSESSEES,
        GuardId.ASSESSMENT_BY_SUPERIOR,
        GuardId.ASSESSMENT_SELF_REPORT,
        GuardId.ASSESSMENT_APPROVAL,
        GuardId.ASSESSMENT_UNQUALIFIED,
        GuardId.ASSESSMENT_EXCELLENT,
        GuardId.ASSESSMENT_USE,
        GuardId.ASSESSMENT_STANDARD,
        GuardId.EVALUATION_ORGANISER,
        GuardId.EVALUATION_OBJECTS,
        GuardId.EVALUATION_PARTICIPANTS,
        GuardId.EVALUATION_FREQUENCY,
        GuardId.EVALUATION_GRADE_BOUNDS,
        GuardId.EVALUATION_PUBLICATION,
        GuardId.EVALUATION_REPORT_ADDRESSEE,
        GuardId.EVALUATION_THEMATIC_FREQUENCY,
    ),
}

#: What the value of each switch is: yes or no, a number, a code of `Silence`, else a wording.
GUARD_TYPES: Mapping[GuardId, GuardType] = {
    guard: next((kind for kind, guards in _OTHERS.items() if guard in guards), bool)
    for guard in GuardId
}
