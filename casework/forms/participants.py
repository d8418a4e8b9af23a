"""The shape of what is typed about those who take part in a case."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from casework.forms.cases import CaseForm
from casework.participants.labels import ROLES
from casework.rules import ParticipantRole
from core.web.forms import (
    DateField,
    LongTextField,
    RadioField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)


class ParticipantForm(CaseForm):
    """Somebody is invited to take part."""

    role = RadioField(
        _("身份"), [required(_("请选择身份。"))], choices=choices(ParticipantRole, ROLES)
    )
    name = TextField(
        _("名称或者姓名"),
        [required(_("请填写名称或者姓名。"))],
        max_length=60,
        description=_("投诉举报人不在此登记，其身份依法保密。"),
    )
    affiliation = TextField(
        _("所在单位和职务"), [optional()], max_length=120, description=_("专家填写所在单位全称。")
    )
    matter = TextField(
        _("参加事项"),
        [required(_("请填写参加事项。"))],
        max_length=200,
        description=_("例如就登记流程作证、就公开范围提供专业意见。"),
    )
    invited_on = DateField(_("邀请日期"), [required(_("请填写日期。")), not_in_future])

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {**self.typed_values(), "role": ParticipantRole(self.role.data)}


class StatementForm(CaseForm):
    """What a participant stated."""

    stated_on = DateField(_("陈述日期"), [required(_("请填写日期。")), not_in_future])
    statement = LongTextField(
        _("陈述或者意见"), [required(_("请记录陈述或者意见的内容。"))], max_length=10_000
    )


class AbsenceForm(CaseForm):
    """Why somebody who was invited did not take part."""

    reason = LongTextField(_("未参加的原因"), [required(_("请写明原因。"))], max_length=1000)
