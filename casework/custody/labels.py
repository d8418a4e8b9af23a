"""Words for the custody of evidence."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.models.custody import RECEIVE
from casework.rules import CustodyAction, CustodyState, EvidenceForm, EvidenceOrigin

#: What the record of a case calls it.
SUBJECT: Final = _("证据保管")

STATES: Final[Mapping[CustodyState, LazyString]] = {
    CustodyState.HELD: _("在库保管"),
    CustodyState.SEALED: _("封存"),
    CustodyState.LENT: _("借出"),
    CustodyState.GIVEN_BACK: _("已退还"),
}

TONES: Final[Mapping[CustodyState, str]] = {
    CustodyState.HELD: "open",
    CustodyState.SEALED: "open",
    CustodyState.LENT: "warning",
    CustodyState.GIVEN_BACK: "plain",
}

ORIGINS: Final[Mapping[EvidenceOrigin, LazyString]] = {
    EvidenceOrigin.PROVIDED: _("由他人提供"),
    EvidenceOrigin.TAKEN: _("由调查组提取"),
}

FORMS: Final[Mapping[EvidenceForm, LazyString]] = {
    EvidenceForm.ORIGINAL: _("原件"),
    EvidenceForm.COPY: _("复制件"),
    EvidenceForm.DATA: _("电子数据"),
}

ACTIONS: Final[Mapping[CustodyAction, LazyString]] = {
    CustodyAction.SEAL: _("封存"),
    CustodyAction.UNSEAL: _("启封"),
    CustodyAction.HAND_OVER: _("移交"),
    CustodyAction.LEND: _("借出"),
    CustodyAction.TAKE_BACK: _("收回"),
    CustodyAction.GIVE_BACK: _("退还"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {RECEIVE: _("接收保管")}


def event_label(kind: str) -> str:
    """Return what an event is called."""
    return str(EVENTS[kind] if kind in EVENTS else ACTIONS[CustodyAction(kind)])


REFUSALS: Final[Mapping[str, str]] = {
    "custody_kept_already": "%(name)s已登记保管。",
    "custody_date_wrong": "日期不能晚于今天，也不能早于上一次交接（%(on)s）。",
    "custody_receiver_missing": "请填写接收人。",
    "custody_due_wrong": "请填写归还日期，不能早于借出日期。",
    "custody_note_missing": "启封应当写明理由和在场人员。",
    "custody_unprintable": "字库没有下列字，清单和交接单印不出来，请改用别的写法：%(characters)s",
}
