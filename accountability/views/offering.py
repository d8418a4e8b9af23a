"""What a page offers: the acts open to the reader, in the order of their use."""

from __future__ import annotations

from typing import Any

from flask import url_for

from core.access.gate import actor
from core.procedure import Procedure, Transition, available_actions
from core.web.steps import Offered, Step, offer, why_not

__all__ = ["Offered", "Step", "offered", "url_of", "why_not"]


#: What leads on comes first, what changes without leading on next, what leads back last.
ASIDE = ("save_facts", "redraft")
BACK = ("return", "reopen", "correct_result")


def offered(procedure: Procedure, subject: Any) -> list[Offered]:
    """Return the acts open to the reader; the page of each is `<procedure>_<action>`."""
    found_acts = available_actions(procedure, subject, actor())
    found_acts.sort(key=lambda found: _rank(found.transition.action))
    return [offer(found, url_of(procedure, subject, found.transition)) for found in found_acts]


def _rank(action: str) -> int:
    return 2 if action in BACK else 1 if action in ASIDE else 0


def url_of(procedure: Procedure, subject: Any, row: Transition) -> str:
    """Return the address of the page of an act."""
    return url_for(
        f"accountability.{procedure.name}_{row.action.value}",
        **{f"{procedure.name}_id": subject.id},
    )
