"""Codes of responsibility: facts of an act, shares, offices, grades, measures, remedies."""

from __future__ import annotations

from enum import StrEnum


class Role(StrEnum):
    """The part a person played in an act."""

    HANDLER = "handler"
    SUPERVISOR = "supervisor"
    PRINCIPAL_LEADER = "principal_leader"
    COLLECTIVE_MEMBER = "collective_member"
    REVIEWER = "reviewer"


class Office(StrEnum):
    """Who is named in a rule as answering for something, or as holding a named post."""

    PRINCIPAL_LEADER = "principal_leader"
    UNIT_HEAD = "unit_head"
    SUPERVISOR = "supervisor"
    LEADER_IN_CHARGE = "leader_in_charge"
    COLLECTIVE_MEMBER = "collective_member"
    HANDLER = "handler"
    DIRECT_PERSON = "direct_person"
    DIRECT_MANAGER = "direct_manager"
    OTHER_DIRECT_PERSON = "other_direct_person"
    LEADERS_CONCERNED = "leaders_concerned"
    STAFF_CONCERNED = "staff_concerned"
    PERSONS_CONCERNED = "persons_concerned"
    SECTION_HEAD = "section_head"
    DRAFTING_HEAD = "drafting_head"
    PROVIDER = "provider"
    REVIEWER = "reviewer"
    DISCIPLINE_LEADER = "discipline_leader"
    SECRECY_LEADER = "secrecy_leader"
    FORMER_HOLDER = "former_holder"
    LEAKER = "leaker"
    MANAGING_SUPERIOR = "managing_superior"
    RELEASING_ORGAN = "releasing_organ"
    SILENT_ORGAN = "silent_organ"
    RESPONSIBLE_UNIT = "responsible_unit"
    SPREADER = "spreader"
    INFORMATION_OFFICER = "information_officer"
    RELEASE_LIAISON = "release_liaison"
    OFFICE_HEAD = "office_head"
    MESSAGE_OFFICER = "message_officer"
    POLICY_INTERPRETER = "policy_interpreter"
    SPOKESPERSON = "spokesperson"
    LIAISON_OFFICER = "liaison_officer"
    MONITOR = "monitor"
    INVITED_EVALUATOR = "invited_evaluator"
    PUBLIC_REPRESENTATIVE = "public_representative"
    LEADING_GROUP = "leading_group"
    LEADING_GROUP_OFFICE = "leading_group_office"
    DISCLOSURE_OFFICE = "disclosure_office"
    SUPERVISION_ORGAN = "supervision_organ"


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
