"""Words for decisions, their measures and the comparison before signing."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.discussing import Part
from accountability.rules import Compared, DecisionAction, DecisionState
from core.clocks.ledger import N_
from regulations.labels import GRADES, OFFER_NOTES

__all__ = [
    "ACTIONS",
    "COMPARED",
    "EXTRA",
    "GRADES",
    "OFFER_NOTES",
    "PARTS",
    "REFUSALS",
    "STATES",
]

STATES: Final[Mapping[DecisionState, LazyString]] = {
    DecisionState.DRAFTED: _("起草中"),
    DecisionState.IN_REVIEW: _("审核中"),
    DecisionState.RETURNED: _("退回修改"),
    DecisionState.REVIEWED: _("待签发"),
    DecisionState.SIGNED: _("已签发"),
    DecisionState.ISSUED: _("已印发"),
    DecisionState.MODIFIED: _("已变更"),
    DecisionState.REVOKED: _("已撤销"),
}

ACTIONS: Final[Mapping[DecisionAction, LazyString]] = {
    DecisionAction.REDRAFT: _("修改草稿"),
    DecisionAction.SUBMIT: _("送审"),
    DecisionAction.RETURN: _("退回修改"),
    DecisionAction.APPROVE: _("审核通过"),
    DecisionAction.DISCUSS: _("登记集体讨论"),
    DecisionAction.TURN_DOWN: _("集体讨论不同意"),
    DecisionAction.SIGN: _("签发"),
    DecisionAction.ISSUE: _("印发处理文书"),
    DecisionAction.MODIFY: _("变更处理决定"),
    DecisionAction.REVOKE: _("撤销处理决定"),
}

EXTRA: Final[Mapping[str, LazyString]] = {"create": _("起草处理决定")}

#: What somebody did at a collective discussion.
PARTS: Final[Mapping[Part, LazyString]] = {
    Part.FOR: _("同意"),
    Part.AGAINST: _("不同意"),
    Part.ABSTAINED: _("弃权"),
    Part.ABSENT: _("缺席"),
    Part.RECUSED: _("回避"),
    Part.SAT_IN: _("列席"),
}

COMPARED: Final[Mapping[Compared, LazyString]] = {
    Compared.NAME: _("当事人"),
    Compared.CASE_NUMBER: _("案号"),
    Compared.ACT_DATE: _("行为日期"),
    Compared.WRITTEN_DATE: _("文中日期"),
    Compared.ARTICLE: _("依据条款"),
    Compared.WRITTEN_ARTICLE: _("文中条款"),
    Compared.MEASURE: _("处理措施"),
    Compared.REMEDY: _("救济途径和期限"),
    Compared.WRITTEN_REMEDY: _("文中救济期限"),
    Compared.CORRECTION: _("改正期限"),
    Compared.GLYPH: _("字库没有的字"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "decision_case_not_deliberating": N_("案件进入审议后，才能起草处理决定。"),
    "decision_case_left": N_("案件已不在审议中，这份处理决定草稿不再审核。"),
    "decision_exists": N_("本案已有处理决定，请在原决定上办理。"),
    "decision_needs_act": N_("尚未记录应当追究责任的行为，不能作出处理决定。"),
    "decision_acts_unconfirmed": N_("责任划分尚未全部确认，不能作出处理决定。"),
    "decision_defence_missing": N_("尚未听取%(names)s的陈述和申辩，不能作出处理决定。"),
    "decision_grade_not_in_pack": N_("适用的规则没有所选的情节档次。"),
    "decision_grade_reason_needed": N_("认定情节须写明理由。"),
    "decision_measure_unknown": N_("处理措施“%(code)s”不在适用规则的措施之列。"),
    "decision_measure_reason_needed": N_(
        "对%(name)s采取“%(measure)s”，适用的规则没有规定，须书面说明理由。"
    ),
    "decision_person_not_of_case": N_("所列当事人不是本案被调查人。"),
    "decision_correction_in_past": N_("改正期限不能早于今天。"),
    "decision_correction_missing": N_("有处理措施的，请写明改正要求和改正期限。"),
    "decision_reason_needed": N_("请写明退回修改的理由。"),
    "decision_reviewer_is_party_to_it": N_(
        "审核人不得是起草人或者本案调查组成员；调查与决定应当分开。"
    ),
    "decision_signer_is_party_to_it": N_(
        "签发人不得是起草人、审核人或者本案调查组成员；调查与决定应当分开。"
    ),
    "decision_discussion_needed": N_(
        "适用的规则要求集体讨论作出处理决定，这份草稿还没有登记集体讨论，不能签发。"
    ),
    "decision_discussed": N_("这份草稿的集体讨论已经登记；退回修改后才能再次讨论。"),
    "decision_discussion_day_wrong": N_("讨论日期不能晚于今天，也不能早于起草日期（%(on)s）。"),
    "decision_discussion_name_twice": N_("“%(name)s”列了不止一次。"),
    "decision_discussion_nobody_voted": N_(
        "集体讨论至少有两人表决，请填写同意、不同意或者弃权的人员。"
    ),
    "decision_discussion_chair_has_no_vote": N_(
        "主持人“%(name)s”须列入同意、不同意或者弃权的人员。"
    ),
    "decision_discussion_recused_took_part": N_(
        "%(name)s已经回避，不能参加讨论和表决，请列入回避人员。"
    ),
    "decision_discussion_recused_voted": N_(
        "参加表决的%(names)s应当回避，该次集体讨论不能作为签发的依据，请退回后重新讨论。"
    ),
    "decision_discussion_respondent_took_part": N_("%(name)s是本案当事人，不能参加讨论和表决。"),
    "decision_discussion_team_voted": N_(
        "%(name)s是本案调查组成员，只能列席，不能表决；调查与决定应当分开。"
    ),
    "decision_discussion_not_carried": N_(
        "同意%(for)s人，不同意%(against)s人，结论不能是同意；同意的人数须多于不同意的人数。"
    ),
    "decision_draft_differs": N_("草稿与案卷不一致，不能签发：%(what)s。请退回修改。"),
    "decision_unit_without_prefix": N_("“%(unit)s”没有设置发文字号，不能签发。"),
}
