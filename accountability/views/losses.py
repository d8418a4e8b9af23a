"""Pages of losses and their compensation, behind a link from the case (DIR-14)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.compensating import LossAction, yuan
from accountability.forms import losses as forms
from accountability.labels import losses as labels
from accountability.procedure.losses import LOSS_PROCEDURE, may_be_registered
from accountability.queries import losses as queries
from accountability.services import losses as services
from accountability.views.blueprint import bp
from accountability.views.notices import shown
from accountability.views.offering import Step, offered
from casework import queries as cases
from casework.models import Case
from core import moment
from core.access.actor import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.procedure import Forbidden
from core.refusals import say
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to
from regulations.registry import get_pack
from regulations.rules import cite


def case_panel(case: Case, _reader: Actor) -> Markup | None:
    """Lead from a case that was filed to its losses; no statement."""
    if may_be_registered(case) is not None:
        return None
    url = url_for("accountability.case_losses", case_id=case.id)
    link = Markup('<p class="small no-print"><a href="{}">{}</a></p>')
    return link.format(url, labels.SUBJECT)


@bp.get("/cases/<int:case_id>/losses")
@requires(Permission.CASE_READ)
def case_losses(case_id: int) -> ResponseReturnValue:
    """List the losses of a case, with what was decided and paid."""
    case = cases.get_visible_case(case_id, actor())
    found = queries.of_case(case.id)
    return page(
        "accountability/losses.html",
        case=case,
        found=found,
        grounds=queries.grounds_of(case),
        lost=yuan(sum(one.loss for one in found)),
        awarded=yuan(sum(one.award or 0 for one in found)),
        paid=yuan(sum(one.award or 0 for one in found if one.paid_on)),
        may_register=services.may_register(case, actor()) and may_be_registered(case) is None,
        yuan=yuan,
        words=labels,
    )


@bp.route("/cases/<int:case_id>/losses/new", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def loss_new(case_id: int) -> ResponseReturnValue:
    """Register a loss; the articles of the case's rules stand in the form to begin with."""
    case = cases.get_visible_case(case_id, actor())
    back = url_for("accountability.case_losses", case_id=case.id)
    if not services.may_register(case, actor()):
        raise Forbidden("register")
    grounds, pack = queries.grounds_of(case), get_pack(case.substance_pack_id)
    basis = "、".join(dict.fromkeys(cite(pack, one.article) for one in grounds))
    form = forms.LossForm(data={"seen_version": case.version, "basis": basis})
    if not form.is_submitted() and (refusal := may_be_registered(case)):
        flash(say(refusal), "warning")
        return redirect_to(back)
    if form.validate_on_submit() and acted(
        form, services.register_loss, case, actor(), **form.values, token=form.form_token.data
    ):
        flash(_("损失已经登记。"), "success")
        return redirect_to(back)
    context = {
        **shown(case, (str(labels.SUBJECT), back)),
        "facts_list": [(one.article, one.label) for one in grounds],
        "label": labels.EXTRA["register"],
        "back": back,
    }
    show = invalid if form.is_submitted() else page
    return show("accountability/step.html", form=form, **context)


@bp.get("/losses/<int:loss_id>")
@requires(Permission.CASE_READ)
def loss_detail(loss_id: int) -> ResponseReturnValue:
    """Show a loss: how much, by which article, who decided what, and when it was paid."""
    loss = queries.get_visible_loss(loss_id, actor())
    return page(
        "accountability/loss_detail.html",
        loss=loss,
        case=loss.case,
        actions=offered(LOSS_PROCEDURE, loss),
        yuan=yuan,
        words=labels,
    )


@bp.route("/losses/<int:loss_id>/award", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def loss_award(loss_id: int) -> ResponseReturnValue:
    """Register what is compensated."""
    return _act(loss_id, LossAction.AWARD, forms.LossAwardForm, services.award_loss)


@bp.route("/losses/<int:loss_id>/deny", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def loss_deny(loss_id: int) -> ResponseReturnValue:
    """Register that nothing is compensated."""
    return _act(loss_id, LossAction.DENY, forms.LossDenyForm, services.deny_loss)


@bp.route("/losses/<int:loss_id>/pay", methods=["GET", "POST"])
@requires(Permission.SERVICE_RECORD)
def loss_pay(loss_id: int) -> ResponseReturnValue:
    """Register that it was paid."""
    return _act(loss_id, LossAction.PAY, forms.LossPayForm, services.pay_loss)


def _act(
    loss_id: int,
    action: LossAction,
    form_type: type[ActionForm],
    service: Callable[..., Any],
) -> ResponseReturnValue:
    loss = queries.get_visible_loss(loss_id, actor())
    known = {"paid_on": moment.today(), "decided_on": moment.today()}
    form: Any = form_type(data={"seen_version": loss.version, **known})
    facts = [
        (_("受损失方"), loss.sufferer),
        (_("损失金额"), yuan(loss.loss)),
        (_("赔偿依据"), loss.basis),
        (_("赔偿金额"), yuan(loss.award) if loss.award else None),
        (_("决定日期"), cn_date(loss.decided_on) if loss.decided_on else None),
    ]
    back = url_for("accountability.loss_detail", loss_id=loss.id)
    above = url_for("accountability.case_losses", case_id=loss.case_id)
    context = {
        **shown(loss.case, (str(labels.SUBJECT), above), (loss.sufferer, back)),
        "facts_list": facts,
    }
    step = Step(LOSS_PROCEDURE, loss, action, service, "accountability/step.html", back, context)
    return step.show(form, lambda: form.values)
