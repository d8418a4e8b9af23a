"""Words for losses and their compensation, and what is refused about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.compensating import LossAction, LossState
from core.clocks.ledger import N_

STATES: Final[Mapping[LossState, LazyString]] = {
    LossState.REGISTERED: _("待决定赔偿"),
    LossState.AWARDED: _("待支付赔偿"),
    LossState.DENIED: _("不予赔偿"),
    LossState.PAID: _("已支付赔偿"),
}

TONES: Final[Mapping[LossState, str]] = {
    LossState.REGISTERED: "open",
    LossState.AWARDED: "warning",
    LossState.DENIED: "plain",
    LossState.PAID: "done",
}

ACTIONS: Final[Mapping[LossAction, LazyString]] = {
    LossAction.AWARD: _("登记赔偿决定"),
    LossAction.DENY: _("登记不予赔偿"),
    LossAction.PAY: _("登记支付"),
}

#: Entries of the record that no row of the table writes.
EXTRA: Final[Mapping[str, LazyString]] = {"register": _("登记损失")}

#: The page and the record of a case call it.
SUBJECT: Final = _("损失和赔偿")

REFUSALS: Final[Mapping[str, str]] = {
    "loss_case_not_filed": N_("立案后才能登记损失；未予立案和已经撤销的案件不登记。"),
    "loss_incomplete": N_("请写明受损失方、损失情况和赔偿依据。"),
    "loss_ruling_incomplete": N_("请写明作出决定的机关和决定的内容。"),
    "loss_payer_needed": N_("请写明由谁赔偿。"),
    "loss_day_wrong": N_("日期不能早于%(on)s，也不能晚于今天。"),
    "loss_proof_needed": N_("请写明支付凭证。"),
}
