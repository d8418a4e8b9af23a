"""Posts: who holds what, giving and ending them by two persons."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import PostEndForm, PostForm, PostSearchForm
from administration.queries import people
from administration.views.blueprint import bp
from administration.views.step import step
from core.access import Permission, Role
from core.access.gate import actor, requires
from core.identity import labels
from core.identity.models import Post, User
from core.refusals import Refusal, Refused
from core.web.lists import list_page
from core.web.pages import page


@bp.get("/posts")
@requires(Permission.ADMINISTRATION_READ)
def post_list() -> ResponseReturnValue:
    """Show who holds which post, stand-ins marked."""
    search = PostSearchForm(request.args)
    return page(
        "administration/post_list.html",
        fragment="administration/_post_list.html",
        search=search,
        posts=list_page(people.posts(actor(), search.values), [Post.id]),
        labels=labels,
        may_post=actor().has(Permission.POST_MANAGE),
    )


@bp.route("/users/<int:user_id>/give-post", methods=["GET", "POST"])
@requires(Permission.POST_MANAGE)
def post_give(user_id: int) -> ResponseReturnValue:
    """Propose a post for a user."""
    user = people.get_user(user_id, actor())
    form = PostForm(data={"seen_version": 1, "unit": user.unit_id})
    form.unit.choices = [(unit.id, unit.name) for unit in people.units_of(actor())]
    return step(
        form,
        _("任命岗位"),
        url_for("administration.user_detail", user_id=user.id),
        lambda: _propose(form, user),
        done=_("已提交，待另一名安全管理员复核后生效。"),
        facts=[(_("姓名"), user.name), (_("单位"), user.unit.name)],
        note=_("代理他人的岗位，须填写被代理人的用户名和结束日期。"),
    )


@bp.route("/posts/<int:post_id>/end", methods=["GET", "POST"])
@requires(Permission.POST_MANAGE)
def post_end(post_id: int) -> ResponseReturnValue:
    """Propose to end a post."""
    post = people.get_post(post_id, actor())
    form = PostEndForm(data={"seen_version": 1})
    return step(
        form,
        _("结束岗位"),
        url_for("administration.post_list"),
        lambda: services.propose_post_end(
            actor(),
            post,
            form.last_day.data,  # type: ignore[arg-type]  # required
            reason=form.reason.data or "",
            token=form.form_token.data,
        ),
        done=_("已提交，待另一名安全管理员复核后生效。"),
        facts=[
            (_("姓名"), post.user.name),
            (_("岗位"), labels.ROLES[post.role]),
            (_("单位"), post.unit.name),
        ],
    )


def _propose(form: PostForm, user: User) -> None:
    absent = None
    if form.stands_in_for.data:
        absent = people.user_called(form.stands_in_for.data)
        if absent is None:
            raise Refused(Refusal("stand_in_unknown", {"username": form.stands_in_for.data}))
    services.propose_post(
        actor(),
        user,
        people.get_unit(form.unit.data, actor()),
        Role(form.role.data),
        form.starts_on.data,  # type: ignore[arg-type]  # required
        form.ends_on.data,
        absent,
        reason=form.reason.data or "",
        token=form.form_token.data,
    )
