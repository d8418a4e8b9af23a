"""What the pages of an assessment offer, and how an act that asks for little is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from flask import url_for
from flask.typing import ResponseReturnValue

from assessment.models import AssessedUnit, Assessment
from core.access.gate import actor
from core.procedure import Procedure, available_actions
from core.web import steps
from core.web.forms import ActionForm
from core.web.steps import Offered, offer

#: Why an act on a unit is refused where the whole assessment stands elsewhere.
NOT_NOW: Final = "assessed_closed"


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
        offer(
            found,
            url_for(f"assessment.{procedure.name}_{found.transition.action.value}", **ids),
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
    template: str = "evaluation/step.html"
    note: str = ""
    files: bool = False
    is_own: bool = False
    hidden: Mapping[str, int] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    def show(
        self, form: ActionForm, values: Callable[[], Mapping[str, Any]] = dict
    ) -> ResponseReturnValue:
        """Show `form`, or carry the act out with what `values` reads from it and go back."""
        around = {"lead": self.lead, "note": self.note, "files": self.files, "hidden": self.hidden}
        return steps.Step(
            self.procedure,
            self.subject,
            self.action,
            self.service,
            self.template,
            self.back,
            {**around, "crumb_list": self.crumbs, **self.context},
            self.is_own,
        ).show(form, values)
