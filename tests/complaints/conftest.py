"""Complaints are tested by themselves: what floors above add to them is tested there."""

from __future__ import annotations

import pytest
from flask import Flask


@pytest.fixture(autouse=True)
def alone(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    """Take away the guards, subscribers and panels of the floors above."""
    for table in ("wenze.guards", "wenze.hooks", "wenze.panels"):
        monkeypatch.setitem(app.extensions, table, {})
