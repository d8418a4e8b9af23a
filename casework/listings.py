"""The lists of this package: what their columns are, and which stand only where chosen."""

from __future__ import annotations

from collections.abc import Iterable

from flask_babel import lazy_gettext as _
from sqlalchemy.orm import selectinload
from sqlalchemy.orm.interfaces import ORMOption

from casework.forms.cases import CaseSearch
from casework.models import Case, CaseMember, CaseRespondent
from core.web.shapes import Listing

LISTINGS = (
    Listing(
        "casework.case_list",
        _("案件"),
        search=CaseSearch,
        columns={
            "number": _("案号"),
            "title": _("案由"),
            "respondents": _("被调查对象"),
            "unit": _("承办单位"),
            "trigger": _("追责情形"),
            "lead": _("组长"),
            "filed": _("立案日期"),
            "state": _("状态"),
            "due": _("最近期限"),
            "closed": _("办结日期"),
            "updated": _("更新日期"),
        },
        further=frozenset({"respondents", "trigger", "lead", "filed", "closed"}),
    ),
    Listing(
        "casework.elevation_list",
        _("提级办理"),
        columns={
            "number": _("案号"),
            "title": _("案由"),
            "kind": _("方式"),
            "from": _("原承办单位"),
            "to": _("上级单位"),
            "asked": _("提出日期"),
            "state": _("状态"),
        },
    ),
)


def also_loaded(columns: Iterable[str]) -> list[ORMOption]:
    """Return what the list loads along for the columns that are shown beside the usual ones."""
    options: dict[str, ORMOption] = {
        "respondents": selectinload(Case.respondents).joinedload(CaseRespondent.unit),
        "lead": selectinload(Case.members).joinedload(CaseMember.user),
    }
    return [options[key] for key in columns if key in options]
