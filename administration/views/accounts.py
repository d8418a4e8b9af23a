"""What is done to an account: password, leaving, lock, sessions, second factor."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import LeavingForm, PositionForm, ReasonForm
from administration.queries import people
from administration.views.blueprint import bp
from administration.views.step import step
from administration.views.users import slip
from core.access import Permission
from core.access.gate import actor, requires
from core.identity.models import User
from core.identity.stepup import requires_fresh
from core.web.pages import invalid, page


@bp.route("/users/<int:user_id>/reset-password", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
@requires_fresh()
def user_reset_password(user_id: int) -> ResponseReturnValue:
    """Give a one-time password, on a slip that is shown once."""
    user = people.get_user(user_id, actor())
    form = ReasonForm(data={"seen_version": 1})
    if form.validate_on_submit():
        return slip(user, services.reset_password(actor(), user, form.reason.data or ""))
    show = invalid if form.is_submitted() else page
    back = _page_of(user)
    return show(
        "administration/step.html",
        form=form,
        label=_("重置密码"),
        here=url_for("administration.user_reset_password", user_id=user.id),
        back=back,
        facts_list=_facts(user),
        note=_("生成一次性密码，只显示一次；该用户在各处的登录随即退出。"),
    )


@bp.route("/users/<int:user_id>/leave", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def user_leave(user_id: int) -> ResponseReturnValue:
    """Enter the last day of somebody who leaves."""
    user = people.get_user(user_id, actor())
    form = LeavingForm(data={"seen_version": 1, "last_day": user.leaves_on})
    return step(
        form,
        _("登记离任"),
        _page_of(user),
        lambda: services.set_leaving(actor(), user, form.last_day.data, form.reason.data or ""),
        done=_("已登记。"),
        facts=_facts(user),
        note=_("自次日起账号关闭。未办结的事项列在用户页上，供交接。"),
    )


@bp.route("/users/<int:user_id>/position", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def user_position(user_id: int) -> ResponseReturnValue:
    """Enter the post and the rank of somebody."""
    user = people.get_user(user_id, actor())
    known = {"post_title": user.post_title, "rank": user.rank}
    form = PositionForm(data={"seen_version": 1, **known})
    return step(
        form,
        _("登记职务、级别"),
        _page_of(user),
        lambda: services.set_position(
            actor(),
            user,
            form.post_title.data or None,
            form.rank.data or None,
            form.reason.data or "",
        ),
        done=_("已登记。"),
        facts=_facts(user),
        note=_("此后新登记的责任人员按此写入文书；已经登记的不变。"),
    )


@bp.route("/users/<int:user_id>/release-lock", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_GUARD)
def user_release_lock(user_id: int) -> ResponseReturnValue:
    """Unlock an account."""
    user = people.get_user(user_id, actor())
    form = ReasonForm(data={"seen_version": 1})
    return step(
        form,
        _("解除锁定"),
        _page_of(user),
        lambda: services.release_lock(actor(), user, form.reason.data or ""),
        done=_("已解除锁定。"),
        facts=_facts(user),
    )


@bp.route("/users/<int:user_id>/end-sessions", methods=["GET", "POST"])
@requires(Permission.ACCOUNT_GUARD)
def user_end_sessions(user_id: int) -> ResponseReturnValue:
    """Sign somebody out everywhere."""
    user = people.get_user(user_id, actor())
    form = ReasonForm(data={"seen_version": 1})
    return step(
        form,
        _("强制退出"),
        _page_of(user),
        lambda: services.end_sessions(actor(), user, form.reason.data or ""),
        done=_("该用户已在各处退出。"),
        facts=_facts(user),
    )


@bp.route("/users/<int:user_id>/reset-second-factor", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def user_reset_second_factor(user_id: int) -> ResponseReturnValue:
    """Propose that somebody who lost the second factor enrols anew."""
    user = people.get_user(user_id, actor())
    form = ReasonForm(data={"seen_version": 1})
    return step(
        form,
        _("重置动态口令"),
        _page_of(user),
        lambda: services.propose_factor_reset(
            actor(), user, reason=form.reason.data or "", token=form.form_token.data
        ),
        done=_("已提交，待安全管理员复核后生效。"),
        facts=_facts(user),
        note=_("请先当面核实本人身份。复核同意后，本人登录时重新绑定。"),
    )


def _page_of(user: User) -> str:
    return url_for("administration.user_detail", user_id=user.id)


def _facts(user: User) -> list[tuple[str, str]]:
    return [(_("姓名"), user.name), (_("用户名"), user.username), (_("单位"), user.unit.name)]
