"""The shape of what is typed about an investigation report."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from casework.reporting.labels import PARTS
from casework.rules import ReportText
from core.web.forms import ActionForm, LongTextField, required


class ReportForm(ActionForm):
    """The parts of the report; all but conclusion and effect come from the record."""

    course = LongTextField(PARTS["course"], [required(_("请写明案件来源和调查经过。"))])
    facts_text = LongTextField(
        PARTS["facts_text"],
        [required(_("请写明查明的事实。"))],
        description=_("已按时间列出认定的事实，每项写明证据编号，可以修改文字。"),
    )
    evidence_text = LongTextField(
        PARTS["evidence_text"],
        [required(_("请写明证据情况。"))],
        description=_("已按编号列出全部证据，可以概括。"),
    )
    effect_found = LongTextField(
        PARTS["effect_found"],
        [required(_("请写明造成的影响或者后果。"))],
        max_length=5000,
        description=_("追究责任以造成不良影响或者严重后果为前提，请写明查明的情况。"),
    )
    findings = LongTextField(PARTS["findings"], [required(_("请写明调查结论。"))])
    qualification = LongTextField(
        PARTS["qualification"],
        [required(_("请写明定性和处理建议。"))],
        max_length=5000,
        description=_(
            "已写入立案所依据的条款。是否追究、如何追究由调查组提出建议，由有权机关决定。"
        ),
    )

    @property
    def text(self) -> ReportText:
        """Return what was typed."""
        return ReportText(**{name: self[name].data or "" for name in PARTS})


class ReportSimpleForm(ActionForm):
    """Nothing is asked but the act itself."""


class ReportReviewForm(ActionForm):
    """What the reviewer finds."""

    opinion = LongTextField(
        _("审核意见"),
        [required(_("请写明审核意见。"))],
        max_length=2000,
        description=_("写明事实是否清楚、证据是否充分、定性是否准确、程序是否合法。"),
    )


class ReportReturnForm(ActionForm):
    """Why the report goes back to the team."""

    reason = LongTextField(
        _("退回理由"),
        [required(_("请写明退回理由。"))],
        max_length=2000,
        description=_("写明需要补充、修改的内容。退回后由调查组修改并重新签署。"),
    )
