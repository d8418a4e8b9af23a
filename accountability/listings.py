"""The lists of this package: what their columns are, and which stand only where chosen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from accountability.forms.lawsuits import LawsuitSearch
from core.web.shapes import Listing

LISTINGS = (
    Listing(
        "accountability.lawsuit_list",
        _("行政复议、行政诉讼台账"),
        search=LawsuitSearch,
        columns={
            "number": _("登记编号"),
            "kind": _("类别"),
            "unit": _("作出行为的单位"),
            "subject": _("被复议、被诉的行为"),
            "body": _("审理机关"),
            "body_number": _("案号"),
            "filed": _("提起"),
            "accepted": _("受理"),
            "decided": _("审结"),
            "outcome": _("结果"),
        },
        has_ledger=False,
    ),
)
