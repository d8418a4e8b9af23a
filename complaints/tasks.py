"""What waits for whom among the complaints, for the worklist."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Final

from flask import url_for
from flask_babel import LazyString, lazy_ngettext
from flask_babel import lazy_gettext as _

from complaints import queries
from complaints.models import Complaint, ComplaintTransfer, ReplyDraft, ReporterOpening
from complaints.rules import (
    JOINS_IN,
    TOLD,
    UNANSWERED,
    ComplaintState,
    ReplyState,
    TransferState,
    UrgingStep,
)
from core import moment
from core.access import Actor, Permission
from core.clocks.models import Clock
from core.worklist import Task
from regulations.labels import clock_with_article

ACTIONS: Final[Mapping[ComplaintState, LazyString]] = {
    ComplaintState.REGISTERED: _("决定是否受理"),
    ComplaintState.ACCEPTED: _("办理并答复"),
    ComplaintState.REPLIED: _("办结"),
    ComplaintState.DECLINED: _("告知并办结"),
}


#: Whose turn it is in which state; twin of the condition in `queries.waiting_for`. Nobody is
#: replied to about a lead: who closes it says what was found.
TURNS: Final[Mapping[ComplaintState, Permission]] = {
    ComplaintState.REGISTERED: Permission.COMPLAINT_DECIDE,
    ComplaintState.ACCEPTED: Permission.COMPLAINT_REPLY,
    ComplaintState.REPLIED: Permission.COMPLAINT_CLOSE,
    ComplaintState.DECLINED: Permission.COMPLAINT_CLOSE,
}


#: What a unit does with what was passed on to it, by the gravest step by which it was urged.
URGED_ACTIONS: Final[Mapping[tuple[TransferState, UrgingStep | None], LazyString]] = {
    (TransferState.SENT, None): _("签收或者退回"),
    (TransferState.SENT, UrgingStep.URGE): _("签收或者退回（已催办）"),
    (TransferState.SENT, UrgingStep.ORAL): _("签收或者退回（口头提醒）"),
    (TransferState.SENT, UrgingStep.YELLOW): _("签收或者退回（黄牌督办）"),
    (TransferState.SENT, UrgingStep.RED): _("签收或者退回（红牌督办）"),
    (TransferState.SIGNED, None): _("办理并反馈"),
    (TransferState.SIGNED, UrgingStep.URGE): _("办理并反馈（已催办）"),
    (TransferState.SIGNED, UrgingStep.ORAL): _("办理并反馈（口头提醒）"),
    (TransferState.SIGNED, UrgingStep.YELLOW): _("办理并反馈（黄牌督办）"),
    (TransferState.SIGNED, UrgingStep.RED): _("办理并反馈（红牌督办）"),
}


#: Who goes on with the draft of a reply, and what they do.
DRAFTS: Final[Mapping[ReplyState, tuple[Permission, LazyString]]] = {
    ReplyState.DRAFTED: (Permission.COMPLAINT_REPLY, _("完成答复稿并送审")),
    ReplyState.SUBMITTED: (Permission.COMPLAINT_DECIDE, _("审核答复稿")),
    ReplyState.RETURNED: (Permission.COMPLAINT_REPLY, _("修改被退回的答复稿")),
    ReplyState.APPROVED: (Permission.COMPLAINT_REPLY, _("送出已审核的答复")),
}


def complaint_tasks(actor: Actor) -> Iterable[Task]:
    """Yield the complaints and the requests to see who reported that wait for `actor`, at most a
    hundred; one statement.
    """
    told: set[int] = set()
    for one in queries.waiting_for(actor):
        complaint, path = one.complaint, one.complaint.unit.path
        turn, action, draft = _next(one, decides=actor.may(Permission.COMPLAINT_DECIDE, path))
        if complaint.id not in told and turn and actor.may(turn, path):
            told.add(complaint.id)
            yield _complaint_task(complaint, one.clock, action, draft)
        if one.opening is not None:
            yield _opening_task(complaint, one.opening, actor)


def _next(
    one: queries.Waiting, *, decides: bool
) -> tuple[Permission | None, LazyString | None, ReplyDraft | None]:
    """Return whose turn it is, what they do (None: what its state says), and with which draft."""
    complaint = one.complaint
    if decides and complaint.state in JOINS_IN:
        if one.wants_time:
            return Permission.COMPLAINT_DECIDE, _("答复承办单位的延期申请"), None
        if one.came_back:
            return Permission.COMPLAINT_DECIDE, _("转办件被退回，另行处理"), None
    if one.draft is not None and _is_owed(complaint):
        return (*DRAFTS[one.draft.state], one.draft)
    return _turn(complaint), None, None


def _is_owed(complaint: Complaint) -> bool:
    return complaint.state in UNANSWERED or complaint.doubted_on is not None


def _turn(complaint: Complaint) -> Permission | None:
    if complaint.is_lead and complaint.state is ComplaintState.ACCEPTED:
        return Permission.COMPLAINT_CLOSE
    if complaint.doubted_on is not None:
        return Permission.COMPLAINT_REPLY
    leading, going_on = complaint.leading, (ComplaintState.ACCEPTED, ComplaintState.IN_CASE)
    if leading is not None and complaint.state in going_on:
        told = leading.state in TOLD and complaint.withdrawn_on is None
        return Permission.COMPLAINT_REPLY if told else None
    return TURNS.get(complaint.state)


def _complaint_task(
    complaint: Complaint,
    clock: Clock | None,
    action: LazyString | None,
    draft: ReplyDraft | None,
) -> Task:
    return Task(
        title=complaint.title,
        number=complaint.number,
        action=action or _action(complaint),
        url=_address(complaint, draft),
        unit=complaint.unit.short_name,
        due_on=clock.due_on if clock else None,
        provisional=clock.provisional if clock else False,
        warn_on=clock.remind_on if clock else None,
        term=clock_with_article(clock) if clock else None,
        since=complaint.received_on,
        comes_first=complaint.is_retaliation,
    )


def _address(complaint: Complaint, draft: ReplyDraft | None) -> str:
    if draft is None:
        return url_for("complaints.complaint_detail", complaint_id=complaint.id)
    return url_for("complaints.reply_detail", complaint_id=complaint.id, reply_id=draft.id)


def _action(complaint: Complaint) -> LazyString:
    if complaint.is_retaliation and complaint.state is ComplaintState.REGISTERED:
        return _("决定是否受理（反映打击报复）")
    if complaint.is_lead and complaint.state is ComplaintState.ACCEPTED:
        return _("核查线索")
    if complaint.doubted_on is not None:
        return _("再次答复")
    if complaint.leading_id is not None and _turn(complaint) is Permission.COMPLAINT_REPLY:
        return _("告知办理结果")
    return ACTIONS[complaint.state]


def _opening_task(complaint: Complaint, opening: ReporterOpening, actor: Actor) -> Task:
    is_own = opening.requested_by_id == actor.id
    return Task(
        title=complaint.title,
        number=complaint.number,
        action=_("查看身份信息（已获同意）") if is_own else _("是否同意查看投诉举报人身份"),
        url=url_for("complaints.opening_detail", complaint_id=complaint.id, opening_id=opening.id),
        unit=complaint.unit.short_name,
        since=moment.local(opening.created_at).date(),
    )


def supplement_tasks(actor: Actor) -> Iterable[Task]:
    """Yield what was asked of who reported, until it is entered what came; one statement at
    most.
    """
    if not actor.has(Permission.COMPLAINT_REGISTER):
        return
    for asked in queries.awaited_for(actor):
        yield Task(
            title=asked.complaint.title,
            number=asked.complaint.number,
            action=_("登记补充情况"),
            url=url_for("complaints.complaint_detail", complaint_id=asked.complaint_id),
            unit=asked.complaint.unit.name,
            due_on=asked.due_on,
            since=asked.asked_on,
        )


def transfer_tasks(actor: Actor) -> Iterable[Task]:
    """Yield what was passed on to a unit of `actor`; one statement at most."""
    if actor.has(Permission.TRANSFER_HANDLE):
        yield from (_to_handle(transfer, clock) for transfer, clock in queries.to_handle(actor))


def _to_handle(transfer: ComplaintTransfer, clock: Clock | None) -> Task:
    return Task(
        title=transfer.complaint.title,
        number=transfer.complaint.number,
        action=URGED_ACTIONS[transfer.state, transfer.urged],
        url=url_for("complaints.assigned_detail", transfer_id=transfer.id),
        unit=transfer.unit.name,
        due_on=clock.due_on if clock else transfer.due_on,
        provisional=clock.provisional if clock else False,
        term=clock_with_article(clock) if clock else None,
        since=transfer.sent_on,
    )


def message_tasks(actor: Actor) -> Iterable[Task]:
    """Yield the complaints with letters of who reported to be read; one statement at most."""
    if not actor.has(Permission.COMPLAINT_REPLY):
        return
    for complaint, number, since in queries.unread_for(actor):
        yield Task(
            title=complaint.title,
            number=complaint.number,
            action=lazy_ngettext("阅看来信 %(num)s 封", "阅看来信 %(num)s 封", number),
            url=url_for("complaints.message_list", complaint_id=complaint.id),
            unit=complaint.unit.short_name,
            since=since,
        )
