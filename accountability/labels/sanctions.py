"""Words for sanctions that another organ decides, and what is refused about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.sanctioning import Organ, SanctionAction, SanctionKind, SanctionState
from core.clocks.ledger import N_

STATES: Final[Mapping[SanctionState, LazyString]] = {
    SanctionState.WAITING: _("待有权机关决定"),
    SanctionState.IMPOSED: _("受处分期间"),
    SanctionState.SPARED: _("未给予处分"),
    SanctionState.ENDED: _("处分已解除"),
    SanctionState.REVOKED: _("处分已撤销"),
}

TONES: Final[Mapping[SanctionState, str]] = {
    SanctionState.WAITING: "open",
    SanctionState.IMPOSED: "warning",
    SanctionState.SPARED: "plain",
    SanctionState.ENDED: "done",
    SanctionState.REVOKED: "plain",
}

ACTIONS: Final[Mapping[SanctionAction, LazyString]] = {
    SanctionAction.RECEIVE: _("登记建议书的回执"),
    SanctionAction.IMPOSE: _("登记处分决定"),
    SanctionAction.CHANGE: _("登记处分变更"),
    SanctionAction.SPARE: _("登记不予处分"),
    SanctionAction.LIFT: _("登记期满解除"),
    SanctionAction.REVOKE: _("登记处分被撤销"),
}

#: Entries of the record that no row of the table writes.
EXTRA: Final[Mapping[str, LazyString]] = {"propose": _("提出处分建议")}

ORGANS: Final[Mapping[Organ, LazyString]] = {
    Organ.APPOINTING: _("任免机关、单位（处分）"),
    Organ.SUPERVISION: _("监察机关（政务处分）"),
}

KINDS: Final[Mapping[SanctionKind, LazyString]] = {
    SanctionKind.WARNING: _("警告"),
    SanctionKind.DEMERIT: _("记过"),
    SanctionKind.MAJOR_DEMERIT: _("记大过"),
    SanctionKind.DEMOTION: _("降级"),
    SanctionKind.DISMISSAL: _("撤职"),
    SanctionKind.EXPULSION: _("开除"),
}

#: The panel and the record of a case call it.
SUBJECT: Final = _("处分")

REFUSALS: Final[Mapping[str, str]] = {
    "sanction_not_decided": N_("处理决定没有对%(name)s提出处分，不需要建议。"),
    "sanction_not_effective": N_("处理决定生效后，才能提出处分建议。"),
    "sanction_there_already": N_("对%(name)s的处分建议已经提出，不能重复提出。"),
    "sanction_twice_in_case": N_(
        "%(name)s在本案中已有处分或者处分建议（%(what)s），不得因同一行为再次处分。"
    ),
    "sanction_twice": N_(
        "%(name)s因%(on)s的行为已有处分或者处分建议（%(what)s）。同一行为不得再次处分；"
        "确属另一行为的，请写明理由。"
    ),
    "sanction_own_basis_needed": N_("由本机关自行决定处分的，请写明本机关享有处分权限的依据。"),
    "sanction_own_is_appointing": N_("本机关自行决定的是任免机关的处分，不是监察机关的政务处分。"),
    "sanction_materials_needed": N_("请写明受文机关，并列出随附的材料。"),
    "sanction_unprintable": N_("字库没有下列字，建议书印不出来，请改用别的写法：%(characters)s"),
    "sanction_receipt_day_wrong": N_("收到日期不能早于建议书的日期（%(on)s），也不能晚于今天。"),
    "sanction_incomplete": N_("请写明作出处分决定的机关和决定文号。"),
    "sanction_day_wrong": N_("作出日期不能早于处理决定的印发日期（%(on)s），也不能晚于今天。"),
    "sanction_effect_wrong": N_("生效日期不能早于作出日期（%(on)s），也不能晚于今天。"),
    "sanction_same_kind": N_("变更后的处分种类与原处分相同，没有变更。"),
    "sanction_change_day_wrong": N_("变更决定的日期不能早于原处分决定（%(on)s），也不能晚于今天。"),
    "sanction_change_effect_wrong": N_(
        "变更后处分的生效日期不能早于原处分生效的日期（%(on)s），也不能晚于今天。"
    ),
    "sanction_change_reason_needed": N_("请写明变更的理由。"),
    "sanction_reason_needed": N_("请写明不予处分的理由。"),
    "sanction_period_runs": N_("处分期到%(on)s届满，届满后才能登记解除。"),
    "sanction_without_end": N_("没有处分期的处分（如开除）不登记解除。"),
    "sanction_end_day_wrong": N_("日期不能早于%(on)s，也不能晚于今天。"),
    "sanction_end_reason_needed": N_("请写明撤销的机关、文号和理由。"),
    "sanction_note_needed": N_("请写明受处分期间的表现和告知的部门。"),
}
