"""Pages of complaints, of who reported, and for who reported."""

from complaints.views import (
    complaints,
    correspondence,
    follow_up,
    imports,
    merging,
    openings,
    reporting,
    supplements,
)
from complaints.views.blueprint import bp

__all__ = [
    "bp",
    "complaints",
    "correspondence",
    "follow_up",
    "imports",
    "merging",
    "openings",
    "reporting",
    "supplements",
]
