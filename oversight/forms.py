"""The filters of the lists of the audit."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.access_log import AccessKind
from core.access_log.labels import KINDS
from core.web.forms import SearchForm, SelectField, choices, optional


class AccessSearch(SearchForm):
    """The filter of the access log."""

    kind = SelectField(_("方式"), [optional()], choices=choices(AccessKind, KINDS, blank=_("全部")))
