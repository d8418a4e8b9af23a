"""Words for the worklist and for what the record holds."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask_babel import LazyString, gettext, ngettext
from flask_babel import lazy_gettext as _

from core import procedure
from core.access import Role
from core.access_log.labels import KINDS as ACCESS
from core.clocks.labels import recorded
from core.identity.labels import ROLES
from core.refusals import say
from core.web.filters import cn_date
from oversight.rules import (
    STILL_AFTER,
    CaseStep,
    Counted,
    Duration,
    FlowEnd,
    Lapse,
    Part,
    ReportStep,
    Section,
    Urgency,
    refusal_of,
)

URGENCIES: Final[Mapping[Urgency, LazyString]] = {
    Urgency.FIRST: _("优先办理"),
    Urgency.OVERDUE: _("已逾期"),
    Urgency.TODAY: _("今天到期"),
    Urgency.THIS_WEEK: _("本周到期"),
    Urgency.LATER: _("以后到期"),
    Urgency.UNDATED: _("无期限"),
}

#: Why nobody follows an open thing, and what is meant by it.
LAPSES: Final[Mapping[Lapse, tuple[LazyString, LazyString]]] = {
    Lapse.NOBODY: (
        _("无人可办"),
        _("没有一名在岗人员既有办理下一步的岗位，又可以知悉该事项（应当回避、被反映的人员除外）。"),
    ),
    Lapse.BARRED: (
        _("有关人员不得办理"),
        _("有岗位的人员都因本人的情形不得办理下一步，例如起草人不得审核自己起草的文书。"),
    ),
    Lapse.STILL: (
        _("久未推进"),
        _(
            "没有期限在走，超过%(days)s日没有任何办理记录，也不在等待同一事项中正在办理的其他环节。",
            days=STILL_AFTER.days,
        ),
    ),
    Lapse.PAUSED: (
        _("中止后久未恢复"),
        _("期限处于中止状态，超过%(days)s日没有任何办理记录。", days=STILL_AFTER.days),
    ),
}

#: The columns of the statistic: its words, and what exactly is counted.
COUNTED: Final[Mapping[Counted, tuple[LazyString, LazyString]]] = {
    Counted.RECEIVED: (_("收到"), _("收到日期在统计期内的投诉举报，不含系统登记的线索")),
    Counted.ACCEPTED: (_("受理"), _("其中已决定受理的，不论现在办到哪一步")),
    Counted.DECLINED: (_("不予受理"), _("其中已决定不予受理的")),
    Counted.DECIDED_LATE: (
        _("逾期决定"),
        _("其中超过受理期限才决定，或者期限已过仍未决定的"),
    ),
    Counted.LEADS: (
        _("系统线索"),
        _("统计期内因法定期限届满未履行、行为被撤销或者败诉而由系统登记的线索"),
    ),
    Counted.FILED: (_("立案"), _("立案日期在统计期内的案件")),
    Counted.DECIDED: (_("处理决定"), _("统计期内签发、未被撤销的处理决定")),
    Counted.PERSONS: (_("追究人次"), _("上述处理决定处理的人员，每案每人计一次")),
    Counted.UNITS: (_("追究单位"), _("上述处理决定处理的单位，每案每单位计一次")),
    Counted.CLOSED: (_("办结"), _("办结日期在统计期内的案件")),
    Counted.REMEDIES: (_("复核申诉"), _("提出日期在统计期内的复核、申诉")),
    Counted.OVERTURNED: (_("改变原决定"), _("统计期内变更、撤销或者发回的")),
    Counted.ORDERED: (_("责令整改"), _("责令日期在统计期内、处理决定未被撤销的整改")),
    Counted.CORRECTED: (_("已销号"), _("其中已经销号的")),
    Counted.UNREPORTED: (_("逾期未报"), _("其中报告期限已过、仍未报告的")),
}

#: The columns under their heads.
GROUPS: Final = (
    (_("投诉举报"), 5),
    (_("案件和处理决定"), 5),
    (_("复核申诉"), 2),
    (_("整改"), 3),
)

#: Where reports part and where they stand, and what is drawn as an end that is not yet one.
FLOW: Final[Mapping[str, LazyString]] = {
    "received": _("收到"),
    FlowEnd.WAITING: _("等待决定是否受理"),
    FlowEnd.WITHDRAWN: _("撤回"),
    FlowEnd.DECLINED: _("不予受理"),
    "accepted": _("受理"),
    FlowEnd.HANDLED: _("没有立案，办理中"),
    FlowEnd.ANSWERED: _("没有立案，已答复"),
    "filed": _("提出立案"),
    FlowEnd.RUNNING: _("案件办理中"),
    FlowEnd.DISMISSED: _("案件终止"),
    FlowEnd.DECIDED: _("已决定，未办结"),
    FlowEnd.CLOSED: _("案件办结"),
}
OPEN_ENDS: Final = frozenset({FlowEnd.WAITING, FlowEnd.HANDLED, FlowEnd.RUNNING, FlowEnd.DECIDED})

#: The sections of the page of outcomes: heading, what a line is, and what exactly is counted.
SECTIONS: Final[Mapping[Section, tuple[LazyString, LazyString, LazyString]]] = {
    Section.FLOW: (
        _("投诉举报的去向"),
        _("现在的情况"),
        _(
            "收到日期在统计期内的投诉举报，不含系统登记的线索；每件只计在现在所处的一处，各处相加等于收到的件数。并入其他来件的，按主件立案的情况计；您不能知悉的案件不计入立案。"
        ),
    ),
    Section.REPORTS: (
        _("从收到到办结：投诉举报"),
        _("环节"),
        _(
            "收到日期在统计期内的投诉举报，不含系统登记的线索；各环节按现在已经走到的计，走过的每个环节各计一次。"
        ),
    ),
    Section.CASES: (
        _("从立案到办结：案件"),
        _("环节"),
        _("立案日期在统计期内的案件；各环节按现在已经走到的计，走过的每个环节各计一次。"),
    ),
    Section.TRIGGERS: (
        _("追责情形"),
        _("情形"),
        _("立案日期在统计期内的案件，按立案时认定的情形。"),
    ),
    Section.MEASURES: (
        _("处理方式"),
        _("处理方式"),
        _(
            "统计期内签发、未被撤销的处理决定所在的案件；一案有几种处理方式的，每种各计一件，不按人计。"
        ),
    ),
    Section.REMEDIES: (
        _("复核、申诉及其结果"),
        _("结果"),
        _("提出日期在统计期内的复核、申诉所在的案件，按现在的状态或者结果。"),
    ),
    Section.RECTIFICATIONS: (
        _("整改进度"),
        _("进度"),
        _(
            "责令日期在统计期内、处理决定未被撤销的整改所在的案件；报告期限已过仍未报告的，计入逾期未报。"
        ),
    ),
}

COUNTED_LATE: Final = _("逾期未报")

REPORT_STEPS: Final[Mapping[ReportStep, LazyString]] = {
    ReportStep.RECEIVED: _("收到"),
    ReportStep.ACCEPTED: _("受理"),
    ReportStep.DECLINED: _("不予受理"),
    ReportStep.IN_CASE: _("立案调查"),
    ReportStep.REPLIED: _("答复"),
    ReportStep.CLOSED: _("办结"),
}

CASE_STEPS: Final[Mapping[CaseStep, LazyString]] = {
    CaseStep.FILED: _("立案"),
    CaseStep.REPORTED: _("调查终结"),
    CaseStep.DECIDED: _("作出决定"),
    CaseStep.EFFECTIVE: _("决定生效"),
    CaseStep.CLOSED: _("办结"),
    CaseStep.DISMISSED: _("终止"),
}

#: What was counted in days: its words, and from when to when.
DURATIONS: Final[Mapping[Duration, tuple[LazyString, LazyString]]] = {
    Duration.ACCEPTANCE: (
        _("受理用时"),
        _("从收到投诉举报之日到决定是否受理之日的自然日数，未决定的不计。"),
    ),
    Duration.INVESTIGATION: (
        _("调查用时"),
        _("从立案之日到调查终结之日的自然日数，中止的日子计算在内，未终结的不计。"),
    ),
    Duration.WHOLE: (
        _("全案用时"),
        _("从立案之日到办结或者终止之日的自然日数，仍在办理的不计。"),
    ),
}

PARTS: Final[Mapping[Part, LazyString]] = {
    Part.YEAR: _("全年"),
    Part.FIRST_HALF: _("上半年"),
    Part.SECOND_HALF: _("下半年"),
    Part.FIRST_QUARTER: _("第一季度"),
    Part.SECOND_QUARTER: _("第二季度"),
    Part.THIRD_QUARTER: _("第三季度"),
    Part.FOURTH_QUARTER: _("第四季度"),
    Part.JANUARY: _("1月"),
    Part.FEBRUARY: _("2月"),
    Part.MARCH: _("3月"),
    Part.APRIL: _("4月"),
    Part.MAY: _("5月"),
    Part.JUNE: _("6月"),
    Part.JULY: _("7月"),
    Part.AUGUST: _("8月"),
    Part.SEPTEMBER: _("9月"),
    Part.OCTOBER: _("10月"),
    Part.NOVEMBER: _("11月"),
    Part.DECEMBER: _("12月"),
}


def statistic_title(year: int, part: Part) -> str:
    """Return the title of the statistic of a part of a year."""
    if part is Part.YEAR:
        return str(gettext("%(year)s年度责任追究统计表", year=year))
    return str(gettext("%(year)s年%(part)s责任追究统计表", year=year, part=PARTS[part]))


#: What an entry of the record is about, by the name of its table.
SUBJECTS: Final[Mapping[str, LazyString]] = {
    "complaints": _("投诉举报"),
    "reporters": _("投诉举报人身份"),
    "reporter_openings": _("查看身份的申请"),
    "complaint_transfers": _("转办"),
    "reply_drafts": _("答复稿"),
    "cases": _("案件"),
    "recusals": _("回避"),
    "investigation_reports": _("调查报告"),
    "evidence_custodies": _("证据保管"),
    "case_participants": _("其他参与人"),
    "case_referrals": _("移送"),
    "case_elevations": _("提级办理"),
    "case_notices": _("立案、结案通知"),
    "defence_invitations": _("陈述申辩告知"),
    "investigation_plans": _("调查方案"),
    "plan_steps": _("调查方案步骤"),
    "case_notes": _("工作笔记"),
    "sealed_reports": _("径送上级登记"),
    "case_archives": _("案卷"),
    "responsible_acts": _("责任行为"),
    "decisions": _("处理决定"),
    "notice_services": _("送达"),
    "remedies": _("复核申诉"),
    "file_requests": _("查阅案卷"),
    "rectifications": _("整改"),
    "sanctions": _("处分"),
    "circulars": _("通报"),
    "lawsuits": _("行政复议、行政诉讼"),
    "losses": _("损失和赔偿"),
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
    "town_reports": _("乡镇评议结果报送"),
    "feedback_notices": _("评议反馈通知"),
    "assessments": _("年度考核"),
    "assessed_units": _("考核对象"),
    "sheet_batches": _("问卷录入"),
    "calendar_notices": _("工作日历"),
    "local_periods": _("单位期限"),
    "api_tokens": _("接口令牌"),
}

#: Acts that belong to no procedure.
ACTIONS: Final[Mapping[tuple[str, str], LazyString]] = {
    ("users", "signed_in"): _("登录"),
    ("users", "account_locked"): _("锁定账号"),
    ("users", "user_created"): _("新建用户"),
    ("users", "password_changed"): _("更改密码"),
    ("users", "password_reset"): _("重置密码"),
    ("users", "leaving_set"): _("登记离任"),
    ("users", "position_set"): _("登记职务、级别"),
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
    ("sealed_reports", "seal"): _("登记径送"),
    ("case_notes", "note"): _("写下工作笔记"),
    ("attachments", "attach"): _("存入附件"),
    ("attachments", "damage_found"): _("发现文件损坏"),
    ("town_reports", "record_town_report"): _("登记乡镇报送评议结果"),
    ("sheet_batches", "check_sheet"): _("复核录入一份问卷"),
    ("sheet_batches", "settle_difference"): _("确定以哪次录入为准"),
    ("sheet_batches", "open_batch"): _("开始录入一批问卷"),
    ("sheet_batches", "import_sheets"): _("从表格导入答卷"),
    ("sheet_batches", "close_batch"): _("录完一批问卷"),
    ("calendar_notices", "calendar_changed"): _("更新工作日历"),
    ("complaints", "hand_in"): _("经接口递交"),
    ("api_tokens", "token_made"): _("发给令牌"),
    ("api_tokens", "token_withdrawn"): _("撤销令牌"),
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


def lapse_detail(cause: Lapse, detail: Mapping[str, Any]) -> str:
    """Say what stands behind a cause: the posts that are needed, what bars who is there, or since
    when nothing was done.
    """
    if cause is Lapse.NOBODY:
        posts = gettext("、").join(str(ROLES[Role(role)]) for role in detail["roles"])
        return str(gettext("需要的岗位：%(posts)s", posts=posts))
    if cause is Lapse.BARRED:
        return say(refusal_of(detail))
    return str(gettext("最近办理：%(on)s", on=cn_date(date.fromisoformat(detail["since"]))))
