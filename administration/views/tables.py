"""Pages that only show: the grants, number series, health."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from sqlalchemy import select

from administration.queries import people
from administration.queries.health import findings
from administration.views.blueprint import bp
from core.access import Permission, Role
from core.access.gate import requires
from core.access.grants import GRANTS
from core.db import db
from core.identity.labels import ROLES
from core.numbering import NumberSeries
from core.web.pages import page

#: Names beside a role; all of them are on the page of posts.
NAMES_SHOWN = 12


@bp.get("/grants")
@requires(Permission.ADMINISTRATION_READ)
def grant_table() -> ResponseReturnValue:
    """Show which permission belongs to which roles, and who holds those today."""
    return page(
        "administration/grant_table.html",
        rows=[
            (permission, [ROLES[role] for role in Role if permission in GRANTS[role]])
            for permission in Permission
        ],
        roles=list(Role),
        labels=ROLES,
        holders=people.holders_today(),
        shown=NAMES_SHOWN,
    )


@bp.get("/number-series")
@requires(Permission.ADMINISTRATION_READ)
def number_list() -> ResponseReturnValue:
    """Show the last number of each series."""
    series = db.session.scalars(
        select(NumberSeries).order_by(NumberSeries.year.desc(), NumberSeries.prefix).limit(500)
    ).all()
    return page("administration/number_list.html", series=series)


@bp.get("/health")
@requires(Permission.ADMINISTRATION_READ)
def health() -> ResponseReturnValue:
    """Show what `flask doctor` finds."""
    return page("administration/health.html", findings=list(findings()))
