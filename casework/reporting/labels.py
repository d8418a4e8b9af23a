"""Words for the investigation report: states, acts, parts, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.rules import ReportAction, ReportState

#: What the record of a case calls it.
SUBJECT: Final = _("调查报告")

STATES: Final[Mapping[ReportState, LazyString]] = {
    ReportState.DRAFTED: _("起草中"),
    ReportState.RETURNED: _("退回修改"),
    ReportState.IN_REVIEW: _("待审核"),
    ReportState.REVIEWED: _("待批准"),
    ReportState.APPROVED: _("已批准"),
}

TONES: Final[Mapping[ReportState, str]] = {
    ReportState.DRAFTED: "open",
    ReportState.RETURNED: "warning",
    ReportState.IN_REVIEW: "open",
    ReportState.REVIEWED: "open",
    ReportState.APPROVED: "done",
}

ACTIONS: Final[Mapping[ReportAction, LazyString]] = {
    ReportAction.EDIT: _("修改调查报告"),
    ReportAction.SIGN: _("签署调查报告"),
    ReportAction.SUBMIT: _("签署并送审"),
    ReportAction.REVIEW: _("审核调查报告"),
    ReportAction.RETURN: _("审核退回"),
    ReportAction.APPROVE: _("批准调查报告"),
    ReportAction.SEND_BACK: _("不批准，退回"),
}

#: What the worklist asks for, by the state of the report.
NEXT: Final[Mapping[ReportState, LazyString]] = {
    ReportState.DRAFTED: _("签署调查报告，送审"),
    ReportState.RETURNED: _("修改退回的调查报告"),
    ReportState.IN_REVIEW: ACTIONS[ReportAction.REVIEW],
    ReportState.REVIEWED: ACTIONS[ReportAction.APPROVE],
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"draft": _("起草调查报告")}

#: The parts of the text, by the names of `rules.ReportText`.
PARTS: Final[Mapping[str, LazyString]] = {
    "course": _("案件来源和调查经过"),
    "facts_text": _("查明的事实"),
    "evidence_text": _("证据情况"),
    "effect_found": _("造成的影响或者后果"),
    "findings": _("调查结论"),
    "qualification": _("定性和处理建议"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "report_exists": "本案已有正在办理的调查报告，请在其中修改。",
    "report_case_left": "案件不在调查中，调查报告不能再办理。",
    "report_not_whole": "调查报告的各部分都要写明。",
    "report_case_changed": "报告写成后，案卷有变动：%(what)s。请修改报告后重新签署。",
    "report_signed_already": "您已签署现在的文本。",
    "report_too_few_signatures": (
        "调查报告应当由不少于%(needed)s名调查人员签署，现有%(signed)s名（含您）。"
    ),
    "report_signature_lost": (
        "签署现在文本的调查人员不足%(needed)s名（已回避的不计），请退回重新签署。"
    ),
    "report_reviewer_of_team": "调查组成员不得审核、批准本案的调查报告。",
    "report_approver_reviewed": "您审核过这份调查报告，应当由他人批准。",
    "report_opinion_missing": "请写明审核意见。",
    "report_unprintable": "字库没有下列字，调查报告印不出来，请改用别的写法：%(characters)s",
}
