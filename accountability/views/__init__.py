"""Pages of this package on one blueprint, a module for each aggregate.

`PANELS` (place, order, function) and `NAVIGATION` (arguments of `navigation.register`) are what
`init_app` registers.
"""

from __future__ import annotations

from typing import Any

from accountability.views import acts, decisions
from accountability.views.blueprint import bp
from core.web.panels import PanelFunction

PANELS: tuple[tuple[str, int, PanelFunction], ...] = (
    ("case.main", 10, acts.case_panel),
    ("case.main", 20, decisions.case_panel),
)

NAVIGATION: tuple[dict[str, Any], ...] = ()

__all__ = ["NAVIGATION", "PANELS", "acts", "bp", "decisions"]
