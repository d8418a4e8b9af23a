"""Words for units, roles and refusals of this package."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.access.permissions import Role
from core.identity.models import UnitKind

ROLES: Final[Mapping[Role, LazyString]] = {
    Role.INTAKE_OFFICER: _("受理员"),
    Role.INVESTIGATOR: _("调查人员"),
    Role.DISCIPLINE_LEADER: _("分管纪检领导"),
    Role.REVIEWER: _("审核人"),
    Role.SIGNER: _("签发人"),
    Role.LIAISON: _("部门联络员"),
    Role.EVALUATION_ORGANISER: _("评议组织人"),
    Role.EVALUATOR: _("评议员"),
    Role.STAFF: _("工作人员"),
    Role.SYSTEM_ADMIN: _("系统管理员"),
    Role.SECURITY_ADMIN: _("安全管理员"),
    Role.AUDIT_ADMIN: _("审计管理员"),
}

UNIT_KINDS: Final[Mapping[UnitKind, LazyString]] = {
    UnitKind.GOVERNMENT: _("人民政府"),
    UnitKind.OFFICE: _("办公室"),
    UnitKind.DEPARTMENT: _("部门"),
    UnitKind.TOWN: _("镇"),
    UnitKind.SUBDISTRICT: _("街道"),
}

#: The policies of `passwords.PROFILES`.
PASSWORD_PROFILES: Final[Mapping[str, LazyString]] = {
    "mlps": _("等级保护"),
    "asvs": _("仅看长度与常见程度"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "wrong_state": "当前状态为「%(state)s」，不能%(action)s。",
    "password_too_weak": "密码至少 %(length)s 个字符，且不得包含用户名。",
    "password_too_short": "密码至少 %(length)s 个字符。",
    "password_too_simple": "密码须含大写字母、小写字母、数字、符号四类中的 %(classes)s 类。",
    "password_holds_name": "密码不得包含用户名、姓名或单位名称（含拼音）。",
    "password_too_common": "密码过于常见，容易被猜中，请勿使用常用词、键盘顺序或日期。",
    "password_used_before": "不得使用最近 %(count)s 次用过的密码。",
    "post_administrators_apart": "三类管理员互斥，也不得与业务岗位由同一人同时担任。",
    "post_dates_wrong": "结束日期不得早于开始日期。",
    "post_of_the_past": "开始日期不得早于今天。",
    "post_ended": "该岗位已于 %(day)s 结束。",
    "stand_in_for_oneself": "不能代理本人的岗位。",
    "stand_in_without_end": "代理岗位须写明结束日期。",
    "stand_in_not_held": "%(name)s在该单位没有这一岗位，或任期不含代理期间。",
    "username_taken": "用户名「%(username)s」已被使用。",
}
