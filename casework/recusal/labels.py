"""Words for recusals, and what is refused about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.rules import (
    Decider,
    EarlierActs,
    RecusalAction,
    RecusalGround,
    RecusalOrigin,
    RecusalState,
)

__all__ = [
    "ACTIONS",
    "DECIDERS",
    "EARLIER_ACTS",
    "EVENTS",
    "GROUNDS",
    "GROUND_ARTICLES",
    "ORIGINS",
    "REFUSALS",
    "STATES",
    "TONES",
]

STATES: Final[Mapping[RecusalState, LazyString]] = {
    RecusalState.PENDING: _("待决定"),
    RecusalState.GRANTED: _("准予回避"),
    RecusalState.REJECTED: _("驳回"),
}

TONES: Final[Mapping[RecusalState, str]] = {
    RecusalState.PENDING: "warning",
    RecusalState.GRANTED: "done",
    RecusalState.REJECTED: "plain",
}

ACTIONS: Final[Mapping[RecusalAction, LazyString]] = {
    RecusalAction.GRANT: _("准予回避"),
    RecusalAction.REJECT: _("驳回回避申请"),
    RecusalAction.NOTE: _("已知悉回避"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"ask": _("提出回避")}

ORIGINS: Final[Mapping[RecusalOrigin, LazyString]] = {
    RecusalOrigin.DECLARED: _("本人申请"),
    RecusalOrigin.BY_RESPONDENT: _("被调查人申请"),
    RecusalOrigin.BY_COMPLAINANT: _("投诉举报人申请"),
    RecusalOrigin.BY_OTHER: _("其他人员提出"),
    RecusalOrigin.BY_ORGAN: _("本机关发现"),
    RecusalOrigin.DETECTED: _("系统比对发现"),
}

GROUNDS: Final[Mapping[RecusalGround, LazyString]] = {
    RecusalGround.RELATIVE: _("与被调查人是近亲属关系"),
    RecusalGround.INTEREST: _("与案件有利害关系"),
    RecusalGround.RELATION: _("与被调查人有其他关系，可能影响案件公正处理"),
    RecusalGround.RESPONDENT: _("是本案责任人员"),
    RecusalGround.LINE_OF_COMMAND: _("与本案责任人员有上下级关系"),
    RecusalGround.OWN_UNIT: _("在本案责任单位工作或者任职"),
    RecusalGround.EARLIER_ROLE: _("行为发生时在本案责任单位任职"),
}

#: Which item of article 42 each ground falls under.
GROUND_ARTICLES: Final[Mapping[RecusalGround, LazyString]] = {
    RecusalGround.RELATIVE: _("《行政机关公务员处分条例》第四十二条第（一）项"),
    RecusalGround.INTEREST: _("《行政机关公务员处分条例》第四十二条第（二）项"),
    RecusalGround.RELATION: _("《行政机关公务员处分条例》第四十二条第（三）项"),
    RecusalGround.RESPONDENT: _("《行政机关公务员处分条例》第四十二条第（二）项"),
    RecusalGround.LINE_OF_COMMAND: _("《行政机关公务员处分条例》第四十二条第（三）项"),
    RecusalGround.OWN_UNIT: _("《行政机关公务员处分条例》第四十二条第（三）项"),
    RecusalGround.EARLIER_ROLE: _("《行政机关公务员处分条例》第四十二条第（二）项"),
}

EARLIER_ACTS: Final[Mapping[EarlierActs, LazyString]] = {
    EarlierActs.NONE: _("此前没有登记证据和事实"),
    EarlierActs.STAND: _("继续有效"),
    EarlierActs.REDO: _("重新进行"),
}

DECIDERS: Final[Mapping[Decider, LazyString]] = {
    Decider.LEADER: _("批准立案的负责人"),
    Decider.SUPERIOR: _("上一级负责人（签发人）"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "recusal_case_ended": "案件已经结束，不再办理回避。",
    "recusal_unknown_person": "所选人员不参与本案的办理。",
    "recusal_live": "%(name)s已提出回避，尚待决定。",
    "recusal_granted_before": "%(name)s已经回避。",
    "recusal_own_is_declared": "为本人提出的，请选择“本人申请”。",
    "recusal_declared_by_another": "“本人申请”只能由本人提出；他人提出的，请选择相应的来源。",
    "recusal_reason_missing": "请写明理由。",
    "recusal_earlier_acts_missing": "该人员此前登记过证据或者事实，请决定继续有效还是重新进行。",
    "recusal_still_barred": "回避情形仍然存在，不能驳回；登记有误的，先更正责任单位和人员。",
    "recusal_successor_without_member": "该人员不在调查组，无需指定接替人员。",
    "case_actor_recused": "您已回避本案，不得再参与调查、审核、签发、复核或者答复。",
    "case_evidence_set_aside": "%(names)s由已回避的人员取得，决定重新进行，不能再作为依据。",
    "case_nothing_stands": (
        "已回避人员取得的证据、认定的事实决定重新进行，请由现有调查人员重新取证、认定事实。"
    ),
}
