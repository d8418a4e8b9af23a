"""What who reported reads about a report, by its receipt code."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from complaints import labels, queries
from complaints.models import Complaint
from complaints.presenting import decline_ground
from complaints.rules import ComplaintState
from core.web.filters import cn_date


@dataclass(frozen=True)
class FollowUp:
    """What who reported reads: where it stands, in plain words and days."""

    number: str
    unit: str
    received_on: str
    words: str
    rows: Sequence[tuple[str, str]]
    text: str | None
    messages: Sequence[tuple[str, str, str, bool]]
    is_open: bool


def follow_up(complaint: Complaint) -> FollowUp:
    """Return what who reported reads about the complaint; no hour stands in it, and no name."""
    rows = [(_("收到日期"), cn_date(complaint.received_on))]
    if complaint.decided_on:
        rows.append((_("受理决定日期"), cn_date(complaint.decided_on)))
    if complaint.withdrawn_on:
        rows.append((_("撤回日期"), cn_date(complaint.withdrawn_on)))
    declined = complaint.decline_code is not None
    if declined:
        rows.append((_("不予受理的情形"), decline_ground(complaint) or ""))
    elif complaint.replied_on:
        rows.append((_("答复日期"), cn_date(complaint.replied_on)))
    who = {True: _("您"), False: _("受理单位")}
    return FollowUp(
        number=complaint.number,
        unit=complaint.unit.name,
        received_on=cn_date(complaint.received_on),
        words=str(labels.FOLLOW_UP[complaint.state]),
        rows=rows,
        text=complaint.decline_reason if declined else complaint.reply_text,
        messages=[
            (cn_date(message.sent_on), who[message.author_id is None], message.body.open(), False)
            for message, _name in queries.messages_of(complaint)
        ],
        is_open=complaint.state is not ComplaintState.CLOSED,
    )
