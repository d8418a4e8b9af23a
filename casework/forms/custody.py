"""The shape of what is typed about evidence in custody."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import lazy_gettext as _

from casework.custody.labels import FORMS, ORIGINS
from casework.forms.cases import CHOOSE, CaseForm
from casework.rules import EvidenceForm, EvidenceOrigin
from core.web.forms import (
    DateField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)


class CustodyReceiveForm(CaseForm):
    """A piece of evidence comes into custody."""

    evidence_id = SelectField(_("证据"), [required(_("请选择证据。"))])
    title = TextField(
        _("名称"),
        [required(_("请填写名称。"))],
        max_length=120,
        description=_("例如收文登记簿、询问笔录、监控录像。"),
    )
    origin = RadioField(
        _("取得方式"),
        [required(_("请选择取得方式。"))],
        choices=choices(EvidenceOrigin, ORIGINS),
    )
    source = TextField(
        _("来源"),
        [required(_("请填写来源。"))],
        max_length=120,
        description=_("写明提供的人或者单位，或者提取的处所。投诉举报人不写姓名。"),
    )
    shape = RadioField(
        _("形态"), [required(_("请选择形态。"))], choices=choices(EvidenceForm, FORMS)
    )
    amount = TextField(
        _("数量"), [required(_("请填写数量。"))], max_length=40, description=_("例如1册36页。")
    )
    keeper = TextField(_("保管人"), [required(_("请填写保管人。"))], max_length=60)
    on_date = DateField(_("接收日期"), [required(_("请填写日期。")), not_in_future])
    note = LongTextField(_("备注"), [optional()], max_length=1000)

    def offer(self, evidence: Sequence[tuple[str, str]]) -> None:
        """Offer the evidence that is not kept yet."""
        self.evidence_id.choices = [("", CHOOSE), *evidence]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            **self.typed_values(),
            "evidence_id": int(self.evidence_id.data),
            "origin": EvidenceOrigin(self.origin.data),
            "shape": EvidenceForm(self.shape.data),
        }


class CustodyActForm(CaseForm):
    """The seal is set, or the piece comes back."""

    on_date = DateField(_("日期"), [required(_("请填写日期。")), not_in_future])
    note = LongTextField(_("备注"), [optional()], max_length=1000)


class CustodyUnsealForm(CaseForm):
    """The seal is opened."""

    on_date = DateField(_("日期"), [required(_("请填写日期。")), not_in_future])
    note = LongTextField(
        _("启封的理由和在场人员"), [required(_("请写明理由和在场人员。"))], max_length=1000
    )


class CustodyPassForm(CaseForm):
    """Another takes the piece."""

    on_date = DateField(_("日期"), [required(_("请填写日期。")), not_in_future])
    to_whom = TextField(_("接收人"), [required(_("请填写接收人。"))], max_length=60)
    note = LongTextField(_("事由"), [optional()], max_length=1000)


class CustodyLendForm(CustodyPassForm):
    """Another takes the piece for a time."""

    due_on = DateField(_("归还日期"), [required(_("请填写归还日期。"))])
