"""Views of lists that the office keeps: what is late, and what waits to be accepted."""

from __future__ import annotations

from core import moment
from core.saved_views.services import keep_view
from demo.stage import SINCE, Cast

#: Whose, of which list, called what, with which filters; shared with the office or not.
VIEWS = (
    ("leader", "casework.case_list", "已超期", {"pace": ["late"]}, True),
    (
        *("leader", "casework.case_list", "在查，按组长"),
        {
            "state": ["investigating"],
            "columns": ["number", "title", "respondents", "lead", "filed", "due"],
            "order": ["oldest"],
        },
        False,
    ),
    ("intake", "complaints.complaint_list", "待受理", {"state": ["registered"]}, True),
)


def keep_views(cast: Cast) -> None:
    """Keep them."""
    with moment.frozen(SINCE):
        for username, endpoint, name, asked, is_shared in VIEWS:
            keep_view(
                cast.actor(username), endpoint=endpoint, name=name, asked=asked, is_shared=is_shared
            )
