"""Pages of intake: the receipt code, and letters from and to who reported."""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, presenting, queries, services
from complaints.rules import grouped
from complaints.views import merging
from complaints.views.blueprint import bp
from core import access_log
from core.access import Permission
from core.access.gate import actor, requires
from core.access_log import AccessKind
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to


@bp.route("/complaints/<int:complaint_id>/receipt", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def receipt_issue(complaint_id: int) -> ResponseReturnValue:
    """Make the receipt code and show it once, on a page to print."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    receipt = queries.receipt_of(complaint)
    kind = forms.ReceiptReplaceForm if receipt else forms.ReceiptIssueForm
    form = kind(data={"seen_version": complaint.version})
    issue = presenting.Kept(services.issue_receipt)
    reason = form.reason.data if receipt else None
    if form.validate_on_submit() and acted(form, issue, complaint, actor(), reason=reason):
        return page(
            "complaints/receipt.html",
            complaint=complaint,
            code=grouped(issue.value or ""),
            address=url_for("complaints.follow_up", _external=True),
        )
    show = invalid if form.is_submitted() else page
    return show(
        "complaints/receipt_issue.html",
        complaint=complaint,
        form=form,
        receipt=receipt,
        similar=merging.suggestions(complaint, actor()),
        words=presenting.WORDS,
    )


@bp.get("/complaints/<int:complaint_id>/messages")
@requires(Permission.COMPLAINT_REPLY)
def message_list(complaint_id: int) -> ResponseReturnValue:
    """Show the letters from and to who reported, opened; that is logged as an opening."""
    return _messages(complaint_id, forms.MessageAnswerForm(data={"seen_version": 1}))


@bp.post("/complaints/<int:complaint_id>/messages")
@requires(Permission.COMPLAINT_REPLY)
def message_answer(complaint_id: int) -> ResponseReturnValue:
    """Write to who reported."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.MessageAnswerForm(data={"seen_version": 1})
    if form.validate() and acted(
        form,
        services.answer_message,
        complaint,
        actor(),
        text=form.text.data,
        token=form.form_token.data,
    ):
        flash(_("已回复，投诉举报人凭回执码可以看到。"), "success")
        return redirect_to(url_for("complaints.message_list", complaint_id=complaint_id))
    return _messages(complaint_id, form, status=422)


@bp.post("/complaints/<int:complaint_id>/messages/read")
@requires(Permission.COMPLAINT_REPLY)
def message_read(complaint_id: int) -> ResponseReturnValue:
    """Mark what who reported wrote as read."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    services.read_messages(complaint, actor())
    flash(_("来信已标为阅过。"), "success")
    return redirect_to(url_for("complaints.complaint_detail", complaint_id=complaint_id))


def _messages(
    complaint_id: int, form: forms.MessageAnswerForm, status: int = 200
) -> ResponseReturnValue:
    complaint = queries.get_visible_complaint(complaint_id, actor())
    told = queries.correspondence(complaint)
    access_log.note(actor().id, AccessKind.OPEN, complaint)
    return page(
        "complaints/message_list.html",
        status=status,
        complaint=complaint,
        letters=presenting.letters(complaint),
        issued_on=told.issued_on,
        unread=told.unread,
        form=form,
    )
