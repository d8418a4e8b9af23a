"""The lists of this package: what their columns are, and which stand only where chosen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from core.web.shapes import Listing
from oversight.forms import (
    AccessSearch,
    HonoursSearch,
    SanctionSearch,
    UnattendedSearch,
)

LISTINGS = (
    Listing(
        "oversight.unattended_list",
        _("无人跟进的事项"),
        search=UnattendedSearch,
        columns={
            "what": _("事项"),
            "number": _("编号"),
            "title": _("事由"),
            "unit": _("单位"),
            "cause": _("原因"),
            "since": _("发现日期"),
        },
    ),
    Listing(
        "oversight.honours_register",
        _("评先评优限制"),
        search=HonoursSearch,
        columns={
            "who": _("单位或者人员"),
            "unit": _("所在单位"),
            "number": _("处理决定文号"),
            "on": _("决定日期"),
            "until": _("资格限制至"),
            "why": _("依据或者理由"),
        },
        has_ledger=False,
    ),
    Listing(
        "oversight.sanction_register",
        _("处分登记"),
        search=SanctionSearch,
        columns={
            "who": _("当事人"),
            "unit": _("所在单位"),
            "number": _("处理决定文号"),
            "body": _("决定机关"),
            "proposed": _("提出日期"),
            "sanction": _("处分"),
            "own": _("处分决定文号"),
            "from": _("生效日期"),
            "until": _("处分期届满"),
            "state": _("状态"),
        },
        has_ledger=False,
    ),
    Listing(
        "oversight.access_list",
        _("查阅记录"),
        search=AccessSearch,
        columns={
            "seq": _("序号"),
            "at": _("时间"),
            "who": _("人员"),
            "how": _("方式"),
            "what": _("对象"),
            "id": _("对象序号"),
        },
        has_ledger=False,
    ),
)
