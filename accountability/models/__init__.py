"""Tables of this package, by aggregate."""

from __future__ import annotations

from accountability.models.acts import ActPerson, ActShare, ResponsibleAct
from accountability.models.decisions import Decision, DecisionDiscussion, DecisionMeasure
from accountability.models.lawsuits import Lawsuit
from accountability.models.notices import NoticeService
from accountability.models.rectifications import (
    Enforcement,
    Rectification,
    RectificationItem,
)
from accountability.models.remedies import Remedy
from accountability.models.visits import RectificationVisit

__all__ = [
    "ActPerson",
    "ActShare",
    "Decision",
    "DecisionDiscussion",
    "DecisionMeasure",
    "Enforcement",
    "Lawsuit",
    "NoticeService",
    "Rectification",
    "RectificationItem",
    "RectificationVisit",
    "Remedy",
    "ResponsibleAct",
]
