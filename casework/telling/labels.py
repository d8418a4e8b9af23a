"""Words for notices to respondents, and what is refused about them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.rules.notices import TellingAction, TellingKind, TellingState

#: What the record of a case calls it.
SUBJECT: Final = _("立案、结案通知")

KINDS: Final[Mapping[TellingKind, LazyString]] = {
    TellingKind.INVESTIGATION: _("立案调查通知书"),
    TellingKind.CLOSING: _("结案通知书"),
}

STATES: Final[Mapping[TellingState, LazyString]] = {
    TellingState.DRAFTED: _("起草中"),
    TellingState.ISSUED: _("待送达"),
    TellingState.SERVED: _("已送达"),
}

TONES: Final[Mapping[TellingState, str]] = {
    TellingState.DRAFTED: "open",
    TellingState.ISSUED: "warning",
    TellingState.SERVED: "done",
}

ACTIONS: Final[Mapping[TellingAction, LazyString]] = {
    TellingAction.EDIT: _("修改通知书"),
    TellingAction.ISSUE: _("印发通知书"),
    TellingAction.SERVE: _("登记送达"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"draft": _("起草通知书")}

REFUSALS: Final[Mapping[str, str]] = {
    "telling_not_now": "案件现在的状态（%(state)s）不能办理%(kind)s。",
    "telling_never_filed": "案件没有立案，不制发结案通知书。",
    "telling_archived": "案卷已经归档，不能再制发通知书。",
    "telling_draft_exists": "%(name)s的通知书正在起草，请在其中修改。",
    "telling_incomplete": "请写明通知的内容和对当事人的要求。",
    "telling_tells": "文字提到或者可以推知举报人、证人，不得写入通知书，请改用别的写法。",
    "telling_unprintable": "字库没有下列字，通知书印不出来，请改用别的写法：%(characters)s",
}
