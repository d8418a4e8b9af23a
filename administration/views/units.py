"""Units: the tree, a new one, another name. Nothing is deleted."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import UnitForm
from administration.queries import people
from administration.services import UnitFacts
from administration.views.blueprint import bp
from administration.views.step import step
from core.access import Permission
from core.access.gate import actor, requires
from core.identity import labels
from core.identity.models import UnitKind
from core.web.pages import page


@bp.get("/units")
@requires(Permission.ADMINISTRATION_READ)
def unit_list() -> ResponseReturnValue:
    """Show the tree of units."""
    return page(
        "administration/unit_list.html",
        units=people.units_of(actor()),
        labels=labels,
        may_manage=actor().has(Permission.UNIT_MANAGE),
    )


@bp.route("/units/new", methods=["GET", "POST"])
@requires(Permission.UNIT_MANAGE)
def unit_new() -> ResponseReturnValue:
    """Add a unit."""
    form = UnitForm()
    form.parent.choices = [(unit.id, unit.name) for unit in people.units_of(actor())]
    return step(
        form,
        _("新建单位"),
        url_for("administration.unit_list"),
        lambda: services.add_unit(
            actor(), _facts(form), people.get_unit(form.parent.data, actor())
        ),
        done=_("单位已新建。"),
    )


@bp.route("/units/<int:unit_id>/edit", methods=["GET", "POST"])
@requires(Permission.UNIT_MANAGE)
def unit_edit(unit_id: int) -> ResponseReturnValue:
    """Change what a unit is called."""
    unit = people.get_unit(unit_id, actor())
    form = UnitForm(obj=unit, data={"kind": unit.kind.value})
    del form.parent
    return step(
        form,
        _("更改单位"),
        url_for("administration.unit_list"),
        lambda: services.edit_unit(actor(), unit, _facts(form)),
        done=_("单位已更改。"),
        note=_("已印发的文书保留原名称。单位不能删除。"),
    )


def _facts(form: UnitForm) -> UnitFacts:
    return UnitFacts(
        name=form.name.data or "",
        short_name=form.short_name.data or "",
        kind=UnitKind(form.kind.data),
        code=form.code.data or None,
        document_prefix=form.document_prefix.data or None,
        takes_public_reports=form.takes_public_reports.data,
    )
