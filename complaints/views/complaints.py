"""Pages of complaints."""

from __future__ import annotations

from flask import Response, flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, presenting, queries, services
from complaints.models import Complaint
from complaints.procedure import needs_notification
from complaints.procedure.replies import signed_draft
from complaints.rules import ComplaintAction, ComplaintKind, ComplaintState, origin_of
from complaints.views import calling, merging, replies, supplements
from complaints.views.acting import acted_on, ask, done
from complaints.views.blueprint import bp
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.clocks.queries import soonest
from core.documents.sending import word_of
from core.documents.services import pdf_bytes
from core.files.kinds import Origin
from core.files.queries import attachments_of, get_attachment
from core.files.receiving import accepts_files
from core.files.sending import download
from core.identity.queries import all_units
from core.web.acts import acted
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to

#: Where the session keeps how the last report came in: the next is likely to come the same way.
LAST_CHANNEL = "last_channel"


@bp.get("/complaints")
@requires(Permission.COMPLAINT_READ)
def complaint_list() -> ResponseReturnValue:
    """List the complaints the reader may see, newest first."""
    search = forms.ComplaintSearch(request.args)
    units = queries.units_where(actor(), Permission.COMPLAINT_READ)
    presenting.offer_filters(search, units)
    complaints = list_page(
        queries.complaint_list(actor(), search.values), [Complaint.id], counted=True
    )
    clocks = soonest(Complaint.__tablename__, [complaint.id for complaint in complaints.rows])
    return page(
        "complaints/complaint_list.html",
        fragment="complaints/_complaint_list.html",
        search=search,
        complaints=complaints,
        clocks=presenting.lights(clocks),
        words=presenting.WORDS,
        triggers=search.trigger.words,
        may_register=actor().has(Permission.COMPLAINT_REGISTER),
        may_look_up=actor().has(Permission.REPORTER_OPEN),
    )


@bp.route("/complaints/new", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
@accepts_files(Origin.REPORTER)
def complaint_new() -> ResponseReturnValue:
    """Take down a report."""
    units = all_units()
    offered = queries.units_where(actor(), Permission.COMPLAINT_REGISTER)
    form = forms.ComplaintRegisterForm(
        units,
        data={
            "seen_version": 1,
            "received_on": moment.today(),
            "channel": session.get(LAST_CHANNEL),
            "kind": ComplaintKind.REPORT.value,
        },
    )
    presenting.offer_choices(form, offered)
    token = form.form_token.data
    if form.validate_on_submit() and acted(
        form, services.register_complaint, actor(), presenting.given(form, offered), token=token
    ):
        session[LAST_CHANNEL] = form.channel.data
        number = queries.registered_with(token or "")
        flash(_("已登记。"), "success")
        if number is not None and queries.is_visible(number, actor()):
            return redirect_to(url_for("complaints.receipt_issue", complaint_id=number))
        return redirect_to(url_for("complaints.complaint_list"))
    show = invalid if form.is_submitted() else page
    return show("complaints/complaint_new.html", form=form, units=units)


@bp.get("/complaints/<int:complaint_id>")
@requires(Permission.COMPLAINT_READ)
def complaint_detail(complaint_id: int) -> ResponseReturnValue:
    """Show one complaint: where it stands, its clock, what was done and what can be done."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    history = queries.history_of(complaint)
    return page(
        "complaints/complaint_detail.html",
        complaint=complaint,
        actor=actor(),
        mark=presenting.withdrawal_mark(complaint),
        steps=presenting.steps(complaint, history),
        actions=presenting.actions(complaint, actor()),
        clocks=presenting.clock_panels(queries.clocks_of(complaint)),
        breached=presenting.breached_panel(queries.breached_clock(complaint)),
        documents=queries.documents_of(complaint),
        material=attachments_of(Complaint, [complaint_id])[complaint_id],
        attachment_url=lambda row: presenting.attachment_url(complaint, row),
        history=presenting.timeline(history),
        words=presenting.WORDS,
        trigger=presenting.trigger_label(complaint),
        ground=presenting.decline_ground(complaint),
        protection=presenting.protection(complaint, actor()),
        origin=origin_of(complaint.channel),
        quick=presenting.quick_act(complaint, actor()),
        similar=merging.suggestions(complaint, actor()),
        effect=supplements.effect_on_clock(complaint),
        calling=calling.WORDS,
        linked=queries.linked(complaint, actor()),
        retaliation_rule=presenting.retaliation_rule(complaint),
        replying=replies.WORDS,
        supplements=supplements.standing(complaint),
    )


@bp.route("/complaints/<int:complaint_id>/accept", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_accept(complaint_id: int) -> ResponseReturnValue:
    """Decide to accept."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.ComplaintAcceptForm(data={"seen_version": complaint.version})
    if acted_on(form, services.accept_complaint, complaint, reason=form.reason.data or None):
        told = _("已决定受理，并生成受理告知书。")
        return done(complaint_id, told if queries.can_be_told(complaint) else _("已决定受理。"))
    return ask(complaint, ComplaintAction.ACCEPT, form)


@bp.route("/complaints/<int:complaint_id>/decline", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_decline(complaint_id: int) -> ResponseReturnValue:
    """Decide not to accept; the notice is made at once."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.ComplaintDeclineForm(data={"seen_version": complaint.version})
    form.code.choices = presenting.grounds(complaint)
    if acted_on(
        form, services.decline_complaint, complaint, code=form.code.data, reason=form.reason.data
    ):
        told = _("已决定不予受理，并生成不予受理告知书。")
        return done(complaint_id, _("已决定不予受理。") if complaint.is_lead else told)
    origin = presenting.grounds_origin(complaint)
    return ask(complaint, ComplaintAction.DECLINE, form, grounds_origin=origin)


@bp.route("/complaints/<int:complaint_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def complaint_withdraw(complaint_id: int) -> ResponseReturnValue:
    """Enter that the report was taken back."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    in_case = complaint.state is ComplaintState.IN_CASE
    form = forms.ComplaintWithdrawForm(data={"seen_version": complaint.version})
    if acted_on(form, services.withdraw_complaint, complaint, reason=form.reason.data):
        return done(complaint_id, _("已登记撤回。"))
    action = ComplaintAction.WITHDRAW_IN_CASE if in_case else ComplaintAction.WITHDRAW
    return ask(complaint, action, form)


@bp.route("/complaints/<int:complaint_id>/add-material", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
@accepts_files(Origin.REPORTER)
def complaint_add_material(complaint_id: int) -> ResponseReturnValue:
    """Keep what who reported handed in later."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.ComplaintAddMaterialForm(data={"seen_version": complaint.version})
    if form.validate_on_submit() and acted(
        form,
        services.add_material,
        complaint,
        actor(),
        files=form.files.data,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        return done(complaint_id, _("已补充材料。"))
    return ask(complaint, ComplaintAction.ADD_MATERIAL, form)


@bp.get("/complaints/<int:complaint_id>/attachments/<int:attachment_id>")
@requires(Permission.COMPLAINT_READ)
def complaint_attachment(complaint_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out a file that who reported handed in."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    return download(get_attachment(attachment_id, Complaint, [complaint.id]), actor())


@bp.route("/complaints/<int:complaint_id>/reply", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REPLY)
def complaint_reply(complaint_id: int) -> ResponseReturnValue:
    """Tell who reported what came of it; the letter is made at once."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    told = complaint.leading.reply_text if complaint.leading is not None else None
    signed = signed_draft(complaint)
    kind = forms.ComplaintReplyForm if signed is None else forms.ReplySendForm
    form = kind(data={"seen_version": complaint.version, "text": told})
    sent = form.data if signed is None else {"text": signed.text, "method": signed.method}
    if acted_on(
        form, services.reply_to_complaint, complaint, text=sent["text"], method=sent["method"]
    ):
        return done(complaint_id, _("已答复，并生成办理结果告知书。"))
    return ask(complaint, ComplaintAction.REPLY, form, signed=signed)


@bp.route("/complaints/<int:complaint_id>/close", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_CLOSE)
def complaint_close(complaint_id: int) -> ResponseReturnValue:
    """Close what was answered or declined."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    tells = needs_notification(complaint)
    kind = forms.ComplaintCloseDeclinedForm if tells else forms.ComplaintCloseForm
    form = kind(data={"seen_version": complaint.version})
    told = {"told_on": form.told_on.data, "method": form.method.data} if tells else {}
    if acted_on(form, services.close_complaint, complaint, **told):
        return done(complaint_id, _("已办结。"))
    return ask(complaint, ComplaintAction.CLOSE, form)


@bp.route("/complaints/<int:complaint_id>/close-lead", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_CLOSE)
def complaint_close_lead(complaint_id: int) -> ResponseReturnValue:
    """Close a lead with what was found."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.LeadCloseForm(data={"seen_version": complaint.version})
    if acted_on(form, services.close_lead, complaint, reason=form.reason.data):
        return done(complaint_id, _("已办结。"))
    return ask(complaint, ComplaintAction.CLOSE_LEAD, form)


@bp.get("/complaints/<int:complaint_id>/documents/<int:document_id>")
@requires(Permission.COMPLAINT_READ)
def complaint_document(complaint_id: int, document_id: int) -> ResponseReturnValue:
    """Hand out a letter, byte for byte as it was issued; `?format=docx` gives a Word file."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    document = queries.get_document(complaint, document_id)
    if request.args.get("format") == "docx":
        return word_of(document)
    response = Response(pdf_bytes(document), mimetype="application/pdf")
    response.headers.set("Content-Disposition", "inline", filename=f"{document.id}.pdf")
    return response
