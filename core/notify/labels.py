"""Words for notices."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.notify.models import Level

LEVELS: Final[Mapping[Level, LazyString]] = {
    Level.PLAIN: _("待办"),
    Level.YELLOW: _("临近到期"),
    Level.RED: _("已逾期"),
}

TONES: Final[Mapping[Level, str]] = {
    Level.PLAIN: "open",
    Level.YELLOW: "warning",
    Level.RED: "overdue",
}
