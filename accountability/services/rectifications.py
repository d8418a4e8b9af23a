"""Report a rectification, accept or return its items, close it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any

from accountability.models import Rectification
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE, is_of
from accountability.rules import RectificationAction
from core.access import Actor
from core.db import transactional
from core.procedure import Forbidden, perform


@transactional
def report_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    text: str,
    deeds: Mapping[int, tuple[str | None, date | None]],
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Report the correction in writing (ACC-15): as a whole, and by item what was done and when.

    Items accepted before need no new deed. Raises Forbidden for who is not the unit's liaison: the
    permission is asked in that unit, not where the case lies; therefore here. Refused: an item
    without deed or day, a day in the future, a revoked decision.
    """
    if not is_of(rectification, actor):
        raise Forbidden(RectificationAction.REPORT)
    data = {"text": text, "deeds": deeds}
    _act(
        rectification,
        RectificationAction.REPORT,
        actor,
        seen_version,
        token,
        data,
        following=True,
    )


@transactional
def accept_item(
    rectification: Rectification,
    actor: Actor,
    *,
    item_id: int,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Accept one item as done (INF-28)."""
    _act(
        rectification,
        RectificationAction.ACCEPT_ITEM,
        actor,
        seen_version,
        token,
        {"item_id": item_id},
    )


@transactional
def return_item(
    rectification: Rectification,
    actor: Actor,
    *,
    item_id: int,
    reason: str,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Mark one item as not done, with the reason (INF-28)."""
    data = {"item_id": item_id, "reason": reason}
    _act(
        rectification,
        RectificationAction.RETURN_ITEM,
        actor,
        seen_version,
        token,
        data,
        reason=reason,
    )


@transactional
def return_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    due_on: date,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Send the rectification back with the returned items, to be reported anew by `due_on`."""
    _act(
        rectification,
        RectificationAction.RETURN,
        actor,
        seen_version,
        token,
        {"due_on": due_on},
    )


@transactional
def close_rectification(
    rectification: Rectification,
    actor: Actor,
    *,
    seen_version: int | None,
    token: str | None = None,
) -> None:
    """Close a rectification; refused while an item is not accepted (ACC-15, INF-28)."""
    _act(rectification, RectificationAction.CLOSE, actor, seen_version, token)


def _act(
    rectification: Rectification,
    action: RectificationAction,
    actor: Actor,
    seen_version: int | None,
    token: str | None,
    data: dict[str, Any] | None = None,
    *,
    reason: str | None = None,
    following: bool = False,
) -> None:
    perform(
        RECTIFICATION_PROCEDURE,
        rectification,
        action,
        actor,
        seen_version=seen_version,
        token=token,
        data=data,
        reason=reason,
        following=following,
    )
