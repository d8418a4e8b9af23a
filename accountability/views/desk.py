"""The desk of who was decided upon: what was served, the remedy, the rectification.

Everything here starts from what was served on the reader (`queries.desk`); nothing leads to the
case file, the complaint or who reported. Out of scope is 404.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accountability import presenting
from accountability.documents.rectification_order import is_letter
from accountability.forms import rectifications as rectification_forms
from accountability.forms import remedies as forms
from accountability.forms.notices import ConfirmForm
from accountability.labels import file_requests as file_words
from accountability.models import (
    FileRequest,
    NoticeService,
    Rectification,
    RectificationItem,
    Remedy,
)
from accountability.procedure.notices import pack_of, stated_remedy
from accountability.procedure.rectifications import (
    addressee_of,
    article_of,
    is_standing,
    may_explain,
)
from accountability.procedure.remedies import OPEN, is_filer, may_be_sought
from accountability.queries import desk as queries
from accountability.queries import file_requests, notices
from accountability.queries.rectifications import letter_of
from accountability.queries.remedies import receipts_of
from accountability.rules import RectificationState
from accountability.services import rectifications as rectification_services
from accountability.services import remedies as services
from accountability.viewing import FileRequestState
from accountability.views.blueprint import bp
from accountability.views.remedies import offer_kinds
from casework.desk import liaison_units
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.files.kinds import Origin
from core.files.labels import KIND_WORDS
from core.files.models import Attachment
from core.files.queries import attachments_of, get_attachment
from core.files.receiving import accepts_files
from core.files.sending import download
from core.refusals import say
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to


@bp.get("/desk")
@requires(Permission.SERVED_READ)
def desk() -> ResponseReturnValue:
    """Show what was served on the reader, newest first, each with what is still to do."""
    found = queries.desk_of(actor())
    clocks = notices.remedy_clocks(found.services)
    rectified = {(r.decision_id, r.respondent_id): r for r in found.rectifications}
    cards = []
    for service in found.services:
        ordered = rectified.get((service.decision_id, service.respondent_id))
        cards.append(
            presenting.DeskNotice(
                service=service,
                due=presenting.remedy_due(clocks.get(service.id)),
                remedies=tuple(r for r in found.remedies if r.service_id == service.id),
                rectification=ordered,
                duty=presenting.duty_due(ordered) if ordered else None,
            )
        )
    return page(
        "accountability/desk.html",
        actor=actor(),
        cards=cards,
        words=presenting.WORDS,
        tones=presenting.TONES,
    )


@bp.get("/desk/notices/<int:service_id>")
@requires(Permission.SERVED_READ)
def desk_notice(service_id: int) -> ResponseReturnValue:
    """Show one notice: the document, the remedy with its days, the rectification."""
    service = queries.get_served(service_id, actor())
    brought, rectification = queries.others_of_desk(service)
    asked = file_requests.of_service(service.id)
    due, duty = _due(service), presenting.duty_due(rectification) if rectification else None
    return page(
        "accountability/desk_notice.html",
        service=service,
        card=presenting.DeskNotice(
            service=service,
            due=due,
            remedies=tuple(brought),
            rectification=rectification,
            duty=duty,
        ),
        is_standing=presenting.is_standing(service),
        due=due,
        offered=stated_remedy(pack_of(service)),
        may_file=_may_file(service),
        remedies=brought,
        file_requests=asked,
        may_ask=_may_ask(service, due, brought, asked),
        file_words=file_words,
        receipts=receipts_of(brought) if brought else {},
        withdrawable={r.id for r in brought if r.state in OPEN and is_filer(r, actor())},
        rectification=rectification,
        duty=duty,
        may_report=rectification is not None and _may_report(rectification),
        evidence=_evidence(rectification),
        files=KIND_WORDS,
        evidence_url=lambda row: url_for(
            "accountability.desk_rectification_attachment",
            rectification_id=rectification.id if rectification else 0,
            attachment_id=row.id,
        ),
        words=presenting.WORDS,
        tones=presenting.TONES,
    )


@bp.get("/desk/notices/<int:service_id>/document")
@requires(Permission.SERVED_READ)
def desk_document(service_id: int) -> ResponseReturnValue:
    """Hand out the notice byte for byte as it was issued."""
    service = queries.get_served(service_id, actor())
    return pdf(pdf_bytes(service.document), f"notice-{service.id}.pdf", attached=True)


@bp.get("/desk/remedies/<int:remedy_id>/ruling")
@requires(Permission.SERVED_READ)
def desk_ruling(remedy_id: int) -> ResponseReturnValue:
    """Hand out the ruling byte for byte as it was issued."""
    remedy = queries.get_own_remedy(remedy_id, actor())
    if remedy.document is None:
        abort(404)
    return pdf(pdf_bytes(remedy.document), f"ruling-{remedy.id}.pdf", attached=True)


@bp.get("/desk/remedies/<int:remedy_id>/receipt")
@requires(Permission.SERVED_READ)
def desk_receipt(remedy_id: int) -> ResponseReturnValue:
    """Hand out the letter that says whether it is taken up, byte for byte as it was issued."""
    remedy = queries.get_own_remedy(remedy_id, actor())
    document = receipts_of([remedy]).get(remedy.id)
    if document is None:
        abort(404)
    return pdf(pdf_bytes(document), f"receipt-{remedy.id}.pdf", attached=True)


@bp.route("/desk/notices/<int:service_id>/file-remedy", methods=["GET", "POST"])
@requires(Permission.REMEDY_FILE)
def remedy_file(service_id: int) -> ResponseReturnValue:
    """File a remedy; where the pack states none there is no such page (INF-32)."""
    service = queries.get_served(service_id, actor())
    if stated_remedy(pack_of(service)) is None:
        abort(404)
    form = forms.RemedyFileForm(data={"seen_version": service.version})
    due = _due(service)
    if refusal := offer_kinds(form, service):
        flash(say(refusal), "warning")
        return redirect_to(_url(service))
    if due is None or not due.is_over:
        form.offered_on_time()
    token = form.form_token.data
    if form.validate_on_submit() and acted(
        form, services.file_remedy, service, actor(), form.petition, token=token
    ):
        flash(_("已提出，受理机关将作出是否受理的决定。"), "success")
        return redirect_to(_url(service))
    show = invalid if form.is_submitted() else page
    return show("accountability/remedy_file.html", form=form, service=service, due=due)


@bp.route("/remedies/<int:remedy_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.REMEDY_FILE)
def remedy_withdraw(remedy_id: int) -> ResponseReturnValue:
    """Take a remedy back."""
    remedy = queries.get_own_remedy(remedy_id, actor())
    back = _url(remedy.service)
    if not is_filer(remedy, actor()):
        abort(404)
    form = ConfirmForm(data={"seen_version": remedy.version})
    if remedy.state not in OPEN and not form.is_submitted():
        flash(_("这件复核、申诉已经办结，不能撤回。"), "warning")
        return redirect_to(back)
    known = {"seen_version": form.version, "token": form.form_token.data}
    if form.validate_on_submit() and acted(
        form, services.withdraw_remedy, remedy, actor(), **known
    ):
        flash(_("已撤回。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show("accountability/remedy_withdraw.html", form=form, remedy=remedy, back=back)


@bp.route("/rectifications/<int:rectification_id>/plan", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_REPORT)
def rectification_plan(rectification_id: int) -> ResponseReturnValue:
    """Say by item what will be done, by whom and until when."""
    rectification = queries.get_own_rectification(rectification_id, actor())
    back = _url_of(rectification)
    form = rectification_forms.plan_form(rectification)
    if not form.is_submitted() and not _may_report(rectification):
        flash(_("现在不需要制定整改方案。"), "warning")
        return redirect_to(back)
    known = {"seen_version": form.version, "token": form.form_token.data}
    if form.validate_on_submit() and acted(
        form,
        rectification_services.plan_rectification,
        rectification,
        actor(),
        plans=form.plans,
        **known,
    ):
        flash(_("整改方案已保存，报告以前可以修改。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show(
        "accountability/rectification_plan.html",
        form=form,
        rectification=rectification,
        duty=presenting.duty_due(rectification),
        back=back,
    )


@bp.get("/desk/rectifications/<int:rectification_id>/attachments/<int:attachment_id>")
@requires(Permission.RECTIFICATION_REPORT)
def desk_rectification_attachment(rectification_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out the evidence of an item, bit by bit as the unit attached it."""
    rectification = queries.get_own_rectification(rectification_id, actor())
    items = [item.id for item in rectification.items]
    return download(get_attachment(attachment_id, RectificationItem, items), actor())


@bp.route("/rectifications/<int:rectification_id>/report", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_REPORT)
@accepts_files(Origin.STAFF)
def rectification_report(rectification_id: int) -> ResponseReturnValue:
    """Report the correction, item by item."""
    rectification = queries.get_own_rectification(rectification_id, actor())
    back = _url_of(rectification)
    form = rectification_forms.report_form(rectification)
    if not form.is_submitted() and not _may_report(rectification):
        flash(_("现在不需要报告改正情况。"), "warning")
        return redirect_to(back)
    known = {"seen_version": form.version, "token": form.form_token.data}
    if form.validate_on_submit() and acted(
        form,
        rectification_services.report_rectification,
        rectification,
        actor(),
        text=form.text.data,
        deeds=form.deeds,
        files=form.files,
        **known,
    ):
        flash(_("改正情况报告已提交。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show(
        "accountability/rectification_report.html",
        form=form,
        rectification=rectification,
        duty=presenting.duty_due(rectification),
        article=article_of(rectification),
        addressee=addressee_of(rectification),
        may_explain=may_explain(rectification),
        has_letter=is_letter(rectification),
        back=back,
    )


@bp.get("/desk/rectifications/<int:rectification_id>/order")
@requires(Permission.RECTIFICATION_REPORT)
def desk_order(rectification_id: int) -> ResponseReturnValue:
    """Hand out the order to rectify byte for byte as it was issued; 404 where another paper is it.

    A decision or a feedback notice stands on a page of its own.
    """
    rectification = queries.get_own_rectification(rectification_id, actor())
    document = letter_of(rectification)
    if document is None:
        abort(404)
    return pdf(pdf_bytes(document), f"rectification-{rectification.id}.pdf", attached=True)


@bp.route("/rectifications/<int:rectification_id>/explain", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_REPORT)
def rectification_explain(rectification_id: int) -> ResponseReturnValue:
    """Explain why nothing can be corrected yet, where the rule knows such an explanation."""
    rectification = queries.get_own_rectification(rectification_id, actor())
    back = _url_of(rectification)
    form = rectification_forms.RectificationExplainForm(
        data={"seen_version": rectification.version}
    )
    if not form.is_submitted() and not (_may_report(rectification) and may_explain(rectification)):
        flash(_("现在不需要专题说明。"), "warning")
        return redirect_to(back)
    known = {"seen_version": form.version, "token": form.form_token.data}
    if form.validate_on_submit() and acted(
        form,
        rectification_services.explain_rectification,
        rectification,
        actor(),
        text=form.text.data,
        expected_on=form.expected_on.data,
        **known,
    ):
        flash(_("专题说明已提交。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show(
        "accountability/rectification_explain.html",
        form=form,
        rectification=rectification,
        duty=presenting.duty_due(rectification),
        article=article_of(rectification),
        addressee=addressee_of(rectification),
        back=back,
    )


def _due(service: NoticeService) -> presenting.Due | None:
    if stated_remedy(pack_of(service)) is None:
        return None
    clock = notices.remedy_clocks([service]).get(service.id)
    return presenting.remedy_due(clock, with_ledger=True)


def _may_file(service: NoticeService) -> bool:
    return actor().has(Permission.REMEDY_FILE) and may_be_sought(service) is None


def _may_ask(
    service: NoticeService,
    due: presenting.Due | None,
    brought: Sequence[Remedy],
    asked: Sequence[FileRequest],
) -> bool:
    """Tell, from what the page has read, whether the file may be asked for now."""
    waits = any(one.state is FileRequestState.REQUESTED for one in asked)
    pending = any(remedy.state in OPEN for remedy in brought)
    return _may_file(service) and not waits and (pending or due is None or not due.is_over)


def _may_report(rectification: Rectification) -> bool:
    waits = rectification.state in (RectificationState.ORDERED, RectificationState.RETURNED)
    own = rectification.unit_id in liaison_units(actor())
    return waits and own and is_standing(rectification)


def _evidence(rectification: Rectification | None) -> Mapping[int, Sequence[Attachment]]:
    """Return the evidence by item, for the liaison of the unit that attached it."""
    if rectification is None or rectification.unit_id not in liaison_units(actor()):
        return {}
    return attachments_of(RectificationItem, [item.id for item in rectification.items])


def _url(service: NoticeService) -> str:
    return url_for("accountability.desk_notice", service_id=service.id)


def _url_of(rectification: Rectification) -> str:
    """Return the desk's page of the notice that ordered the rectification, else the desk."""
    service_id = queries.notice_id_of(rectification)
    if service_id is None:
        return url_for("accountability.desk")
    return url_for("accountability.desk_notice", service_id=service_id)
