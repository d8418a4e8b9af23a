"""The wording of letters as staff edit it.

Owns the pages on which a version is written, looked at on a real case, compared and approved by a
second person, and the procedure behind them. The versions themselves, the language of
placeholders and the step to a letter belong to `core.documents.templates`; which values a letter
has, to the feature that sends it.
"""

from __future__ import annotations

from flask import Flask, url_for
from flask_babel import lazy_gettext as _


def init_app(app: Flask) -> None:
    """Wire pages, procedure, words, navigation and what waits for approval."""
    from core import refusals, watching, worklist
    from core.access import Permission
    from core.documents.templates.models import TemplateVersion
    from core.procedure import register
    from core.web import navigation
    from wording import labels, queries, tasks, views
    from wording.procedure import TEMPLATE_PROCEDURE

    app.register_blueprint(views.bp)
    register(app, TEMPLATE_PROCEDURE)
    refusals.register(app, labels.REFUSALS)
    worklist.provide(app, tasks.approval_tasks)
    watching.register(
        app,
        watching.File(
            model=TemplateVersion,
            reader=Permission.TEMPLATE_READ,
            visible=queries.readable_by,
            url=lambda key: url_for("wording.template_detail", version_id=key),
            number=None,
        ),
    )
    navigation.register(
        app,
        _("文书模板"),
        "wording.template_list",
        permission=Permission.TEMPLATE_READ,
        group="administration",
        order=30,
        icon="file-text",
    )
