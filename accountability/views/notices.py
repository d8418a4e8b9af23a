"""Pages of services and of the effect of a decision; what followed, on the page of the case."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext
from markupsafe import Markup

from accountability import presenting
from accountability.documents import return_receipt
from accountability.forms import notices as forms
from accountability.labels import file_requests as file_words
from accountability.models import NoticeService
from accountability.procedure.effect import may_take_effect, what_runs
from accountability.procedure.notices import SERVICE_PROCEDURE, filing_rule, is_filed
from accountability.procedure.rectifications import RECTIFICATION_PROCEDURE
from accountability.procedure.remedies import REMEDY_PROCEDURE, may_be_sought
from accountability.procedure.sanctions import may_be_proposed
from accountability.queries import file_requests, remedies, sanctions
from accountability.queries import notices as queries
from accountability.rules import ServiceAction
from accountability.services import notices as services
from accountability.services.remedies import may_register
from accountability.services.sanctions import may_propose
from accountability.views.blueprint import bp
from accountability.views.offering import Offered, Step, offered
from casework import queries as cases
from casework.labels import STATES as CASE_STATES
from casework.models import Case
from casework.rules import CaseAction, CaseState
from core import moment
from core.access import Actor, Permission
from core.access.gate import actor, requires
from core.documents import MissingGlyphs
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.procedure import Forbidden
from core.refusals import Refusal, say
from core.serving.forms import ServiceRecordForm
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to

TAKE_EFFECT = lazy_gettext("处理决定生效")
EFFECT_NOTE = lazy_gettext(
    "各当事人的救济期限均已届满，没有尚未办结的复核、申诉。生效后可以答复投诉举报人、办结案件。"
)


@bp.get("/services/<int:service_id>")
@requires(Permission.CASE_READ)
def service_detail(service_id: int) -> ResponseReturnValue:
    """Show a service: its proof, the party's period with its ledger, the remedies brought."""
    service = queries.get_visible_service(service_id, actor())
    clock = queries.remedy_clocks([service]).get(service.id)
    sanction = sanctions.of_service(service)
    may_sanction = sanction is None and may_propose(service, actor())
    return page(
        "accountability/service_detail.html",
        service=service,
        case=service.decision.case,
        due=presenting.remedy_due(clock, with_ledger=True),
        remedies=remedies.of_service(service.id),
        file_requests=file_requests.of_service(service.id),
        file_words=file_words,
        actions=offered(SERVICE_PROCEDURE, service),
        may_register=may_register(service, actor()) and may_be_sought(service) is None,
        sanction=sanction,
        may_sanction=may_sanction and may_be_proposed(service) is None,
        filing=filing_rule(service) if is_filed(service) else None,
        words=presenting.WORDS,
        tones=presenting.TONES,
    )


@bp.route("/services/<int:service_id>/record", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def service_record(service_id: int) -> ResponseReturnValue:
    """Record how the notice was served."""
    service = queries.get_visible_service(service_id, actor())
    team = "、".join(m.user.name for m in service.decision.case.members if not m.left_on)
    form = ServiceRecordForm(data={"seen_version": service.version, "servers": team})
    step = _step(service, ServiceAction.RECORD, services.record_service, "service_record")
    return step.show(form, lambda: {"delivery": form.delivery})


@bp.route("/services/<int:service_id>/fail", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def service_fail(service_id: int) -> ResponseReturnValue:
    """Record that the notice could not be served."""
    service = queries.get_visible_service(service_id, actor())
    form = forms.ServiceFailForm(data={"seen_version": service.version})
    step = _step(service, ServiceAction.FAIL, services.fail_service)
    return step.show(form, lambda: {"reason": form.reason.data})


@bp.route("/services/<int:service_id>/retry", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def service_retry(service_id: int) -> ResponseReturnValue:
    """Prepare the notice anew."""
    service = queries.get_visible_service(service_id, actor())
    form = forms.ConfirmForm(data={"seen_version": service.version})
    return _step(service, ServiceAction.RETRY, services.retry_service).show(form, dict)


@bp.route("/services/<int:service_id>/file", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def service_file(service_id: int) -> ResponseReturnValue:
    """Register what became of the decision in the person's own file."""
    service = queries.get_visible_service(service_id, actor())
    known = {"filed_on": moment.today(), "filed_by": actor().name}
    form = forms.ServiceFileForm(data={"seen_version": service.version, **known})
    note = _("依据%(article)s。", article=filing_rule(service))
    step = _step(service, ServiceAction.FILE, services.file_service, note=note)
    return step.show(form, lambda: form.values)


@bp.get("/services/<int:service_id>/document")
@requires(Permission.CASE_READ)
def service_document(service_id: int) -> ResponseReturnValue:
    """Give the notice byte for byte as it was issued."""
    service = queries.get_visible_service(service_id, actor())
    return pdf(pdf_bytes(service.document), f"notice-{service.id}.pdf")


@bp.get("/services/<int:service_id>/return-receipt")
@requires(Permission.CASE_READ)
def service_return_receipt(service_id: int) -> ResponseReturnValue:
    """Give the proof of service to print: blank before, filled in after."""
    service = queries.get_visible_service(service_id, actor())
    try:
        return pdf(return_receipt.pdf(service), f"return-receipt-{service.id}.pdf")
    except MissingGlyphs as missing:  # in what was typed long before, such as the title of the case
        what = "、".join(missing.characters)
        flash(_("字库没有下列字，不能生成文书：%(what)s", what=what), "warning")
        return redirect_to(url_for("accountability.service_detail", service_id=service.id))


@bp.route("/cases/<int:case_id>/take-effect", methods=["GET", "POST"])
@requires(Permission.CASE_CLOSE)
def case_take_effect(case_id: int) -> ResponseReturnValue:
    """Let the decision on the case take effect."""
    case = cases.get_visible_case(case_id, actor())
    back = url_for("casework.case_detail", case_id=case.id)
    if not services.may_let_take_effect(case, actor()):
        raise Forbidden(CaseAction.TAKE_EFFECT)
    form = forms.ConfirmForm(data={"seen_version": case.version})
    if not form.is_submitted() and (refusal := _effect_refusal(case)):
        flash(say(refusal), "warning")
        return redirect_to(back)
    if form.validate_on_submit() and acted(
        form, services.take_effect, case, actor(), seen_version=form.version
    ):
        flash(_("处理决定已生效。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    context = {**shown(case), "note": EFFECT_NOTE, "label": TAKE_EFFECT, "back": back}
    return show("accountability/step.html", form=form, **context)


def _effect_refusal(case: Case) -> Refusal | None:
    if case.state is not CaseState.SERVED:
        state = str(CASE_STATES[case.state])
        return Refusal("wrong_state", {"state": state, "action": str(TAKE_EFFECT)})
    return may_take_effect(case, actor())


def case_panel(case: Case, reader: Actor) -> Markup | None:
    """Draw services, remedies and rectifications of a case on its page (one statement)."""
    found = queries.aftermath_of(case)
    if not found.services:
        return None
    lets = case.state is CaseState.SERVED and services.may_let_take_effect(case, reader)
    refusal = what_runs(found) if lets else None
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "accountability/_case_aftermath.html",
            case=case,
            found=found,
            service_actions={s.id: _serving(s) for s in found.services},
            remedy_actions={r.id: offered(REMEDY_PROCEDURE, r) for r in found.remedies},
            checkable={r.id for r in found.rectifications if offered(RECTIFICATION_PROCEDURE, r)},
            lets_take_effect=lets,
            effect_barred=say(refusal) if refusal else None,
            words=presenting.WORDS,
            tones=presenting.TONES,
            duty_due=presenting.duty_due,
        )
    )


def _serving(service: NoticeService) -> list[Offered]:
    """Return the acts of serving; what becomes of the copy stands on the page of the service."""
    acts = offered(SERVICE_PROCEDURE, service)
    return [one for one in acts if one.action != ServiceAction.FILE.value]


def shown(case: Case, *above: tuple[str, str]) -> dict[str, Any]:
    """Return what every page of an act in this part shows around its form."""
    return {
        "crumb_list": [
            (case.number, url_for("casework.case_detail", case_id=case.id)),
            *above,
        ],
        "lead": case.title,
        "here": request.path,
        "note": None,
        "facts_list": [],
        "grave": False,
    }


def _step(
    service: NoticeService,
    action: ServiceAction,
    act: Callable[..., Any],
    template: str = "step",
    note: str | None = None,
) -> Step:
    document = service.document
    back = url_for("accountability.service_detail", service_id=service.id)
    facts = [
        (_("文书"), document.title),
        (_("文号"), document.number),
        (_("受送达人"), service.respondent.display_name),
        (_("所在单位"), service.respondent.unit.name),
        (_("印发日期"), cn_date(service.decision.issued_on)),
    ]
    context = {**shown(service.decision.case, (document.title, back)), "facts_list": facts}
    return Step(
        SERVICE_PROCEDURE,
        service,
        action,
        act,
        f"accountability/{template}.html",
        back,
        {**context, "service": service, "note": note},
    )
