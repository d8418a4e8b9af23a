"""Words of this package, a module for each aggregate; `MODULES` lists them for registration."""

from __future__ import annotations

from accountability.labels import (
    acts,
    decisions,
    lawsuits,
    rectifications,
    remedies,
    services,
)

MODULES = (acts, decisions, services, remedies, rectifications, lawsuits)

__all__ = ["MODULES", "acts", "decisions", "lawsuits", "rectifications", "remedies", "services"]
