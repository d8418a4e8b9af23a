"""Open clocks that would say something else by the calendar and the rules of today.

Administrators see no business data: which period, from when, both dates; not whose.
"""

from __future__ import annotations

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration.forms import RecomputeForm
from administration.views.blueprint import bp
from core.access import Permission
from core.access.gate import actor, requires
from core.clocks import recomputing
from core.clocks.labels import UNITS
from core.clocks.periods import Period
from core.clocks.queries import are_more_open_than
from core.clocks.recomputing import DueChange
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from regulations.labels import TERMS
from regulations.registry import all_packs

#: More clocks than this are gone through by `flask clocks recompute`, not while a page is awaited.
MOST = 20_000
SHOWN = 500


@bp.get("/clock-changes")
@requires(Permission.ADMINISTRATION_READ)
def clock_changes() -> ResponseReturnValue:
    """Preview which clocks would move."""
    return _shown(None)


@bp.post("/clock-changes/apply")
@requires(Permission.UNIT_MANAGE)
def clock_changes_apply() -> ResponseReturnValue:
    """Let the clocks move as the preview showed."""
    form = RecomputeForm()
    if (
        not are_more_open_than(MOST)
        and form.validate_on_submit()
        and acted(
            form,
            recomputing.recompute,
            apply=True,
            by_rules=True,
            actor_id=actor().id,
            seen=form.seen.data,
        )
    ):
        flash(_("已保存，原届满日和新届满日均已记录。"), "success")
        return redirect_to(url_for("administration.clock_changes"))
    return _shown(form)


def _shown(form: RecomputeForm | None) -> ResponseReturnValue:
    too_many = are_more_open_than(MOST)
    changes = [] if too_many else recomputing.recompute(apply=False, by_rules=True)
    fresh = RecomputeForm(formdata=None, data={"seen": recomputing.fingerprint(changes)})
    if form is not None:
        fresh.form_errors.extend(form.form_errors)
    show = invalid if form is not None else page
    titles = {pack_id: pack.pack.title for pack_id, pack in all_packs().items()}
    return show(
        "administration/clock_changes.html",
        changes=[(change, _why(change, titles)) for change in changes[:SHOWN]],
        number=len(changes),
        movable=sum(not change.is_barred for change in changes),
        too_many=too_many,
        terms=TERMS,
        form=fresh,
        may_apply=actor().has(Permission.UNIT_MANAGE),
    )


def _why(change: DueChange, titles: dict[str, str]) -> str:
    if change.new_period is None:
        return str(_("工作日历变更"))
    title = titles.get(change.clock.pack_id, change.clock.pack_id)
    old, new = _length(change.clock.period), _length(change.new_period)
    return str(_("%(pack)s：%(old)s 改为 %(new)s", pack=title, old=old, new=new))


def _length(period: Period) -> str:
    return f"{period.length if period.unit.has_length else ''} {UNITS[period.unit]}".strip()
