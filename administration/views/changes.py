"""Changes: those that wait for a second person, and those that were decided."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import labels, services
from administration.forms import ChangeForm, ChangeSearchForm
from administration.models import PendingChange
from administration.procedure import CHANGE_PROCEDURE
from administration.queries import people
from administration.rules import ChangeAction, ChangeKind, ChangeState
from administration.views.blueprint import bp
from administration.views.packs import changes_of
from administration.views.periods import length_words
from core.access import Permission, Role
from core.access.gate import actor, requires
from core.access.permissions import Scope
from core.api.labels import SCOPES
from core.calendar.impact import Effect, effect_of
from core.calendar.typed import FaultyNotice, read_notice
from core.clocks.queries import calendar_in_force
from core.db import db
from core.identity.labels import ROLES
from core.identity.models import User
from core.identity.queries import pack_id_of
from core.identity.stepup import requires_fresh
from core.procedure import available_actions
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to
from regulations.registry import title_of
from regulations.rules import UnknownPack

_DATES = frozenset(
    {"starts_on", "ends_on", "last_day", "effective_from", "issued_on", "expires_on"}
)


@bp.get("/changes")
@requires(Permission.ADMINISTRATION_READ)
def change_list() -> ResponseReturnValue:
    """Show changes, newest first."""
    search = ChangeSearchForm(request.args)
    return page(
        "administration/change_list.html",
        fragment="administration/_change_list.html",
        search=search,
        changes=list_page(people.changes(actor(), search.values), [PendingChange.id]),
        labels=labels,
    )


@bp.get("/changes/<int:change_id>")
@requires(Permission.ADMINISTRATION_READ)
def change_detail(change_id: int) -> ResponseReturnValue:
    """Show a change and what the reader may do with it."""
    return _shown(people.get_change(change_id, actor()), None)


@bp.post("/changes/<int:change_id>/confirm")
@requires(Permission.CHANGE_CONFIRM)
@requires_fresh()
def change_confirm(change_id: int) -> ResponseReturnValue:
    """Let a change take effect."""
    return _decided(change_id, ChangeAction.CONFIRM)


@bp.post("/changes/<int:change_id>/reject")
@requires(Permission.CHANGE_CONFIRM)
def change_reject(change_id: int) -> ResponseReturnValue:
    """Reject a change."""
    return _decided(change_id, ChangeAction.REJECT)


@bp.post("/changes/<int:change_id>/withdraw")
@requires(Permission.ADMINISTRATION_READ)
def change_withdraw(change_id: int) -> ResponseReturnValue:
    """Take back what one proposed."""
    return _decided(change_id, ChangeAction.WITHDRAW)


def _decided(change_id: int, action: ChangeAction) -> ResponseReturnValue:
    change = people.get_change(change_id, actor())
    form = ChangeForm(data={"seen_version": change.version})
    if form.validate_on_submit() and acted(
        form,
        services.decide_change,
        change,
        actor(),
        action,
        reason=form.reason.data or None,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("已办理。"), "success")
        return redirect_to(url_for("administration.change_detail", change_id=change.id))
    return _shown(change, form)


def _shown(change: PendingChange, form: ChangeForm | None) -> ResponseReturnValue:
    offered = [item.transition.action for item in available_actions(
        CHANGE_PROCEDURE, change, actor()
    )]  # fmt: skip
    show = invalid if form is not None else page
    return show(
        "administration/change_detail.html",
        change=change,
        details=list(_details(change)),
        term_name=labels.term_name,
        effect=_effect(change) if offered else None,
        preview=_preview(change),
        offered=offered,
        form=form or ChangeForm(data={"seen_version": change.version}),
        labels=labels,
        urls={
            action: url_for(f"administration.change_{action}", change_id=change.id)
            for action in ChangeAction
        },
    )


def _effect(change: PendingChange) -> Effect | None:
    """Return what a holiday notice would change now; None for other kinds, or an unfit text."""
    if change.kind is not ChangeKind.CALENDAR_IMPORT:
        return None
    try:
        return effect_of(read_notice(change.details["text"], calendar_in_force()))
    except FaultyNotice:  # confirming it says why
        return None


def _preview(change: PendingChange) -> dict[str, Any] | None:
    """Return what an assignment that still waits would change for the unit."""
    if change.kind is not ChangeKind.PACK_ASSIGN or change.state is not ChangeState.PROPOSED:
        return None
    before = pack_id_of(change.unit, date.fromisoformat(change.details["effective_from"]))
    try:
        return changes_of(before, change.details["pack_id"])
    except UnknownPack:  # taken out of the folder since; confirming is refused for that reason
        return None


def _details(change: PendingChange) -> Iterator[tuple[str, str]]:
    """Yield what takes effect, in words."""
    words = {
        "starts_on": _("开始日期"),
        "ends_on": _("结束日期"),
        "last_day": _("最后一天"),
        "effective_from": _("自何日起"),
        "year": _("年份"),
        "number": _("文号"),
        "token_name": _("对接系统的名称"),
        "expires_on": _("有效期至"),
        "hint": _("令牌开头"),
        "issued_on": _("印发日期"),
    }
    for key, value in change.details.items():
        if key == "role":
            yield _("岗位"), str(ROLES[Role(value)])
        elif key == "stands_in_for":
            absent = db.session.get(User, value)
            yield _("代理"), absent.name if absent else ""
        elif key == "term_id":
            yield _("期限"), labels.term_name(value)
        elif key == "length":
            yield _("长度"), length_words(value, change.details["counted"])
        elif key == "pack_id":
            yield _("规则包"), title_of(value)
        elif key == "scopes":
            yield _("权限"), "、".join(str(SCOPES[Scope(scope)]) for scope in value)
        elif key in words:
            yield words[key], cn_date(date.fromisoformat(value)) if key in _DATES else str(value)
