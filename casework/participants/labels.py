"""Words for those who take part in a case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.rules import ParticipantAction, ParticipantRole, ParticipantState

#: What the record of a case calls an entry.
SUBJECT: Final = _("其他参与人")

ROLES: Final[Mapping[ParticipantRole, LazyString]] = {
    ParticipantRole.ORGANISATION: _("有关组织"),
    ParticipantRole.WITNESS: _("证人"),
    ParticipantRole.EXPERT: _("专家"),
}

STATES: Final[Mapping[ParticipantState, LazyString]] = {
    ParticipantState.INVITED: _("已邀请"),
    ParticipantState.STATED: _("已陈述"),
    ParticipantState.ABSENT: _("未参加"),
}

TONES: Final[Mapping[ParticipantState, str]] = {
    ParticipantState.INVITED: "open",
    ParticipantState.STATED: "done",
    ParticipantState.ABSENT: "plain",
}

ACTIONS: Final[Mapping[ParticipantAction, LazyString]] = {
    ParticipantAction.STATE: _("记录陈述或者意见"),
    ParticipantAction.NOTE_ABSENCE: _("记录未参加"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {"invite": _("登记参与人")}

REFUSALS: Final[Mapping[str, str]] = {
    "participant_case_ended": "案件不在办理中，不能再登记参与人。",
    "participant_is_respondent": "%(name)s是本案的责任人员，听取其意见请记录陈述申辩。",
    "participant_of_team": "%(name)s是本案调查组成员，不能作为证人或者专家参加。",
    "participant_of_accused_unit": "%(unit)s是本案的责任单位，其人员不能作为专家参加。",
    "participant_date_wrong": "日期不能晚于今天，陈述的日期不能早于邀请的日期（%(on)s）。",
    "participant_words_missing": "请记录陈述或者意见的内容。",
}
