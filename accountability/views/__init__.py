"""Pages of this package on one blueprint, a module for each aggregate.

`PANELS` (place, order, function) and `NAVIGATION` (arguments of `navigation.register`) are what
`init_app` registers.
"""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from accountability.views import (
    acts,
    circulars,
    decisions,
    desk,
    file_requests,
    lawsuits,
    losses,
    notices,
    rectifications,
    remedies,
    sanctions,
    urging,
)
from accountability.views.blueprint import bp
from core.access import Permission
from core.web.panels import PanelFunction

PANELS: tuple[tuple[str, int, PanelFunction], ...] = (
    ("case.main", 10, acts.case_panel),
    ("case.main", 20, decisions.case_panel),
    ("case.main", 30, notices.case_panel),
    ("case.main", 40, losses.case_panel),
    ("decision.main", 10, sanctions.decision_panel),
    ("decision.main", 20, lawsuits.decision_panel),
    ("complaint.aside", 20, lawsuits.lead_panel),
)

NAVIGATION: tuple[dict[str, Any], ...] = (
    {
        "label": _("送达我的文书"),
        "endpoint": "accountability.desk",
        "permission": Permission.SERVED_READ,
        "group": "desk",
        "order": 20,
        "icon": "envelope-paper",
    },
    {
        "label": _("行政复议、诉讼"),
        "endpoint": "accountability.lawsuit_list",
        "permission": Permission.LAWSUIT_READ,
        "group": "casework",
        "order": 33,
        "icon": "bank",
    },
)

__all__ = [
    "NAVIGATION",
    "PANELS",
    "acts",
    "bp",
    "circulars",
    "decisions",
    "desk",
    "file_requests",
    "lawsuits",
    "losses",
    "notices",
    "rectifications",
    "remedies",
    "sanctions",
    "urging",
]
