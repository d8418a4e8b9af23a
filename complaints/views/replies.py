"""Pages of the draft of a reply: written, put to the leader in charge, signed or sent back."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Final

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, labels, presenting, queries, services
from complaints.models import Complaint, ReplyDraft
from complaints.procedure import REPLY_PROCEDURE
from complaints.procedure.replies import signed_draft
from complaints.procedure.transfers import sign_off_rule
from complaints.rules import ComplaintAction, ReplyAction
from complaints.views.acting import acted_on, ask, done
from complaints.views.blueprint import bp
from core.access import Permission
from core.access.gate import actor, requires
from core.procedure import available_actions
from core.record.services import of_subject
from core.refusals import say
from core.web.acts import acted
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to

_REPLY: Final = "/complaints/<int:complaint_id>/replies/<int:reply_id>"

WORDS: Final = {
    "state": labels.REPLY_STATES,
    "tone": labels.REPLY_TONES,
    "decided": labels.REPLY_DECIDED,
}


@bp.route("/complaints/<int:complaint_id>/draft-reply", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REPLY)
def complaint_draft_reply(complaint_id: int) -> ResponseReturnValue:
    """Write a reply for the leader to sign."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    again = complaint.doubted_on is not None
    form = (forms.ReplyAgainDraftForm if again else forms.ReplyDraftForm)(
        data={"seen_version": complaint.version, "text": None if again else _told(complaint)}
    )
    kept, text = form.is_kept.data, form.text.data
    if acted_on(form, services.draft_reply, complaint, text=text, is_kept=kept, **_means(form)):
        return done(complaint_id, _("答复稿已保存。") if kept else _("答复稿已送审。"))
    rule = sign_off_rule(complaint)
    return ask(complaint, ComplaintAction.DRAFT_REPLY, form, again=again, rule=rule)


@bp.get(_REPLY)
@requires(Permission.COMPLAINT_READ)
def reply_detail(complaint_id: int, reply_id: int) -> ResponseReturnValue:
    """Show a draft, where it stands, and what can be done."""
    complaint, draft = _load(complaint_id, reply_id)
    offered = available_actions(REPLY_PROCEDURE, draft, actor())
    people = (draft.drafted_by, draft.submitted_by, draft.decided_by)
    names = {user.id: user.name for user in people if user is not None}
    entries = of_subject(ReplyDraft.__tablename__, draft.id)
    actions = [
        (str(item.transition.label), _address(draft, item.transition.action), kind)
        for item in offered
        if item.refusal is None
        for kind in ["quiet" if item.transition.action == ReplyAction.SEND_BACK else "primary"]
    ]
    signed = draft is signed_draft(complaint)
    if signed and actor().may(Permission.COMPLAINT_REPLY, complaint.unit.path):
        again = complaint.doubted_on is not None
        endpoint = "complaints.complaint_reply_again" if again else "complaints.complaint_reply"
        send = (str(_("送出答复")), url_for(endpoint, complaint_id=complaint.id), "primary")
        actions = [send, *((label, url, "quiet") for label, url, _kind in actions)]
    return page(
        "complaints/reply_detail.html",
        complaint=complaint,
        draft=draft,
        actions=actions,
        barred=[say(item.refusal) for item in offered if item.refusal is not None][:1],
        history=presenting.timeline([(one, names.get(one.actor_id or 0)) for one in entries]),
        rule=sign_off_rule(complaint),
        words=WORDS,
    )


@bp.route(f"{_REPLY}/submit", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REPLY)
def reply_submit(complaint_id: int, reply_id: int) -> ResponseReturnValue:
    """Mend a draft and put it to the leader."""
    complaint, draft = _load(complaint_id, reply_id)
    again = complaint.doubted_on is not None
    values = {"seen_version": draft.version, "text": draft.text, "method": draft.method}
    form = (forms.ReplyAgainForm if again else forms.ComplaintReplyForm)(data=values)
    if _acted(form, services.submit_reply, draft, text=form.text.data, **_means(form)):
        return _done(draft, _("答复稿已送审。"))
    return _ask(draft, ReplyAction.SUBMIT, form)


@bp.route(f"{_REPLY}/approve", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def reply_approve(complaint_id: int, reply_id: int) -> ResponseReturnValue:
    """Sign it."""
    _complaint, draft = _load(complaint_id, reply_id)
    form = forms.ReplyApproveForm(data={"seen_version": draft.version})
    if _acted(form, services.approve_reply, draft, text=form.text.data or None):
        return _done(draft, _("答复稿已审核签字。"))
    return _ask(draft, ReplyAction.APPROVE, form)


@bp.route(f"{_REPLY}/send-back", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def reply_send_back(complaint_id: int, reply_id: int) -> ResponseReturnValue:
    """Send it back with the reasons."""
    _complaint, draft = _load(complaint_id, reply_id)
    form = forms.ReplySendBackForm(data={"seen_version": draft.version})
    if _acted(form, services.send_back_reply, draft, text=form.text.data):
        return _done(draft, _("答复稿已退回修改。"))
    return _ask(draft, ReplyAction.SEND_BACK, form)


def _load(complaint_id: int, reply_id: int) -> tuple[Complaint, ReplyDraft]:
    complaint = queries.get_visible_complaint(complaint_id, actor())
    return complaint, queries.get_reply(complaint, reply_id)


def _told(complaint: Complaint) -> str | None:
    """Return what was told about the complaint that leads this one."""
    return complaint.leading.reply_text if complaint.leading is not None else None


def _means(form: ActionForm) -> dict[str, str | None]:
    """Return the means that a form asks for; nothing for another answer."""
    return {"method": form.method.data} if "method" in form else {}


def _address(draft: ReplyDraft, action: str = "detail") -> str:
    endpoint = f"complaints.reply_{action}"
    return url_for(endpoint, complaint_id=draft.complaint_id, reply_id=draft.id)


def _acted(
    form: ActionForm, service: Callable[..., object], draft: ReplyDraft, **values: Any
) -> bool:
    return form.validate_on_submit() and acted(
        form,
        service,
        draft,
        actor(),
        **values,
        seen_version=form.version,
        token=form.form_token.data,
    )


def _done(draft: ReplyDraft, words: str) -> ResponseReturnValue:
    flash(words, "success")
    return redirect_to(_address(draft))


def _ask(draft: ReplyDraft, action: ReplyAction, form: ActionForm) -> ResponseReturnValue:
    """Show the form of an act; back to the draft with the reason where it cannot be done."""
    template = f"complaints/reply_{action}.html"
    if form.is_submitted():
        return invalid(template, complaint=draft.complaint, draft=draft, form=form)
    offered = {
        item.transition.action: item.refusal
        for item in available_actions(REPLY_PROCEDURE, draft, actor())
    }
    if action in offered and offered[action] is None:
        return page(template, complaint=draft.complaint, draft=draft, form=form)
    if action not in offered and draft.state in REPLY_PROCEDURE.row(action).sources:
        abort(403)
    if offered.get(action) is None:  # the page of the draft says what stands in the way
        flash(_("答复稿的状态已经变化。"), "warning")
    return redirect_to(_address(draft))
