"""What the packages above hear of complaints."""

from __future__ import annotations

from dataclasses import dataclass

from core.hooks import Event


@dataclass(frozen=True)
class ComplaintWithdrawn(Event):
    """Who reported has taken the report back; `actor_id` is the officer who entered it."""

    complaint_id: int
    actor_id: int | None
    reason: str
