"""Notices: an inbox of what came and of clocks that turn, and one e-mail a day.

Nothing is announced by the acts themselves. A run (`flask notify sync`, cron) compares what waits
for each person, as their worklist says it from what is committed, with what they were told: what is
new becomes a notice, what turned yellow or red becomes unread again, what no longer waits is done.
So nothing is told that was rolled back, and nobody is reminded of what is finished.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from config import Settings


def init_app(app: Flask, settings: Settings) -> None:
    """Wire the inbox, its line in the navigation, and the commands."""
    # imported here: the pages need the gate, which needs identity
    from core.access.permissions import Permission
    from core.notify import cli, mail, views
    from core.web import navigation

    app.extensions["wenze.mail"] = mail.Post.from_settings(settings)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.group)
    navigation.register(
        app,
        _("通知"),
        "notify.notice_list",
        permission=Permission.DESK_READ,
        group="desk",
        order=5,
        icon="bell",
    )
