"""Forms of the yearly assessment."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Final

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from assessment.models import AssessmentItem
from core.files.fields import AttachmentsField
from core.web.forms import (
    ActionForm,
    ChecksField,
    DateField,
    DecimalField,
    IntegerField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    not_in_future,
    optional,
    required,
)

#: No item of any standard is worth more.
MOST_POINTS: Final = 1000


def in_tenths(_form: Any, field: Any) -> None:
    """Refuse what is no number of points with at most one decimal."""
    value = field.data
    sound = value is None or (value.is_finite() and abs(value) <= MOST_POINTS)
    if not sound or (value is not None and value != round(value, 1)):
        raise ValidationError(_("分值最多保留一位小数。"))


class PlanForm(ActionForm):
    """The plan of an assessment; years and units are offered by the view."""

    title = TextField(_("考核名称"), [required(_("请填写考核名称。"))], max_length=100)
    year = SelectField(_("考核年度"), coerce=int)
    unit_ids = ChecksField(_("考核对象"), [required(_("请至少选择一个单位。"))], coerce=int)
    panel = LongTextField(
        _("考核小组"), [required(_("请写明考核小组由哪些部门和专家组成。"))], max_length=2000
    )
    plan = LongTextField(_("考核方案"), [required(_("请写明考核的方法和步骤。"))], max_length=8000)


class ConfirmForm(ActionForm):
    """An act that asks for nothing."""


class AssessorForm(ActionForm):
    """Who assesses a public service body; units are offered by the view."""

    assessed_id = SelectField(_("考核对象"), [required(_("请选择考核对象。"))], coerce=int)
    assessor_id = SelectField(_("考核单位"), coerce=int)


class CirculateForm(ActionForm):
    """The circular; where a unit is unqualified, until when it rectifies."""

    rectify_by = DateField(_("不合格单位的整改期限"), [required(_("请填写整改期限。"))])


class OrderForm(ActionForm):
    """A notice to rectify what a check found; the checks are offered by the view."""

    check_id = RadioField(_("检查"), [required(_("请选择检查。"))], coerce=int)
    due_on = DateField(_("整改期限"), [required(_("请填写整改期限。"))])


class ScheduleForm(ActionForm):
    """The day of the assessment."""

    assess_on = DateField(_("考核日期"), [required(_("请填写考核日期。"))])


class ProposeForm(ActionForm):
    """Until when units may object."""

    objections_until = DateField(_("异议截止日期"), [required(_("请填写异议截止日期。"))])


class ApproveForm(ActionForm):
    """The approval, with an opinion if there is one."""

    opinion = LongTextField(_("意见"), [optional()], max_length=2000)


class ReasonForm(ActionForm):
    """A reason."""

    reason = LongTextField(_("理由"), [required(_("请写明理由。"))], max_length=2000)


class WordsForm(ActionForm):
    """An objection, or its answer."""

    text = LongTextField(_("理由和情况"), [required(_("请写明理由和情况。"))], max_length=4000)


class SummaryForm(ActionForm):
    """The summary that goes with the self-assessment."""

    summary = LongTextField(_("总结"), [required(_("请填写总结。"))], max_length=8000)


class SelfScoreForm(ActionForm):
    """One item of a self-assessment."""

    score = DecimalField(_("自评得分"), [optional(), in_tenths], places=1)
    text = LongTextField(_("完成情况"), [required(_("请写明完成情况。"))], max_length=4000)
    files = AttachmentsField(_("佐证材料"))


class CheckForm(ActionForm):
    """A check through the year; the methods of the pack are offered by the view."""

    method_code = SelectField(_("检查方式"), [required(_("请选择检查方式。"))])
    on = DateField(_("检查日期"), [required(_("请填写检查日期。")), not_in_future])
    findings = LongTextField(_("检查情况"), [required(_("请写明检查情况。"))], max_length=4000)


class CodedDeductionForm(ActionForm):
    """A deduction by a row of the standard; rows and checks are offered by the view."""

    code = RadioField(_("扣分情形"), [required(_("请选择扣分情形。"))])
    times = IntegerField(_("次数"), [required(_("请填写次数。"))])
    found_on = DateField(_("发现日期"), [required(_("请填写发现日期。")), not_in_future])
    check_id = SelectField(_("来自哪次检查"), coerce=int)
    reason = LongTextField(_("扣分理由"), [required(_("请写明扣分理由。"))], max_length=2000)
    rectify_by = DateField(
        _("整改期限"),
        [optional()],
        description=_("填写后随即下达整改通知书，列明这次检查中扣分的全部问题；可以以后再下达。"),
    )


class FreeDeductionForm(ActionForm):
    """A deduction where the source lists none: the panel says how many points."""

    points = DecimalField(_("扣分"), [required(_("请填写扣分。")), in_tenths], places=1)
    found_on = DateField(_("发现日期"), [required(_("请填写发现日期。")), not_in_future])
    check_id = SelectField(_("来自哪次检查"), coerce=int)
    reason = LongTextField(_("扣分理由"), [required(_("请写明扣分理由。"))], max_length=2000)


class FalsificationForm(ActionForm):
    """Points off the total for faking."""

    points = IntegerField(_("扣减分数"), [required(_("请填写扣减分数。"))])
    reason = LongTextField(_("理由"), [required(_("请写明理由。"))], max_length=2000)


class BandForm(ActionForm):
    """A band in words; the bands of the pack are offered by the view."""

    band_code = RadioField(_("等次"), [required(_("请选择等次。"))])
    reason = LongTextField(_("评定理由"), [required(_("请写明评定理由。"))], max_length=2000)


def points_form(items: Sequence[AssessmentItem]) -> type[ActionForm]:
    """Return the form in which the office sets the points of these items."""
    fields: dict[str, Any] = {
        f"item{item.id}": DecimalField(
            item.label, [required(_("请填写分值。")), in_tenths], places=1
        )
        for item in items
    }
    made: type[ActionForm] = type("PointsForm", (ActionForm,), fields)
    return made
