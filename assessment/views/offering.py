"""What the pages of an assessment offer, and how an act that asks for little is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment.models import AssessedUnit, Assessment
from core.access.gate import actor
from core.procedure import Forbidden, Procedure, available_actions
from core.refusals import Refusal, say
from core.web.acts import acted
from core.web.forms import ActionForm
from core.web.pages import invalid, page, redirect_to

#: Why an act on a unit is refused where the whole assessment stands elsewhere.
NOT_NOW: Final = "assessed_closed"


@dataclass(frozen=True)
class Offered:
    """An act open to the reader now; `barred` says what is still missing, with its article."""

    label: str
    url: str
    barred: str | None


def offered(
    procedure: Procedure,
    subject: Assessment | AssessedUnit,
    beside: frozenset[str] = frozenset(),
) -> list[Offered]:
    """Return the acts open to the reader, in the order of the table.

    Without those `beside`, and those whose time in the course of the assessment is not now.
    """
    ids: dict[str, Any] = {f"{procedure.name}_id": subject.id}
    return [
        Offered(
            str(found.transition.label),
            url_for(
                f"assessment.{procedure.name}_{found.transition.action.value}",
                **ids,
            ),
            say(found.refusal) if found.refusal else None,
        )
        for found in available_actions(procedure, subject, actor())
        if found.transition.action.value not in beside
        and not (found.refusal and found.refusal.code == NOT_NOW)
    ]


@dataclass(frozen=True)
class Step:
    """An act on a page of its own: what is done to which subject, and what stands around it.

    `is_own`: an act of the assessed unit itself, whose permission its service asks. `hidden`: what
    the address named beside the subject, sent back with the form.
    """

    procedure: Procedure
    subject: Assessment | AssessedUnit
    action: Any
    service: Callable[..., Any]
    back: str
    lead: str
    crumbs: list[tuple[str, str]]
    template: str = "assessment/step.html"
    note: str = ""
    files: bool = False
    is_own: bool = False
    hidden: Mapping[str, int] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    def show(
        self, form: ActionForm, values: Callable[[], Mapping[str, Any]] = dict
    ) -> ResponseReturnValue:
        """Show `form`, or carry the act out with what `values` reads from it and go back."""
        if not form.is_submitted() and (words := self._barred()):
            flash(words, "warning")
            return redirect_to(self.back)
        label = self.procedure.row(self.action).label
        if form.validate_on_submit() and self._done(form, values()):
            flash(_("“%(action)s”已完成。", action=label), "success")
            return redirect_to(self.back)
        render = invalid if form.is_submitted() else page
        return render(
            self.template,
            form=form,
            back=self.back,
            label=label,
            lead=self.lead,
            note=self.note,
            files=self.files,
            hidden=self.hidden,
            crumb_list=self.crumbs,
            **self.context,
        )

    def _barred(self) -> str | None:
        row, who = self.procedure.row(self.action), actor()
        if not self.is_own and not who.may(row.permission, self.procedure.unit_path(self.subject)):
            raise Forbidden(self.action)
        if self.subject.state in row.sources:
            refusal = row.guard(self.subject, who)
            return say(refusal) if refusal else None
        state = str(self.procedure.state_labels[self.subject.state])
        return say(Refusal("wrong_state", {"state": state, "action": str(row.label)}))

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
