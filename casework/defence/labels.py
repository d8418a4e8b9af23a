"""Words for statement and defence: the invitation, what was said, what is kept back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.defending import (
    InvitationAction,
    InvitationState,
    Withheld,
)

#: What the record of a case calls an invitation.
SUBJECT: Final = _("陈述申辩告知")

STATES: Final[Mapping[InvitationState, LazyString]] = {
    InvitationState.DRAFTED: _("起草中"),
    InvitationState.ISSUED: _("待送达"),
    InvitationState.SERVED: _("已送达"),
}

TONES: Final[Mapping[InvitationState, str]] = {
    InvitationState.DRAFTED: "open",
    InvitationState.ISSUED: "warning",
    InvitationState.SERVED: "done",
}

ACTIONS: Final[Mapping[InvitationAction, LazyString]] = {
    InvitationAction.EDIT: _("修改告知书"),
    InvitationAction.ISSUE: _("印发告知书"),
    InvitationAction.SERVE: _("登记送达"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"draft": _("起草告知书")}

#: For the team, and in the extract alike: what is protected is not told apart any further.
WITHHELD: Final[Mapping[Withheld, LazyString]] = {
    Withheld.TESTIMONY: _("询问记录、证言"),
    Withheld.PROTECTED: _("可能识别或者推知举报人、证人"),
    Withheld.SET_ASIDE: _("不再作为认定依据"),
    Withheld.NOT_CHOSEN: _("与告知的事实没有直接关系，未予摘录"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "invitation_not_open": "案件不在陈述申辩阶段，不能办理陈述申辩告知。",
    "invitation_draft_exists": "%(name)s的告知书正在起草，请在其中修改。",
    "invitation_answer_past": "提出陈述申辩的最后日期不能早于今天。",
    "invitation_piece_barred": "所选材料有的不能提供给当事人（%(names)s），请取消选择。",
    "invitation_tells": "文字提到或者可以推知举报人、证人，不得写入告知书，请改用别的写法。",
    "invitation_served_late": (
        "签收日期（%(received)s）晚于告知书写明的最后日期（%(on)s），请另行印发告知书，"
        "重新确定日期。"
    ),
    "invitation_unprintable": "字库没有下列字，告知书印不出来，请改用别的写法：%(characters)s",
    "case_defence_manner_missing": "请选择陈述申辩的方式。",
    "case_defence_adoption_missing": "请写明是否采纳，并说明理由。",
    "case_defence_not_due": (
        "告知书尚未送达，或者提出陈述申辩的最后日期（%(on)s）还没有过，不能记为未到场、未提出。"
    ),
}
