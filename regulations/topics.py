"""What the rows of a pack are about: the regimes a reader knows, in the order of a case. Pure."""

from __future__ import annotations

from collections.abc import Mapping
from enum import StrEnum
from typing import Final

from regulations.codes import WordList


class Topic(StrEnum):
    """What a row is about; the sections of a pack's page, in this order."""

    INTAKE = "intake"
    INVESTIGATION = "investigation"
    TRIGGERS = "triggers"
    APPORTIONMENT = "apportionment"
    HANDLING = "handling"
    SEVERITY = "severity"
    REMEDY = "remedy"
    FEEDBACK = "feedback"
    SANCTION = "sanction"
    APPLICATION = "application"
    EVALUATION = "evaluation"
    COUNTING = "counting"
    OTHER = "other"


#: The first part of a term's or a switch's id says what it is about.
BY_PREFIX: Final[Mapping[str, Topic]] = {
    "complaint": Topic.INTAKE,
    "investigation": Topic.INVESTIGATION,
    "case": Topic.HANDLING,
    "remedy": Topic.REMEDY,
    "feedback": Topic.FEEDBACK,
    "execution": Topic.FEEDBACK,
    "sanction": Topic.SANCTION,
    "doa": Topic.APPLICATION,
    "evaluation": Topic.EVALUATION,
}

BY_LIST: Final[Mapping[WordList, Topic]] = {
    WordList.REPORT_CHANNEL: Topic.INTAKE,
    WordList.DECLINE_REASON: Topic.INTAKE,
    WordList.INVESTIGATION_ACTIVITY: Topic.INVESTIGATION,
    WordList.PARTICIPANT_ROLE: Topic.INVESTIGATION,
    WordList.MEASURE: Topic.SEVERITY,
    WordList.EVALUATION_CONTENT: Topic.EVALUATION,
    WordList.EVALUATION_METHOD: Topic.EVALUATION,
    WordList.EVALUATION_GRADE: Topic.EVALUATION,
    WordList.EVALUATION_INSPECTION: Topic.EVALUATION,
    WordList.PUBLIC_FEEDBACK: Topic.EVALUATION,
}


def topic_of(row_id: str) -> Topic:
    """Return what the term or switch `row_id` is about."""
    return BY_PREFIX.get(row_id.partition(".")[0], Topic.OTHER)
