"""Pages of the second factor: enrol it, its code at sign-in, recovery codes, asking again."""

from __future__ import annotations

from flask import request, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access import gate
from core.access.permissions import Permission
from core.db import db
from core.identity import factors, signing, stepup
from core.identity.blueprint import bp
from core.identity.forms import CodeForm, ConfirmForm, SignInForm
from core.identity.models import User
from core.sealed.fields import Sealed
from core.web.pages import invalid, page, redirect_to

_NEW = "second_factor_new"


@bp.route("/sign-in/code", methods=["GET", "POST"])
@gate.public
def sign_in_code() -> ResponseReturnValue:
    """Ask for the code after the right password; then the session begins. Who comes without one, or
    too late, begins again.
    """
    user_id = signing.waiting_for_code()
    target = signing.safe_target()
    if user_id is None:
        again = page if request.method == "GET" else invalid
        return again("identity/sign_in.html", form=SignInForm(formdata=None), next=target)
    form = CodeForm()
    signing.refuse_hasty_address()
    if form.validate_on_submit():
        outcome = factors.attempt_code(user_id, form.code.data or "")
        if outcome.user_id is not None:
            signing.begin(outcome)
            return redirect_to(target or url_for("oversight.worklist"))
        form.code.errors = [*form.code.errors, signing.failed(outcome, _("动态口令不正确。"))]
    show = invalid if form.is_submitted() else page
    return show("identity/sign_in_code.html", form=form, next=target)


@bp.route("/account/second-factor", methods=["GET", "POST"])
@gate.requires(Permission.DESK_READ)
@stepup.requires_fresh()
def second_factor() -> ResponseReturnValue:
    """Show the secret as a QR code, and take it once a code proves that it was scanned."""
    user = _user()
    secret = _secret_shown()
    form = CodeForm()
    if form.validate_on_submit():
        codes = factors.enrol(user.id, secret, form.code.data or "")
        if codes is not None:
            session.pop(_NEW, None)
            return page("identity/recovery_codes.html", codes=codes)
        form.code.errors = [*form.code.errors, _("口令不正确，请核对手机时间后重试。")]
    show = invalid if form.is_submitted() else page
    return show(
        "identity/second_factor.html",
        form=form,
        secret=" ".join(secret[at : at + 4] for at in range(0, len(secret), 4)),
        picture=factors.picture(user, secret),
        must=gate.actor().owes == "identity.second_factor",
        has_one=user.totp_secret is not None,
    )


@bp.post("/account/recovery-codes")
@gate.requires(Permission.DESK_READ)
@stepup.requires_fresh()
def recovery_codes() -> ResponseReturnValue:
    """Give fresh recovery codes, shown once."""
    user = _user()
    if user.totp_secret is None:
        return redirect_to(url_for("identity.second_factor"))
    return page("identity/recovery_codes.html", codes=factors.renew_recovery_codes(user.id))


@bp.route("/account/confirm", methods=["GET", "POST"])
@gate.requires(Permission.DESK_READ)
def confirm() -> ResponseReturnValue:
    """Ask again who sits there, then go back to what was about to be done."""
    user = _user()
    form = ConfirmForm()
    target = signing.safe_target()
    if form.validate_on_submit():
        if factors.confirm(user.id, form.proof.data or ""):
            stepup.confirmed_now()
            return redirect_to(target or url_for("identity.account_page"))
        form.proof.errors = [*form.proof.errors, _("不正确，请重试。多次输入错误，账号将被锁定。")]
    show = invalid if form.is_submitted() else page
    return show(
        "identity/confirm.html", form=form, next=target, by_code=user.totp_secret is not None
    )


def _secret_shown() -> str:
    """Return the secret of this enrolment: the same one until it is taken."""
    token = session.get(_NEW)
    if token is None:
        secret = factors.new_secret()
        session[_NEW] = Sealed.of(secret).token
        return secret
    return Sealed(token).open()


def _user() -> User:
    user_id = gate.actor().id
    assert user_id is not None
    return db.session.get_one(User, user_id)
