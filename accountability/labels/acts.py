"""Words for acts and shares; those of roles, shares and facts are the rule packs' own."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.rules import ActAction, ActState
from accountability.tracing import Link
from core.clocks.ledger import N_
from regulations.labels import (
    APPROVALS,
    DECIDED_BY,
    REVIEWS,
    ROLES,
    SHARES,
    VOTES,
)

__all__ = [
    "ACTIONS",
    "APPROVALS",
    "DECIDED_BY",
    "EXTRA",
    "FIELD_FAULTS",
    "LINKS",
    "REFUSALS",
    "REVIEWS",
    "ROLES",
    "SHARES",
    "STATES",
    "TONES",
    "VOTES",
]

STATES: Final[Mapping[ActState, LazyString]] = {
    ActState.DRAFT: _("待确认"),
    ActState.CONFIRMED: _("已确认"),
}

#: The tone in which a state is shown.
TONES: Final[Mapping[ActState, str]] = {ActState.DRAFT: "open", ActState.CONFIRMED: "done"}

ACTIONS: Final[Mapping[ActAction, LazyString]] = {
    ActAction.SAVE_FACTS: _("修改行为事实"),
    ActAction.CONFIRM: _("确认责任划分"),
    ActAction.REOPEN: _("重新划分责任"),
}

EXTRA: Final[Mapping[str, LazyString]] = {"create": _("记录行为事实")}

#: What somebody did before the act stood.
LINKS: Final[Mapping[Link, LazyString]] = {
    Link.DRAFTED: _("拟稿、承办"),
    Link.REVIEWED: _("保密审查"),
    Link.INSTRUCTED: _("直接授意"),
    Link.OBJECTED: _("提出异议"),
    Link.APPROVED: _("审批"),
    Link.DECIDED: _("集体决定"),
}

#: What a contradiction in the facts is called beside the field it stands in.
FIELD_FAULTS: Final[Mapping[str, LazyString]] = {
    "approval.by": _("批准人与所选的审批情况不符，或者是本行为的承办人。"),
    "review.by": _("审查人与所选的保密审查情况不符。"),
    "instruction.by": _("授意人与所选的授意情况不符，或者是本行为的承办人。"),
    "objection.by": _("没有选择“承办人提出异议”，不能指明异议人。"),
    "objection.evidence": _("没有选择“承办人提出异议”，不能填写异议证据。"),
    "stranger": _("所选人员没有列为本行为的参与人，请先为其选择角色。"),
    "people": _("请至少为一名被调查人选择其在本行为中的角色。"),
    "votes": _("表决人没有列为本行为的参与人，请先为其选择角色。"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "act_case_not_open": N_("案件处于“%(state)s”，不能记录或者修改行为事实。"),
    "act_case_not_deliberating": N_("案件进入审议后，才能确认责任划分。"),
    "act_facts_contradict": N_("行为事实互相矛盾，请先更正。"),
    "act_facts_incomplete": N_("事实不全，不能确认责任划分：%(what)s。"),
    "act_objector_missing": N_("承办人提出异议的，须指明异议人。"),
    "act_pack_silent": N_("规则包“%(pack)s”没有责任划分规定，不能测算。"),
    "act_reading_needed": N_("规则有两种读法，请选择一种。"),
    "act_reading_reason_needed": N_("选择读法须书面说明理由。"),
    "act_reading_unknown": N_("所选读法已不在测算结果中，请重新选择。"),
    "act_departure_reason_needed": N_("%(name)s的确认份额与建议不同，须书面说明理由。"),
    "act_shares_inconsistent": N_(
        "份额互相矛盾：有人承担全部责任的，其他人不再承担；有次要责任的，须有主要责任。"
    ),
    "act_in_future": N_("行为日期不能晚于今天。"),
    "act_day_in_future": N_("拟办、审查、授意、异议和审批的日期不能晚于今天。"),
    "act_decision_in_review": N_(
        "处理决定草稿正在审核签发，责任划分不能改动；确需改动的，请审核人先退回草稿。"
    ),
    "act_person_not_of_case": N_("所列人员不是本案被调查人。"),
    "act_reason_needed": N_("请写明重新划分责任的理由。"),
    "act_decision_signed": N_("处理决定已签发，不能再改变责任划分。"),
}
