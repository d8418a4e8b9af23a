"""Words for the worklist and for what the record holds."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from core import procedure
from core.access_log.labels import KINDS as ACCESS
from core.clocks.labels import recorded
from oversight.rules import Urgency

URGENCIES: Final[Mapping[Urgency, LazyString]] = {
    Urgency.OVERDUE: _("已逾期"),
    Urgency.TODAY: _("今天到期"),
    Urgency.THIS_WEEK: _("本周到期"),
    Urgency.LATER: _("以后到期"),
    Urgency.UNDATED: _("无期限"),
}

#: What an entry of the record is about, by the name of its table.
SUBJECTS: Final[Mapping[str, LazyString]] = {
    "complaints": _("投诉举报"),
    "reporters": _("投诉举报人身份"),
    "reporter_openings": _("查看身份的申请"),
    "cases": _("案件"),
    "case_archives": _("案卷"),
    "recusals": _("回避"),
    "responsible_acts": _("责任行为"),
    "decisions": _("处理决定"),
    "notice_services": _("送达"),
    "remedies": _("复核申诉"),
    "rectifications": _("整改"),
    "issued_documents": _("文书"),
    "template_versions": _("文书模板"),
    "clocks": _("期限"),
    "users": _("用户"),
    "units": _("单位"),
    "access_seals": _("查阅记录"),
    "attachments": _("附件"),
    "hotline_imports": _("热线工单导入"),
    "posts": _("岗位"),
    "pending_changes": _("变更"),
    "unit_packs": _("规则包"),
    "evaluation_rounds": _("社会评议"),
    "feedback_notices": _("评议反馈通知"),
}

#: Acts that belong to no procedure.
ACTIONS: Final[Mapping[tuple[str, str], LazyString]] = {
    ("users", "signed_in"): _("登录"),
    ("users", "account_locked"): _("锁定账号"),
    ("users", "user_created"): _("新建用户"),
    ("users", "password_changed"): _("更改密码"),
    ("users", "password_reset"): _("重置密码"),
    ("users", "leaving_set"): _("登记离任"),
    ("users", "lock_released"): _("解除锁定"),
    ("users", "sessions_ended"): _("强制退出"),
    ("users", "second_factor_set"): _("启用动态口令"),
    ("users", "second_factor_reset"): _("重置动态口令"),
    ("users", "recovery_codes_renewed"): _("重新生成恢复码"),
    ("users", "recovery_code_used"): _("使用恢复码"),
    ("unit_packs", "pack_assigned"): _("指定规则包"),
    ("local_periods", "period_set"): _("设定期限"),
    ("units", "unit_changed"): _("更改单位"),
    ("posts", "post_given"): _("任命岗位"),
    ("posts", "post_ended"): _("结束岗位"),
    ("units", "unit_created"): _("新建单位"),
    ("issued_documents", "document_issued"): _("印发文书"),
    ("access_seals", "access_log_sealed"): _("封存查阅记录"),
}

#: What was done when nothing was changed.
READINGS: Final = ACCESS


def subject(subject_type: str) -> str:
    """Return the words for a table of the record; its name where it has none."""
    return str(SUBJECTS.get(subject_type, subject_type))


def action(subject_type: str, code: str) -> str:
    """Return the words for an act of the record; its code where nobody knows it."""
    if (subject_type, code) in ACTIONS:
        return str(ACTIONS[subject_type, code])
    if subject_type == "clocks" and (words := recorded(code)):
        return words
    return procedure.action_label(subject_type, code)


def distance(left: int, *, in_working_days: bool) -> str:
    """Say how far off a due date is: 今天到期, 还剩 3 天, 已超 2 个工作日."""
    if left == 0:
        return str(gettext("今天到期"))
    if in_working_days:
        if left > 0:
            return str(ngettext("还剩 %(num)s 个工作日", "还剩 %(num)s 个工作日", left))
        return str(ngettext("已超 %(num)s 个工作日", "已超 %(num)s 个工作日", -left))
    if left > 0:
        return str(ngettext("还剩 %(num)s 天", "还剩 %(num)s 天", left))
    return str(ngettext("已超 %(num)s 天", "已超 %(num)s 天", -left))
