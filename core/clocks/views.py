"""Pages of a clock: how its date was counted, ready to be printed, and the inner date."""

from __future__ import annotations

from flask import Blueprint, abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.clocks import queries, targets
from core.clocks.forms import TargetForm
from core.clocks.models import Clock
from core.clocks.presenting import shown
from core.clocks.subjects import Heading, heading_of
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to

bp = Blueprint("clocks", __name__)


@bp.get("/clocks/<int:clock_id>")
@requires(Permission.DESK_READ)
def clock_detail(clock_id: int) -> ResponseReturnValue:
    """Show every day of a clock and what happened to it; a part of it for htmx."""
    clock, heading = _seen(clock_id)
    return page(
        "clocks/clock_detail.html",
        fragment="clocks/_ledger.html",
        due=shown(clock, is_right=heading.is_right),
        heading=heading,
        unit=queries.bearer_of(clock),
        today=moment.today(),
        may_target=heading.may_target and queries.may_have_target(clock),
    )


@bp.route("/clocks/<int:clock_id>/target", methods=["GET", "POST"])
@requires(Permission.DESK_READ)
def clock_target(clock_id: int) -> ResponseReturnValue:
    """Set an inner date of the office, or take it away."""
    clock, heading = _seen(clock_id)
    if not heading.may_target:
        abort(403)
    form = TargetForm(data={"seen_version": clock.version, "target": clock.target})
    if form.validate_on_submit() and acted(
        form,
        targets.set_inner_date,
        clock,
        actor(),
        target=form.target.data,
        reason=form.reason.data or "",
        seen_version=form.version,
    ):
        flash(_("已保存。"), "success")
        return redirect_to(url_for("clocks.clock_detail", clock_id=clock.id))
    show = invalid if form.is_submitted() else page
    due = shown(clock, is_right=heading.is_right)
    return show("clocks/clock_target.html", form=form, due=due, heading=heading)


def _seen(clock_id: int) -> tuple[Clock, Heading]:
    """Return the clock with its subject; 404 alike for none and for one that is not the reader's
    to see.
    """
    clock = queries.find_clock(clock_id)
    if clock is None:
        abort(404)
    return clock, heading_of(clock, actor())
