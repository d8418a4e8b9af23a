"""Join a report to another one about the same matter, and part them again (INF-03).

Those handled together keep their own numbers, clocks and answers. Whom one of them is about is kept
from all of them, so that a group is seen as a whole or not at all: each of them carries whom the
others name (`named_by_id`), until they are parted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from complaints.models import Complaint, ComplaintRespondent
from complaints.queries import about
from complaints.rules import LEADS_IN, ComplaintState, concerns
from core.access import Actor
from core.db import db
from core.refusals import Refusal

Data = Mapping[str, Any]
State = ComplaintState

#: A unit, a person known to the system, a name.
Key = tuple[int, int | None, str | None]


def stands_alone(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether it can be joined: somebody reported it, it neither leads nor is joined, and it
    is not about retaliation, which is a matter of its own (SEC-05).
    """
    alone = not (complaint.leading_id or complaint.joined)
    return alone and not (complaint.is_lead or complaint.is_retaliation)


def is_joined(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether it is handled with another one, and who reported still waits for the outcome."""
    return complaint.leading_id is not None and complaint.withdrawn_on is None


def leads_soundly(complaint: Complaint, actor: Actor, data: Data) -> Refusal | None:
    """Refuse what cannot lead: itself, one that is joined, past its handling or received elsewhere.

    Refused too: one whose case leaves out who is reported here, and, without a reason, one that
    does not name every unit reported here. One that `actor` must not see is not there.
    """
    leading: Complaint = data["leading"]
    number = {"number": leading.number}
    if concerns(*about(actor), [(r.person_id, r.unit_id) for r in leading.respondents]):
        return Refusal("complaint_merge_unknown")
    if leading.id == complaint.id:
        return Refusal("complaint_merge_itself")
    if leading.leading is not None:
        return Refusal("complaint_merge_chain", {**number, "leading": leading.leading.number})
    if leading.is_retaliation:
        return Refusal("complaint_merge_retaliation", number)
    if leading.is_lead or leading.withdrawn_on or leading.state not in LEADS_IN:
        return Refusal("complaint_merge_not_open", number)
    if leading.unit_id != complaint.unit_id:
        return Refusal("complaint_merge_elsewhere", number)
    if leading.state is State.IN_CASE and not _known(complaint) <= _known(leading):
        return Refusal("complaint_merge_beyond_case", number)
    elsewhere = {row.unit_id for row in complaint.respondents} - {
        row.unit_id for row in leading.respondents
    }
    if elsewhere and not (data.get("reason") or "").strip():
        return Refusal("complaint_merge_needs_reason")
    return None


def parting_has_reason(_complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse to part without a reason."""
    return None if (data.get("reason") or "").strip() else Refusal("complaint_unmerge_needs_reason")


def join(complaint: Complaint, _actor: Actor, data: Data) -> Data:
    """Join it, and keep each of the group from whom any of it is about."""
    leading: Complaint = data["leading"]
    complaint.leading = leading
    db.session.flush()
    share_respondents(leading)
    return {"leading_id": leading.id}


def part(complaint: Complaint, _actor: Actor, _data: Data) -> Data:
    """Part it from the one that leads; each is again about whom it names itself.

    Where a case was opened, it is about all of them, and so stays the report it was opened from.
    """
    leading = complaint.leading
    assert leading is not None  # `is_joined`, or the database would not let it be read
    complaint.leading = None
    gone = [row for row in complaint.respondents if row.named_by_id is not None]
    if leading.state is not State.IN_CASE:
        for one in (leading, *leading.joined):
            gone += [row for row in one.respondents if row.named_by_id == complaint.id]
    for row in gone:
        db.session.delete(row)
    db.session.flush()
    for one in (complaint, leading, *leading.joined):
        db.session.expire(one, ["respondents"])
    share_respondents(leading)
    return {"leading_id": None, "parted_from_id": leading.id}


def share_respondents(leading: Complaint) -> None:
    """Let each of a group carry whom any of it is about."""
    group = [leading, *leading.joined]
    named = [row for one in group for row in one.respondents]
    for one in group:
        there = {key for row in one.respondents for key in (_key(row), _unit_alone(row))}
        for row in named:
            if _key(row) not in there:
                there |= {_key(row), _unit_alone(row)}
                one.respondents.append(_carried(row))
    db.session.flush()


def goes_its_own_way(complaint: Complaint, _actor: Actor) -> Refusal | None:
    """Refuse to open a case from one that is joined: it comes into the case of the one that leads.

    A guard on opening a case; passes as soon as that case is open.
    """
    leading = complaint.leading
    if leading is None or leading.state is State.IN_CASE:
        return None
    return Refusal("complaint_joined_no_case", {"number": leading.number})


def declined_together(complaint: Complaint, _actor: Actor) -> Refusal | None:
    """Refuse to decline by itself one that is joined, or one that leads what is accepted."""
    leading = complaint.leading
    if leading is not None and leading.state is not State.DECLINED:
        return Refusal("complaint_joined_decline", {"number": leading.number})
    accepted = [one.number for one in complaint.joined if one.state is State.ACCEPTED]
    if accepted:
        return Refusal("complaint_leads_accepted", {"numbers": "、".join(accepted)})
    return None


def told_after(complaint: Complaint, _actor: Actor) -> Refusal | None:
    """Refuse to answer one that is joined before the outcome of the one that leads is told."""
    leading = complaint.leading
    if leading is None or leading.withdrawn_on or leading.state not in LEADS_IN:
        return None
    return Refusal("complaint_joined_reply", {"number": leading.number})


def _key(row: ComplaintRespondent) -> Key:
    return (row.unit_id, row.person_id, row.person_name)


def _unit_alone(row: ComplaintRespondent) -> Key:
    """A unit is named with each of its people."""
    return (row.unit_id, None, None)


def _known(complaint: Complaint) -> set[tuple[int, int | None]]:
    """Return the units and the known people from whom a complaint is kept."""
    rows = complaint.respondents
    return {(r.unit_id, who) for r in rows for who in (r.person_id, None)}


def _carried(row: ComplaintRespondent) -> ComplaintRespondent:
    return ComplaintRespondent(
        unit_id=row.unit_id,
        person_id=row.person_id,
        person_name=row.person_name,
        post_title=row.post_title,
        named_by_id=row.named_by_id or row.complaint_id,
    )
