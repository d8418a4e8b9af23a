"""Forms of sanctions: proposed to the competent organ, and what came of it."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from accountability.labels.sanctions import KINDS, ORGANS
from accountability.sanctioning import Imposed, Organ, SanctionKind
from core.web.forms import (
    ActionForm,
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


class SanctionForm(ActionForm):
    """To which organ a sanction is proposed, with which papers."""

    organ = RadioField(
        _("决定机关的性质"),
        [required(_("请选择决定机关的性质。"))],
        choices=choices(Organ, ORGANS),
        description=_("处分期和救济途径按照所选机关适用的法律计算。"),
    )
    receiver = TextField(
        _("受文机关"),
        [required(_("请填写受文机关。"))],
        max_length=120,
        description=_("填写有权决定处分的机关全称。填写本机关的，不发建议书，直接登记处分决定。"),
    )
    materials = LongTextField(
        _("移送材料"),
        [required(_("请列出材料。"))],
        max_length=4000,
        description=_("每行一件，写明名称和数量；投诉举报材料不随案移送。"),
    )
    own_basis = LongTextField(
        _("本机关享有处分权限的依据"),
        [optional()],
        max_length=1000,
        description=_("只在受文机关是本机关时填写。"),
    )
    other_act_reason = LongTextField(
        _("不是同一行为的理由"),
        [optional()],
        max_length=1000,
        description=_("该人员因同一日的行为已有处分，而本次处理的确属另一行为时填写。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            "organ": Organ(self.organ.data),
            "receiver": self.receiver.data or "",
            "materials": self.materials.data or "",
            "own_basis": self.own_basis.data or None,
            "other_act_reason": self.other_act_reason.data or None,
        }


class SanctionReceiveForm(ActionForm):
    """The receipt came back."""

    received_on = DateField(_("对方收到日期"), [required(_("请填写日期。")), not_in_future])
    received_by = TextField(_("签收人"), [required(_("请填写签收人。"))], max_length=60)
    receipt_number = TextField(_("对方收文编号"), [optional()], max_length=60)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self[name].data for name in ("received_on", "received_by", "receipt_number")}


class SanctionImposeForm(ActionForm):
    """The sanction as it was decided."""

    kind = SelectField(
        _("处分种类"),
        [required(_("请选择处分种类。"))],
        choices=[("", _("请选择")), *choices(SanctionKind, KINDS)],
    )
    body = TextField(
        _("作出处分决定的机关"), [required(_("请填写作出决定的机关。"))], max_length=120
    )
    number = TextField(_("处分决定文号"), [required(_("请填写文号。"))], max_length=60)
    decided_on = DateField(_("作出日期"), [required(_("请填写作出日期。")), not_in_future])
    effective_on = DateField(_("生效日期"), [required(_("请填写生效日期。")), not_in_future])

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        decided_on, effective_on = self.decided_on.data, self.effective_on.data
        assert decided_on is not None  # the form was validated
        assert effective_on is not None
        imposed = Imposed(
            kind=SanctionKind(self.kind.data),
            body=self.body.data or "",
            number=self.number.data or "",
            decided_on=decided_on,
            effective_on=effective_on,
        )
        return {"imposed": imposed}


class SanctionChangeForm(SanctionImposeForm):
    """The sanction as the competent organ changed it."""

    kind = SelectField(
        _("变更后的处分种类"),
        [required(_("请选择处分种类。"))],
        choices=[("", _("请选择")), *choices(SanctionKind, KINDS)],
    )
    body = TextField(
        _("作出变更决定的机关"), [required(_("请填写作出决定的机关。"))], max_length=120
    )
    number = TextField(_("变更决定文号"), [required(_("请填写文号。"))], max_length=60)
    decided_on = DateField(_("变更决定的日期"), [required(_("请填写作出日期。")), not_in_future])
    effective_on = DateField(
        _("变更后处分的生效日期"),
        [required(_("请填写生效日期。")), not_in_future],
        description=_("按照变更决定填写：自原处分生效之日或者自变更决定作出之日起计算处分期。"),
    )
    reason = LongTextField(_("变更的理由"), [required(_("请写明变更的理由。"))], max_length=2000)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {**super().values, "reason": self.reason.data or ""}


class SanctionSpareForm(ActionForm):
    """No sanction is given."""

    decided_on = DateField(_("答复日期"), [required(_("请填写日期。")), not_in_future])
    number = TextField(_("答复文号"), [optional()], max_length=60)
    note = LongTextField(_("不予处分的理由"), [required(_("请写明理由。"))], max_length=2000)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self[name].data for name in ("decided_on", "number", "note")}


class SanctionLiftForm(ActionForm):
    """The period is over."""

    ended_on = DateField(_("登记解除的日期"), [required(_("请填写日期。")), not_in_future])
    ended_number = TextField(_("解除文书文号"), [optional()], max_length=60)
    ended_note = LongTextField(
        _("受处分期间的表现和告知的部门"),
        [required(_("请写明受处分期间的表现和告知的部门。"))],
        max_length=2000,
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self[name].data for name in ("ended_on", "ended_number", "ended_note")}


class SanctionRevokeForm(ActionForm):
    """The sanction was revoked by the organ that gave it, or the one above."""

    ended_on = DateField(_("撤销日期"), [required(_("请填写日期。")), not_in_future])
    ended_number = TextField(_("撤销文书文号"), [required(_("请填写文号。"))], max_length=60)
    ended_note = LongTextField(
        _("撤销的机关和理由"), [required(_("请写明撤销的机关和理由。"))], max_length=2000
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {name: self[name].data for name in ("ended_on", "ended_number", "ended_note")}
