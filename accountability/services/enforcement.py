"""Have a court enforce what a decision orders, where the pack has it (CMP-09)."""

from __future__ import annotations

from datetime import date

from accountability.models import Rectification
from accountability.rules import CourtRuling, RectificationAction
from accountability.services.rectifications import act
from core.access import Actor
from core.db import transactional


@transactional
def apply_for_enforcement(
    rectification: Rectification,
    actor: Actor,
    *,
    court: str,
    applied_on: date,
    grounds: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record that a court is asked to enforce what the addressee does not carry out (CMP-09).

    Only where the pack has it. Refused before the decision is final or the period has passed, and
    while a court is asked already.
    """
    data = {"court": court, "applied_on": applied_on, "grounds": grounds}
    act(
        rectification,
        RectificationAction.APPLY_ENFORCEMENT,
        actor,
        seen_version,
        token,
        data,
        reason=grounds,
    )


@transactional
def record_ruling(
    rectification: Rectification,
    actor: Actor,
    *,
    ruling: CourtRuling,
    ruled_on: date,
    number: str | None,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Record what the court said; refused for a day before the application."""
    data = {"ruling": ruling, "ruled_on": ruled_on, "number": number or None}
    act(rectification, RectificationAction.RULE_ENFORCEMENT, actor, seen_version, token, data)


@transactional
def close_enforced(
    rectification: Rectification,
    actor: Actor,
    *,
    on: date,
    text: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Close a rectification that the court carried out."""
    data = {"on": on, "text": text}
    act(rectification, RectificationAction.CLOSE_ENFORCED, actor, seen_version, token, data)
