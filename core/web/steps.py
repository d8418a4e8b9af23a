"""An act on a page of its own: what bars it, the form for it, and what follows from sending it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor
from core.procedure import Forbidden, Procedure, available_actions
from core.refusals import Refusal, say
from core.web.acts import acted, seen_as_it_is
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to


def why_not(procedure: Procedure, subject: Any, action: Any) -> str | None:
    """Return why the act cannot be done now, None where it can; Forbidden if it is not theirs."""
    row = procedure.row(action)
    who = actor()
    if not (who.may(row.permission, procedure.unit_path(subject)) and row.who(subject, who)):
        raise Forbidden(action)
    for found in available_actions(procedure, subject, who):
        if found.transition.action == action:
            return say(found.refusal) if found.refusal else None
    state = str(procedure.state_labels[subject.state])
    return say(Refusal("wrong_state", {"state": state, "action": str(row.label)}))


@dataclass(frozen=True)
class Step:
    """An act on a page of its own: who does what, where it leads back, what the page shows."""

    procedure: Procedure
    subject: Any
    action: Any
    service: Callable[..., Any]
    template: str
    back: str
    context: Mapping[str, Any]

    def show(
        self, form: ActionForm, values: Callable[[], Mapping[str, Any]]
    ) -> ResponseReturnValue:
        """Show `form`, or carry the act out with what `values` reads from it and go back.

        An act that cannot be done now leads back with the reason.
        """
        if not form.is_submitted() and (words := self._barred()):
            flash(words, "warning")
            return redirect_to(self.back)
        is_valid = form.validate_on_submit()
        if form.is_submitted() and not is_valid and not seen_as_it_is(form, self.subject):
            return redirect_to(self.back)
        if is_valid and self._done(form, values()):
            label = self.procedure.row(self.action).label
            flash(_("“%(action)s”已完成。", action=label), "success")
            return redirect_to(self.back)
        render = invalid if form.is_submitted() else page
        return render(
            self.template,
            form=form,
            back=self.back,
            label=self.procedure.row(self.action).label,
            **self.context,
        )

    def _barred(self) -> str | None:
        return why_not(self.procedure, self.subject, self.action)

    def _done(self, form: ActionForm, values: Mapping[str, Any]) -> bool:
        return acted(
            form,
            self.service,
            self.subject,
            actor(),
            **values,
            seen_version=form.version,
            token=form.form_token.data,
        )
