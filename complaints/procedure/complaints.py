"""What can be done to a complaint, by whom, in which states.

A complaint comes into being by `services.register_complaint`, which starts the clock of acceptance.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _

from complaints import labels
from complaints.models import Complaint
from complaints.procedure import calling, merging, passing_on, replies, supplements, transfers
from complaints.rules import (
    ACCEPTANCE,
    JOINS_IN,
    TOLD,
    UNANSWERED,
    ComplaintAction,
    ComplaintState,
    DocumentKind,
)
from core import moment
from core.access import Actor, Permission
from core.clocks import services as clocks
from core.files.kinds import Origin
from core.files.services import attach
from core.procedure import ClockStart, Procedure, Transition
from core.refusals import Refusal
from regulations import registry
from regulations.labels import term_words
from regulations.model import GuardId, TermId, WordList
from regulations.rules import SourceSilent, guard, is_on, term, words

State = ComplaintState


def _is_lead(complaint: Complaint, _actor: Actor) -> bool:
    return complaint.is_lead


def _was_reported(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether somebody reported it: only then there is whom to answer, and who withdraws."""
    return not complaint.is_lead


Data = Mapping[str, Any]


def _clock_start(complaint: Complaint, term_id: str) -> ClockStart | None:
    try:
        row = term(registry.get_pack(complaint.procedure_pack_id), term_id)
    except SourceSilent:
        return None
    return ClockStart(
        period=row.period(),
        pack_id=complaint.procedure_pack_id,
        label=term_words(TermId(term_id)),
        on=complaint.received_on,
        bearer_unit_id=complaint.unit_id,
    )


def _accept(complaint: Complaint, actor: Actor, _data: Data) -> None:
    complaint.decided_on = moment.today()
    complaint.decided_by_id = actor.id


def _has_grounds(complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse to decline without one of the pack's grounds and reasons in writing (CMP-04)."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    if data.get("code") not in {word.code for word in words(pack, WordList.DECLINE_REASON)}:
        return Refusal("complaint_decline_code_unknown")
    if not (data.get("reason") or "").strip():
        return Refusal("complaint_decline_needs_reason", article=written_reasons(complaint))
    return None


def _decline(complaint: Complaint, actor: Actor, data: Data) -> Data:
    _accept(complaint, actor, data)
    complaint.decline_code = data["code"]
    complaint.decline_reason = data["reason"]
    transfers.call_off(complaint, actor, "不予受理")
    return {"code": data["code"]}


def _has_reason(_complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    if not (data.get("reason") or "").strip():
        return Refusal("complaint_withdrawal_needs_reason")
    return None


def _withdraw(complaint: Complaint, actor: Actor, _data: Data) -> None:
    complaint.withdrawn_on = moment.today()
    clock = clocks.open_clock(Complaint.__tablename__, complaint.id, ACCEPTANCE)
    if clock is not None:
        clocks.cancel(clock, moment.today(), actor.id, "投诉举报人撤回")
    transfers.call_off(complaint, actor, "投诉举报人撤回")


def _says_what_was_found(_complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    return None if (data.get("reason") or "").strip() else Refusal("lead_needs_findings")


def _is_not_withdrawn(complaint: Complaint, _actor: Actor) -> Refusal | None:
    return Refusal("complaint_withdrawn_already") if complaint.withdrawn_on else None


def _has_files(_complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    return None if data.get("files") else Refusal("complaint_material_missing")


def _add_material(complaint: Complaint, actor: Actor, data: Data) -> Data:
    rows = attach(complaint, actor, data["files"], origin=Origin.REPORTER)
    return {"attachment_ids": [row.id for row in rows]}


def _open_case(complaint: Complaint, actor: Actor, _data: Data) -> None:
    transfers.call_off(complaint, actor, "转入案件办理")


def _close_lead(complaint: Complaint, actor: Actor, _data: Data) -> None:
    transfers.call_off(complaint, actor, "核查后办结")


def _may_be_told(complaint: Complaint, actor: Actor) -> Refusal | None:
    return merging.told_after(complaint, actor) or replies.is_signed(complaint, actor)


def needs_notification(complaint: Complaint) -> bool:
    """Tell whether the notice of non-acceptance still has to reach somebody before closing.

    Nobody can be told of an anonymous report; one whose pack asks for no written reasons need not.
    """
    return (
        complaint.state is State.DECLINED
        and not complaint.is_anonymous
        and written_reasons(complaint) is not None
    )


def written_reasons(complaint: Complaint) -> str | None:
    """Return the article that wants written reasons for declining, None where the pack has none."""
    pack = registry.get_pack(complaint.procedure_pack_id)
    if not is_on(pack, GuardId.DECLINE_WRITTEN_REASONS):
        return None
    found = guard(pack, GuardId.DECLINE_WRITTEN_REASONS)
    return found.value.article if found else None


def _was_told(complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse to close a declined report of which nobody was told in writing (CMP-04)."""
    if not needs_notification(complaint):
        return None
    told_on, method = data.get("told_on"), (data.get("method") or "").strip()
    if told_on is None or not method:
        return Refusal("complaint_not_notified", article=written_reasons(complaint))
    if complaint.decided_on and not complaint.decided_on <= told_on <= moment.today():
        return Refusal("complaint_told_out_of_order")
    return None


def _close(complaint: Complaint, _actor: Actor, data: Data) -> Data | None:
    if not needs_notification(complaint):
        return None
    complaint.replied_on, complaint.reply_method = data["told_on"], data["method"]
    return {"told_on": data["told_on"], "method": data["method"]}


COMPLAINT_PROCEDURE: Final = Procedure(
    name="complaint",
    model=Complaint,
    states=State,
    transitions=(
        Transition(
            ComplaintAction.ACCEPT,
            frozenset({State.REGISTERED}),
            State.ACCEPTED,
            Permission.COMPLAINT_DECIDE,
            _("受理"),
            effect=_accept,
            meets=(ACCEPTANCE,),
            document=DocumentKind.ACCEPTANCE_NOTICE,
        ),
        Transition(
            ComplaintAction.DECLINE,
            frozenset({State.REGISTERED}),
            State.DECLINED,
            Permission.COMPLAINT_DECIDE,
            _("不予受理"),
            guard=merging.declined_together,
            check=_has_grounds,
            effect=_decline,
            meets=(ACCEPTANCE,),
            document=DocumentKind.DECLINE_NOTICE,
        ),
        Transition(
            ComplaintAction.ASK_SUPPLEMENT,
            frozenset({State.REGISTERED}),
            None,
            Permission.COMPLAINT_DECIDE,
            _("要求补充材料"),
            who=supplements.may_be_asked,
            check=supplements.says_what_and_when,
            effect=supplements.ask,
            document=DocumentKind.SUPPLEMENT_NOTICE,
        ),
        Transition(
            ComplaintAction.RECEIVE_SUPPLEMENT,
            frozenset({State.REGISTERED}),
            None,
            Permission.COMPLAINT_REGISTER,
            _("登记补充情况"),
            who=supplements.is_awaited,
            check=supplements.says_what_came,
            effect=supplements.receive,
        ),
        Transition(
            ComplaintAction.END_SUPPLEMENT,
            frozenset({State.REGISTERED}),
            None,
            Permission.COMPLAINT_REGISTER,
            _("期满未补充"),
            who=supplements.is_awaited,
            guard=supplements.has_run_out,
            effect=supplements.run_out,
        ),
        Transition(
            ComplaintAction.OPEN_CASE,
            frozenset({State.ACCEPTED}),
            State.IN_CASE,
            Permission.CASE_PROPOSE,
            _("转入案件办理"),
            guard=merging.goes_its_own_way,
            effect=_open_case,
            by_system=True,
        ),
        Transition(
            ComplaintAction.REPLY,
            UNANSWERED,
            State.REPLIED,
            Permission.COMPLAINT_REPLY,
            _("答复"),
            who=_was_reported,
            guard=_may_be_told,
            check=replies.goes_as_signed,
            effect=replies.reply,
            document=DocumentKind.RESULT_NOTICE,
        ),
        Transition(
            ComplaintAction.DRAFT_REPLY,
            UNANSWERED | TOLD,
            None,
            Permission.COMPLAINT_REPLY,
            _("拟写答复送审"),
            who=replies.may_be_drafted,
            check=replies.says_what_and_how,
            effect=replies.begin,
        ),
        Transition(
            ComplaintAction.CLOSE,
            frozenset({State.REPLIED, State.DECLINED}),
            State.CLOSED,
            Permission.COMPLAINT_CLOSE,
            _("办结"),
            guard=calling.doubt_is_answered,
            check=_was_told,
            effect=_close,
        ),
        Transition(
            ComplaintAction.REPLY_AGAIN,
            TOLD,
            None,
            Permission.COMPLAINT_REPLY,
            _("再次答复"),
            who=calling.is_in_doubt,
            guard=replies.is_signed,
            check=replies.goes_as_signed,
            effect=calling.answer,
            document=DocumentKind.RESULT_NOTICE,
        ),
        Transition(
            ComplaintAction.CALL_BACK,
            TOLD,
            None,
            Permission.COMPLAINT_REPLY,
            _("登记回访"),
            who=calling.may_be_called,
            check=calling.says_how,
            effect=calling.call,
        ),
        Transition(
            ComplaintAction.CLOSE_LEAD,
            frozenset({State.ACCEPTED, State.IN_CASE}),
            State.CLOSED,
            Permission.COMPLAINT_CLOSE,
            _("核查后办结"),
            who=_is_lead,
            check=_says_what_was_found,
            effect=_close_lead,
        ),
        Transition(
            ComplaintAction.WITHDRAW,
            frozenset({State.REGISTERED, State.ACCEPTED}),
            State.WITHDRAWN,
            Permission.COMPLAINT_REGISTER,
            _("登记撤回"),
            who=_was_reported,
            check=_has_reason,
            effect=_withdraw,
        ),
        Transition(
            ComplaintAction.WITHDRAW_IN_CASE,
            frozenset({State.IN_CASE}),
            None,
            Permission.COMPLAINT_REGISTER,
            _("登记撤回"),
            who=_was_reported,
            guard=_is_not_withdrawn,
            check=_has_reason,
            effect=_withdraw,
        ),
        Transition(
            ComplaintAction.ADD_MATERIAL,
            frozenset({State.REGISTERED, State.ACCEPTED, State.IN_CASE}),
            None,
            Permission.COMPLAINT_REGISTER,
            _("补充材料"),
            who=_was_reported,
            check=_has_files,
            effect=_add_material,
        ),
        *passing_on.ROWS,
        Transition(
            ComplaintAction.MERGE,
            JOINS_IN,
            None,
            Permission.COMPLAINT_DECIDE,
            _("并案"),
            who=merging.stands_alone,
            check=merging.leads_soundly,
            effect=merging.join,
        ),
        Transition(
            ComplaintAction.UNMERGE,
            JOINS_IN,
            None,
            Permission.COMPLAINT_DECIDE,
            _("撤销并案"),
            who=merging.is_joined,
            check=merging.parting_has_reason,
            effect=merging.part,
        ),
        Transition(
            ComplaintAction.UNMERGE_IN_CASE,
            frozenset({State.IN_CASE}),
            State.ACCEPTED,
            Permission.COMPLAINT_DECIDE,
            _("撤销并案"),
            who=merging.is_joined,
            check=merging.parting_has_reason,
            effect=merging.part,
        ),
    ),
    unit_path=lambda complaint: complaint.unit.path,
    path=(State.REGISTERED, State.ACCEPTED, State.IN_CASE, State.REPLIED, State.CLOSED),
    state_labels=labels.STATES,
    clock_start=_clock_start,
    extra_labels=labels.EXTRA_ACTIONS,
)
