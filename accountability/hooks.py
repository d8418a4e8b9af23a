"""What this package adds to the floors below: conditions on their acts, answers to their events.

Each entry of `LISTENERS` is called once with the application.
"""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask_babel import lazy_gettext as _
from sqlalchemy import Select, select

from accountability import deadlines as own_deadlines
from accountability.documents import case_file
from accountability.labels import file_requests, losses
from accountability.models import (
    Circular,
    Decision,
    FileRequest,
    Lawsuit,
    Loss,
    NoticeService,
    Rectification,
    Remedy,
    ResponsibleAct,
    Sanction,
)
from accountability.procedure.effect import all_is_done, may_take_effect
from accountability.services.notices import take_effect_by_itself
from casework import deadlines
from casework.archive.pieces import contribute
from casework.models import Case
from casework.rules import CaseAction
from core import hooks, procedure
from core.clocks.sweeping import ClocksBreached


def _conditions(app: Flask) -> None:
    """Hold effect and end of a case to what is still open (ACC-14, ACC-15)."""
    procedure.require(app, Case, CaseAction.TAKE_EFFECT, may_take_effect)
    procedure.require(app, Case, CaseAction.CLOSE, all_is_done)


def _of_case(app: Flask) -> None:
    """Show what is decided, served, sought and rectified on its case: clocks and record."""
    own_deadlines.register(app)
    for own, label in (
        (ResponsibleAct, _("责任行为")),
        (Decision, _("处理决定")),
        (Loss, losses.SUBJECT),
    ):
        deadlines.relate(app, own.__tablename__, _own(own), label)
    deadlines.relate(app, Lawsuit.__tablename__, _source(Lawsuit), _("行政复议、行政诉讼"))
    for model, label in (
        (NoticeService, _("送达")),
        (Remedy, _("复核申诉")),
        (Rectification, _("整改")),
        (Circular, _("通报")),
    ):
        deadlines.relate(app, model.__tablename__, _source(model), label)
    for by_notice, label in ((Sanction, _("处分")), (FileRequest, file_requests.SUBJECT)):
        deadlines.relate(app, by_notice.__tablename__, _by_notice(by_notice), label)


def _own(model: type[ResponsibleAct | Decision | Loss]) -> deadlines.Source:
    def source() -> Select[int, int]:
        return select(model.id, model.case_id)

    return source


def _source(
    model: type[NoticeService | Remedy | Rectification | Circular | Lawsuit],
) -> deadlines.Source:
    def source() -> Select[int, int]:
        return select(model.id, Decision.case_id).join(Decision, Decision.id == model.decision_id)

    return source


def _by_notice(model: type[Sanction | FileRequest]) -> deadlines.Source:
    def source() -> Select[int, int]:
        return (
            select(model.id, Decision.case_id)
            .join(model.service)
            .join(Decision, Decision.id == NoticeService.decision_id)
        )

    return source


def _in_the_file(app: Flask) -> None:
    """Bind what is decided, served, sought and rectified into the file of its case (ARC-02)."""
    contribute(app, case_file.ORDER, case_file.pieces)


def _finality(app: Flask) -> None:
    """Let a decision take effect when the last period in which it could be sought has run out."""
    hooks.subscribe(app, ClocksBreached, take_effect_by_itself)


LISTENERS: tuple[Callable[[Flask], None], ...] = (_conditions, _of_case, _in_the_file, _finality)
