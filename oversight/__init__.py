"""What somebody has to do, and what was done: the worklist, and the record for the audit.

Owns the home page, which merges what every package says waits for a person, in the order of the
clocks, the search over all packages, and the record page of the audit administrator with its
verification. `queries.statistics` is the statistic for the organ above, `queries.overview` how the
open cases stand today.
"""

from __future__ import annotations

from flask import Flask
from flask_babel import lazy_gettext as _

from core import hooks
from core.access import Permission
from core.clocks.sweeping import ClocksSwept
from core.search.services import register as make_findable
from core.web import navigation, panels, shapes


def init_app(app: Flask) -> None:
    """Wire the pages and their lines in the navigation."""
    from oversight import api, finding, searching, services, views
    from oversight.listings import LISTINGS

    shapes.register(app, *LISTINGS)
    app.register_blueprint(views.bp)
    app.register_blueprint(api.bp)
    hooks.subscribe(app, ClocksSwept, services.keep_checkpoint)
    hooks.subscribe(app, ClocksSwept, services.look_over)
    make_findable(app, searching.PERSONS)
    make_findable(app, searching.UNITS)
    panels.register(app, "topbar", 10, finding.search_box)
    panels.register(app, "case.file", 10, views.earlier_panel)
    panels.register(app, "rectification.aside", 20, views.corrected_panel)
    navigation.register(
        app,
        _("待办事项"),
        "oversight.worklist",
        permission=Permission.DESK_READ,
        group="desk",
        order=0,
        icon="list-check",
    )
    navigation.register(
        app,
        _("办案概览"),
        "oversight.overview",
        permission=Permission.CASE_READ,
        group="casework",
        order=29,
        icon="pie-chart",
    )
    navigation.register(
        app,
        _("案件台账"),
        "oversight.case_register",
        permission=Permission.CASE_READ,
        group="casework",
        order=30,
        icon="table",
    )
    navigation.register(
        app,
        _("评先评优限制"),
        "oversight.honours_register",
        permission=Permission.CASE_READ,
        group="casework",
        order=32,
        icon="award",
    )
    navigation.register(
        app,
        _("同类问题复发"),
        "oversight.recurrence_register",
        permission=Permission.CASE_READ,
        group="casework",
        order=34,
        icon="arrow-repeat",
    )
    navigation.register(
        app,
        _("统计表"),
        "oversight.statistics",
        permission=Permission.STATISTICS_READ,
        group="casework",
        order=31,
        icon="bar-chart",
    )
    navigation.register(
        app,
        _("本单位办理情况"),
        "oversight.team_list",
        permission=Permission.TEAM_READ,
        group="desk",
        order=6,
        icon="people",
    )
    navigation.register(
        app,
        _("无人跟进的事项"),
        "oversight.unattended_list",
        permission=Permission.UNATTENDED_READ,
        group="desk",
        order=8,
        icon="person-exclamation",
    )
    navigation.register(
        app,
        _("操作记录"),
        "oversight.record_list",
        permission=Permission.RECORD_READ,
        group="oversight",
        order=90,
        icon="journal-check",
    )
    navigation.register(
        app,
        _("查阅记录"),
        "oversight.access_list",
        permission=Permission.RECORD_READ,
        group="oversight",
        order=91,
        icon="eye",
    )
