"""What officers fill in about a complaint."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms import FieldList, FormField
from wtforms.validators import NumberRange

from complaints.hotline.columns import Column
from complaints.labels import CHANNELS, COLUMNS, KINDS, REFUSALS, REPORTER_KINDS, STATES
from complaints.rules import (
    BY_HAND,
    FEWEST_JOINT,
    FOUND,
    ComplaintKind,
    ComplaintState,
    ReporterKind,
)
from core import moment
from core.files.fields import AttachmentsField, SheetField
from core.identity.models import Unit
from core.web.forms import (
    ActionForm,
    BooleanField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    LongTextField,
    RadioField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    optional,
    required,
)

#: How many respondents can be entered at once.
ROWS = 3


class RespondentForm(Form):
    """One line of the respondents: a unit, and a person in it where one is named."""

    class Meta(Form.Meta):
        csrf = False  # the form around it carries the token

    unit = TextField(_("单位"), [optional()], max_length=100)
    person_name = TextField(_("姓名"), [optional()], max_length=40)
    post_title = TextField(_("职务"), [optional()], max_length=60)

    @property
    def is_used(self) -> bool:
        """Tell whether anything stands in this line."""
        return any((self.unit.data, self.person_name.data, self.post_title.data))


class ComplaintRegisterForm(ActionForm):
    """A report as it comes in."""

    unit = SelectField(_("受理单位"), [required(_("请选择受理单位。"))])
    received_on = DateField(_("收到日期"), [required(_("请填写收到日期。"))])
    channel = SelectField(
        _("来件方式"),
        [required(_("请选择来件方式。"))],
        choices=choices(BY_HAND, CHANNELS, blank=_("请选择")),
    )
    kind = SelectField(
        _("类别"),
        [required(_("请选择类别。"))],
        choices=choices(ComplaintKind, KINDS, blank=_("请选择")),
    )
    title = TextField(_("事由"), [required(_("请用一句话写明反映的事项。"))], max_length=120)
    facts = LongTextField(_("反映的情况"), [required(_("请写明反映的情况。"))])
    occurred_from = DateField(_("行为发生于（起）"), [optional()])
    occurred_to = DateField(_("行为发生于（止）"), [optional()])
    trigger = SelectField(_("涉及情形"), [optional()])
    respondents = FieldList(
        FormField(RespondentForm, _("被投诉举报人")),
        label=_("被投诉举报的单位和人员"),
        min_entries=ROWS,
        max_entries=ROWS,
    )
    files = AttachmentsField(_("投诉举报人提交的材料"))
    is_retaliation = BooleanField(_("反映因此前的投诉举报受到打击报复"))
    earlier = TextField(_("此前的登记编号或者回执码"), [optional()], max_length=60)
    is_anonymous = BooleanField(_("匿名投诉举报"))
    reporter_kind = SelectField(
        _("个人或者单位"),
        [optional()],
        choices=choices(ReporterKind, REPORTER_KINDS),
        default=ReporterKind.PERSON.value,
    )
    reporter_name = TextField(_("姓名或者单位名称"), [optional()], max_length=40)
    reporter_phone = TextField(_("电话"), [optional()], max_length=40)
    reporter_address = TextField(_("住址"), [optional()], max_length=200)
    joint_count = IntegerField(_("联名人数"), [optional(), NumberRange(min=1)])
    joint_names = TextField(_("其他联名人姓名"), [optional()], max_length=200)

    def __init__(self, units: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._units = by_name(units)

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Look at what depends on several fields as well; every message stands beside its field."""
        sound = super().validate(extra_validators)
        return all([sound, self._dates_fit(), self._respondents_fit(), self._reporter_fits()])

    @property
    def respondents_given(self) -> list[tuple[Unit, str | None, str | None]]:
        """Return unit, name and post of each line in use (after `validate`)."""
        return [
            (
                self._units[line.unit.data or ""],
                line.person_name.data or None,
                line.post_title.data or None,
            )
            for line in self._lines()
        ]

    def _lines(self) -> list[RespondentForm]:
        return [entry.form for entry in self.respondents if entry.form.is_used]

    def _dates_fit(self) -> bool:
        received, begin, end = self.received_on.data, self.occurred_from.data, self.occurred_to.data
        if received and received > moment.today():
            return refuse(self.received_on, "complaint_received_in_future")
        if end and ((begin and end < begin) or (received and end > received)):
            return refuse(self.occurred_to, "complaint_period_out_of_order")
        if begin and received and begin > received:
            return refuse(self.occurred_from, "complaint_period_out_of_order")
        return True

    def _respondents_fit(self) -> bool:
        lines = self._lines()
        if not lines:
            refuse(self.respondents[0].form.unit, "complaint_needs_respondent")
            return refuse(self.respondents, "complaint_needs_respondent")
        unknown = [line.unit for line in lines if line.unit.data not in self._units]
        message = gettext("没有这个单位，请从列表中选择或者填写全称。")
        for field in unknown:
            field.errors = [message]
        if unknown:  # the summary on top reads the errors of the whole list
            self.respondents.errors = [*self.respondents.errors, message]
        return not unknown

    def _reporter_fits(self) -> bool:
        identity = [
            *(self.reporter_name, self.reporter_phone, self.reporter_address),
            *(self.joint_count, self.joint_names),
        ]
        if self.is_anonymous.data:
            if any(field.data for field in identity):
                self.is_anonymous.errors = [gettext("匿名的，不填写身份信息；已填写的请删去。")]
                return False
            return True
        if self.is_found and not any(field.data for field in identity):
            return True
        if not self.reporter_name.data:
            return refuse(self.reporter_name, "complaint_reporter_needs_name")
        return joint_fits(self)

    @property
    def is_found(self) -> bool:
        """Tell whether it came by a channel on which nobody need report."""
        return self.channel.data in FOUND


class ComplaintAcceptForm(ActionForm):
    """The decision to accept."""

    reason = LongTextField(_("受理意见"), [optional()], max_length=2000)


class ComplaintDeclineForm(ActionForm):
    """The decision not to accept."""

    code = RadioField(_("不予受理的情形"), [required(_("请选择不予受理的情形。"))])
    reason = LongTextField(_("理由"), [required(_("请写明理由。"))], max_length=4000)


class ComplaintWithdrawForm(ActionForm):
    """That who reported took it back."""

    reason = LongTextField(_("撤回的原因"), [required(_("请写明撤回的原因。"))], max_length=2000)


class ComplaintAddMaterialForm(ActionForm):
    """What who reported handed in later."""

    files = AttachmentsField(
        _("投诉举报人提交的材料"), [required(_("请选择投诉举报人提交的材料。"))]
    )


class ComplaintReplyForm(ActionForm):
    """What came of it, for who reported."""

    text = LongTextField(_("答复内容"), [required(_("请填写答复内容。"))], max_length=8000)
    method = TextField(_("答复方式"), [required(_("请填写答复方式。"))])


class ComplaintCloseForm(ActionForm):
    """Nothing more to say."""


class LeadCloseForm(ActionForm):
    """What was found of a lead."""

    reason = LongTextField(
        _("核查情况和结论"), [required(_("请写明核查的情况和结论。"))], max_length=2000
    )


class ComplaintCloseDeclinedForm(ActionForm):
    """When and how the notice of non-acceptance reached who reported."""

    told_on = DateField(_("告知日期"), [required(_("请填写告知日期。"))])
    method = TextField(_("告知方式"), [required(_("请填写告知方式。"))])


class ComplaintMergeForm(ActionForm):
    """The report that one is joined to."""

    into = TextField(_("并入哪一件"), [required(_("请填写另一件的编号。"))], max_length=60)
    reason = LongTextField(_("理由"), [optional()], max_length=500)


class ComplaintUnmergeForm(ActionForm):
    """Why a report is handled by itself again."""

    reason = LongTextField(_("理由"), [required(_("请写明撤销并案的理由。"))], max_length=500)


class OpeningRequestForm(ActionForm):
    """Why the identity has to be seen."""

    reason = LongTextField(_("查看理由"), [required(_("请写明查看身份的理由。"))], max_length=500)


class OpeningActForm(ActionForm):
    """Consent to a request, or view what was consented to."""


class OpeningRefuseForm(ActionForm):
    """Why the identity is not to be seen."""

    reason = LongTextField(_("理由"), [required(_("请写明不同意的理由。"))], max_length=500)


class ReporterLookUpForm(ActionForm):
    """A telephone number, and why it is looked up."""

    number = TextField(_("电话号码"), [required(_("请填写电话号码。"))], max_length=40)
    reason = TextField(_("查找理由"), [required(_("请写明查找的理由。"))], max_length=200)


class ReceiptIssueForm(ActionForm):
    """A first receipt code."""


class ReceiptReplaceForm(ActionForm):
    """Another code in place of a lost one."""

    reason = TextField(_("更换理由"), [required(_("请写明更换的理由。"))], max_length=200)


class MessageAnswerForm(ActionForm):
    """What intake writes to who reported."""

    text = LongTextField(_("内容"), [required(_("请填写内容。"))], max_length=2000)


class FollowUpForm(Form):
    """The code of the receipt."""

    code = TextField(_("回执码"), [required(_("请填写回执码。"))], max_length=40)


class FollowUpMessageForm(ActionForm):
    """What who reported writes; the code travels with it, never in an address."""

    code = HiddenField()
    text = LongTextField(_("补充情况或者提出问题"), [required(_("请填写内容。"))], max_length=2000)


class ImportNewForm(ActionForm):
    """A spreadsheet of work orders, and into whose register it goes."""

    unit = SelectField(_("受理单位"), [required(_("请选择受理单位。"))])
    sheet = SheetField(_("表格"), [required(_("请选择要导入的表格。"))])


class ImportColumnsForm(ActionForm):
    """What each column means; one field for each, in their order."""

    columns = FieldList(
        SelectField(
            _("含义"), [optional()], choices=[("", _("不导入")), *choices(Column, COLUMNS)]
        ),
        label=_("各列的含义"),
    )
    takes_names_out = BooleanField(
        _("标题和内容中写有来电人姓名、电话、住址或者证件号码的，替换为“投诉举报人”")
    )

    def __init__(self, headings: Iterable[str], columns: Iterable[str | None], **kw: Any) -> None:
        preset = {**kw.pop("data", {}), "columns": [column or "" for column in columns]}
        super().__init__(data=preset, **kw)
        for entry, heading in zip(self.columns, headings, strict=False):
            entry.label.text = heading

    @property
    def meanings(self) -> list[Column | None]:
        """Return what each column means (after `validate`)."""
        return [Column(entry.data) if entry.data else None for entry in self.columns]


class ImportActForm(ActionForm):
    """Confirm an import, or give it up."""


class ComplaintSearch(SearchForm):
    """The filters of the list."""

    q = TextField(_("编号、工单号或事由（开头）"), [optional()], max_length=60)
    state = SelectField(
        _("状态"), [optional()], choices=choices(ComplaintState, STATES, blank=_("全部"))
    )
    unit = SelectField(_("受理单位"), [optional()])
    trigger = SelectField(_("涉及情形"), [optional()])


def by_name(units: Iterable[Unit]) -> dict[str, Unit]:
    """Return the units by full name, and by short name where only one bears it."""
    listed = list(units)
    short = [unit.short_name for unit in listed]
    found = {unit.short_name: unit for unit in listed if short.count(unit.short_name) == 1}
    found.update({unit.name: unit for unit in listed})
    return found


def refuse(field: Any, code: str, **params: Any) -> bool:
    """Put the words of a refusal beside `field`; False, for a check to return."""
    field.errors = [*field.errors, gettext(REFUSALS[code], **params)]
    return False


def joint_fits(form: Any) -> bool:
    """Ask how many report jointly, and for nothing of the kind where one reports (INF-07)."""
    if form.reporter_kind.data == ReporterKind.JOINT:
        count = form.joint_count.data
        if form.joint_count.errors or (count or 0) >= FEWEST_JOINT:
            return not form.joint_count.errors
        return refuse(form.joint_count, "complaint_joint_needs_number", fewest=FEWEST_JOINT)
    if form.joint_count.data is not None or form.joint_names.data:
        return refuse(form.joint_count, "complaint_joint_only")
    return True
