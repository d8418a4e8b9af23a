"""Pages of this package on one blueprint, a module for each subject."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from core.access import Permission
from core.web.panels import PanelFunction
from evaluation.views import (
    checks,
    desk,
    importing,
    leads,
    outcomes,
    public,
    rounds,
    scans,
    sheets,
    surveying,
    town_reports,
)
from evaluation.views.blueprint import bp

PANELS: tuple[tuple[str, int, PanelFunction], ...] = (
    ("desk.main", 10, desk.desk_panel),
    ("rectification.aside", 10, desk.origin_panel),
    ("complaint.aside", 30, leads.lead_panel),
)

NAVIGATION: tuple[dict[str, Any], ...] = (
    {
        "label": _("社会评议"),
        "endpoint": "evaluation.round_list",
        "permission": Permission.EVALUATION_READ,
        "group": "evaluation",
        "order": 10,
        "icon": "clipboard-data",
    },
    {
        "label": _("录入答卷"),
        "endpoint": "evaluation.batch_list",
        "permission": Permission.EVALUATION_ENTER,
        "group": "evaluation",
        "order": 20,
        "icon": "keyboard",
    },
)

__all__ = [
    "NAVIGATION",
    "PANELS",
    "bp",
    "checks",
    "desk",
    "importing",
    "leads",
    "outcomes",
    "public",
    "rounds",
    "scans",
    "sheets",
    "surveying",
    "town_reports",
]
