"""Words for cases: enums, steps, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.defending import Adoption, DefenceManner
from casework.rules import (
    ArchiveAction,
    ArchiveState,
    CaseAction,
    CaseState,
    Conflict,
    DefenceOutcome,
    EvidenceKind,
    RespondentKind,
)
from regulations.labels import ROLES as PERSON_ROLES

__all__ = [
    "ACTIONS",
    "ADOPTIONS",
    "ARCHIVE_ACTIONS",
    "ARCHIVE_STATES",
    "CONFLICTS",
    "DEFENCE_MANNERS",
    "EVENTS",
    "EVIDENCE_KINDS",
    "OUTCOMES",
    "PERSON_ROLES",
    "REFUSALS",
    "RESPONDENT_KINDS",
    "STATES",
    "STEPS",
    "TASKS",
    "TONES",
]

STATES: Final[Mapping[CaseState, LazyString]] = {
    CaseState.PROPOSED: _("待审批立案"),
    CaseState.FILED: _("已立案"),
    CaseState.INVESTIGATING: _("调查中"),
    CaseState.SUSPENDED: _("中止调查"),
    CaseState.REPORTED: _("调查终结"),
    CaseState.DEFENCE: _("陈述申辩"),
    CaseState.DELIBERATING: _("审议中"),
    CaseState.DECIDED: _("已决定"),
    CaseState.SERVED: _("已送达"),
    CaseState.EFFECTIVE: _("已生效"),
    CaseState.CLOSED: _("已办结"),
    CaseState.DISMISSED: _("已终止"),
}

TONES: Final[Mapping[CaseState, str]] = {
    CaseState.PROPOSED: "warning",
    CaseState.FILED: "open",
    CaseState.INVESTIGATING: "open",
    CaseState.SUSPENDED: "warning",
    CaseState.REPORTED: "open",
    CaseState.DEFENCE: "open",
    CaseState.DELIBERATING: "open",
    CaseState.DECIDED: "open",
    CaseState.SERVED: "open",
    CaseState.EFFECTIVE: "done",
    CaseState.CLOSED: "done",
    CaseState.DISMISSED: "plain",
}

#: What each step of the bar is called; short, for ten of them stand side by side.
STEPS: Final[Mapping[CaseState, LazyString]] = {
    CaseState.PROPOSED: _("提出"),
    CaseState.FILED: _("立案"),
    CaseState.INVESTIGATING: _("调查"),
    CaseState.SUSPENDED: _("中止"),
    CaseState.REPORTED: _("报告"),
    CaseState.DEFENCE: _("申辩"),
    CaseState.DELIBERATING: _("审议"),
    CaseState.DECIDED: _("决定"),
    CaseState.SERVED: _("送达"),
    CaseState.EFFECTIVE: _("生效"),
    CaseState.CLOSED: _("办结"),
    CaseState.DISMISSED: _("终止"),
}

ACTIONS: Final[Mapping[CaseAction, LazyString]] = {
    CaseAction.FILE: _("批准立案"),
    CaseAction.NAME_MEMBER: _("指定调查人员"),
    CaseAction.HAND_OVER: _("调查人员交接"),
    CaseAction.RECUSE_MEMBER: _("调查人员回避"),
    CaseAction.START_INVESTIGATION: _("开始调查"),
    CaseAction.ADD_RESPONDENT: _("登记责任单位或人员"),
    CaseAction.RECORD_EVIDENCE: _("登记取证"),
    CaseAction.ATTACH_FILES: _("补充证据附件"),
    CaseAction.RECORD_FACT: _("认定事实"),
    CaseAction.REPORT: _("调查终结"),
    CaseAction.OPEN_DEFENCE: _("听取陈述申辩"),
    CaseAction.RECORD_DEFENCE: _("记录陈述申辩"),
    CaseAction.DELIBERATE: _("提交审议"),
    CaseAction.SUSPEND: _("中止调查"),
    CaseAction.RESUME: _("恢复调查"),
    CaseAction.EXTEND: _("延长调查期限"),
    CaseAction.DISMISS: _("终止案件"),
    CaseAction.END_REFERRED: _("移送结案"),
    CaseAction.CLOSE: _("办结案件"),
    CaseAction.ARCHIVE: _("归档"),
    CaseAction.DECIDE: _("作出处理决定"),
    CaseAction.SERVE: _("送达完毕"),
    CaseAction.TAKE_EFFECT: _("处理决定生效"),
    CaseAction.REMAND: _("发回重新调查"),
    CaseAction.NOTE_WITHDRAWAL: _("记录撤回投诉举报"),
    CaseAction.MOVE_UP: _("改由上级办理"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"propose": _("提出立案")}

ARCHIVE_STATES: Final[Mapping[ArchiveState, LazyString]] = {ArchiveState.KEPT: _("在库保管")}

ARCHIVE_ACTIONS: Final[Mapping[ArchiveAction, LazyString]] = {
    ArchiveAction.REVIEW: _("保管期限鉴定"),
}

RESPONDENT_KINDS: Final[Mapping[RespondentKind, LazyString]] = {
    RespondentKind.UNIT: _("单位"),
    RespondentKind.PERSON: _("人员"),
}

EVIDENCE_KINDS: Final[Mapping[EvidenceKind, LazyString]] = {
    EvidenceKind.INQUIRY: _("询问"),
    EvidenceKind.CONSULT_FILES: _("查阅文件"),
    EvidenceKind.ON_SITE: _("现场勘查"),
}

OUTCOMES: Final[Mapping[DefenceOutcome, LazyString]] = {
    DefenceOutcome.STATED: _("已陈述申辩"),
    DefenceOutcome.DECLINED: _("放弃陈述申辩"),
    DefenceOutcome.ABSENT: _("经告知未到场、未提出"),
}

DEFENCE_MANNERS: Final[Mapping[DefenceManner, LazyString]] = {
    DefenceManner.WRITTEN: _("书面"),
    DefenceManner.ORAL: _("口头"),
}

ADOPTIONS: Final[Mapping[Adoption, LazyString]] = {
    Adoption.ADOPTED: _("予以采纳"),
    Adoption.PARTLY: _("部分采纳"),
    Adoption.REJECTED: _("不予采纳"),
}

CONFLICTS: Final[Mapping[Conflict, LazyString]] = {
    Conflict.RESPONDENT: _("是本案责任人员"),
    Conflict.LINE_OF_COMMAND: _("与本案责任人员有上下级关系"),
    Conflict.OWN_UNIT: _("属于本案责任单位"),
}

#: What the worklist asks for, by the state of the case.
TASKS: Final[Mapping[CaseState, LazyString]] = {
    CaseState.PROPOSED: _("审批立案"),
    CaseState.FILED: _("指定调查人员，开始调查"),
    CaseState.INVESTIGATING: _("调查取证，提交调查报告"),
    CaseState.SUSPENDED: _("中止的原因消除后，恢复调查"),
    CaseState.REPORTED: _("审阅调查报告，听取陈述申辩"),
    CaseState.DEFENCE: _("记录陈述申辩"),
    CaseState.DELIBERATING: _("提交审议"),
    CaseState.EFFECTIVE: _("核对整改和答复，办结案件"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "case_no_pack": "%(unit)s在%(on)s没有适用的制度，不能立案。",
    "case_unknown_trigger": "适用的制度《%(pack)s》没有规定该追责情形。",
    "case_proposer_conflict": "您%(conflict)s，应当回避，不能提出立案。",
    "case_own_unit": "本单位是被反映的单位，不得由本单位立案调查。",
    "case_act_in_future": "行为发生日期不能晚于今天。",
    "case_date_in_future": "日期不能晚于今天。",
    "case_reason_missing": "请写明理由。",
    "case_no_period": "本案没有正在计算的调查期限，不能延长。",
    "case_period_over": "调查期限已于%(on)s届满，不能再延长。",
    "case_too_few_investigators": (
        "调查人员不得少于%(needed)s人，现有%(named)s人（已回避、已离开的不计），请补充指定调查人员。"
    ),
    "case_member_already": "%(name)s已是调查组成员。",
    "case_member_recused": "%(name)s已经回避或者已提出回避，不能参加本案调查。",
    "case_member_not_investigator": "%(name)s没有担任本单位调查人员的岗位。",
    "case_member_conflict": "%(name)s%(conflict)s，不得参加调查。",
    "case_not_member": "所选人员不是本案调查组现有成员。",
    "case_no_team": "尚未指定调查人员。",
    "case_successor_is_leaver": "接替人员不能是离开的人员本人。",
    "case_person_unnamed": "请填写责任人员的姓名。",
    "case_person_ambiguous": "该单位有多名叫“%(name)s”的人员，请改填其登录名。",
    "case_respondent_listed": "%(name)s已登记在本案中。",
    "case_unknown_respondent": "所选对象不在本案中。",
    "case_respondent_stays_person": "%(name)s是按人员登记的，不能改为单位；单位请另行登记。",
    "case_respondent_heard": "%(name)s已经陈述申辩，不能改为他人或者其他单位；请另行登记。",
    "case_evidence_too_few": "取证应当由不少于%(needed)s名调查人员进行，并逐一记明。",
    "case_credentials_not_shown": "询问和现场勘查应当向被调查人出示证件。",
    "case_attach_without_evidence": "尚未登记取证，没有可以补充附件的证据。",
    "case_files_missing": "请选择要补充的附件。",
    "case_unknown_evidence": "所选证据不在本案中。",
    "case_fact_without_evidence": "认定事实应当至少引用一项证据。",
    "case_no_evidence": "尚未登记取证，不能起草调查报告。",
    "case_no_fact": "尚未认定事实，不能起草调查报告。",
    "case_no_person_with_role": "尚未登记责任人员及其在行为中的身份。",
    "case_findings_missing": "请写明调查结论和造成的影响或者后果。",
    "case_defence_missing": "尚未听取陈述申辩，也未记明放弃或者未到场：%(names)s。",
    "case_defence_before_report": "听取陈述申辩的日期不能早于批准调查报告的日期（%(on)s）。",
    "case_defence_text_missing": "请记录陈述申辩的内容；未到场、未提出的，记录告知的方式和经过。",
    "case_complaint_not_replied": "投诉举报%(number)s尚未答复办理结果。",
    "case_retention_unfounded": "请填写保管期限（永久或者年数）和依据。",
    "case_still_open": "案件尚未生效或者终止，不能答复办理结果。",
}
