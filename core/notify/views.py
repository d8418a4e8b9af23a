"""Pages: the inbox, and where the digest goes."""

from __future__ import annotations

from flask import Blueprint, current_app, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.db import db
from core.notify import services
from core.notify.forms import NoticeSettingsForm
from core.notify.labels import LEVELS, TONES
from core.notify.models import NoticeAddress
from core.web.pages import invalid, page, redirect_to

bp = Blueprint("notify", __name__)


@bp.get("/notices")
@requires(Permission.DESK_READ)
def notice_list() -> ResponseReturnValue:
    """Show what the reader was told and still waits, unread marked."""
    notices = services.open_notices(actor().id or 0)
    return page(
        "notify/notice_list.html",
        found=notices,
        unread=sum(notice.read_at is None for notice in notices),
        levels=LEVELS,
        tones=TONES,
    )


@bp.post("/notices/read")
@requires(Permission.DESK_READ)
def notice_read() -> ResponseReturnValue:
    """Mark all as read."""
    services.read_all(actor())
    return redirect_to(url_for("notify.notice_list"))


@bp.route("/notices/settings", methods=["GET", "POST"])
@requires(Permission.DESK_READ)
def notice_settings() -> ResponseReturnValue:
    """Choose whether and where the daily digest is sent."""
    address = db.session.get(NoticeAddress, actor().id)
    form = NoticeSettingsForm(obj=address)
    if form.validate_on_submit():
        services.set_address(
            actor(), email=form.email.data or None, wants_mail=bool(form.wants_mail.data)
        )
        flash(_("已保存。"), "success")
        return redirect_to(url_for("notify.notice_list"))
    show = invalid if form.is_submitted() else page
    is_off = current_app.extensions["wenze.mail"] is None
    return show("notify/notice_settings.html", form=form, is_off=is_off)
