"""The sign-in form."""

from __future__ import annotations

from flask_babel import lazy_gettext as _
from wtforms import PasswordField, StringField
from wtforms.validators import DataRequired, Length

from core.web.forms import Form


class SignInForm(Form):
    """Name and password."""

    username = StringField(_("用户名"), [DataRequired(_("请输入用户名。")), Length(max=40)])
    password = PasswordField(_("密码"), [DataRequired(_("请输入密码。")), Length(max=200)])
