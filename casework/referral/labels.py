"""Words for referrals, and what is refused about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.rules.referrals import (
    ReferralAction,
    ReferralCourse,
    ReferralKind,
    ReferralState,
)

#: What the record of a case calls it.
SUBJECT: Final = _("移送")

STATES: Final[Mapping[ReferralState, LazyString]] = {
    ReferralState.PROPOSED: _("待批准"),
    ReferralState.REJECTED: _("不同意移送"),
    ReferralState.SENT: _("已发函，待回执"),
    ReferralState.RECEIVED: _("已签收，待答复"),
    ReferralState.TAKEN: _("对方已接收办理"),
    ReferralState.NOT_TAKEN: _("对方不接收"),
}

TONES: Final[Mapping[ReferralState, str]] = {
    ReferralState.PROPOSED: "warning",
    ReferralState.REJECTED: "plain",
    ReferralState.SENT: "open",
    ReferralState.RECEIVED: "open",
    ReferralState.TAKEN: "done",
    ReferralState.NOT_TAKEN: "warning",
}

KINDS: Final[Mapping[ReferralKind, LazyString]] = {
    ReferralKind.JUDICIARY: _("涉嫌犯罪，移送司法机关"),
    ReferralKind.SUPERVISION: _("涉嫌职务违法或者职务犯罪，移送监察机关"),
    ReferralKind.SANCTION: _("超出本机关处理权限，向有权机关提出处理建议"),
    ReferralKind.COMPETENT: _("属于其他机关职权，转送有权处理的机关"),
}

COURSES: Final[Mapping[ReferralCourse, LazyString]] = {
    ReferralCourse.GOES_ON: _("本案继续办理"),
    ReferralCourse.STANDS_STILL: _("本案中止调查，等待对方结果"),
    ReferralCourse.ENDS: _("对方接收后本案移送结案，此前中止调查"),
}

ACTIONS: Final[Mapping[ReferralAction, LazyString]] = {
    ReferralAction.APPROVE: _("批准移送"),
    ReferralAction.REJECT: _("不同意移送"),
    ReferralAction.RECEIVE: _("登记回执"),
    ReferralAction.TAKE: _("登记对方已接收"),
    ReferralAction.DECLINE: _("登记对方不接收"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"propose": _("提出移送")}

#: What the worklist asks for.
NEXT: Final[Mapping[ReferralState, LazyString]] = {
    ReferralState.PROPOSED: _("审批移送"),
    ReferralState.SENT: _("登记移送函的回执"),
    ReferralState.RECEIVED: _("登记对移送的答复"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "referral_case_ended": "案件不在办理中，不能再移送。",
    "referral_no_rule": "本案适用的制度没有这种移送的规定。",
    "referral_to_accused": "%(receiver)s是被反映的单位、人员或者其下属，不得移送。",
    "referral_to_itself": "不能移送给承办单位自己。",
    "referral_there_already": "向%(receiver)s的移送尚未办完，不能重复提出。",
    "referral_incomplete": "请写明受送机关、移送的事项、理由和材料。",
    "referral_unprintable": "字库没有下列字，移送函印不出来，请改用别的写法：%(characters)s",
    "referral_own": "提出移送的人和调查组成员不能审批本案的移送。",
    "referral_not_investigated": "案件不在调查中，不能中止调查，请选择本案继续办理。",
    "referral_date_wrong": "日期不能晚于今天，也不能早于%(on)s。",
    "referral_receiver_missing": "请填写签收人。",
    "referral_answer_missing": "请写明答复的内容。",
}
