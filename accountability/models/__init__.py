"""Tables of this package, by aggregate."""

from __future__ import annotations

from accountability.models.acts import ActPerson, ActShare, ResponsibleAct
from accountability.models.circulars import Circular
from accountability.models.decisions import Decision, DecisionDiscussion, DecisionMeasure
from accountability.models.feedbacks import RectificationFeedback
from accountability.models.file_requests import FileRequest
from accountability.models.lawsuits import Lawsuit, LawsuitCorrection
from accountability.models.losses import Loss
from accountability.models.notices import NoticeService
from accountability.models.rectifications import (
    Enforcement,
    Rectification,
    RectificationItem,
)
from accountability.models.remedies import Remedy
from accountability.models.sanctions import Sanction, SanctionChange
from accountability.models.urgings import RectificationUrging
from accountability.models.visits import RectificationVisit

__all__ = [
    "ActPerson",
    "ActShare",
    "Circular",
    "Decision",
    "DecisionDiscussion",
    "DecisionMeasure",
    "Enforcement",
    "FileRequest",
    "Lawsuit",
    "LawsuitCorrection",
    "Loss",
    "NoticeService",
    "Rectification",
    "RectificationFeedback",
    "RectificationItem",
    "RectificationUrging",
    "RectificationVisit",
    "Remedy",
    "ResponsibleAct",
    "Sanction",
    "SanctionChange",
]
