"""Cases are tested by themselves: what the floors above add to them is tested there."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the guards, panels and clocks of the floors above."""
    guards = app.extensions.get("wenze.guards", {})
    own = {
        key: [guard for guard in found if guard.__module__.startswith("casework")]
        for key, found in guards.items()
    }
    monkeypatch.setitem(app.extensions, "wenze.guards", own)
    panels = app.extensions["wenze.panels"]
    places = {name: panels[name] for name in panels if not name.startswith("case.")}
    monkeypatch.setitem(app.extensions, "wenze.panels", places)
    monkeypatch.setitem(app.extensions, "wenze.case_clocks", {})
