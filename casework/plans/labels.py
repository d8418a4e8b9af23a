"""Words for the plan of an investigation."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.planning import PlanAction, PlanState, StepAction, StepState

#: What the record of a case calls a plan, and a step of it.
SUBJECT: Final = _("调查方案")
STEP: Final = _("调查方案步骤")

STATES: Final[Mapping[PlanState, LazyString]] = {PlanState.IN_USE: _("执行中")}

ACTIONS: Final[Mapping[PlanAction, LazyString]] = {
    PlanAction.EDIT: _("修改调查方案"),
    PlanAction.ARRANGE: _("安排人员和时间"),
    PlanAction.ADD_STEP: _("增加步骤"),
}

STEP_STATES: Final[Mapping[StepState, LazyString]] = {
    StepState.OPEN: _("待完成"),
    StepState.DONE: _("已完成"),
    StepState.DROPPED: _("不再进行"),
}

STEP_TONES: Final[Mapping[StepState, str]] = {
    StepState.OPEN: "open",
    StepState.DONE: "done",
    StepState.DROPPED: "plain",
}

STEP_ACTIONS: Final[Mapping[StepAction, LazyString]] = {
    StepAction.TICK: _("完成"),
    StepAction.DROP: _("不再进行"),
    StepAction.REOPEN: _("恢复"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"draft": _("制定调查方案")}

REFUSALS: Final[Mapping[str, str]] = {
    "plan_exists": "本案已有调查方案，请在其中修改。",
    "plan_case_ended": "案件不在办理中，调查方案不能再改动。",
    "plan_unknown_checklist": "所选清单不存在。",
    "plan_owner_not_of_team": "负责人应当是本案调查组现有成员。",
    "plan_step_reason_missing": "请写明不再进行的理由。",
}
