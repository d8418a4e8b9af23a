"""What the rows of a pack are about: the regimes a reader knows, in the order of a case. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from regulations.codes import Regime, WordList


class Topic(StrEnum):
    """What a row is about; the sections of a pack's page, in this order.

    A regime of its own has a topic of the same name.
    """

    INTAKE = "intake"
    INVESTIGATION = "investigation"
    TRIGGERS = "triggers"
    APPORTIONMENT = "apportionment"
    HANDLING = "handling"
    SEVERITY = "severity"
    REMEDY = "remedy"
    FEEDBACK = "feedback"
    SANCTION = "sanction"
    SUPERVISION = "supervision"
    PROACTIVE = "proactive"
    ON_APPLICATION = "on_application"
    REVIEW = "review"
    COORDINATION = "coordination"
    CLARIFICATION = "clarification"
    ANNUAL_REPORT = "annual_report"
    CATALOGUE = "catalogue"
    ATTRIBUTE = "attribute"
    WEBSITE = "website"
    MESSAGES = "messages"
    OPINION = "opinion"
    NEW_MEDIA = "new_media"
    INTERPRETATION = "interpretation"
    PREDISCLOSURE = "predisclosure"
    OPEN_DAY = "open_day"
    PRESS = "press"
    SIT_IN = "sit_in"
    ASSESSMENT = "assessment"
    EVALUATION = "evaluation"
    LEAK = "leak"
    COMPENSATION = "compensation"
    POSTS = "posts"
    DOCUMENTS = "documents"
    COUNTING = "counting"
    OTHER = "other"


class Change(StrEnum):
    """What a newer version did to a point of the older one."""

    ADDED = "added"
    REMOVED = "removed"
    CHANGED = "changed"


#: The regimes whose rows stand with the steps of a case.
_OF_A_CASE: Final[Mapping[Regime, Topic]] = {
    Regime.ACCOUNTABILITY: Topic.TRIGGERS,
    Regime.STAFF: Topic.TRIGGERS,
    Regime.EXECUTION: Topic.FEEDBACK,
}

#: The first part of a term's or a switch's id says what it is about.
_BY_PREFIX: Final[Mapping[str, Topic]] = {
    "complaint": Topic.INTAKE,
    "investigation": Topic.INVESTIGATION,
    "public_sanction": Topic.SANCTION,
    "case": Topic.HANDLING,
    "limitation": Topic.HANDLING,
    "scope": Topic.HANDLING,
    "service": Topic.HANDLING,
    "correction": Topic.FEEDBACK,
    "rectification": Topic.FEEDBACK,
    "feedback": Topic.FEEDBACK,
    "execution": Topic.FEEDBACK,
    "administrative_review": Topic.REMEDY,
    "litigation": Topic.REMEDY,
    "doa": Topic.ON_APPLICATION,
    "prediscl": Topic.PREDISCLOSURE,
    "message": Topic.MESSAGES,
    "newmedia": Topic.NEW_MEDIA,
    "openday": Topic.OPEN_DAY,
    "sitin": Topic.SIT_IN,
    **{topic.value: topic for topic in Topic},
}

_BY_LIST: Final[Mapping[WordList, Topic]] = {
    WordList.REPORT_CHANNEL: Topic.INTAKE,
    WordList.COMPLAINT_STEP: Topic.INTAKE,
    WordList.DECLINE_REASON: Topic.INTAKE,
    WordList.SUPERVISION_CHANNEL: Topic.SUPERVISION,
    WordList.INVESTIGATION_ACTIVITY: Topic.INVESTIGATION,
    WordList.PARTICIPANT_ROLE: Topic.INVESTIGATION,
    WordList.FAULT_FORM: Topic.TRIGGERS,
    WordList.ACT_TYPE: Topic.TRIGGERS,
    WordList.COMPETENT_BODY: Topic.HANDLING,
    WordList.MEASURE: Topic.SEVERITY,
    WordList.CONSEQUENCE: Topic.SEVERITY,
    WordList.DISCLOSURE_CHANNEL: Topic.PROACTIVE,
    WordList.INTERNAL_CLASS: Topic.PROACTIVE,
    WordList.MARKING: Topic.REVIEW,
    WordList.WITHHOLD_REASON: Topic.ON_APPLICATION,
    WordList.UNABLE_REASON: Topic.ON_APPLICATION,
    WordList.NOT_DISCLOSED_KIND: Topic.ON_APPLICATION,
    WordList.REPLY_OUTCOME: Topic.ON_APPLICATION,
    WordList.REPORT_RESULT_CLASS: Topic.ANNUAL_REPORT,
    WordList.LITIGATION_SPLIT: Topic.ANNUAL_REPORT,
    WordList.SPOT_CHECK_METHOD: Topic.ASSESSMENT,
    WordList.PUBLIC_FEEDBACK: Topic.EVALUATION,
}
#: Other lists begin with the name of their topic: `evaluation_method`, `message_kind`.
_LIST_PREFIXES: Final = (
    ("message", Topic.MESSAGES),
    *((topic.value, topic) for topic in Topic),
)


def topic_of(row_id: str) -> Topic:
    """Return what the term or switch `row_id` is about."""
    return _BY_PREFIX.get(row_id.partition(".")[0], Topic.OTHER)


def topic_of_list(name: WordList) -> Topic:
    """Return what a list of words is about."""
    found = (topic for word, topic in _LIST_PREFIXES if name.value.startswith(word))
    return _BY_LIST.get(name) or next(found, Topic.OTHER)


def topic_of_regime(regime: Regime) -> Topic:
    """Return where the rows of a regime stand."""
    return _OF_A_CASE.get(regime) or Topic(regime.value)
