"""Words of this package, a module for each aggregate; `MODULES` lists them for registration."""

from __future__ import annotations

from accountability.labels import (
    acts,
    circulars,
    decisions,
    file_requests,
    lawsuits,
    losses,
    rectifications,
    remedies,
    sanctions,
    services,
)

MODULES = (
    acts,
    decisions,
    services,
    remedies,
    file_requests,
    rectifications,
    lawsuits,
    sanctions,
    circulars,
    losses,
)

__all__ = [
    "MODULES",
    "acts",
    "circulars",
    "decisions",
    "file_requests",
    "lawsuits",
    "losses",
    "rectifications",
    "remedies",
    "sanctions",
    "services",
]
