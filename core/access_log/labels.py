"""Words for the access log."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.access_log.models import AccessKind

KINDS: Final[Mapping[AccessKind, LazyString]] = {
    AccessKind.READ: _("查阅"),
    AccessKind.DOWNLOAD: _("下载"),
    AccessKind.OPEN: _("查看身份信息"),
    AccessKind.LOOK_UP: _("按电话查找"),
    AccessKind.EXPORT: _("导出"),
    AccessKind.GUESS: _("文字与身份信息相符而被拒"),
}
