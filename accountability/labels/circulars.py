"""Words for circulars of criticism, and what is refused about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.circulating import CircularAction, CircularKind, CircularState
from core.clocks.ledger import N_

STATES: Final[Mapping[CircularState, LazyString]] = {
    CircularState.ISSUED: _("已编号，待印发"),
    CircularState.SENT: _("已印发"),
}

TONES: Final[Mapping[CircularState, str]] = {
    CircularState.ISSUED: "open",
    CircularState.SENT: "done",
}

KINDS: Final[Mapping[CircularKind, LazyString]] = {
    CircularKind.CRITICISM: _("通报批评"),
    CircularKind.MODIFIED: _("更正通报（处理决定已变更）"),
    CircularKind.REVOKED: _("更正通报（处理决定已撤销）"),
}

ACTIONS: Final[Mapping[CircularAction, LazyString]] = {CircularAction.SEND: _("登记印发")}

#: Entries of the record that no row of the table writes.
EXTRA: Final[Mapping[str, LazyString]] = {"circulate": _("制作通报")}

REFUSALS: Final[Mapping[str, str]] = {
    "circular_not_decided": N_("处理决定没有通报批评，不需要通报。"),
    "circular_not_served": N_("处理决定送达全部当事人后，才能通报。"),
    "circular_not_in_force": N_("处理决定处于“%(state)s”，不能再通报批评。"),
    "circular_there_already": N_("这份通报已经制作，不能重复制作。"),
    "circular_nothing_to_correct": N_("没有需要更正的通报。"),
    "circular_no_recipients": N_("请选择通报的范围。"),
    "circular_text_needed": N_("请写明通报的内容。"),
    "circular_unprintable": N_("字库没有下列字，通报印不出来，请改用别的写法：%(characters)s"),
    "circular_day_wrong": N_("印发日期不能早于通报的日期（%(on)s），也不能晚于今天。"),
    "circular_way_needed": N_("请写明印发的方式。"),
}
