"""Users: the list, one user, a new one with a one-time password on a slip."""

from __future__ import annotations

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import NOT_CHOSEN, UserForm, UserSearchForm
from administration.queries import people
from administration.views.blueprint import bp
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.db import db
from core.identity import labels, queries
from core.identity.models import User
from core.identity.services import ONE_TIME_FOR
from core.procedure import AlreadyDone
from core.refusals import Refused, say
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to
from core.worklist import Task, tasks_of


@bp.get("/users")
@requires(Permission.ADMINISTRATION_READ)
def user_list() -> ResponseReturnValue:
    """Show users, newest first."""
    search = UserSearchForm(request.args)
    units = people.units_of(actor())
    search.unit.choices = [(0, _("全部")), *((unit.id, unit.short_name) for unit in units)]
    return page(
        "administration/user_list.html",
        fragment="administration/_user_list.html",
        search=search,
        users=list_page(people.users(actor(), search.values), [User.id]),
        in_service=queries.is_in_service,
        now=moment.now(),
        may_manage=actor().has(Permission.USER_MANAGE),
    )


@bp.get("/users/<int:user_id>")
@requires(Permission.ADMINISTRATION_READ)
def user_detail(user_id: int) -> ResponseReturnValue:
    """Show a user: account, posts, and for a leaver what is left to hand over."""
    user = people.get_user(user_id, actor())
    return page(
        "administration/user_detail.html",
        user=user,
        posts=queries.posts_of(user.id),
        sessions=people.sessions_count(user.id),
        left_over=_left_over(user),
        in_service=queries.is_in_service(user),
        is_locked=user.locked_until is not None and user.locked_until > moment.now(),
        labels=labels,
        may_manage=actor().has(Permission.USER_MANAGE),
        may_guard=actor().has(Permission.ACCOUNT_GUARD),
        may_post=actor().has(Permission.POST_MANAGE),
    )


@bp.route("/users/new", methods=["GET", "POST"])
@requires(Permission.USER_MANAGE)
def user_new() -> ResponseReturnValue:
    """Add a user and show the slip with the one-time password, once."""
    form = UserForm(data={"seen_version": 1})
    form.unit.choices = [NOT_CHOSEN, *((u.id, u.name) for u in people.units_of(actor()))]
    if form.validate_on_submit():
        try:
            user, password = services.add_user(
                actor(),
                form.username.data or "",
                form.name.data or "",
                people.get_unit(form.unit.data, actor()),
                form.post_title.data or None,
                form.form_token.data,
                rank=form.rank.data or None,
            )
        except AlreadyDone as done:
            db.session.rollback()
            return redirect_to(url_for("administration.user_detail", user_id=done.subject_id))
        except Refused as refused:
            db.session.rollback()
            form.form_errors.append(say(refused.refusal))
        else:
            return slip(user, password)
    show = invalid if form.is_submitted() else page
    return show("administration/user_new.html", form=form)


def slip(user: User, password: str) -> ResponseReturnValue:
    """Show the slip to print: it cannot be shown again."""
    return page(
        "administration/slip.html",
        user=user,
        password=password,
        until=moment.now() + ONE_TIME_FOR,
    )


def _left_over(user: User) -> list[Task]:
    """Return what waits for a leaver, for who takes over: numbers and acts, no contents."""
    if user.leaves_on is None:
        return []
    left = queries.load_actor(user.id, even_closed=True)
    return tasks_of(left) if left is not None else []
