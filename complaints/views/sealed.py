"""The register of what was sent up sealed."""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import queries
from complaints.forms.sealed import WAYS, SealedForm
from complaints.models import SealedReport
from complaints.queries.sealed import sealed_list as listed
from complaints.services.sealing_up import note_sealed
from complaints.views.blueprint import bp
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.web.acts import acted
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to


@bp.get("/complaints/sealed")
@requires(Permission.COMPLAINT_REGISTER)
def sealed_list() -> ResponseReturnValue:
    """List what was sent up sealed, newest first."""
    found = list_page(listed(actor()), [SealedReport.id])
    return page("complaints/sealed_list.html", found=found, ways=WAYS)


@bp.route("/complaints/sealed/new", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def sealed_new() -> ResponseReturnValue:
    """Note one more; the form has no place for what the report says."""
    units = queries.units_where(actor(), Permission.COMPLAINT_REGISTER)
    today = moment.today()
    form = SealedForm(data={"seen_version": 1, "received_on": today, "sent_on": today})
    form.offer(units)
    if form.validate_on_submit():
        unit = next(unit for unit in units if str(unit.id) == form.unit.data)
        known = {**form.values, "token": form.form_token.data}
        if acted(form, note_sealed, actor(), unit, **known):
            flash(_("已登记。"), "success")
            return redirect_to(url_for("complaints.sealed_list"))
    show = invalid if form.is_submitted() else page
    return show("complaints/sealed_new.html", form=form)
