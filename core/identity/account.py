"""The pages of one's own account: who I am here, my password."""

from __future__ import annotations

from flask import flash, session, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access import gate
from core.access.permissions import Permission
from core.db import db
from core.identity import accounts, factors, labels, queries, services, sessions
from core.identity.blueprint import bp
from core.identity.forms import PasswordChangeForm
from core.identity.models import User
from core.refusals import Refused, say
from core.web.pages import invalid, page, redirect_to


@bp.get("/account")
@gate.requires(Permission.DESK_READ)
def account_page() -> ResponseReturnValue:
    """Show who is signed in: unit, posts and password."""
    user = _user()
    return page(
        "identity/account.html",
        user=user,
        posts=queries.posts_of(user.id),
        labels=labels,
        codes_left=factors.recovery_codes_left(user.id),
    )


@bp.route("/account/password", methods=["GET", "POST"])
@gate.requires(Permission.DESK_READ)
def password_change() -> ResponseReturnValue:
    """Choose another password; for who has a one-time password the only page that opens."""
    form = PasswordChangeForm()
    if form.validate_on_submit() and _changed(form):
        session.renew()  # type: ignore[attr-defined]
        flash(_("密码已更改，其他设备上的登录已退出。"), "success")
        return redirect_to(url_for("oversight.worklist"))
    show = invalid if form.is_submitted() else page
    return show(
        "identity/password_change.html",
        form=form,
        policy=services.policy_in_force(),
        must=gate.actor().owes == "identity.password_change",
    )


@bp.get("/account/sessions")
@gate.requires(Permission.DESK_READ)
def session_list() -> ResponseReturnValue:
    """Show where one is signed in."""
    return page(
        "identity/session_list.html",
        sessions=sessions.sessions_of(_user().id),
        here=sessions.current_token_hash(),
    )


@bp.post("/account/sessions/end-others")
@gate.requires(Permission.DESK_READ)
def session_end_others() -> ResponseReturnValue:
    """Sign out everywhere else."""
    accounts.end_own_sessions(_user().id, sessions.current_token_hash())
    flash(_("其他会话已退出。"), "success")
    return redirect_to(url_for("identity.session_list"))


def _changed(form: PasswordChangeForm) -> bool:
    user_id = gate.actor().id
    assert user_id is not None
    try:
        done = accounts.change_password(
            user_id,
            form.current.data or "",
            form.new.data or "",
            sessions.current_token_hash(),
        )
    except Refused as refused:
        form.new.errors = [*form.new.errors, say(refused.refusal)]
        return False
    if not done:
        form.current.errors = [*form.current.errors, _("当前密码不正确。")]
    return done


def _user() -> User:
    user_id = gate.actor().id
    assert user_id is not None
    return db.session.get_one(User, user_id)
