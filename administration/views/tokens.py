"""Tokens of other systems: which there are, a new one for a second person, an end at once."""

from __future__ import annotations

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from administration import services
from administration.forms import NOT_CHOSEN, ReasonForm, TokenForm
from administration.queries import people
from administration.views.blueprint import bp
from administration.views.step import step
from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.access.permissions import Scope
from core.api import tokens
from core.api.labels import SCOPES
from core.api.models import ApiToken
from core.db import db
from core.identity.stepup import requires_fresh
from core.procedure import AlreadyDone
from core.refusals import Refused, say
from core.web.filters import cn_date
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to


@bp.get("/tokens")
@requires(Permission.ADMINISTRATION_READ)
def token_list() -> ResponseReturnValue:
    """Show tokens, newest first; the token itself is nowhere."""
    return page(
        "administration/token_list.html",
        tokens=list_page(tokens.tokens(actor()), [ApiToken.id]),
        words={scope.value: SCOPES[scope] for scope in Scope},
        today=moment.today(),
        may_manage=actor().has(Permission.TOKEN_MANAGE),
    )


@bp.route("/tokens/new", methods=["GET", "POST"])
@requires(Permission.TOKEN_MANAGE)
@requires_fresh()
def token_new() -> ResponseReturnValue:
    """Propose a token and show it, once."""
    form = TokenForm(data={"seen_version": 1})
    form.unit.choices = [NOT_CHOSEN, *((u.id, u.name) for u in people.units_of(actor()))]
    if form.validate_on_submit() and form.expires_on.data is not None:
        unit = people.get_unit(form.unit.data, actor())
        try:
            made = services.propose_token(
                actor(),
                unit,
                form.name.data or "",
                [Scope(scope) for scope in form.scopes.data or ()],
                form.expires_on.data,
                reason=form.reason.data or "",
                token=form.form_token.data,
            )
        except AlreadyDone:
            db.session.rollback()
            return redirect_to(url_for("administration.change_list"))
        except Refused as refused:
            db.session.rollback()
            form.form_errors.append(say(refused.refusal))
        else:
            return page(
                "administration/token_slip.html",
                token=made,
                name=form.name.data,
                unit=unit,
                until=form.expires_on.data,
            )
    show = invalid if form.is_submitted() else page
    return show("administration/token_new.html", form=form)


@bp.route("/tokens/<int:token_id>/withdraw", methods=["GET", "POST"])
@requires(Permission.TOKEN_MANAGE)
def token_withdraw(token_id: int) -> ResponseReturnValue:
    """End a token at once."""
    token = tokens.get_token(token_id, actor())
    form = ReasonForm(data={"seen_version": 1})
    return step(
        form,
        _("撤销令牌"),
        url_for("administration.token_list"),
        lambda: services.withdraw_token(actor(), token, form.reason.data or ""),
        done=_("已撤销，令牌即刻失效。"),
        facts=[
            (_("对接系统的名称"), token.name),
            (_("单位"), token.unit.name),
            (_("令牌开头"), token.hint),
            (_("有效期至"), cn_date(token.expires_on)),
        ],
        note=_("撤销即刻生效，不能恢复；对接系统此后的请求都会被拒绝。"),
    )
