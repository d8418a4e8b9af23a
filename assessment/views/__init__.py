"""Pages of this package on one blueprint, a module for each subject."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from assessment.views import assessed, assessments, desk, folder, results
from assessment.views.blueprint import bp
from core.access import Permission
from core.web.panels import PanelFunction

PANELS: tuple[tuple[str, int, PanelFunction], ...] = (
    ("desk.main", 20, desk.desk_panel),
    ("rectification.aside", 20, desk.origin_panel),
)

NAVIGATION: tuple[dict[str, Any], ...] = (
    {
        "label": _("年度考核"),
        "endpoint": "assessment.assessment_list",
        "permission": Permission.EVALUATION_READ,
        "group": "evaluation",
        "order": 15,
        "icon": "clipboard-check",
    },
)

__all__ = ["NAVIGATION", "PANELS", "assessed", "assessments", "bp", "desk", "folder", "results"]
