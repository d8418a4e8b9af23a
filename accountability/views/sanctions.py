"""Pages of sanctions: proposed to the competent organ, what it decided, until when it lasts."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Response, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.circulating import MEASURE as CIRCULATED
from accountability.forms import sanctions as forms
from accountability.labels import sanctions as labels
from accountability.models import Decision, NoticeService
from accountability.procedure.sanctions import SANCTION_PROCEDURE, may_be_proposed
from accountability.queries import notices
from accountability.queries import sanctions as queries
from accountability.queries.decisions import get_visible_decision, notices_of
from accountability.sanctioning import MEASURES, SanctionAction
from accountability.services import sanctions as services
from accountability.views import circulars, periods
from accountability.views.blueprint import bp
from accountability.views.notices import shown
from accountability.views.offering import Step, offered
from core import moment
from core.access.actor import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.procedure import Forbidden
from core.refusals import say
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to


@bp.get("/sanctions/<int:sanction_id>")
@requires(Permission.CASE_READ)
def sanction_detail(sanction_id: int) -> ResponseReturnValue:
    """Show a sanction: to whom proposed, what was decided, the ledger of its period, the remedies
    against it.
    """
    sanction = queries.get_visible_sanction(sanction_id, actor())
    service = sanction.service
    return page(
        "accountability/sanction_detail.html",
        sanction=sanction,
        service=service,
        case=service.decision.case,
        measure=queries.measure_of(service),
        ledger=periods.of_period(sanction),
        routes=periods.routes(sanction),
        shorter=periods.shorter_locally(sanction),
        fate=periods.fate(sanction),
        due=periods.due(sanction),
        actions=offered(SANCTION_PROCEDURE, sanction),
        words=labels,
    )


@bp.get("/sanctions/<int:sanction_id>/document")
@requires(Permission.CASE_READ)
def sanction_document(sanction_id: int) -> Response:
    """Give the letter byte for byte as it was issued; 404 where there is none."""
    sanction = queries.get_visible_sanction(sanction_id, actor())
    if sanction.document is None:
        abort(404)
    return pdf(pdf_bytes(sanction.document), f"sanction-{sanction.id}.pdf")


@bp.route("/services/<int:service_id>/sanction", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def sanction_new(service_id: int) -> ResponseReturnValue:
    """Propose the sanction of the addressee of a notice; the letter is issued at once."""
    service = notices.get_visible_service(service_id, actor())
    back = url_for("accountability.service_detail", service_id=service.id)
    if not services.may_propose(service, actor()):
        raise Forbidden("propose")
    form = forms.SanctionForm(data={"seen_version": service.version, "materials": _papers(service)})
    if not form.is_submitted() and (refusal := may_be_proposed(service)):
        flash(say(refusal), "warning")
        return redirect_to(back)
    if form.validate_on_submit() and acted(
        form,
        services.propose_sanction,
        service,
        actor(),
        **form.values,
        token=form.form_token.data,
    ):
        flash(_("处分建议已经提出。"), "success")
        return redirect_to(back)
    measure = queries.measure_of(service)
    facts = [
        (_("当事人"), service.respondent.display_name),
        (_("所在单位"), service.respondent.unit.name),
        (_("处理决定文号"), service.decision.number),
        (_("处理决定提出的处分"), measure.label if measure else None),
        (_("依据"), measure.article if measure else None),
    ]
    note = _(
        "建议书按照已签发的处理决定写明事实、证据、责任划分和情节，提出后即编号印发，不能修改。"
    )
    show = invalid if form.is_submitted() else page
    context = {
        **shown(service.decision.case, (service.document.title, back)),
        "facts_list": facts,
        "note": note,
        "label": _("提出处分建议"),
        "back": back,
    }
    return show("accountability/step.html", form=form, **context)


@bp.route("/sanctions/<int:sanction_id>/receive", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def sanction_receive(sanction_id: int) -> ResponseReturnValue:
    """Register the receipt."""
    return _act(
        sanction_id,
        SanctionAction.RECEIVE,
        forms.SanctionReceiveForm,
        services.receive_sanction,
    )


@bp.route("/sanctions/<int:sanction_id>/impose", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def sanction_impose(sanction_id: int) -> ResponseReturnValue:
    """Register the sanction as decided."""
    return _act(
        sanction_id,
        SanctionAction.IMPOSE,
        forms.SanctionImposeForm,
        services.impose_sanction,
    )


@bp.route("/sanctions/<int:sanction_id>/change", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def sanction_change(sanction_id: int) -> ResponseReturnValue:
    """Register that the competent organ changed the sanction."""
    return _act(
        sanction_id,
        SanctionAction.CHANGE,
        forms.SanctionChangeForm,
        services.change_sanction,
    )


@bp.route("/sanctions/<int:sanction_id>/spare", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def sanction_spare(sanction_id: int) -> ResponseReturnValue:
    """Register that none is given."""
    return _act(sanction_id, SanctionAction.SPARE, forms.SanctionSpareForm, services.spare_sanction)


@bp.route("/sanctions/<int:sanction_id>/lift", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def sanction_lift(sanction_id: int) -> ResponseReturnValue:
    """Register that its period is over."""
    return _act(sanction_id, SanctionAction.LIFT, forms.SanctionLiftForm, services.lift_sanction)


@bp.route("/sanctions/<int:sanction_id>/revoke", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def sanction_revoke(sanction_id: int) -> ResponseReturnValue:
    """Register that it was revoked."""
    return _act(
        sanction_id,
        SanctionAction.REVOKE,
        forms.SanctionRevokeForm,
        services.revoke_sanction,
    )


def _act(
    sanction_id: int,
    action: SanctionAction,
    form_type: type[ActionForm],
    service: Callable[..., Any],
) -> ResponseReturnValue:
    sanction = queries.get_visible_sanction(sanction_id, actor())
    today = moment.today()
    known = {"received_on": today, "ended_on": today, "body": sanction.body or sanction.receiver}
    form: Any = form_type(data={"seen_version": sanction.version, **known})
    person = sanction.service.respondent
    facts = [
        (_("当事人"), person.display_name),
        (_("决定机关"), sanction.receiver),
        (_("建议书文号"), sanction.document.number if sanction.document else None),
        (_("提出日期"), cn_date(sanction.proposed_on)),
        (_("处分"), labels.KINDS[sanction.kind] if sanction.kind else None),
        (_("处分期届满"), cn_date(sanction.ends_on) if sanction.ends_on else None),
    ]
    back = url_for("accountability.sanction_detail", sanction_id=sanction.id)
    title = _("%(name)s的处分", name=person.display_name)
    context = {**shown(sanction.service.decision.case, (title, back)), "facts_list": facts}
    if action is SanctionAction.IMPOSE:
        context["note"] = periods.effect_note(sanction)
    elif action is SanctionAction.CHANGE:
        context["note"] = _("原处分决定和处分期保留可查，处分期按照变更后的处分重新计算。")
    step = Step(
        SANCTION_PROCEDURE, sanction, action, service, "accountability/step.html", back, context
    )
    return step.show(form, lambda: form.values)


def _papers(service: NoticeService) -> str:
    """Return what goes along, a paper a line, to start from: the decision's notice, its report."""
    notice = service.document
    return "\n".join(
        (
            f"{notice.title}（{notice.number}），1份",
            "调查报告，1份",
            "证据材料复印件，1册",
        )
    )


@bp.get("/decisions/<int:decision_id>/outcomes")
@requires(Permission.CASE_READ)
def decision_outcomes(decision_id: int) -> ResponseReturnValue:
    """Show what became of the sanctions and the circulated criticism of a decision."""
    decision = get_visible_decision(decision_id, actor())
    return page(
        "accountability/decision_outcomes.html",
        decision=decision,
        case=decision.case,
        sanctions=_panel(decision),
        circulars=circulars.panel_of(decision, actor()),
    )


def decision_panel(decision: Decision, _reader: Actor) -> Markup | None:
    """Lead from a decision to what became of its sanctions and criticism; no statement."""
    followed = MEASURES | {CIRCULATED}
    if decision.issued_on is None or all(m.code not in followed for m in decision.measures):
        return None
    url = url_for("accountability.decision_outcomes", decision_id=decision.id)
    return Markup('<p><a href="{}">{}</a></p>').format(url, _("处分建议、处分和通报"))


def _panel(decision: Decision) -> Markup | None:
    measures = [m for m in decision.measures if m.code in MEASURES]
    if not measures or decision.issued_on is None:
        return None
    made = {one.service.respondent_id: one for one in queries.of_decision(decision.id)}
    issued = notices_of(decision)
    rows = [(m, issued.get(m.respondent_id), made.get(m.respondent_id)) for m in measures]
    names = {r.id: r.display_name for r in decision.case.respondents}
    return Markup(  # noqa: S704 - a rendered template
        render_template("accountability/_sanctions.html", rows=rows, names=names, words=labels)
    )
