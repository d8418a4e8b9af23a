"""What this package adds to the floors below: conditions on their acts, answers to their events.

Each entry of `LISTENERS` is called once with the application.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from sqlalchemy import Select, select

from accountability import deadlines as own_deadlines
from accountability.models import Decision, NoticeService, Rectification, Remedy
from accountability.procedure.effect import all_is_done, may_take_effect
from casework import deadlines
from casework.models import Case
from casework.rules import CaseAction
from core import procedure


def _conditions(app: Flask) -> None:
    """Hold effect and end of a case to what is still open (ACC-14, ACC-15)."""
    procedure.require(app, Case, CaseAction.TAKE_EFFECT, may_take_effect)
    procedure.require(app, Case, CaseAction.CLOSE, all_is_done)


def _clocks(app: Flask) -> None:
    """Show the clocks of services, remedies and rectifications on their case, and their pages."""
    own_deadlines.register(app)
    for model in (NoticeService, Remedy, Rectification):
        deadlines.relate(app, model.__tablename__, _source(model))


def _source(model: type[NoticeService | Remedy | Rectification]) -> deadlines.Source:
    def source() -> Select[int, int]:
        return select(model.id, Decision.case_id).join(Decision, Decision.id == model.decision_id)

    return source


LISTENERS: tuple[Callable[[Flask], None], ...] = (_conditions, _clocks)
