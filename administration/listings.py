"""The lists of this package: what their columns are, and which stand only where chosen."""

from __future__ import annotations

from flask_babel import lazy_gettext as _

from administration.forms import ChangeSearchForm, PostSearchForm, UserSearchForm
from core.web.shapes import Listing

LISTINGS = (
    Listing(
        "administration.user_list",
        _("用户"),
        search=UserSearchForm,
        columns={
            "name": _("姓名"),
            "login": _("用户名"),
            "unit": _("单位"),
            "post": _("职务"),
            "account": _("账号"),
        },
    ),
    Listing(
        "administration.post_list",
        _("岗位"),
        search=PostSearchForm,
        columns={
            "name": _("姓名"),
            "post": _("岗位"),
            "unit": _("单位"),
            "from": _("自"),
            "to": _("至"),
        },
    ),
    Listing(
        "administration.change_list",
        _("变更"),
        search=ChangeSearchForm,
        columns={
            "number": _("编号"),
            "kind": _("事项"),
            "whom": _("对象"),
            "unit": _("单位"),
            "by": _("提出人"),
            "checked": _("复核人"),
            "state": _("状态"),
        },
    ),
)
