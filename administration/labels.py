"""Words for changes and refusals of this package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from administration.rules import ChangeAction, ChangeKind, ChangeState
from oversight.rules import RECURRENCE_WINDOW
from regulations.codes import TermId
from regulations.labels import TERMS

KINDS: Final[Mapping[ChangeKind, LazyString]] = {
    ChangeKind.POST_GIVE: _("任命岗位"),
    ChangeKind.POST_END: _("结束岗位"),
    ChangeKind.PACK_ASSIGN: _("指定规则包"),
    ChangeKind.FACTOR_RESET: _("重置动态口令"),
    ChangeKind.CALENDAR_IMPORT: _("录入放假通知"),
    ChangeKind.PERIOD_SET: _("设定期限"),
    ChangeKind.TOKEN_MAKE: _("发给接口令牌"),
}

STATES: Final[Mapping[ChangeState, LazyString]] = {
    ChangeState.PROPOSED: _("待复核"),
    ChangeState.CONFIRMED: _("已生效"),
    ChangeState.REJECTED: _("已驳回"),
    ChangeState.WITHDRAWN: _("已撤回"),
}

ACTIONS: Final[Mapping[ChangeAction, LazyString]] = {
    ChangeAction.CONFIRM: _("复核同意"),
    ChangeAction.REJECT: _("驳回"),
    ChangeAction.WITHDRAW: _("撤回"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "change_waits_already": "同一事项已有一项变更待复核（第 %(number)s 号）。",
    "stand_in_unknown": "没有用户名为「%(username)s」的用户。",
    "pack_unknown": "没有编号为「%(pack)s」的规则包。",
    "pack_not_in_force": "「%(pack)s」在这一天不在施行期内，不能指定。",
    "pack_not_ahead": "生效日期须晚于今天，已经过去的日期不得更改。",
    "pack_date_taken": "该单位在这一天已指定规则包。",
    "notice_unfit": "通知不能采用，共%(count)s处有误；%(what)s",
    "pack_same": "该单位在这一天适用的正是所选规则，没有变化。",
    "period_not_settable": "该单位适用的规则对「%(term)s」已有规定，或者没有这一项，不能设定。",
    "period_in_months": "「%(term)s」按月设定，请选择按月计算。",
    "period_not_ahead": "生效日期须晚于今天，已经开始的期限不受影响。",
    "period_date_taken": "该单位在这一天已设定「%(term)s」。",
    "pack_common_unknown": "没有编号为「%(pack)s」的通用规则。",
    "pack_common_twice": "所启用的通用规则对同一事项都作了规定，不能同时启用：%(rows)s。",
    "pack_common_competence": "启用通用规则不得改变由谁调查，所选通用规则与本规则包不能同时使用。",
    "token_ends_early": "有效期至少到今天。",
    "token_lasts_too_long": "有效期不得超过%(days)s天，到期前另行申请。",
    "token_without_scope": "请至少选择一项权限。",
    "token_withdrawn_already": "这个令牌已经撤销。",
    "unit_name_taken": "单位名称或编码已被使用。",
    "leaving_in_past": "离任日期不得早于今天。",
}


#: What an office may set though no rule knows it: no clock runs by it.
OWN_SETTINGS: Final[Mapping[str, LazyString]] = {RECURRENCE_WINDOW: _("同类问题复发的间隔")}


def term_name(term_id: str) -> str:
    """Return what a term is called, without the name of anybody it runs for."""
    if term_id in OWN_SETTINGS:
        return str(OWN_SETTINGS[term_id])
    try:
        return str(TERMS[TermId(term_id)])
    except ValueError:
        return term_id
