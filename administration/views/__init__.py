"""Pages of this package on one blueprint; `NAVIGATION` is what `init_app` registers."""

from __future__ import annotations

from typing import Any

from flask_babel import lazy_gettext as _

from administration.views import (
    accounts,
    calendar,
    changes,
    clocks,
    packs,
    periods,
    posts,
    tables,
    tokens,
    units,
    users,
)
from administration.views.blueprint import bp
from core.access import Permission

__all__ = [
    "NAVIGATION",
    "accounts",
    "bp",
    "calendar",
    "changes",
    "clocks",
    "packs",
    "periods",
    "posts",
    "tables",
    "tokens",
    "units",
    "users",
]

_LINES = (
    (_("单位"), "unit_list", "diagram-3"),
    (_("用户"), "user_list", "people"),
    (_("岗位"), "post_list", "person-badge"),
    (_("权限表"), "grant_table", "table"),
    (_("待复核变更"), "change_list", "check2-square"),
    (_("接口令牌"), "token_list", "key"),
    (_("规则包"), "pack_list", "journal-text"),
    (_("编号"), "number_list", "123"),
    (_("期限核对"), "clock_changes", "calendar2-check"),
    (_("运行状况"), "health", "heart-pulse"),
)

NAVIGATION: tuple[dict[str, Any], ...] = tuple(
    {
        "label": label,
        "endpoint": f"administration.{endpoint}",
        "permission": Permission.ADMINISTRATION_READ,
        "order": 10 * number,
        "icon": icon,
    }
    for number, (label, endpoint, icon) in enumerate(_LINES, 1)
)
