"""Rule packs: which unit follows which from when, and what a change would change."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import DaySearchForm, PackForm
from administration.labels import term_name
from administration.queries import packs as assigned
from administration.queries import people
from administration.views.blueprint import bp
from administration.views.periods import length_words
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.clocks.local import local_periods
from core.identity.queries import pack_id_of
from core.refusals import Refused, say
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from regulations import labels as law
from regulations.comparison import change_of, changes
from regulations.registry import all_packs, common_packs, get_pack, title_of


@bp.get("/packs")
@requires(Permission.ADMINISTRATION_READ)
def pack_list() -> ResponseReturnValue:
    """Show what every unit follows on a day; units below follow unless they have their own."""
    search = DaySearchForm(request.args)
    on = search.values.get("on") or moment.today()
    return page(
        "administration/pack_list.html",
        fragment="administration/_pack_list.html",
        search=search,
        on=on,
        rows=assigned.following(actor(), on),
        title_of=title_of,
        may_manage=actor().has(Permission.UNIT_MANAGE),
    )


@bp.get("/units/<int:unit_id>/packs")
@requires(Permission.ADMINISTRATION_READ)
def unit_packs(unit_id: int) -> ResponseReturnValue:
    """Show what a unit followed, follows and will follow."""
    unit = people.get_unit(unit_id, actor())
    today = moment.today()
    return page(
        "administration/unit_packs.html",
        unit=unit,
        today=today,
        current=pack_id_of(unit, today),
        stretches=assigned.history(unit),
        title_of=title_of,
        periods=local_periods(unit),
        length_words=length_words,
        term_name=term_name,
        may_manage=actor().has(Permission.UNIT_MANAGE),
    )


@bp.route("/packs/assign", methods=["GET", "POST"])
@requires(Permission.UNIT_MANAGE)
def pack_assign() -> ResponseReturnValue:
    """Propose that a unit follows a pack from a day that lies ahead; look first, if wanted."""
    form = PackForm(data={"seen_version": 1, "unit": request.args.get("unit", type=int)})
    form.unit.choices = [(unit.id, unit.name) for unit in people.units_of(actor())]
    tomorrow = moment.today() + timedelta(days=1)
    form.pack.choices = [
        (pack.id, f"{pack.pack.title}（{pack.id}）")
        for pack in all_packs().values()
        if pack.pack.is_in_force(tomorrow)
    ]
    form.common.choices = [(pack.id, pack.pack.title) for pack in common_packs()]
    looks = form.is_submitted() and "preview" in request.form
    preview = _preview(form) if looks else None
    if (
        not looks
        and form.validate_on_submit()
        and acted(
            form,
            services.propose_pack,
            actor(),
            people.get_unit(form.unit.data, actor()),
            form.pack.data,
            form.effective_from.data,
            common=form.common.data or (),
            reason=form.reason.data or "",
            token=form.form_token.data,
        )
    ):
        flash(_("已提交，待安全管理员复核后生效。"), "success")
        return redirect_to(url_for("administration.pack_list"))
    show = invalid if form.is_submitted() and preview is None else page
    return show("administration/pack_assign.html", form=form, preview=preview)


def _preview(form: PackForm) -> dict[str, Any] | None:
    """Return what the form would change for the unit; None, with messages, where it cannot be."""
    fields = (form.unit, form.pack, form.common, form.effective_from)
    sound = [field.validate(form) for field in fields]  # all of them, so that all say what is wrong
    if not all(sound):
        return None
    unit = people.get_unit(form.unit.data, actor())
    try:
        pinned = services.chosen_pack(form.pack.data, form.common.data or ())
    except Refused as error:
        form.form_errors.append(say(error.refusal))
        return None
    assert form.effective_from.data is not None  # required
    return changes_of(pack_id_of(unit, form.effective_from.data), pinned)


def changes_of(before: str | None, after: str) -> dict[str, Any]:
    """Return what a unit would find changed that follows `after` instead of `before`."""
    newer = get_pack(after)
    older = get_pack(before) if before is not None else None
    return {
        "older": older,
        "newer": newer,
        "older_title": title_of(before) if before is not None else None,
        "newer_title": title_of(after),
        "topics": changes(older, newer) if older is not None else [],
        "change_of": change_of,
        "labels": law,
    }
