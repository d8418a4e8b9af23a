"""What may be done to a wording, and when it may begin."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from core.refusals import Refusal


class TemplateAction(StrEnum):
    """The acts on a version."""

    EDIT = "edit"
    APPROVE = "approve"
    DISCARD = "discard"


def second_person(drafted_by_id: int | None, actor_id: int | None) -> Refusal | None:
    """Refuse approval by who wrote the words."""
    if drafted_by_id is not None and drafted_by_id == actor_id:
        return Refusal("template_own_words")
    return None


def begins_later(effective_from: date | None, today: date) -> Refusal | None:
    """Refuse a day that has begun: the wording of a day must not change during it."""
    if effective_from is None or effective_from <= today:
        return Refusal("template_begins_too_early")
    return None
