"""An act on a page of its own: what bars it, the form for it, and what follows from sending it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import flash
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor
from core.procedure import Available, Forbidden, Procedure, barred
from core.refusals import Refusal, say
from core.web.acts import acted, seen_as_it_is
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to


@dataclass(frozen=True)
class Offered:
    """An act open to the reader now; `barred` says what is still missing, with its article."""

    action: str
    label: str
    url: str
    barred: str | None


def offer(found: Available, url: str) -> Offered:
    """Return an act with the page on which it is done, and what still bars it in words."""
    row = found.transition
    words = say(found.refusal) if found.refusal else None
    return Offered(row.action.value, str(row.label), url, words)


def why_not(procedure: Procedure, subject: Any, action: Any, *, is_own: bool = False) -> str | None:
    """Return why the act cannot be done now, None where it can; Forbidden if it is not theirs.

    `is_own`: whose act it is says its service, not the unit where the subject lies.
    """
    row = procedure.row(action)
    who = actor()
    theirs = who.may(row.permission, procedure.unit_path(subject)) and row.who(subject, who)
    if not (is_own or theirs):
        raise Forbidden(action)
    if subject.state in row.sources:
        refusal = barred(row, subject, who)
        return say(refusal) if refusal else None
    state = str(procedure.state_labels[subject.state])
    return say(Refusal("wrong_state", {"state": state, "action": str(row.label)}))


@dataclass(frozen=True)
class Step:
    """An act on a page of its own: who does what, where it leads back, what the page shows.

    `is_own` as in `why_not`.
    """

    procedure: Procedure
    subject: Any
    action: Any
    service: Callable[..., Any]
    template: str
    back: str
    context: Mapping[str, Any]
    is_own: bool = False

    def show(
        self, form: ActionForm, values: Callable[[], Mapping[str, Any]] = dict
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
        return why_not(self.procedure, self.subject, self.action, is_own=self.is_own)

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
