"""Forms of losses and their compensation. Amounts are typed in yuan and kept in 分."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import ValidationError

from accountability.compensating import PER_YUAN, Ruling
from core.web.forms import (
    ActionForm,
    DateField,
    DecimalField,
    LongTextField,
    TextField,
    not_in_future,
    optional,
    required,
)

#: More than any office compensates.
MOST_YUAN = Decimal(10_000_000_000)


def in_cents(_form: Any, field: Any) -> None:
    """Refuse what is no amount above nothing with at most two decimals."""
    value = field.data
    if value is None:
        return
    if not (value.is_finite() and 0 < value <= MOST_YUAN) or value != round(value, 2):
        raise ValidationError(_("请填写大于零的金额，最多保留两位小数。"))


def _cents(field: DecimalField) -> int:
    value = field.data
    assert value is not None  # the form was validated
    return int(value * PER_YUAN)


class LossForm(ActionForm):
    """Who lost how much by the breach, and by which article it is compensated."""

    sufferer = TextField(
        _("受损失方"),
        [required(_("请填写受损失方。"))],
        max_length=60,
        description=_("写单位名称，或者“受损人甲”等代称；不得写明投诉举报人。"),
    )
    description = LongTextField(_("损失情况"), [required(_("请写明损失情况。"))], max_length=4000)
    loss = DecimalField(_("损失金额（元）"), [required(_("请填写金额。")), in_cents], places=2)
    basis = TextField(
        _("赔偿依据"),
        [required(_("请写明赔偿所依据的条款。"))],
        max_length=200,
        description=_("本案适用的规则对赔偿有规定的，已经填入；没有规定的，写明所依据的法律条款。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        names = ("sufferer", "description", "basis")
        return {**{name: self[name].data or "" for name in names}, "loss": _cents(self.loss)}


class LossDenyForm(ActionForm):
    """Nothing is compensated."""

    body = TextField(_("作出决定的机关"), [required(_("请填写作出决定的机关。"))], max_length=120)
    number = TextField(_("决定文号"), [optional()], max_length=60)
    decided_on = DateField(_("决定日期"), [required(_("请填写日期。")), not_in_future])
    text = LongTextField(_("不予赔偿的理由"), [required(_("请写明理由。"))], max_length=4000)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        decided_on = self.decided_on.data
        assert decided_on is not None  # the form was validated
        ruling = Ruling(
            body=self.body.data or "",
            decided_on=decided_on,
            number=self.number.data or None,
            text=self.text.data or "",
        )
        return {"ruling": ruling}


class LossAwardForm(LossDenyForm):
    """Compensation is decided."""

    text = LongTextField(_("决定的内容"), [required(_("请写明决定的内容。"))], max_length=4000)
    award = DecimalField(_("赔偿金额（元）"), [required(_("请填写金额。")), in_cents], places=2)
    payer = TextField(_("赔偿义务单位"), [required(_("请写明由谁赔偿。"))], max_length=120)

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {**super().values, "award": _cents(self.award), "payer": self.payer.data or ""}


class LossPayForm(ActionForm):
    """The compensation was paid."""

    paid_on = DateField(_("支付日期"), [required(_("请填写日期。")), not_in_future])
    proof = LongTextField(
        _("支付凭证"),
        [required(_("请写明支付凭证。"))],
        max_length=1000,
        description=_("例如：转账凭证编号、收款收据。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {"paid_on": self.paid_on.data, "proof": self.proof.data or ""}
