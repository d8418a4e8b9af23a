"""Panels: places on a page that packages further up fill.

A complaint's page shows the case opened from it without knowing casework: casework registers a
panel for the place "complaint.aside", the page renders whatever is registered there.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app
from markupsafe import Markup

#: Draws the panel for a subject as the actor may see it; None where there is nothing to show.
PanelFunction = Callable[[Any, Any], str | None]


@dataclass(frozen=True)
class Panel:
    """One registered panel; lower `order` comes first."""

    order: int
    draw: PanelFunction


def init_app(app: Flask) -> None:
    """Give `app` its empty registry and templates the function `panels(place, subject, actor)`."""
    app.extensions.setdefault("wenze.panels", {})
    app.jinja_env.globals["panels"] = render


def register(app: Flask, place: str, order: int, draw: PanelFunction) -> None:
    """Add a panel to `place`. Refuses the same function twice in one place (ValueError)."""
    places: dict[str, list[Panel]] = app.extensions.setdefault("wenze.panels", {})
    registered = places.setdefault(place, [])
    if any(panel.draw is draw for panel in registered):
        raise ValueError(f"{draw.__qualname__} is registered for {place} already")
    registered.append(Panel(order, draw))
    registered.sort(key=lambda panel: panel.order)


def render(place: str, subject: Any, actor: Any) -> Markup:
    """Return the panels of `place` one after the other; empty where none is registered.

    A panel's return value must be Markup (a rendered template or macro); plain text is escaped.
    """
    places: dict[str, list[Panel]] = current_app.extensions["wenze.panels"]
    drawn = (panel.draw(subject, actor) for panel in places.get(place, []))
    return Markup().join(part for part in drawn if part)
