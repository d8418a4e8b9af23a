"""Forms of the administration pages."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms.validators import NumberRange, Regexp

from administration.labels import STATES
from administration.rules import ChangeState
from core.access import Role
from core.access.permissions import Scope
from core.api.labels import SCOPES
from core.clocks.labels import UNITS
from core.clocks.periods import MAX_LENGTH, Unit
from core.identity.labels import ROLES, UNIT_KINDS
from core.identity.models import UnitKind
from core.web.forms import (
    ActionForm,
    BooleanField,
    ChecksField,
    DateField,
    Form,
    HiddenField,
    IntegerField,
    LongTextField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    optional,
    required,
)

USERNAME = r"^[a-z][a-z0-9.-]{1,38}$"
#: In what a unit may count a period of its own.
COUNTED = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)
NOT_CHOSEN = (0, _("请选择"))


class UnitForm(Form):
    """A unit; `parent` is asked for a new one only."""

    parent = SelectField(_("上级单位"), coerce=int)
    name = TextField(_("单位全称"), [required()], max_length=100)
    short_name = TextField(_("简称"), [required()], max_length=20)
    kind = SelectField(_("类别"), choices=choices(UnitKind, UNIT_KINDS))
    code = TextField(_("机构编码"), [optional()], max_length=20)
    document_prefix = TextField(_("发文字头"), [optional()], max_length=20)
    takes_public_reports = BooleanField(_("在公众反映问题的页面上接收投诉举报"))


class UserSearchForm(SearchForm):
    """Filters of the list of users."""

    text = TextField(_("姓名或用户名"))
    unit = SelectField(_("单位"), coerce=int)


class PostSearchForm(SearchForm):
    """Filters of the list of posts."""

    role = SelectField(_("岗位"), choices=choices(Role, ROLES, blank=_("全部")))


class ChangeSearchForm(SearchForm):
    """Filters of the list of changes."""

    state = SelectField(_("状态"), choices=choices(ChangeState, STATES, blank=_("全部")))


class RecomputeForm(Form):
    """That the clocks move as they were shown; `seen` tells this preview from another one."""

    seen = HiddenField()


class UserForm(ActionForm):
    """A new user; posts are given separately, by the security administrator."""

    username = TextField(
        _("用户名"),
        [required(), Regexp(USERNAME, message=_("小写字母开头，可用数字、点、连字符。"))],
        max_length=40,
    )
    name = TextField(_("姓名"), [required()], max_length=40)
    unit = SelectField(_("单位"), coerce=int)
    post_title = TextField(_("职务"), [optional()], max_length=60)
    rank = TextField(_("级别"), [optional()], max_length=40)


class ReasonForm(ActionForm):
    """Why it is done; it goes into the record."""

    reason = LongTextField(_("理由"), [required(_("请说明理由。"))], max_length=500)


class LeavingForm(ReasonForm):
    """The last day in service; empty: stays after all."""

    last_day = DateField(_("最后在岗日期（留空表示继续在岗）"), [optional()])


class PositionForm(ReasonForm):
    """The post and the rank a person holds now."""

    post_title = TextField(_("职务"), [optional()], max_length=60)
    rank = TextField(_("级别"), [optional()], max_length=40)


class PostForm(ReasonForm):
    """A post to be given."""

    role = SelectField(_("岗位"), choices=choices(Role, ROLES))
    unit = SelectField(_("在哪个单位"), coerce=int)
    starts_on = DateField(_("开始日期"), [required()])
    ends_on = DateField(_("结束日期"), [optional()])
    stands_in_for = TextField(_("代理何人（用户名）"), [optional()], max_length=40)


class PostEndForm(ReasonForm):
    """The last day of a post."""

    last_day = DateField(_("最后一天"), [required()])


class PackForm(ReasonForm):
    """From when a unit follows which pack."""

    unit = SelectField(_("单位"), coerce=int)
    pack = SelectField(_("规则包"))
    common = ChecksField(_("另外启用的通用规则"), [optional()])
    effective_from = DateField(_("自何日起"), [required()])


class PeriodForm(ReasonForm):
    """A number for a period to which the source gives none; without it the last one is taken back.
    The options are set by the view.
    """

    unit = SelectField(_("单位"), coerce=int)
    term = SelectField(_("期限"))
    length = IntegerField(
        _("长度"), [optional(), NumberRange(1, MAX_LENGTH, _("应为 1 至 %(max)s 的整数。"))]
    )
    counted = SelectField(_("按什么计算"), choices=choices(COUNTED, UNITS))
    effective_from = DateField(_("自何日起"), [required()])


class NoticeForm(ActionForm):
    """A holiday notice; `seen` tells which text the reader saw the effect of."""

    text = LongTextField(_("通知全文"), [required(_("请粘贴放假通知的全文。"))], max_length=10_000)
    reason = LongTextField(_("理由"), [optional()], max_length=500)
    seen = HiddenField()


class DaySearchForm(SearchForm):
    """The day for which packs are shown."""

    on = DateField(_("在这一天"))


class TokenForm(ReasonForm):
    """A token for another system."""

    name = TextField(_("对接系统的名称"), [required()], max_length=60)
    unit = SelectField(_("单位"), [required(_("请选择单位。"))], coerce=int)
    scopes = ChecksField(
        _("权限"), [required(_("请至少选择一项权限。"))], choices=choices(Scope, SCOPES)
    )
    expires_on = DateField(_("有效期至"), [required()])


class ChangeForm(ActionForm):
    """A decision about a change."""

    reason = LongTextField(_("意见"), [optional()], max_length=500)
