"""Which towns reported the results of their evaluations, on one page; a report is added there."""

from __future__ import annotations

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.identity.queries import pack_id_of
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from evaluation.forms import TownReportForm
from evaluation.queries import town_reports as queries
from evaluation.queries.packs import article_of
from evaluation.queries.rounds import organiser_of
from evaluation.services import town_reports as services
from evaluation.views.blueprint import bp
from regulations.codes import GuardId
from regulations.registry import get_pack

#: Years of which an address may ask.
FIRST, LAST = 2000, 2999


@bp.route("/evaluation-rounds/town-reports", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def town_report_list() -> ResponseReturnValue:
    """Show the towns and the days on which they reported in `?year=`; 404 where no rule asks."""
    owner = organiser_of(actor())
    pack_id = pack_id_of(owner, moment.today())
    article = article_of(get_pack(pack_id), GuardId.EVALUATION_UPWARD_REPORT) if pack_id else None
    year = request.args.get("year", moment.today().year, type=int)
    if article is None or not FIRST <= year <= LAST:
        abort(404)
    form = TownReportForm(data={"seen_version": 1, "reported_on": moment.today()})
    lines = queries.lines_of(owner, year)
    form.unit_id.choices = [(line.town.id, line.town.name) for line in lines]
    typed = {
        "unit_id": form.unit_id.data,
        "reported_on": form.reported_on.data,
        "summary": form.summary.data,
    }
    if form.validate_on_submit() and acted(
        form, services.record_town_report, owner, actor(), **typed
    ):
        flash(_("已登记。"), "success")
        reported_on = form.reported_on.data or moment.today()
        return redirect_to(url_for("evaluation.town_report_list", year=reported_on.year))
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/town_report_list.html",
        form=form,
        lines=lines,
        year=year,
        this_year=moment.today().year,
        article=article,
    )
