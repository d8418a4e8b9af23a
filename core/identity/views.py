"""Signing in and out."""

from __future__ import annotations

from flask import flash, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_login import logout_user

from core.access import gate
from core.access.permissions import Permission
from core.identity import services, signing
from core.identity.blueprint import bp
from core.identity.forms import SignInForm
from core.identity.signing import SignedIn
from core.web.pages import page, redirect_to


def load_signed_in(user_id: str) -> SignedIn:
    """Return whose session this is (called by Flask-Login); the gate asks if the account stands."""
    return SignedIn(int(user_id))


@bp.get("/sign-in")
@gate.public
def sign_in() -> ResponseReturnValue:
    """Show the sign-in page; somebody signed in already goes home."""
    if gate.is_signed_in():
        return redirect_to(url_for("oversight.worklist"))
    return page("identity/sign_in.html", form=SignInForm(), next=signing.safe_target())


@bp.post("/sign-in")
@gate.public
def sign_in_submit() -> ResponseReturnValue:
    """Check the password; then begin a fresh session, or ask for the code."""
    form = SignInForm()
    target = signing.safe_target()
    signing.refuse_hasty_address()
    if form.validate():
        outcome = services.attempt_sign_in(form.username.data or "", form.password.data or "")
        if outcome.user_id is not None and outcome.needs_code:
            signing.wait_for_code(outcome.user_id)
            return redirect_to(url_for("identity.sign_in_code", next=target))
        if outcome.user_id is not None:
            signing.begin(outcome)
            return redirect_to(target or url_for("oversight.worklist"))
        message = signing.failed(outcome, _("用户名或密码不正确。"))
        form.password.errors = [*form.password.errors, message]
    return page("identity/sign_in.html", status=422, form=form, next=target)


@bp.post("/sign-out")
@gate.requires(Permission.DESK_READ)
def sign_out() -> ResponseReturnValue:
    """End this session on the server."""
    logout_user()
    session.clear()
    session.renew()  # type: ignore[attr-defined]
    flash(_("已退出登录。"))
    return redirect_to(url_for("identity.sign_in"))
