"""The lists of this package: what their columns are, and which stand only where chosen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from complaints.forms import ComplaintSearch
from complaints.forms.handling import TransferSearch
from core.web.shapes import Listing

LISTINGS = (
    Listing(
        "complaints.complaint_list",
        _("投诉举报件"),
        search=ComplaintSearch,
        columns={
            "number": _("编号"),
            "title": _("事由"),
            "unit": _("受理单位"),
            "respondents": _("被投诉举报的单位"),
            "channel": _("来件方式"),
            "trigger": _("涉及情形"),
            "state": _("状态"),
            "received": _("收到日期"),
            "decided": _("决定日期"),
            "due": _("受理期限"),
        },
        further=frozenset({"unit", "channel", "trigger", "decided"}),
    ),
    Listing(
        "complaints.transfer_list",
        _("转办督办台账"),
        search=TransferSearch,
        columns={
            "number": _("转办编号"),
            "title": _("事由"),
            "unit": _("承办单位"),
            "sent": _("转办日期"),
            "due": _("办理期限"),
            "state": _("状态"),
            "urged": _("催办、督办"),
        },
    ),
    Listing(
        "complaints.assigned_list",
        _("转来办理的来件"),
        columns={
            "number": _("登记编号"),
            "title": _("事由"),
            "from": _("转出单位"),
            "sent": _("转办日期"),
            "due": _("办理期限"),
            "state": _("状态"),
        },
    ),
)
