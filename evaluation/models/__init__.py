"""Tables of this package, by aggregate."""

from __future__ import annotations

from evaluation.models.checks import SheetCheck, SheetDifference
from evaluation.models.counts import OptionCount, PeopleCount, SheetCount
from evaluation.models.questionnaires import Questionnaire, SurveyOption, SurveyQuestion
from evaluation.models.rounds import (
    EvaluationRound,
    FeedbackNotice,
    PublicFeedback,
    RoundChannel,
    RoundInspection,
    RoundQuota,
    RoundStep,
    RoundUnit,
    TownReport,
)
from evaluation.models.sheets import (
    AnswerSheet,
    SheetBatch,
    SheetImport,
    SurveyBox,
    SurveyChoice,
    SurveyRemark,
    SurveyToken,
)

__all__ = [
    "AnswerSheet",
    "EvaluationRound",
    "FeedbackNotice",
    "OptionCount",
    "PeopleCount",
    "PublicFeedback",
    "Questionnaire",
    "RoundChannel",
    "RoundInspection",
    "RoundQuota",
    "RoundStep",
    "RoundUnit",
    "SheetBatch",
    "SheetCheck",
    "SheetCount",
    "SheetDifference",
    "SheetImport",
    "SurveyBox",
    "SurveyChoice",
    "SurveyOption",
    "SurveyQuestion",
    "SurveyRemark",
    "SurveyToken",
    "TownReport",
]
