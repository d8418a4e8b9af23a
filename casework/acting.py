"""The page of an act on a case: every act has one, and they are all alike."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any, TypeVar

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import presenting, queries
from casework.forms.cases import CaseForm
from casework.labels import ACTIONS
from casework.models import Case
from casework.procedure import CASE_PROCEDURE
from casework.rules import CaseAction
from core.access.gate import actor
from core.procedure import Forbidden
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to

AnyForm = TypeVar("AnyForm", bound=CaseForm)


def act(
    case_id: int,
    action: CaseAction,
    form_type: type[AnyForm],
    service: Callable[..., Any],
    offer: Callable[[AnyForm, Case], None] | None = None,
    preset: Callable[[Case], Mapping[str, Any]] | None = None,
) -> ResponseReturnValue:
    """Show the form of `action`, or carry it out with `service` and go back to the case.

    `offer` fills the choices of the form from the case, `preset` its fields. An act that cannot be
    done now leads back to the case, which says why. 404 out of scope, 403 where the act is not the
    reader's.
    """
    case = queries.get_visible_case(case_id, actor())
    back = url_for("casework.case_detail", case_id=case_id)
    if not may(case, action):
        raise Forbidden(action)
    known = preset(case) if preset is not None else {}
    form = form_type(data={"seen_version": case.version, **known})
    if form.is_submitted() and queries.is_done(form.form_token.data or "", case):
        return redirect_to(back)  # sent twice; what it chose may no longer be on offer
    if offer is not None:
        offer(form, case)
    if form.validate_on_submit() and acted(
        form,
        service,
        case,
        actor(),
        **form.values,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("“%(action)s”已完成。", action=ACTIONS[action]), "success")
        if not queries.knows(case, actor()):  # it showed that the actor must keep away
            flash(_("按照回避的规定，您不再能看到本案。"), "warning")
            return redirect_to(url_for("casework.case_list"))
        return redirect_to(back)
    if not form.is_submitted() and (words := presenting.why_not(case, action, actor())):
        flash(words, "warning")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    context = {"case": case, "form": form, "action": action, "label": ACTIONS[action]}
    return show("casework/case_act.html", **context, actor=actor(), words=presenting.WORDS)


def may(case: Case, action: CaseAction) -> bool:
    """Tell whether the act is the reader's to do on this case, whatever its state."""
    row = CASE_PROCEDURE.row(action)
    return actor().may(row.permission, case.unit.path) and row.who(case, actor())
