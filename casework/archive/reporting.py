"""What the file of a case has of how its report was handled: stubs, urgings, who signed the reply.

Of these nothing comes from who reported: what was passed on was written for the unit, and the reply
is not there itself. They are inner documents: what one office says to another, and what its leader
said (NET-12; 003-06 art. 10, 11).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace

from casework.archive.pieces import Piece, Sheet, form, issued
from casework.models import Case
from complaints.labels import REPLY_STATES, TRANSFER_STATES, URGING_STEPS
from complaints.models import Complaint, ComplaintTransfer, ReplyDraft
from core.documents import Table
from core.documents.wording import chinese_date
from core.identity.models import User

#: Where these stand: after what came before the decision.
OF_THE_REPORT = 85


def of_the_report(case: Case) -> Iterator[Piece]:
    """Yield the slips and letters to units, the register of both, and how the reply was signed; of
    the report and of those joined to it.
    """
    complaint = case.complaint
    if complaint is None:
        return
    office = case.unit.short_name
    for one in (complaint, *complaint.joined):
        for transfer in one.transfers:
            yield from _letters(transfer, office)
        if one.transfers:
            yield _register(one, office)
        if one.reply_drafts:
            yield _signing(one, office)


def _letters(transfer: ComplaintTransfer, office: str) -> Iterator[Piece]:
    documents = (transfer.document, *(urging.document for urging in transfer.urgings))
    for document in documents:
        if document is not None:
            yield replace(issued(document, office), note=transfer.unit.short_name, inner=True)


def _register(complaint: Complaint, office: str) -> Piece:
    """Write the stubs: to whom it went and until when, how it was urged, and what came of it."""
    tables = tuple(
        form(
            ("承办单位", one.unit.name),
            ("转办日期", f"{chinese_date(one.sent_on)}，{one.sent_by.name}"),
            ("转办理由", one.reason),
            ("办理期限", chinese_date(one.due_on)),
            ("延期", _more_time(one) or None),
            ("签收", chinese_date(one.signed_on) if one.signed_on else None),
            ("催办、督办", _urgings(one) or None),
            ("结果", str(TRANSFER_STATES[one.state])),
            ("反馈、退回或者撤回的内容", one.outcome),
            ("承办单位审核签字", one.approved_by),
            ("结束日期", chinese_date(one.ended_on) if one.ended_on else None),
        )
        for one in complaint.transfers
    )
    last = max(one.ended_on or one.sent_on for one in complaint.transfers)
    return Piece("转（督）办存根", office, last, Sheet(tables), complaint.number, inner=True)


def _more_time(transfer: ComplaintTransfer) -> str:
    said = []
    for one in transfer.extensions:
        if one.granted_until is not None:
            answer = f"同意延至{chinese_date(one.granted_until)}"
        else:
            answer = "不同意" if one.decided_on is not None else "未答复"
        said.append(f"{chinese_date(one.asked_on)}申请：{one.reason}　{answer}")
    return "\n".join(said)


def _urgings(transfer: ComplaintTransfer) -> str:
    return "\n".join(
        f"{chinese_date(one.raised_on)}　{URGING_STEPS[one.step]}　{one.raised_by.name}"
        + (f"　书面说明：{one.answer}" if one.answer else "")
        for one in transfer.urgings
    )


def _signing(complaint: Complaint, office: str) -> Piece:
    """Write who drafted and who signed each reply; what it says is kept with the report."""
    drafts: Sequence[ReplyDraft] = complaint.reply_drafts
    tables: tuple[Table, ...] = tuple(
        form(
            ("拟稿", _by(one.drafted_by, chinese_date(one.drafted_on))),
            ("送审", _by(one.submitted_by, chinese_date(one.submitted_on)))
            if one.submitted_on
            else ("送审", None),
            ("审核", _by(one.decided_by, chinese_date(one.decided_on)))
            if one.decided_on
            else ("审核", None),
            ("审核意见", one.opinion),
            ("状态", str(REPLY_STATES[one.state])),
            ("答复文书", one.document.number if one.document else None),
        )
        for one in drafts
    )
    last = max(one.decided_on or one.submitted_on or one.drafted_on for one in drafts)
    return Piece("答复审核签批单", office, last, Sheet(tables), complaint.number, inner=True)


def _by(user: User | None, day: str) -> str:
    return f"{user.name}　{day}" if user is not None else day
