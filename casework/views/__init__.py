"""Pages of this package on one blueprint: the case, its report, and its archived file."""

from __future__ import annotations

from casework.views import (
    archive,
    cases,
    custody,
    defence,
    elevations,
    notes,
    notices,
    participants,
    plans,
    recusals,
    referrals,
    reports,
)
from casework.views.blueprint import bp
from casework.views.cases import complaint_panel
from casework.views.papers import desk_panel

__all__ = [
    "archive",
    "bp",
    "cases",
    "complaint_panel",
    "custody",
    "defence",
    "desk_panel",
    "elevations",
    "notes",
    "notices",
    "participants",
    "plans",
    "recusals",
    "referrals",
    "reports",
]
