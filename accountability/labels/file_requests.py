"""Words for the file seen by a party (查阅案卷)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from accountability.viewing import FileRequestAction, FileRequestState
from core.clocks.ledger import N_

#: What the record of a case calls a request.
SUBJECT: Final = _("查阅案卷申请")

STATES: Final[Mapping[FileRequestState, LazyString]] = {
    FileRequestState.REQUESTED: _("待答复"),
    FileRequestState.GRANTED: _("准予查阅"),
    FileRequestState.PARTLY: _("准予部分查阅"),
    FileRequestState.REFUSED: _("不予查阅"),
}

TONES: Final[Mapping[FileRequestState, str]] = {
    FileRequestState.REQUESTED: "open",
    FileRequestState.GRANTED: "done",
    FileRequestState.PARTLY: "done",
    FileRequestState.REFUSED: "plain",
}

ACTIONS: Final[Mapping[FileRequestAction, LazyString]] = {
    FileRequestAction.GRANT: _("准予查阅"),
    FileRequestAction.GRANT_PART: _("准予部分查阅"),
    FileRequestAction.REFUSE: _("不予查阅"),
}

EXTRA: Final[Mapping[str, LazyString]] = {
    "ask": _("申请查阅案卷"),
    "register": _("登记书面查阅申请"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "file_request_past": N_(
        "申请复核、提出申诉的期限已于%(on)s届满，也没有正在办理的复核、申诉，不能申请查阅案卷。"
    ),
    "file_request_waits": N_("已有一件查阅案卷申请（%(number)s）待答复，不能重复提出。"),
    "file_request_text_needed": N_("请写明要求查阅的内容。"),
    "file_request_reason_needed": N_("部分查阅、不予查阅的，须写明理由。"),
    "file_request_none_chosen": N_(
        "请选择准予查阅的事实或者证据；都不能提供的，请作不予查阅答复。"
    ),
    "file_request_nothing_free": N_("没有可以提供的事实或者证据，请作不予查阅答复并写明理由。"),
    "file_request_barred": N_("所选材料有的不能提供给当事人（%(names)s），请取消选择。"),
    "file_request_tells": N_("文字提到或者可以推知举报人、证人，不得写入答复，请改用别的写法。"),
    "file_request_unprintable": N_(
        "字库没有下列字，答复书印不出来，请改用别的写法：%(characters)s"
    ),
}
