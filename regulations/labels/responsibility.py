"""Words for offices, shares, facts, grades, measures and remedies."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from regulations.codes import (
    ApprovalState,
    DecidedBy,
    Grade,
    InstructionState,
    MeasureBearer,
    ObjectionState,
    Office,
    RemedyBody,
    RemedyKind,
    ReviewState,
    Role,
    ShareValue,
    Vote,
)

OFFICES: Final[Mapping[Office, LazyString]] = {
    Office.PRINCIPAL_LEADER: _("主要领导"),
    Office.UNIT_HEAD: _("主要负责人"),
    Office.SUPERVISOR: _("主管领导"),
    Office.LEADER_IN_CHARGE: _("分管领导"),
    Office.COLLECTIVE_MEMBER: _("其他领导成员"),
    Office.HANDLER: _("直接承办人"),
    Office.DIRECT_PERSON: _("直接责任人"),
    Office.DIRECT_MANAGER: _("直接负责的主管人员"),
    Office.OTHER_DIRECT_PERSON: _("其他直接责任人员"),
    Office.LEADERS_CONCERNED: _("有关领导"),
    Office.STAFF_CONCERNED: _("有关工作人员"),
    Office.PERSONS_CONCERNED: _("有关责任人员"),
    Office.SECTION_HEAD: _("科室或单位负责人"),
    Office.DRAFTING_HEAD: _("起草部门主要负责人"),
    Office.PROVIDER: _("信息提供者"),
    Office.REVIEWER: _("审查人"),
    Office.DISCIPLINE_LEADER: _("分管纪检工作的领导"),
    Office.SECRECY_LEADER: _("分管保密工作的领导"),
    Office.FORMER_HOLDER: _("已离职的责任人"),
    Office.LEAKER: _("信息泄露责任人"),
    Office.MANAGING_SUPERIOR: _("管理者"),
    Office.RELEASING_ORGAN: _("发布信息的机关"),
    Office.SILENT_ORGAN: _("发现而不提出异议的机关"),
    Office.RESPONSIBLE_UNIT: _("责任单位"),
    Office.SPREADER: _("传播、散布者"),
    Office.INFORMATION_OFFICER: _("信息员"),
    Office.RELEASE_LIAISON: _("信息发布联络员"),
    Office.OFFICE_HEAD: _("办公室负责人"),
    Office.MESSAGE_OFFICER: _("留言办理专人"),
    Office.POLICY_INTERPRETER: _("政策解读专员"),
    Office.SPOKESPERSON: _("新闻发言人"),
    Office.LIAISON_OFFICER: _("联络员"),
    Office.MONITOR: _("监督员"),
    Office.INVITED_EVALUATOR: _("特邀监督评议员"),
    Office.PUBLIC_REPRESENTATIVE: _("社会公众代表"),
    Office.LEADING_GROUP: _("政务公开领导小组"),
    Office.LEADING_GROUP_OFFICE: _("领导小组办公室"),
    Office.DISCLOSURE_OFFICE: _("政府信息公开工作机构"),
    Office.SUPERVISION_ORGAN: _("纪检监察机关"),
}

ROLES: Final[Mapping[Role, LazyString]] = {
    Role.HANDLER: _("直接承办人"),
    Role.SUPERVISOR: _("主管领导"),
    Role.PRINCIPAL_LEADER: _("主要领导"),
    Role.COLLECTIVE_MEMBER: _("其他领导成员"),
    Role.REVIEWER: _("保密审查人"),
}

SHARES: Final[Mapping[ShareValue, LazyString]] = {
    ShareValue.FULL: _("全部责任"),
    ShareValue.PRIMARY: _("主要责任"),
    ShareValue.SECONDARY: _("次要责任"),
    ShareValue.NONE: _("不承担责任"),
    ShareValue.RESPONSIBLE: _("承担责任（份额未写明）"),
    ShareValue.NOT_STATED: _("来源未规定"),
}

DECIDED_BY: Final[Mapping[DecidedBy, LazyString]] = {
    DecidedBy.INDIVIDUAL: _("个人作出"),
    DecidedBy.COLLECTIVE: _("领导班子集体决定"),
}

APPROVALS: Final[Mapping[ApprovalState, LazyString]] = {
    ApprovalState.NONE: _("未经主管领导批准"),
    ApprovalState.GIVEN: _("经主管领导批准或同意"),
    ApprovalState.UNKNOWN: _("是否批准尚未查明"),
}

REVIEWS: Final[Mapping[ReviewState, LazyString]] = {
    ReviewState.DONE: _("已经保密审查"),
    ReviewState.SKIPPED: _("未履行保密审查"),
    ReviewState.NOT_REQUIRED: _("无需保密审查"),
    ReviewState.UNKNOWN: _("是否审查尚未查明"),
}

INSTRUCTIONS: Final[Mapping[InstructionState, LazyString]] = {
    InstructionState.NONE: _("没有领导直接授意"),
    InstructionState.GIVEN: _("领导直接授意"),
}

OBJECTIONS: Final[Mapping[ObjectionState, LazyString]] = {
    ObjectionState.NONE: _("承办人未提出异议"),
    ObjectionState.UNPROVED: _("称提出异议但没有证据"),
    ObjectionState.PROVED: _("承办人提出异议且有证据"),
}

VOTES: Final[Mapping[Vote, LazyString]] = {
    Vote.FOR: _("赞成"),
    Vote.AGAINST: _("反对"),
    Vote.ABSTAIN: _("弃权"),
    Vote.ABSENT: _("缺席"),
}

GRADES: Final[Mapping[Grade, LazyString]] = {
    Grade.MINOR: _("情节轻微"),
    Grade.DISRUPTIVE: _("影响正常工作"),
    Grade.SERIOUS: _("情节严重"),
    Grade.CRIME: _("构成犯罪"),
}

MEASURE_BEARERS: Final[Mapping[MeasureBearer, LazyString]] = {
    MeasureBearer.PERSON: _("责任人"),
    MeasureBearer.LEADER: _("领导"),
    MeasureBearer.UNIT: _("单位"),
}

REMEDY_KINDS: Final[Mapping[RemedyKind, LazyString]] = {
    RemedyKind.RECONSIDERATION: _("复核"),
    RemedyKind.APPEAL: _("申诉"),
}

REMEDY_BODIES: Final[Mapping[RemedyBody, LazyString]] = {
    RemedyBody.DECIDING_BODY: _("作出处理决定的机关"),
    RemedyBody.SUPERIOR_BODY: _("上级机关"),
}
