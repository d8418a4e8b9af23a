"""Pages of cases that go to the organ above: asking, taking over, deciding, and the stub."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.elevation import labels
from casework.elevation import queries as reads
from casework.forms import elevations as forms
from casework.forms.cases import CaseForm
from casework.models import Case, CaseElevation
from casework.procedure.elevations import ELEVATION_PROCEDURE
from casework.procedure.team import pack_of
from casework.rules import ENDED_STATES
from casework.rules.elevations import (
    ElevationAction,
    ElevationKind,
    ElevationState,
    elevation_article,
    grounds_of,
)
from casework.services import elevating as services
from casework.views.blueprint import bp
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.identity.models import Unit
from core.procedure import Forbidden, available_actions
from core.refusals import say
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step


@bp.get("/elevations")
@requires(Permission.CASE_OVERSEE)
def elevation_list() -> ResponseReturnValue:
    """List the cases that units below asked to be relieved of, or that were taken over."""
    found = list_page(reads.elevation_list(actor()), [CaseElevation.id], counted=True)
    return page("casework/elevations.html", elevations=found, words=labels)


@bp.get("/elevations/<int:elevation_id>")
@requires(Permission.CASE_OVERSEE)
def elevation_detail(elevation_id: int) -> ResponseReturnValue:
    """Show the stub; the case itself is open to who may know it now."""
    elevation = reads.get_elevation(elevation_id, actor())
    case = elevation.case
    offers = available_actions(ELEVATION_PROCEDURE, elevation, actor())
    return page(
        "casework/elevation_detail.html",
        elevation=elevation,
        case=case,
        knows=queries.knows(case, actor()),
        moved=elevation.state is ElevationState.MOVED,
        ended=case.state in ENDED_STATES,
        ready=[
            (str(one.transition.label), _url(elevation, one.transition.action), _kind(one))
            for one in offers
            if one.refusal is None
        ],
        barred=[(one.transition.label, say(one.refusal)) for one in offers if one.refusal],
        words=labels,
    )


@bp.route("/cases/<int:case_id>/hand-up", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_hand_up(case_id: int) -> ResponseReturnValue:
    """Ask the organ above to handle the case."""
    case = queries.get_visible_case(case_id, actor())
    if not services.may_ask(case, actor()):
        raise Forbidden("ask")
    form = _form(case, ElevationKind.HAND_UP, reads.units_above(case))
    if form.validate_on_submit() and acted(
        form,
        services.ask_elevation,
        case,
        actor(),
        **form.values,
        token=form.form_token.data,
    ):
        flash(_("已报请上级办理，等待决定。"), "success")
        return redirect_to(url_for("casework.case_referrals", case_id=case.id))
    return _ask(case, form, _("报请上级办理"))


@bp.route("/cases/<int:case_id>/take-over", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_take_over(case_id: int) -> ResponseReturnValue:
    """Take the case of a unit below over."""
    case = queries.get_visible_case(case_id, actor())
    units = takers(case)
    if not units:
        raise Forbidden("take_over")
    form = _form(case, ElevationKind.TAKE_OVER, units)
    if form.validate_on_submit() and acted(
        form,
        services.take_over,
        case,
        actor(),
        **form.values,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("案件已提级办理，请重新指定调查人员。"), "success")
        return redirect_to(url_for("casework.case_detail", case_id=case.id))
    return _ask(case, form, _("提级办理"))


@bp.route("/elevations/<int:elevation_id>/accept", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def elevation_accept(elevation_id: int) -> ResponseReturnValue:
    """Take what a unit below asked to be relieved of."""
    form, service = forms.ElevationAcceptForm, services.accept_elevation
    return _act(elevation_id, ElevationAction.ACCEPT, form, service)


@bp.route("/elevations/<int:elevation_id>/refuse", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def elevation_refuse(elevation_id: int) -> ResponseReturnValue:
    """Leave the case where it is."""
    form, service = forms.ElevationRefuseForm, services.refuse_elevation
    return _act(elevation_id, ElevationAction.REFUSE, form, service)


def takers(case: Case) -> list[Unit]:
    """Return the units above for which the reader may take the case over."""
    may = [unit for unit in reads.units_above(case) if actor().may(Permission.CASE_FILE, unit.path)]
    return may if queries.knows(case, actor()) else []


def _form(case: Case, kind: ElevationKind, units: list[Unit]) -> forms.ElevationForm:
    pack = pack_of(case)
    form = forms.ElevationForm(data={"seen_version": case.version})
    grounds = [(one, elevation_article(pack, kind, one) or "") for one in grounds_of(pack, kind)]
    form.offer(units, grounds)
    return form


def _ask(case: Case, form: forms.ElevationForm, label: str) -> ResponseReturnValue:
    show = invalid if form.is_submitted() else page
    back = url_for("casework.case_referrals", case_id=case.id)
    about = [(_("承办单位"), case.unit.name), (_("立案日期"), cn_date(case.filed_on))]
    context = {"case": case, "form": form, "back": back, "back_label": _("移送和提级")}
    return show("casework/entry_form.html", **context, label=label, about=about)


def _act(
    elevation_id: int,
    action: ElevationAction,
    form_type: type[CaseForm],
    service: Callable[..., Any],
) -> ResponseReturnValue:
    elevation = reads.get_elevation(elevation_id, actor())
    form = form_type(data={"seen_version": elevation.version})
    step = Step(
        ELEVATION_PROCEDURE,
        elevation,
        action,
        service,
        "casework/elevation_act.html",
        _url(elevation),
        {"elevation": elevation, "words": labels},
    )
    return step.show(form, lambda: form.values)


def _kind(offered: Any) -> str:
    return "secondary" if offered.transition.action is ElevationAction.REFUSE else "primary"


def _url(elevation: CaseElevation, action: str = "detail") -> str:
    return url_for(f"casework.elevation_{action}", elevation_id=elevation.id)
