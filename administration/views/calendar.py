"""The working-day calendar: a year at a glance, its notices, and the entry of another one."""

from __future__ import annotations

import hashlib

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import NoticeForm
from administration.labels import term_name
from administration.views.blueprint import bp
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.calendar import grid, queries
from core.calendar.impact import Effect, effect_of
from core.calendar.labels import tell
from core.calendar.services import may_adopt
from core.calendar.typed import FaultyNotice, read_notice
from core.db import db, reading
from core.refusals import say
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to

IMPORT = "administration/calendar_import.html"


@bp.get("/calendar")
@requires(Permission.DESK_READ)
def calendar() -> ResponseReturnValue:
    """Show a year (this one unless another is asked for), month by month, and its notices."""
    known, today = queries.in_force(), moment.today()
    years = range(min(known.years), max(*known.years, today.year) + 2)
    asked = request.args.get("year", "")
    year = next((year for year in years if str(year) == asked), today.year)
    return page(
        "administration/calendar.html",
        year=year,
        years=years,
        is_known=year in known.years,
        known=known.years,
        months=grid.months_of(year, known),
        holidays=[(notice, grid.holidays_of(notice)) for notice in known.notices
                  if notice.year == year],
        versions=queries.versions_of(year),
        may_manage=actor().has(Permission.CALENDAR_MANAGE),
    )  # fmt: skip


@bp.get("/calendar/<int:year>/<int:version>")
@requires(Permission.DESK_READ)
def calendar_version(year: int, version: int) -> ResponseReturnValue:
    """Show one notice as it was entered, in force or not."""
    found = [one for one in queries.versions_of(year) if one.version == version]
    if not found:
        abort(404)
    return page(
        "administration/calendar_version.html",
        found=found[0],
        holidays=grid.holidays_of(found[0].notice),
    )


@bp.route("/calendar/import", methods=["GET", "POST"])
@requires(Permission.CALENDAR_MANAGE)
def calendar_import() -> ResponseReturnValue:
    """Take a notice: first show what it would change, then, sent again as shown, propose it."""
    form = NoticeForm(data={"seen_version": 1})
    if not form.validate_on_submit():
        show = invalid if form.is_submitted() else page
        return show(IMPORT, form=form, effect=None)
    text = form.text.data or ""
    seen, form.seen.data = form.seen.data, hashlib.sha256(text.encode()).hexdigest()
    is_seen = seen == form.seen.data
    if is_seen and not form.reason.data:
        form.reason.errors = [_("请说明理由。")]
    elif is_seen and acted(
        form,
        services.propose_notice,
        actor(),
        text,
        reason=form.reason.data,
        token=form.form_token.data,
    ):
        flash(_("已提交，待安全管理员复核后生效。"), "success")
        return redirect_to(url_for("administration.change_list"))
    db.session.rollback()
    with reading():  # a preview over many clocks holds up no writer
        effect = _effect(form, text)
        show = invalid if form.errors else page
        return show(IMPORT, form=form, effect=effect, term_name=term_name)


def _effect(form: NoticeForm, text: str) -> Effect | None:
    """Return what the notice would change; None, and the faults beside the field, if unfit."""
    try:
        notice = read_notice(text, queries.in_force())
    except FaultyNotice as faulty:
        form.text.errors = [tell(fault) for fault in faulty.faults]
        return None
    refusal = may_adopt(notice)
    if refusal is not None and not form.form_errors:
        form.form_errors.append(say(refusal))
    return None if refusal is not None else effect_of(notice)
