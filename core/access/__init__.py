"""Who may do what: permissions, the grants table, the default-deny gate, and scopes for queries."""

from __future__ import annotations

from flask import Flask

from core.access.actor import Actor, HeldPost
from core.access.permissions import Permission, Role

__all__ = ["Actor", "HeldPost", "Permission", "Role", "init_app"]


def init_app(app: Flask) -> None:
    """Put the gate before every request of `app`."""
    from core.access import gate  # the gate needs identity, which needs this package's names

    gate.init_app(app)
