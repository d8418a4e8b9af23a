"""Rule packs: which unit follows which from when."""

from __future__ import annotations

from datetime import timedelta

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import PackForm
from administration.queries import people
from administration.views.blueprint import bp
from administration.views.step import step
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.web.pages import page
from regulations.registry import all_packs


@bp.get("/packs")
@requires(Permission.ADMINISTRATION_READ)
def pack_list() -> ResponseReturnValue:
    """Show assignments, past and to come; units below follow unless they have their own."""
    return page(
        "administration/pack_list.html",
        assignments=people.assignments(actor()),
        packs=all_packs(),
        today=moment.today(),
        may_manage=actor().has(Permission.UNIT_MANAGE),
    )


@bp.route("/packs/assign", methods=["GET", "POST"])
@requires(Permission.UNIT_MANAGE)
def pack_assign() -> ResponseReturnValue:
    """Propose that a unit follows a pack from a day that lies ahead."""
    form = PackForm(data={"seen_version": 1})
    form.unit.choices = [(unit.id, unit.name) for unit in people.units_of(actor())]
    tomorrow = moment.today() + timedelta(days=1)
    form.pack.choices = [
        (pack.id, f"{pack.pack.title}（{pack.id}）")
        for pack in all_packs().values()
        if pack.pack.is_in_force(tomorrow)
    ]
    return step(
        form,
        _("指定规则包"),
        url_for("administration.pack_list"),
        lambda: services.propose_pack(
            actor(),
            people.get_unit(form.unit.data, actor()),
            form.pack.data,
            form.effective_from.data,  # type: ignore[arg-type]  # required
            reason=form.reason.data or "",
            token=form.form_token.data,
        ),
        done=_("已提交，待安全管理员复核后生效。"),
        note=_("已立案的案件沿用立案时的规则包，不受影响。"),
    )
