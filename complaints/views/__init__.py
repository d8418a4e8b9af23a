"""Pages of complaints, of who reported, and for who reported."""

from complaints.views import (
    assigned,
    calling,
    complaints,
    correspondence,
    follow_up,
    imports,
    merging,
    openings,
    replies,
    reporting,
    sealed,
    supplements,
    transfers,
    urging,
)
from complaints.views.blueprint import bp

__all__ = [
    "assigned",
    "bp",
    "calling",
    "complaints",
    "correspondence",
    "follow_up",
    "imports",
    "merging",
    "openings",
    "replies",
    "reporting",
    "sealed",
    "supplements",
    "transfers",
    "urging",
]
