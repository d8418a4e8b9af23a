"""What somebody of the public fills in: a report, without an account."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from enum import StrEnum
from typing import Any, Final

from flask_babel import gettext
from flask_babel import lazy_gettext as _
from wtforms.validators import NumberRange

from complaints import naming
from complaints.forms.desk import by_name, joint_fits, refuse
from complaints.labels import ANSWERS
from complaints.rules import AnswerBy, ComplaintKind, each_name
from core import moment
from core.files.fields import AttachmentsField
from core.identity.models import Unit
from core.web.forms import (
    BooleanField,
    DateField,
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

MIB = 1024 * 1024
#: The largest request taken from anybody: a few pictures of a telephone, and the text.
MAX_REQUEST = 13 * MIB


class Stands(StrEnum):
    """As who somebody reports; anonymous is one of them here."""

    ANONYMOUS = "anonymous"
    PERSON = "person"
    UNIT = "unit"
    JOINT = "joint"


_STANDS: Final = {
    Stands.ANONYMOUS: _("匿名：不留姓名和联系方式"),
    Stands.PERSON: _("实名：本人姓名"),
    Stands.JOINT: _("多人联名：由一名代表人联系"),
    Stands.UNIT: _("以单位名义"),
}
_KINDS: Final = {
    ComplaintKind.REPORT: _("举报：反映单位或者工作人员违反规定"),
    ComplaintKind.COMPLAINT: _("投诉：自己的事情没有得到依法办理"),
}


class ReportForm(OpenForm):
    """A report of the public; `units` are those it can be about, `receivers` those that take it.

    `website` is a trap: people do not see it, programs fill in whatever they find.
    """

    receiver = SelectField(_("向哪个单位反映"), [required(_("请选择向哪个单位反映。"))])
    kind = RadioField(
        _("反映的性质"),
        [required(_("请选择反映的性质。"))],
        choices=choices(ComplaintKind, _KINDS),
        default=ComplaintKind.REPORT.value,
    )
    unit = TextField(_("反映的是哪个单位"), [required(_("请填写被反映的单位。"))], max_length=100)
    person_name = TextField(_("涉及的人员"), [optional()], max_length=40)
    post_title = TextField(_("该人员的职务"), [optional()], max_length=60)
    title = TextField(_("一句话说明"), [required(_("请用一句话说明反映什么事。"))], max_length=120)
    facts = LongTextField(_("事情的经过"), [required(_("请写明事情的经过。"))], max_length=10_000)
    occurred_from = DateField(_("从哪天开始"), [optional()])
    occurred_to = DateField(_("到哪天为止"), [optional()])
    files = AttachmentsField(_("材料"), per_request=MAX_REQUEST)
    is_retaliation = BooleanField(_("我因为以前的投诉举报受到打击报复"))
    earlier = TextField(_("以前那一件的编号或者回执码"), [optional()], max_length=60)
    stands = RadioField(
        _("您以什么身份反映"),
        [required(_("请选择以什么身份反映。"))],
        choices=choices(_STANDS, _STANDS),
        default=Stands.ANONYMOUS.value,
    )
    reporter_name = TextField(_("姓名、代表人姓名或者单位名称"), [optional()], max_length=40)
    reporter_phone = TextField(_("联系电话"), [optional()], max_length=40)
    reporter_address = TextField(_("通信地址"), [optional()], max_length=200)
    joint_count = IntegerField(_("联名人数（含代表人）"), [optional(), NumberRange(min=1)])
    joint_names = TextField(_("其他联名人姓名"), [optional()], max_length=200)
    answer_by = RadioField(
        _("怎样告诉您结果"),
        [required(_("请选择怎样告诉您结果。"))],
        choices=choices(AnswerBy, ANSWERS),
        default=AnswerBy.CODE.value,
    )
    website = TextField(_("此栏请留空"), [optional()])

    def __init__(self, units: Iterable[Unit], receivers: Iterable[Unit], **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self._units = by_name(units)
        offered = [(str(unit.id), unit.name) for unit in receivers]
        self.receiver.choices = offered if len(offered) == 1 else [("", _("请选择")), *offered]

    def validate(self, extra_validators: Mapping[str, Any] | None = None) -> bool:
        """Look at what depends on several fields as well; every message stands beside its field."""
        sound = super().validate(extra_validators)
        return all(
            [
                sound,
                self._is_no_trap(),
                self._unit_is_known(),
                self._dates_fit(),
                self._reporter_fits(),
                self._names_nobody(),
            ]
        )

    @property
    def unit_given(self) -> Unit:
        """Return the unit the report is about (after `validate`)."""
        return self._matching()[0]

    @property
    def reporter_kind(self) -> Any:
        """Return the choice under the name that forms of the desk give it."""
        return self.stands

    def _matching(self) -> list[Unit]:
        """Return the units that what was typed may mean: by its name, else by a part of one."""
        typed = self.unit.data or ""
        if typed in self._units:
            return [self._units[typed]]
        return list({unit.id: unit for unit in self._units.values() if typed in unit.name}.values())

    def _is_no_trap(self) -> bool:
        if not self.website.data:
            return True
        self.website.errors = [gettext("这一栏用来识别自动程序，请把它清空后再提交。")]
        return False

    def _unit_is_known(self) -> bool:
        if not self.unit.data:
            return True  # said already
        found = self._matching()
        if len(found) == 1:
            return True
        if found:
            names = "、".join(unit.name for unit in found[:5])
            message = gettext("有几个单位的名称与此相符，请写全称：%(names)s。", names=names)
        else:
            message = gettext("没有找到这个单位，请从列表中选择；不在列表中的，不由本页受理。")
        self.unit.errors = [message]
        return False

    def _dates_fit(self) -> bool:
        begin, end = self.occurred_from.data, self.occurred_to.data
        for field in (self.occurred_from, self.occurred_to):
            if field.data and field.data > moment.today():
                field.errors = [gettext("日期不能晚于今天。")]
                return False
        if begin and end and end < begin:
            self.occurred_to.errors = [gettext("结束的日期不能早于开始的日期。")]
            return False
        return True

    def _reporter_fits(self) -> bool:
        named = (self.reporter_name, self.reporter_phone, self.reporter_address)
        if self.stands.data == Stands.ANONYMOUS:
            if any(f.data for f in (*named, self.joint_names)) or self.joint_count.data is not None:
                message = gettext("您选择了匿名，又填写了身份信息。请删去，或者改选其他身份。")
                self.stands.errors = [message]
                return False
            if self.answer_by.data not in (None, AnswerBy.CODE):
                self.answer_by.errors = [gettext("匿名的，请凭回执码查询，我们无法联系您。")]
                return False
            return True
        if not self.reporter_name.data:
            self.reporter_name.errors = [gettext("请填写姓名或者名称；不愿具名的，请改选匿名。")]
            return False
        wanted = {AnswerBy.PHONE: self.reporter_phone, AnswerBy.POST: self.reporter_address}
        contact = wanted.get(self.answer_by.data)
        if contact is not None and not contact.data:
            return refuse(contact, "complaint_answer_needs_contact")
        return joint_fits(self)

    def _names_nobody(self) -> bool:
        """Ask for a text that does not give away who wrote it."""
        who = (self.reporter_name.data, self.reporter_phone.data, self.reporter_address.data)
        secrets = [*naming.secrets_of(*who), *each_name(self.joint_names.data or "")]
        message = gettext("这里写有您的姓名、电话或者住址，请改用“我”“我家”，以免泄露您的身份。")
        giving = [f for f in (self.title, self.facts) if naming.mentions(f.data or "", secrets)]
        for field in giving:
            field.errors = [*field.errors, message]
        return not giving
