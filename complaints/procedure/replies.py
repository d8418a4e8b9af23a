"""Draft the reply to who reported, and have it signed by the leader in charge before it goes out.

A draft is put to the leader, who signs it or sends it back with reasons; it goes out as it was
signed, and nobody signs what they wrote. The rules of a place may ask for that (003-06 art. 7);
where they do not, a reply may go out without, but none that was put to the leader goes around them.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Final

from flask_babel import lazy_gettext as _

from complaints import labels
from complaints.models import Complaint, ReplyDraft
from complaints.procedure.transfers import call_off, sign_off_rule
from complaints.rules import UNANSWERED, ReplyAction, ReplyState
from core import moment
from core.access import Actor, Permission
from core.procedure import Procedure, Transition
from core.record.services import of_subject
from core.refusals import Refusal

Data = Mapping[str, Any]
State = ReplyState

#: Under this act the record keeps who began a draft.
DRAFT = "draft"


def open_draft(complaint: Complaint) -> ReplyDraft | None:
    """Return the draft that has not gone out."""
    drafts = complaint.reply_drafts
    return next((one for one in drafts if one.state is not State.DELIVERED), None)


def signed_draft(complaint: Complaint) -> ReplyDraft | None:
    """Return the draft that the leader signed and that has not gone out."""
    draft = open_draft(complaint)
    return draft if draft is not None and draft.state is State.APPROVED else None


def is_due(complaint: Complaint) -> bool:
    """Tell whether who reported waits for the outcome, or for another answer."""
    owed = complaint.state in UNANSWERED or complaint.doubted_on is not None
    return owed and not complaint.is_lead


def may_be_drafted(complaint: Complaint, _actor: Actor) -> bool:
    """Tell whether a reply is owed, and none is being written."""
    return is_due(complaint) and open_draft(complaint) is None


def is_signed(complaint: Complaint, _actor: Actor) -> Refusal | None:
    """Refuse to reply around the leader: unsigned where a rule wants the signature, or while a
    draft waits (NET-08).
    """
    draft, article = open_draft(complaint), sign_off_rule(complaint)
    if draft is None:
        return Refusal("reply_needs_sign_off", article=article) if article is not None else None
    if draft.state is not State.APPROVED:
        return Refusal("reply_under_review", article=article)
    return None


def says_what_and_how(complaint: Complaint, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse a reply without text, or the first one without the means."""
    again = complaint.doubted_on is not None
    if not (data.get("text") or "").strip():
        needed = Refusal("complaint_reply_needs_text")
        return Refusal("reply_again_needs_text") if again else needed
    if not again and not (data.get("method") or "").strip():
        return Refusal("complaint_reply_needs_method")
    return None


def goes_as_signed(complaint: Complaint, actor: Actor, data: Data) -> Refusal | None:
    """Refuse a reply that says nothing, or something else than what was signed."""
    signed = signed_draft(complaint)
    if signed is not None and (signed.text, signed.method) != (data["text"], data.get("method")):
        return Refusal("reply_differs_from_signed", article=sign_off_rule(complaint))
    return says_what_and_how(complaint, actor, data)


def begin(complaint: Complaint, actor: Actor, data: Data) -> None:
    """Keep the draft."""
    assert actor.id is not None
    complaint.reply_drafts.append(
        ReplyDraft(
            state=State.DRAFTED,
            text=data["text"],
            method=data.get("method"),
            drafted_on=moment.today(),
            drafted_by_id=actor.id,
        )
    )


def reply(complaint: Complaint, actor: Actor, data: Data) -> Data:
    """Keep what was told, and how; no unit owes anything for it any more."""
    call_off(complaint, actor, "已答复投诉举报人")
    complaint.reply_text = data["text"]
    complaint.reply_method = data["method"]
    complaint.replied_on = moment.today()
    return {"method": data["method"]}


def _is_owed(draft: ReplyDraft, _actor: Actor) -> Refusal | None:
    """Refuse to go on with what is answered or withdrawn."""
    return None if is_due(draft.complaint) else Refusal("reply_over")


def _is_another(draft: ReplyDraft, actor: Actor) -> Refusal | None:
    """Refuse the signature of whoever wrote at the draft."""
    wrote = {DRAFT, ReplyAction.SUBMIT.value}
    entries = of_subject(ReplyDraft.__tablename__, draft.id)
    if actor.id in {entry.actor_id for entry in entries if entry.action in wrote}:
        return Refusal("reply_own_approval", article=sign_off_rule(draft.complaint))
    return _is_owed(draft, actor)


def _says_what(draft: ReplyDraft, actor: Actor, data: Data) -> Refusal | None:
    return says_what_and_how(draft.complaint, actor, data)


def _submit(draft: ReplyDraft, actor: Actor, data: Data) -> None:
    draft.text, draft.method = data["text"], data.get("method")
    draft.submitted_on, draft.submitted_by_id = moment.today(), actor.id
    draft.decided_on, draft.decided_by_id, draft.opinion = None, None, None


def _has_reason(_draft: ReplyDraft, _actor: Actor, data: Data) -> Refusal | None:
    return None if (data.get("text") or "").strip() else Refusal("reply_return_needs_reason")


def _decide(draft: ReplyDraft, actor: Actor, data: Data) -> None:
    draft.decided_on, draft.decided_by_id = moment.today(), actor.id
    draft.opinion = data.get("text") or None


def _deliver(draft: ReplyDraft, _actor: Actor, data: Data) -> None:
    draft.document = data["document"]


REPLY_PROCEDURE: Final = Procedure(
    name="reply",
    model=ReplyDraft,
    states=State,
    transitions=(
        Transition(
            ReplyAction.SUBMIT,
            frozenset({State.DRAFTED, State.RETURNED, State.APPROVED}),
            State.SUBMITTED,
            Permission.COMPLAINT_REPLY,
            _("送审"),
            guard=_is_owed,
            check=_says_what,
            effect=_submit,
        ),
        Transition(
            ReplyAction.APPROVE,
            frozenset({State.SUBMITTED}),
            State.APPROVED,
            Permission.COMPLAINT_DECIDE,
            _("审核签字"),
            guard=_is_another,
            effect=_decide,
        ),
        Transition(
            ReplyAction.SEND_BACK,
            frozenset({State.SUBMITTED}),
            State.RETURNED,
            Permission.COMPLAINT_DECIDE,
            _("退回修改"),
            guard=_is_another,
            check=_has_reason,
            effect=_decide,
        ),
        Transition(
            ReplyAction.DELIVER,
            frozenset({State.APPROVED}),
            State.DELIVERED,
            Permission.COMPLAINT_REPLY,
            _("送出"),
            effect=_deliver,
            by_system=True,
        ),
    ),
    unit_path=lambda draft: draft.complaint.unit.path,
    path=(State.DRAFTED, State.SUBMITTED, State.APPROVED, State.DELIVERED),
    state_labels=labels.REPLY_STATES,
    extra_labels=labels.REPLY_EXTRA_ACTIONS,
)
