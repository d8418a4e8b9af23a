"""Pages of circulars of criticism: made, sent, corrected when their decision no longer stands."""

from __future__ import annotations

from typing import Any

from flask import Response, abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.circulating import MEASURE, CircularAction, CircularKind
from accountability.forms import circulars as forms
from accountability.labels import circulars as labels
from accountability.models import Decision
from accountability.procedure.circulars import (
    CIRCULAR_PROCEDURE,
    may_be_circulated,
    may_be_corrected,
)
from accountability.queries import circulars as queries
from accountability.queries.decisions import get_visible_decision
from accountability.services import circulars as services
from accountability.views.blueprint import bp
from accountability.views.notices import shown
from accountability.views.offering import Step, offered
from core import moment
from core.access.actor import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.identity.queries import all_units
from core.procedure import Forbidden
from core.refusals import Refusal, say
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to


@bp.get("/circulars/<int:circular_id>")
@requires(Permission.CASE_READ)
def circular_detail(circular_id: int) -> ResponseReturnValue:
    """Show a circular: what it says, of whom, to whom it went, and when."""
    circular = queries.get_visible_circular(circular_id, actor())
    return page(
        "accountability/circular_detail.html",
        circular=circular,
        decision=circular.decision,
        case=circular.decision.case,
        measures=queries.criticised(circular.decision_id),
        actions=offered(CIRCULAR_PROCEDURE, circular),
        words=labels,
    )


@bp.get("/circulars/<int:circular_id>/document")
@requires(Permission.CASE_READ)
def circular_document(circular_id: int) -> Response:
    """Give the circular byte for byte as it was issued."""
    circular = queries.get_visible_circular(circular_id, actor())
    if circular.document is None:
        abort(404)
    return pdf(pdf_bytes(circular.document), f"circular-{circular.id}.pdf")


@bp.route("/decisions/<int:decision_id>/circular", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def circular_new(decision_id: int) -> ResponseReturnValue:
    """Make the circular of criticism that the decision imposes."""
    decision = get_visible_decision(decision_id, actor())
    refusal = may_be_circulated(decision, queries.of_decision(decision.id))
    form = forms.CircularForm(data={"seen_version": decision.version, "text": decision.facts_text})
    form.offer((unit.id, unit.name) for unit in all_units())

    def act() -> bool:
        known = {"text": form.text.data or "", "unit_ids": form.recipients.data or ()}
        token = form.form_token.data
        return acted(form, services.circulate, decision, actor(), **known, token=token)

    return _made(decision, form, refusal, act, _("制作通报"), None)


@bp.route("/decisions/<int:decision_id>/circular/correct", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def circular_correct(decision_id: int) -> ResponseReturnValue:
    """Correct the circular, to the same recipients, as its decision was changed or taken back."""
    decision = get_visible_decision(decision_id, actor())
    circulars = queries.of_decision(decision.id)
    refusal = may_be_corrected(decision, circulars)
    revoked = queries.owed(decision, circulars) is CircularKind.REVOKED
    # Chinese whatever language the reader has chosen: it goes into the letter
    text = "撤销原通报中的通报批评，消除影响。" if revoked else ""
    form = forms.CorrectionForm(data={"seen_version": decision.version, "text": text})
    sent = next((c for c in circulars if c.kind is CircularKind.CRITICISM), None)
    names = "、".join(unit.short_name for unit in sent.recipients) if sent else ""

    def act() -> bool:
        text, token = form.text.data or "", form.form_token.data
        return acted(form, services.correct_circular, decision, actor(), text=text, token=token)

    note = _("更正通报发给原通报的全部单位：%(names)s。", names=names)
    return _made(decision, form, refusal, act, _("制作更正通报"), note)


def _made(
    decision: Decision, form: Any, refusal: Refusal | None, act: Any, label: str, note: str | None
) -> ResponseReturnValue:
    back = url_for("accountability.decision_outcomes", decision_id=decision.id)
    if not services.may_circulate(decision, actor()):
        raise Forbidden("circulate")
    if not form.is_submitted() and refusal:
        flash(say(refusal), "warning")
        return redirect_to(back)
    if form.validate_on_submit() and act():
        flash(_("通报已经编号，请印发后登记。"), "success")
        return redirect_to(back)
    measures = queries.criticised(decision.id)
    facts = [
        (_("处理决定文号"), decision.number),
        (_("受通报批评"), "、".join(m.respondent.display_name for m in measures)),
        (_("依据"), "、".join(dict.fromkeys(m.article for m in measures if m.article))),
    ]
    context = {
        **shown(decision.case, (decision.number or "", back)),
        "facts_list": facts,
        "note": note or _("通报提出后即编号，不能修改。"),
        "label": label,
        "back": back,
    }
    show = invalid if form.is_submitted() else page
    return show("accountability/step.html", form=form, **context)


@bp.route("/circulars/<int:circular_id>/send", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def circular_send(circular_id: int) -> ResponseReturnValue:
    """Register that it went out."""
    circular = queries.get_visible_circular(circular_id, actor())
    back = url_for("accountability.circular_detail", circular_id=circular.id)
    form = forms.CircularSendForm(
        data={"seen_version": circular.version, "sent_on": moment.today()}
    )
    number = circular.document.number if circular.document else ""
    facts = [
        (_("文号"), number),
        (_("通报日期"), cn_date(circular.issued_on)),
        (_("通报范围"), "、".join(unit.short_name for unit in circular.recipients)),
    ]
    context = {**shown(circular.decision.case, (number or "", back)), "facts_list": facts}
    step = Step(
        CIRCULAR_PROCEDURE,
        circular,
        CircularAction.SEND,
        services.send_circular,
        "accountability/step.html",
        back,
        context,
    )
    return step.show(form, lambda: form.values)


def panel_of(decision: Decision, reader: Actor) -> Markup | None:
    """Draw the circulars a decision led to, and what can be done; None where it imposes none."""
    if decision.issued_on is None or all(m.code != MEASURE for m in decision.measures):
        return None
    circulars = queries.of_decision(decision.id)
    may = services.may_circulate(decision, reader)
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "accountability/_circulars.html",
            decision=decision,
            circulars=circulars,
            may_make=may and may_be_circulated(decision, circulars) is None,
            may_correct=may and queries.owed(decision, circulars) is not None,
            words=labels,
        )
    )
