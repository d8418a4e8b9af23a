"""Pages: the packs, several side by side, and what a day is counted to."""

from __future__ import annotations

from regulations.views import counting, examples, packs
from regulations.views.blueprint import bp

__all__ = ["bp", "counting", "examples", "packs"]
