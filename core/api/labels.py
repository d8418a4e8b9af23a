"""Words for what a token may do."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.access.permissions import Scope

SCOPES: Final[Mapping[Scope, LazyString]] = {
    Scope.REPORT_WRITE: _("递交投诉举报"),
    Scope.REPORT_STATUS: _("凭回执码查询办理进度"),
    Scope.ORDER_WRITE: _("递交热线工单"),
    Scope.STATISTICS_READ: _("读取统计数据"),
}
