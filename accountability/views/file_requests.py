"""The file seen by a party: asked for and read at the desk, answered from the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accountability.documents import file_answer
from accountability.documents.file_answer import case_of
from accountability.forms import file_requests as forms
from accountability.labels import file_requests as labels
from accountability.models import FileRequest
from accountability.procedure.file_requests import FILE_REQUEST_PROCEDURE, may_be_asked
from accountability.procedure.remedies import may_be_sought
from accountability.queries import desk, notices
from accountability.queries import file_requests as queries
from accountability.services import file_requests as services
from accountability.services.remedies import may_register
from accountability.viewing import FileRequestAction, FileRequestState
from accountability.views.blueprint import bp
from accountability.views.notices import shown
from accountability.views.offering import Step, offered
from casework.defence.labels import WITHHELD
from casework.defence.material import material_of
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents import MissingGlyphs, render
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.procedure import Forbidden
from core.refusals import say
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to


@bp.route("/desk/notices/<int:service_id>/ask-file", methods=["GET", "POST"])
@requires(Permission.REMEDY_FILE)
def file_request_ask(service_id: int) -> ResponseReturnValue:
    """Ask to see the file, while a remedy can be sought or is pending."""
    service = desk.get_served(service_id, actor())
    back = url_for("accountability.desk_notice", service_id=service.id)
    form = forms.FileAskForm(data={"seen_version": service.version})
    if not form.is_submitted() and (refusal := may_be_asked(service)):
        flash(say(refusal), "warning")
        return redirect_to(back)
    if form.validate_on_submit() and acted(
        form,
        services.ask_for_file,
        service,
        actor(),
        wanted=form.wanted.data,
        token=form.form_token.data,
    ):
        flash(_("已提出，答复后可以在本页下载。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show(
        "accountability/file_request_ask.html",
        form=form,
        service=service,
        label=labels.EXTRA["ask"],
        back=back,
    )


@bp.route("/services/<int:service_id>/register-file-request", methods=["GET", "POST"])
@requires(Permission.REMEDY_REGISTER)
def file_request_register(service_id: int) -> ResponseReturnValue:
    """Register a request to see the file that came on paper."""
    service = notices.get_visible_service(service_id, actor())
    back = url_for("accountability.service_detail", service_id=service.id)
    if not may_register(service, actor()):
        raise Forbidden("register")
    form = forms.FileRegisterForm(data={"seen_version": service.version})
    if not form.is_submitted() and (refusal := may_be_sought(service)):
        flash(say(refusal), "warning")
        return redirect_to(back)
    if form.validate_on_submit() and acted(
        form,
        services.register_file_request,
        service,
        actor(),
        **form.values,
        token=form.form_token.data,
    ):
        flash(_("已登记，等待答复。答复书请送交或者邮寄申请人。"), "success")
        return redirect_to(back)
    clock = notices.remedy_clocks([service]).get(service.id)
    facts = [
        (_("受送达人"), service.respondent.display_name),
        (_("文号"), service.document.number),
        (_("送达日期"), cn_date(service.received_on)),
        (_("救济期限届满"), cn_date(clock.due_on) if clock else None),
    ]
    context = {
        **shown(service.decision.case, (service.document.title, back)),
        "facts_list": facts,
        "note": _("期限届满前交邮或者收到的，或者已有正在办理的复核、申诉的，可以查阅。"),
        "label": labels.EXTRA["register"],
        "back": back,
    }
    show = invalid if form.is_submitted() else page
    return show("accountability/step.html", form=form, **context)


@bp.get("/desk/file-requests/<int:file_request_id>/document")
@requires(Permission.SERVED_READ)
def desk_file_answer(file_request_id: int) -> ResponseReturnValue:
    """Hand the party the answer with its extract, byte for byte as it was issued."""
    request = queries.get_own_request(file_request_id, actor())
    if request.document is None:
        abort(404)
    return pdf(pdf_bytes(request.document), f"file-{request.id}.pdf", attached=True)


@bp.get("/file-requests/<int:file_request_id>")
@requires(Permission.CASE_READ)
def file_request_detail(file_request_id: int) -> ResponseReturnValue:
    """Show what is asked for, what may be shown and what never, and the answer."""
    request = queries.get_visible_request(file_request_id, actor())
    waits = request.state is FileRequestState.REQUESTED
    material = material_of(case_of(request))
    return page(
        "accountability/file_request_detail.html",
        request_=request,
        case=case_of(request),
        actions=offered(FILE_REQUEST_PROCEDURE, request),
        waits=waits,
        pieces=(*material.facts, *material.evidence) if waits else (),
        shown_pieces=[
            p for part in material.chosen(request.fact_ids, request.evidence_ids) for p in part
        ],
        kept_back=_kept_back(request),
        why=WITHHELD,
        words=labels,
    )


@bp.get("/file-requests/<int:file_request_id>/document")
@requires(Permission.CASE_READ)
def file_request_document(file_request_id: int) -> ResponseReturnValue:
    """Give the answer byte for byte; before it, a draft of all that may be shown."""
    request = queries.get_visible_request(file_request_id, actor())
    if request.document is not None:
        return pdf(pdf_bytes(request.document), f"file-{request.id}.pdf")
    try:
        return pdf(render(file_answer.preview(request)), f"file-{request.id}.pdf")
    except MissingGlyphs as missing:
        what = "、".join(missing.characters)
        flash(_("字库没有下列字，不能生成文书：%(what)s", what=what), "warning")
        return redirect_to(_url(request))


@bp.route("/file-requests/<int:file_request_id>/grant", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def file_request_grant(file_request_id: int) -> ResponseReturnValue:
    """Show the party all that may be shown."""
    request = queries.get_visible_request(file_request_id, actor())
    form = forms.FileGrantForm(data={"seen_version": request.version})
    note = _("摘录全部可以提供的事实和证据，答复书编号存档，当事人随即可以下载。请先核对预览。")
    return _step(request, FileRequestAction.GRANT, services.grant_file, note).show(form, dict)


@bp.route("/file-requests/<int:file_request_id>/grant-part", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def file_request_grant_part(file_request_id: int) -> ResponseReturnValue:
    """Show the party the pieces chosen."""
    request = queries.get_visible_request(file_request_id, actor())
    form = forms.FileGrantPartForm(data={"seen_version": request.version})
    form.offer(material_of(case_of(request)))
    step = _step(request, FileRequestAction.GRANT_PART, services.grant_part)
    return step.show(form, lambda: form.values)


@bp.route("/file-requests/<int:file_request_id>/refuse", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def file_request_refuse(file_request_id: int) -> ResponseReturnValue:
    """Show the party nothing, and say why."""
    request = queries.get_visible_request(file_request_id, actor())
    form = forms.FileRefuseForm(data={"seen_version": request.version})
    step = _step(request, FileRequestAction.REFUSE, services.refuse_file)
    return step.show(form, lambda: form.said)


def _step(
    request: FileRequest,
    action: FileRequestAction,
    act: Callable[..., Any],
    note: str | None = None,
) -> Step:
    back = _url(request)
    facts = [
        (_("编号"), request.number),
        (_("申请人"), request.service.respondent.display_name),
        (_("申请日期"), cn_date(request.sent_on)),
        (_("要求查阅的内容"), request.wanted),
    ]
    above = shown(case_of(request), (request.number, back))
    context = {**above, "facts_list": facts, "note": note}
    template = "accountability/step.html"
    return Step(FILE_REQUEST_PROCEDURE, request, action, act, template, back, context)


def _kept_back(request: FileRequest) -> str:
    """Say how much was kept back, by the reason."""
    return "；".join(
        _("%(why)s%(n)s项", why=words, n=request.withheld[why.value])
        for why, words in WITHHELD.items()
        if request.withheld.get(why.value)
    )


def _url(request: FileRequest) -> str:
    return url_for("accountability.file_request_detail", file_request_id=request.id)
