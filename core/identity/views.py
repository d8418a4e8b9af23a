"""Signing in and out."""

from __future__ import annotations

from urllib.parse import urlsplit

from flask import flash, request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import UserMixin, login_user, logout_user

from core import moment
from core.access import gate
from core.access.permissions import Permission
from core.identity import services
from core.identity.blueprint import bp
from core.identity.forms import SignInForm
from core.web.pages import page, redirect_to


class SignedIn(UserMixin):  # type: ignore[misc]
    """What Flask-Login keeps of a user: the id."""

    def __init__(self, user_id: int) -> None:
        self.id = user_id


def load_signed_in(user_id: str) -> SignedIn:
    """Return whose session this is (called by Flask-Login); the gate asks if the account stands."""
    return SignedIn(int(user_id))


@bp.get("/sign-in")
@gate.public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; somebody signed in already goes home."""
    if gate.is_signed_in():
        return redirect_to(url_for("oversight.worklist"))
    return page("identity/sign_in.html", form=SignInForm(), next=_safe_target())


@bp.post("/sign-in")
@gate.public
def sign_in_submit() -> ResponseReturnValue:
    """Check the password and begin a fresh session."""
    form = SignInForm()
    if form.validate():
        outcome = services.attempt_sign_in(form.username.data or "", form.password.data or "")
        if outcome.user_id is not None:
            session.clear()
            session.renew()  # type: ignore[attr-defined]
            login_user(SignedIn(outcome.user_id))
            if outcome.is_password_old:
                flash(_("密码已使用较长时间，请在“我的账号”中更换。"), "warning")
            return redirect_to(_safe_target() or url_for("oversight.worklist"))
        if outcome.locked_until is not None:
            until = moment.local(outcome.locked_until).strftime("%H:%M")
            message = _("登录失败次数过多，账号已锁定至 %(until)s。", until=until)
        elif outcome.has_expired:
            message = _("一次性密码已过期，请向系统管理员重新领取。")
        else:
            message = _("用户名或密码不正确。")
        form.password.errors = [*form.password.errors, message]
    return page("identity/sign_in.html", status=422, form=form, next=_safe_target())


@bp.post("/sign-out")
@gate.requires(Permission.DESK_READ)
def sign_out() -> ResponseReturnValue:
    """End this session on the server."""
    logout_user()
    session.clear()
    session.renew()  # type: ignore[attr-defined]
    flash(_("已退出登录。"))
    return redirect_to(url_for("identity.sign_in"))


def _safe_target() -> str | None:
    """Return the page to go on to, if it is one of ours."""
    target = request.values.get("next", "")
    parts = urlsplit(target)
    if (
        parts.scheme
        or parts.netloc
        or not target.startswith("/")
        or target.startswith(("//", "/\\"))
    ):
        return None
    return target if target.isprintable() and len(target) <= 500 else None
