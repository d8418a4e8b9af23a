"""Where the installation is run: units, users, posts, packs by date, and how it is doing.

Owns the pages of the three administrators, who see no business data: the system administrator keeps
units and users, the security administrator gives posts and watches over accounts. What gives power
(a post, a pack, a lost second factor) is proposed by one person and takes effect when another
confirms it; these changes are the one table of this package.
"""

from __future__ import annotations

from flask import Flask, url_for
from flask_babel import lazy_gettext as _

from core import procedure as procedures
from core import refusals, watching, worklist
from core.access import Permission
from core.web import navigation, shapes


def init_app(app: Flask) -> None:
    """Wire the pages, their lines in the navigation, the table of changes and the command."""
    from administration import cli, labels, tasks, views
    from administration.listings import LISTINGS
    from administration.models import PendingChange
    from administration.procedure import CHANGE_PROCEDURE
    from administration.queries import people

    shapes.register(app, *LISTINGS)
    procedures.register(app, CHANGE_PROCEDURE)
    refusals.register(app, labels.REFUSALS)
    worklist.provide(app, tasks.changes_waiting)
    watching.register(
        app,
        watching.File(
            model=PendingChange,
            reader=Permission.ADMINISTRATION_READ,
            visible=lambda actor: people.changes(actor, {}),
            url=lambda key: url_for("administration.change_detail", change_id=key),
            number=None,
            title=None,
        ),
    )
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.doctor)
    app.cli.add_command(cli.calendar)
    for line in views.NAVIGATION:
        navigation.register(app, group="administration", **line)
    navigation.register(
        app,
        _("工作日历"),
        "administration.calendar",
        permission=Permission.DESK_READ,
        group="regulations",
        order=50,
        icon="calendar3",
    )
