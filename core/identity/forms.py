"""Forms for signing in and for one's own account."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, EqualTo, Length

from core.web.forms import Form


class SignInForm(Form):
    """Name and password."""

    username = StringField(_("用户名"), [DataRequired(_("请输入用户名。")), Length(max=40)])
    password = PasswordField(_("密码"), [DataRequired(_("请输入密码。")), Length(max=200)])


class PasswordChangeForm(Form):
    """The password in use and the one to come, twice."""

    current = PasswordField(_("当前密码"), [DataRequired(_("请输入当前密码。")), Length(max=200)])
    new = PasswordField(_("新密码"), [DataRequired(_("请输入新密码。")), Length(max=200)])
    again = PasswordField(
        _("再次输入新密码"),
        [DataRequired(_("请再次输入新密码。")), EqualTo("new", _("两次输入的新密码不一致。"))],
    )


class CodeForm(Form):
    """A code of the authenticator, or a recovery code."""

    code = StringField(_("动态口令"), [DataRequired(_("请输入动态口令。")), Length(max=40)])


class ConfirmForm(Form):
    """The code, or the password of who has no second factor."""

    proof = PasswordField(_("动态口令或密码"), [DataRequired(_("请填写此项。")), Length(max=200)])
