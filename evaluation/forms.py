"""Forms of social evaluation; a questionnaire becomes a form of its own."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from core.files.fields import AttachmentsField, SheetField
from core.web.forms import (
    ActionForm,
    BooleanField,
    ChecksField,
    DateField,
    Form,
    IntegerField,
    LongTextField,
    OpenForm,
    RadioField,
    SelectField,
    TextField,
    choices,
    optional,
    required,
)
from evaluation import labels
from evaluation.models import Questionnaire
from evaluation.rules import (
    TYPED,
    Entry,
    GapReason,
    InvalidReason,
    ParticipantGroup,
    QuestionKind,
    ResultRange,
    Screening,
)


class RoundPlanForm(ActionForm):
    """The plan of a round; methods, units and earlier rounds are offered by the view."""

    title = TextField(_("评议名称"), [required(_("请填写评议名称。"))], max_length=100)
    method_code = SelectField(_("评议方式"), [required(_("请选择评议方式。"))])
    starts_on = DateField(_("开始收集"), [required(_("请填写开始日期。"))])
    ends_on = DateField(_("截止日期"), [required(_("请填写截止日期。"))])
    has_open_link = BooleanField(_("另设开放链接，任何人都可以填写（单独列示，不计入指数）"))
    scale = LongTextField(_("选项和分值"), [required(_("请填写选项和分值。"))], max_length=400)
    weight_online = IntegerField(_("网上填写权重"), [optional()])
    weight_paper = IntegerField(_("纸质录入权重"), [optional()])
    weight_telephone = IntegerField(_("电话访问权重"), [optional()])
    weight_on_site = IntegerField(_("现场访问权重"), [optional()])
    unit_ids = ChecksField(_("被评议单位"), [required(_("请至少选择一个单位。"))], coerce=int)
    plan = LongTextField(
        _("评议方案"), [required(_("请写明监督评议组织、内容、步骤和参评人员。"))], max_length=8000
    )
    copied_id = SelectField(_("问卷"), coerce=int)


class AddQuestionForm(ActionForm):
    """A further question; options one a line for single and multiple choice."""

    kind = RadioField(
        _("题型"),
        [required(_("请选择题型。"))],
        choices=choices(QuestionKind, labels.QUESTION_KINDS),
    )
    text = TextField(_("题目"), [required(_("请填写题目。"))], max_length=200)
    options = LongTextField(_("选项"), [optional()], max_length=1000)
    is_required = BooleanField(_("必答"))


class RemoveQuestionForm(ActionForm):
    """One question is taken out."""

    question_id = RadioField(_("删除的题目"), [required(_("请选择题目。"))], coerce=int)


def sample_form(unit_ids: Iterable[int]) -> type[ActionForm]:
    """Return the form of a sample: a number for each unit of the round and each group."""
    fields: dict[str, Any] = {
        quota_name(unit_id, group): IntegerField(label, [optional()])
        for unit_id in unit_ids
        for group, label in labels.GROUPS.items()
    }
    made: type[ActionForm] = type("SampleForm", (ActionForm,), fields)
    return made


def quota_name(unit_id: int, group: ParticipantGroup) -> str:
    """Return the name of the field for a unit and a group."""
    return f"planned_{unit_id}_{group}"


class ConfirmForm(ActionForm):
    """An act that asks for nothing."""


class PublishForm(ActionForm):
    """Where the plan is published."""

    places = LongTextField(
        _("公布方案的地方"), [required(_("请写明方案在哪里公布。"))], max_length=1000
    )


class InspectionForm(ActionForm):
    """An inspection of one unit."""

    round_unit_id = SelectField(_("被检查单位"), coerce=int)
    method_code = SelectField(_("检查形式"), [required(_("请选择检查形式。"))])
    on = DateField(_("检查日期"), [required(_("请填写检查日期。"))])
    findings = LongTextField(_("检查情况"), [required(_("请写明检查情况。"))], max_length=4000)


class LeadForm(ActionForm):
    """Which items of a dissatisfying result become a lead, and why; the view offers the items."""

    question_ids = ChecksField(_("评议内容"), [required(_("请选择评议内容。"))], coerce=int)
    reason = LongTextField(_("提出的理由"), [required(_("请写明理由。"))], max_length=2000)


class RecordStepForm(ActionForm):
    """The day of a step; the steps of the pack are offered by the view."""

    step_code = RadioField(_("步骤"), [required(_("请选择步骤。"))])
    on = DateField(_("日期"), [required(_("请填写日期。"))])
    note = LongTextField(_("情况"), [required(_("请写明情况。"))], max_length=2000)


class TownReportForm(ActionForm):
    """That a town reported; the towns are offered by the view."""

    unit_id = SelectField(_("乡镇、街道"), coerce=int)
    reported_on = DateField(_("报送日期"), [required(_("请填写报送日期。"))])
    summary = LongTextField(_("综合评议情况"), [required(_("请写明报送的情况。"))], max_length=4000)


class HandOutForm(ActionForm):
    """How many slips or paper forms go to whom."""

    round_unit_id = SelectField(_("被评议单位"), coerce=int)
    group = SelectField(_("参评人员"), choices=choices(ParticipantGroup, labels.GROUPS))
    count = IntegerField(_("份数"), [required(_("请填写份数。"))])
    is_paper = RadioField(
        _("形式"),
        [required(_("请选择形式。"))],
        choices=[
            ("web", _("网上填写（打印链接和二维码）")),
            ("paper", _("纸质问卷（只登记份数）")),
        ],
    )


class SetGradeForm(ActionForm):
    """The grade of one unit; the grades of the pack are offered by the view."""

    grade_code = RadioField(_("评定档次"), [required(_("请选择档次。"))])
    reason = LongTextField(_("评定理由"), [required(_("请写明评定理由。"))], max_length=2000)
    opinions = LongTextField(_("意见和建议"), [optional()], max_length=4000)


class ReasonForm(ActionForm):
    """A reason."""

    reason = LongTextField(_("理由"), [required(_("请写明理由。"))], max_length=2000)


class ConsentForm(ActionForm):
    """Consent, with an opinion if there is one."""

    opinion = LongTextField(_("意见"), [optional()], max_length=2000)


class PublishResultsForm(ActionForm):
    """Range and text of the publication."""

    result_range = RadioField(
        _("公开范围"),
        [required(_("请选择公开范围。"))],
        choices=choices(ResultRange, labels.RANGES),
    )
    text = LongTextField(_("评议结果说明"), [required(_("请写明评议结果。"))], max_length=8000)


class ReceiptForm(ActionForm):
    """When and by whom a notice was received."""

    received_on = DateField(_("签收日期"), [required(_("请填写签收日期。"))])
    received_by = TextField(_("签收人"), [required(_("请填写签收人。"))], max_length=40)


class TellPublicForm(ActionForm):
    """How the unit told the public; the ways of the pack are offered by the view."""

    method_code = SelectField(_("反馈方式"), [required(_("请选择反馈方式。"))])
    on = DateField(_("反馈日期"), [required(_("请填写反馈日期。"))])
    text = LongTextField(_("反馈内容"), [required(_("请写明反馈内容。"))], max_length=4000)


class ScreenForm(ActionForm):
    """The verdict on one remark."""

    verdict = RadioField(
        _("审看结果"),
        [required(_("请选择审看结果。"))],
        choices=choices((Screening.SHOWN, Screening.WITHHELD), labels.SCREENINGS),
    )
    reason = TextField(_("不予显示的理由"), [optional()], max_length=200)


class OpenBatchForm(ActionForm):
    """A batch of sheets of one way."""

    round_unit_id = SelectField(_("评议和单位"), coerce=int)
    group = SelectField(_("参评人员"), choices=choices(ParticipantGroup, labels.GROUPS))
    channel = SelectField(_("方式"), choices=choices(TYPED, labels.SOURCES))
    number = TextField(_("批号"), [required(_("请填写批号。"))], max_length=20)


class ImportSheetsForm(ActionForm):
    """A table of sheets for a batch."""

    sheet = SheetField(_("表格"), [required(_("请选择要导入的表格。"))])


class ScanForm(ActionForm):
    """Scans of one sheet of a batch."""

    seq = IntegerField(_("份号"), [required(_("请填写份号。"))])
    files = AttachmentsField(_("扫描件"), [required(_("请选择扫描件。"))])


class SettleForm(ActionForm):
    """Which of two entries stands."""

    kept = RadioField(
        _("以哪次为准"),
        [required(_("请选择以哪次录入为准。"))],
        choices=choices(Entry, labels.ENTRIES),
    )


def survey_form(questionnaire: Questionnaire, *, is_typed: bool) -> type[Form]:
    """Return the form of a questionnaire: for the public, or for typing a paper sheet.

    On paper nothing is required, since people leave things out; a sheet that does not count gets a
    reason instead. The form of the public has no session: its link is the secret, and a row of a
    session would keep the minute in which somebody answered.
    """
    base = ActionForm if is_typed else OpenForm
    fields: dict[str, Any] = {}
    for question in questionnaire.questions:
        needed = question.is_required and not is_typed
        rule = required(_("请作答此题。")) if needed else optional()
        options = [(option.id, option.label) for option in question.options]
        name = f"q{question.id}"
        if question.kind is QuestionKind.TEXT:
            fields[name] = LongTextField(question.text, [optional()], max_length=1000)
        elif question.kind is QuestionKind.MULTIPLE:
            fields[name] = ChecksField(question.text, [rule], coerce=int, choices=options)
        else:
            fields[name] = RadioField(
                question.text, [rule], coerce=_number, choices=options, default=None
            )
    if is_typed:
        fields["gap_reason"] = SelectField(
            _("缺答原因"),
            [optional()],
            choices=choices(GapReason, labels.GAP_REASONS, blank=_("没有缺答")),
        )
        fields["invalid_reason"] = SelectField(
            _("作废原因"),
            [optional()],
            choices=choices(InvalidReason, labels.INVALID_REASONS, blank=_("有效问卷")),
        )
    made: type[Form] = type("SurveyForm", (base,), fields)
    return made


def _number(value: Any) -> int | None:
    """Read the id of an option; nothing chosen is None."""
    return None if value in (None, "", "None") else int(value)
