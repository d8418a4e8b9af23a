"""The procedure of a feedback notice: prepared, then received on a proven day."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from core import moment
from core.access import Actor, Permission
from core.procedure import Procedure, Transition
from core.refusals import Refusal
from evaluation import labels
from evaluation.models import FeedbackNotice
from evaluation.rules import NoticeAction, NoticeState

Data = Mapping[str, Any]


def is_of(notice: FeedbackNotice, actor: Actor) -> bool:
    """Tell whether `actor` answers for the evaluated unit: its own liaison."""
    unit = notice.round_unit.unit
    return unit.id in actor.unit_ids and actor.may(Permission.RECTIFICATION_REPORT, unit.path)


def _check(notice: FeedbackNotice, _actor: Actor, data: Data) -> Refusal | None:
    fed_back_on = notice.round_unit.round.fed_back_on or moment.today()
    if not data["received_by"]:
        return Refusal("notice_receiver")
    if not fed_back_on <= data["received_on"] <= moment.today():
        return Refusal("notice_received_on")
    return None


def _record(notice: FeedbackNotice, actor: Actor, data: Data) -> dict[str, Any]:
    notice.received_on, notice.received_by = data["received_on"], data["received_by"]
    notice.recorded_by_id = actor.id
    return {"received_on": notice.received_on}


#: Recorded where the round lies. The unit's own liaison may acknowledge: `services` asks `is_of`.
NOTICE_PROCEDURE = Procedure(
    name="notice",
    model=FeedbackNotice,
    states=NoticeState,
    unit_path=lambda notice: notice.round_unit.round.unit.path,
    path=(NoticeState.PREPARED, NoticeState.RECEIVED),
    state_labels=labels.NOTICE_STATES,
    extra_labels=labels.EXTRA,
    transitions=(
        Transition(
            NoticeAction.RECORD_RECEIPT,
            frozenset({NoticeState.PREPARED}),
            NoticeState.RECEIVED,
            Permission.EVALUATION_ORGANISE,
            labels.NOTICE_ACTIONS[NoticeAction.RECORD_RECEIPT],
            check=_check,
            effect=_record,
        ),
    ),
)
