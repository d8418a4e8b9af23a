"""Pass a complaint on to the unit whose business it is, and what that unit does with it.

The unit that received the report keeps it, its clock and who reported, and answers; the other one
signs for it, returns it with its reasons or reports what it did. It never goes to whom it is about.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from flask_babel import lazy_gettext as _

from complaints import labels
from complaints.models import Complaint, ComplaintTransfer
from complaints.procedure import extending, urging
from complaints.queries import paths_of_accused
from complaints.rules import (
    HANDLING,
    JOINS_IN,
    PASSED_ON,
    RETURN,
    SIGN_OFF,
    TransferAction,
    TransferState,
    is_below,
)
from core import moment
from core.access import Actor, Permission
from core.clocks import services as clocks
from core.clocks.periods import Period
from core.clocks.periods import Unit as PeriodUnit
from core.clocks.queries import for_subject
from core.identity.models import Unit
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations import registry
from regulations.labels import term_words
from regulations.model import GuardId, TermId
from regulations.rules import SourceSilent, guard, is_on, term

Data = Mapping[str, Any]
State = TransferState

#: Who set the last day of what was passed on, and what its clock is called. Kept, so it is Chinese.
SET_BY_SENDER: Final = "转办单位设定"
HANDLING_LABEL: Final = "转办件办理期限（转办单位设定）"


def withheld_by(complaint: Complaint) -> str | None:
    """Return the article by which a report is kept from whom it is about."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    found = guard(pack, GuardId.WITHHELD_FROM_ACCUSED)
    on = is_on(pack, GuardId.WITHHELD_FROM_ACCUSED)
    return found.value.article if on and found is not None else None


def return_rule(complaint: Complaint) -> str | None:
    """Return the article that wants a return on the same day; None where the pack has none."""
    try:
        return term(registry.get_pack(complaint.procedure_pack_id), RETURN).article
    except SourceSilent:
        return None


def sign_off_rule(complaint: Complaint) -> str | None:
    """Return the article by which a leader signs what the unit reports; None without one."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    rows = (found.value for found in pack.reviews)
    return next((row.article for row in rows if row.code == SIGN_OFF), None)


def stands_alone(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether it is handled by itself: what is joined goes where the one goes that leads."""
    return complaint.leading_id is None


def goes_soundly(complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a transfer without reasons, text or a later day, to the unit of whom the report is
    about or one under it, to the unit that has it, and twice to one unit (NET-11).
    """
    unit: Unit = data["unit"]
    if is_below(unit.path, paths_of_accused(complaint)):
        article = withheld_by(complaint)
        return Refusal("transfer_to_respondent", {"unit": unit.name}, article)
    if unit.id == complaint.unit_id:
        return Refusal("transfer_to_itself")
    if any(one.unit_id == unit.id and one.state in PASSED_ON for one in complaint.transfers):
        return Refusal("transfer_there_already", {"unit": unit.name})
    if not (data.get("reason") or "").strip():
        return Refusal("transfer_needs_reason")
    if not (data.get("content") or "").strip():
        return Refusal("transfer_needs_content")
    due_on: date | None = data.get("due_on")
    if due_on is None or due_on <= moment.today():
        return Refusal("transfer_due_in_past")
    return None


def send(complaint: Complaint, actor: Actor, data: Data) -> Data:
    """Keep the stub."""
    assert actor.id is not None
    unit: Unit = data["unit"]
    complaint.transfers.append(
        ComplaintTransfer(
            unit=unit,
            state=State.SENT,
            reason=data["reason"],
            content=data["content"],
            sent_on=moment.today(),
            due_on=data["due_on"],
            sent_by_id=actor.id,
            is_late=False,
        )
    )
    return {"unit_id": unit.id, "due_on": data["due_on"]}


def call_off(complaint: Complaint, actor: Actor, reason: str) -> None:
    """Call off the clocks of what units still have: it need not be handled any more."""
    for transfer in urging.open_transfers(complaint):
        _call_off(transfer, actor, reason, RETURN, HANDLING)


def _call_off(transfer: ComplaintTransfer, actor: Actor, reason: str, *terms: str) -> None:
    for term_id in terms:
        clock = clocks.open_clock(ComplaintTransfer.__tablename__, transfer.id, term_id)
        if clock is not None:
            clocks.cancel(clock, moment.today(), actor.id, reason)


def _clock_start(transfer: ComplaintTransfer, term_id: str) -> ClockStart | None:
    pack_id = transfer.complaint.procedure_pack_id
    if term_id == HANDLING:
        return ClockStart(
            Period(None, PeriodUnit.FIXED_DATE, source=SET_BY_SENDER),
            pack_id,
            HANDLING_LABEL,
            transfer.sent_on,
            bearer_unit_id=transfer.unit_id,
            due=transfer.due_on,
        )
    period = registry.period_of(pack_id, term_id)
    if period is None:
        return None
    label = term_words(TermId(term_id))
    return ClockStart(period, pack_id, label, transfer.sent_on, bearer_unit_id=transfer.unit_id)


def _is_handled(transfer: ComplaintTransfer, _actor: Actor) -> Refusal | None:
    """Refuse to go on with what was answered, withdrawn or taken into a case meanwhile."""
    complaint = transfer.complaint
    return None if complaint.state in JOINS_IN else Refusal("transfer_over")


def _may_report(transfer: ComplaintTransfer, actor: Actor) -> Refusal | None:
    return _is_handled(transfer, actor) or urging.red_is_explained(transfer, actor)


def _sign(transfer: ComplaintTransfer, actor: Actor, _data: Data) -> None:
    transfer.signed_on, transfer.signed_by_id = moment.today(), actor.id


def _says_why(_transfer: ComplaintTransfer, _actor: Actor, data: Data) -> Refusal | None:
    return None if (data.get("text") or "").strip() else Refusal("transfer_return_needs_reason")


def _return(transfer: ComplaintTransfer, actor: Actor, data: Data) -> Data:
    """Return it; late where a pack has a period for it and that is over (NET-07)."""
    _call_off(transfer, actor, "退回", HANDLING)
    kept = for_subject(ComplaintTransfer.__tablename__, transfer.id)
    days = [clock.due_on for clock in kept if clock.term_id == RETURN and clock.due_on]
    transfer.is_late = any(moment.today() > day for day in days)
    _end(transfer, actor, data)
    return {"is_late": transfer.is_late}


def _recall(transfer: ComplaintTransfer, actor: Actor, data: Data) -> None:
    _end(transfer, actor, data)
    _call_off(transfer, actor, "撤回转办", RETURN, HANDLING)


def _may_ask_time(transfer: ComplaintTransfer, actor: Actor) -> Refusal | None:
    return _is_handled(transfer, actor) or extending.is_in_time(transfer, actor)


def _says_what_was_done(transfer: ComplaintTransfer, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a report without what was done, or unsigned where a leader has to sign (NET-08)."""
    if not (data.get("text") or "").strip():
        return Refusal("transfer_report_needs_text")
    article = sign_off_rule(transfer.complaint)
    if article is not None and not (data.get("approved_by") or "").strip():
        return Refusal("transfer_report_needs_sign_off", article=article)
    return None


def _report(transfer: ComplaintTransfer, actor: Actor, data: Data) -> None:
    _end(transfer, actor, data)
    transfer.approved_by = data.get("approved_by") or None


def _end(transfer: ComplaintTransfer, actor: Actor, data: Data) -> None:
    transfer.ended_on, transfer.ended_by_id = moment.today(), actor.id
    transfer.outcome = data["text"]


TRANSFER_PROCEDURE: Final = Procedure(
    name="transfer",
    model=ComplaintTransfer,
    states=State,
    transitions=(
        Transition(
            TransferAction.SIGN,
            frozenset({State.SENT}),
            State.SIGNED,
            Permission.TRANSFER_HANDLE,
            _("签收"),
            guard=_is_handled,
            effect=_sign,
            meets=(RETURN,),
        ),
        Transition(
            TransferAction.REPORT,
            frozenset({State.SIGNED}),
            State.REPORTED,
            Permission.TRANSFER_HANDLE,
            _("反馈办理情况"),
            guard=_may_report,
            check=_says_what_was_done,
            effect=_report,
            meets=(HANDLING,),
        ),
        Transition(
            TransferAction.ASK_TIME,
            frozenset({State.SIGNED}),
            None,
            Permission.TRANSFER_HANDLE,
            _("申请延期"),
            who=extending.may_ask,
            guard=_may_ask_time,
            check=extending.asks_soundly,
            effect=extending.ask,
        ),
        Transition(
            TransferAction.EXPLAIN,
            PASSED_ON,
            None,
            Permission.TRANSFER_HANDLE,
            _("书面说明"),
            who=urging.is_to_explain,
            guard=_is_handled,
            check=urging.explains,
            effect=urging.explain,
        ),
        Transition(
            TransferAction.RETURN,
            PASSED_ON,
            State.RETURNED,
            Permission.TRANSFER_HANDLE,
            _("退回"),
            guard=_is_handled,
            check=_says_why,
            effect=_return,
            meets=(RETURN,),
        ),
        Transition(
            TransferAction.RECALL,
            frozenset({State.SENT}),
            State.RECALLED,
            Permission.TRANSFER_HANDLE,
            _("撤回转办"),
            effect=_recall,
            by_system=True,
        ),
    ),
    unit_path=lambda transfer: transfer.unit.path,
    path=(State.SENT, State.SIGNED, State.REPORTED),
    state_labels=labels.TRANSFER_STATES,
    clock_start=_clock_start,
    extra_labels=labels.TRANSFER_EXTRA_ACTIONS,
)
