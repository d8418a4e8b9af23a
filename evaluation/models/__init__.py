"""Tables of this package, by aggregate."""

from __future__ import annotations

from evaluation.models.questionnaires import Questionnaire, SurveyOption, SurveyQuestion
from evaluation.models.rounds import (
    EvaluationRound,
    FeedbackNotice,
    PublicFeedback,
    RoundInspection,
    RoundStep,
    RoundUnit,
    TownReport,
)
from evaluation.models.sheets import (
    AnswerSheet,
    SheetBatch,
    SurveyBox,
    SurveyChoice,
    SurveyRemark,
    SurveyToken,
)

__all__ = [
    "AnswerSheet",
    "EvaluationRound",
    "FeedbackNotice",
    "PublicFeedback",
    "Questionnaire",
    "RoundInspection",
    "RoundStep",
    "RoundUnit",
    "SheetBatch",
    "SurveyBox",
    "SurveyChoice",
    "SurveyOption",
    "SurveyQuestion",
    "SurveyRemark",
    "SurveyToken",
    "TownReport",
]
