"""Periods to which the source gives no number: what a unit set itself, and setting one."""

from __future__ import annotations

from datetime import timedelta

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import labels, services
from administration.forms import PeriodForm
from administration.queries import people
from administration.views.blueprint import bp
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.clocks.labels import UNITS
from core.clocks.periods import Unit as Counted
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from regulations.local import SETTABLE


@bp.route("/periods/set", methods=["GET", "POST"])
@requires(Permission.UNIT_MANAGE)
def period_set() -> ResponseReturnValue:
    """Propose a number of the unit's own, or to take one back."""
    usual = {"unit": request.args.get("unit", type=int), "counted": Counted.WORKING_DAY}
    day = moment.today() + timedelta(days=1)
    form = PeriodForm(data={"seen_version": 1, "effective_from": day, **usual})
    form.unit.choices = [(unit.id, unit.name) for unit in people.units_of(actor())]
    settable = [*(term.value for term in SETTABLE), *labels.OWN_SETTINGS]
    form.term.choices = [(term_id, labels.term_name(term_id)) for term_id in settable]
    if form.validate_on_submit() and acted(
        form,
        services.propose_period,
        actor(),
        people.get_unit(form.unit.data, actor()),
        form.term.data,
        form.length.data,
        Counted(form.counted.data),
        form.effective_from.data,
        reason=form.reason.data or "",
        token=form.form_token.data,
    ):
        flash(_("已提交，待安全管理员复核后生效。"), "success")
        return redirect_to(url_for("administration.unit_packs", unit_id=form.unit.data))
    show = invalid if form.is_submitted() else page
    return show("administration/period_set.html", form=form)


def length_words(length: int | None, counted: str) -> str:
    """Return a number with its unit; what was taken back says so."""
    return f"{length}{UNITS[Counted(counted)]}" if length else _("不再设定")
