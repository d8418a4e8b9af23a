"""The shape of what is typed about referrals."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from flask_babel import lazy_gettext as _

from casework.forms.cases import CHOOSE, CaseForm
from casework.referral.labels import COURSES, KINDS
from casework.rules.referrals import ReferralCourse, ReferralKind
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


class ReferralForm(CaseForm):
    """A referral is proposed; `offer` fills in what the pack of the case knows."""

    kind = SelectField(_("移送种类和依据"), [required(_("请选择移送种类。"))])
    receiver = TextField(
        _("受送机关"),
        [required(_("请填写受送机关。"))],
        max_length=120,
        description=_("填写机关全称。不得移送给被反映的单位、人员及其下属。"),
    )
    matter = LongTextField(
        _("移送的事项或者线索"),
        [required(_("请写明移送的事项。"))],
        max_length=4000,
        description=_("写入移送函。只写事实，不写投诉举报人的姓名、电话、住址。"),
    )
    reason = LongTextField(
        _("移送理由"), [required(_("请写明理由。"))], max_length=2000, description=_("写入移送函。")
    )
    materials = LongTextField(
        _("移送材料"),
        [required(_("请列出材料。"))],
        max_length=4000,
        description=_("每行一件，写明名称和数量；投诉举报材料不随案移送。"),
    )
    course = RadioField(
        _("移送后本案"),
        [required(_("请选择移送后本案如何办理。"))],
        choices=choices(ReferralCourse, COURSES),
    )

    def offer(self, kinds: Iterable[tuple[ReferralKind, str]]) -> None:
        """Offer the kinds the pack knows, each with its article."""
        self.kind.choices = [
            ("", CHOOSE),
            *((kind.value, f"{KINDS[kind]}（{article}）") for kind, article in kinds),
        ]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            **self.typed_values(),
            "kind": ReferralKind(self.kind.data),
            "course": ReferralCourse(self.course.data),
        }


class ReferralApproveForm(CaseForm):
    """A referral is approved."""

    opinion = LongTextField(_("审批意见"), [optional()], max_length=2000)


class ReferralRejectForm(CaseForm):
    """A referral is not approved."""

    opinion = LongTextField(_("不同意的理由"), [required(_("请写明理由。"))], max_length=2000)


class ReferralReceiptForm(CaseForm):
    """The receipt came back."""

    received_on = DateField(_("对方收到日期"), [required(_("请填写日期。")), not_in_future])
    received_by = TextField(_("签收人"), [required(_("请填写签收人。"))], max_length=60)
    receipt_number = TextField(_("对方收文编号"), [optional()], max_length=60)


class ReferralAnswerForm(CaseForm):
    """The other body has answered."""

    answered_on = DateField(_("答复日期"), [required(_("请填写日期。")), not_in_future])
    answer_number = TextField(_("答复文号"), [optional()], max_length=60)
    answer = LongTextField(
        _("答复内容"),
        [required(_("请写明答复的内容。"))],
        max_length=4000,
        description=_("不接收的，写明对方的理由。"),
    )
