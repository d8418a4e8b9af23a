"""Pages that only show: the grants, number series, calendar, health."""

from __future__ import annotations

from collections import Counter

from flask.typing import ResponseReturnValue
from sqlalchemy import func, select

from administration.queries.health import findings
from administration.views.blueprint import bp
from core.access import Permission, Role
from core.access.gate import requires
from core.access.grants import GRANTS
from core.db import db
from core.identity import queries
from core.identity.labels import ROLES
from core.identity.models import Post
from core.numbering import NumberSeries
from core.web.pages import page
from core.workdays import shipped_notices


@bp.get("/grants")
@requires(Permission.ADMINISTRATION_READ)
def grant_table() -> ResponseReturnValue:
    """Show which role may do what, and how many hold it today."""
    counted = db.session.execute(
        select(Post.role, func.count(Post.user_id.distinct()))
        .where(*queries.held_today())
        .group_by(Post.role)
    ).all()
    return page(
        "administration/grant_table.html",
        permissions=list(Permission),
        roles=list(Role),
        grants=GRANTS,
        labels=ROLES,
        holders=Counter(dict(iter((role, number) for role, number in counted))),
    )


@bp.get("/number-series")
@requires(Permission.ADMINISTRATION_READ)
def number_list() -> ResponseReturnValue:
    """Show the last number of each series."""
    series = db.session.scalars(
        select(NumberSeries).order_by(NumberSeries.year.desc(), NumberSeries.prefix).limit(500)
    ).all()
    return page("administration/number_list.html", series=series)


@bp.get("/calendar")
@requires(Permission.ADMINISTRATION_READ)
def calendar() -> ResponseReturnValue:
    """Show the years whose holiday notice is known, with the days it names."""
    return page("administration/calendar.html", years=shipped_notices())


@bp.get("/health")
@requires(Permission.ADMINISTRATION_READ)
def health() -> ResponseReturnValue:
    """Show what `flask doctor` finds."""
    return page("administration/health.html", findings=list(findings()))
