"""The shape of what is typed about the plan of an investigation."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from casework.forms.cases import CHOOSE, CaseForm, Options
from casework.models import InvestigationPlan, PlanStep
from casework.planning import StepState
from core.web.forms import (
    ActionForm,
    DateField,
    LongTextField,
    SelectField,
    TextField,
    optional,
    required,
)


class PlanEditForm(CaseForm):
    """What is to be found out."""

    goals = LongTextField(_("调查目标"), [required(_("请写明调查目标。"))], max_length=5000)
    questions = LongTextField(
        _("需要查清的问题"),
        [required(_("请写明需要查清的问题。"))],
        max_length=5000,
        description=_("逐项写明。"),
    )


class PlanNewForm(PlanEditForm):
    """The same, and the list from which the steps come."""

    checklist = SelectField(
        _("步骤清单"),
        [required(_("请选择步骤清单。"))],
        description=_("按案件类型列出常规步骤和制度要求的步骤，制定后可以增减。"),
    )

    def offer(self, lists: Options) -> None:
        """Offer the lists."""
        self.checklist.choices = list(lists)


class PlanStepForm(CaseForm):
    """A step of the team's own."""

    text = TextField(_("步骤"), [required(_("请写明步骤。"))])
    owner_id = SelectField(_("负责人"), [optional()])
    due_on = DateField(_("完成日期"), [optional()])

    def offer(self, people: Options) -> None:
        """Offer the present team."""
        self.owner_id.choices = [("", CHOOSE), *people]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        owner = self.owner_id.data
        return {**self.typed_values(), "owner_id": int(owner) if owner else None}


class PlanTickForm(CaseForm):
    """A step is done."""

    note = LongTextField(
        _("完成情况"), [optional()], max_length=2000, description=_("查明的情况记入证据和事实。")
    )


class PlanDropForm(CaseForm):
    """A step is not taken."""

    note = LongTextField(_("理由"), [required(_("请写明不再进行的理由。"))], max_length=2000)


class PlanReopenForm(CaseForm):
    """A step is taken up again."""


class PlanArrangeForm(ActionForm):
    """Who takes which open step until when; `arrange_form` adds the fields of each."""

    steps: list[PlanStep]

    @property
    def parts(self) -> list[tuple[PlanStep, Any, Any]]:
        """Return each step with the fields of owner and day."""
        return [(one, self[f"owner_{one.id}"], self[f"due_{one.id}"]) for one in self.steps]

    @property
    def arranged(self) -> dict[int, tuple[int | None, date | None]]:
        """Return owner and day by the step."""
        return {
            step.id: (int(owner.data) if owner.data else None, due.data)
            for step, owner, due in self.parts
        }


def arrange_form(plan: InvestigationPlan, people: Sequence[tuple[str, str]]) -> PlanArrangeForm:
    """Return the form with two fields for each step that is open.

    An owner who left the team is not on offer, and the step needs another one.
    """
    steps = [step for step in plan.steps if step.state is StepState.OPEN]
    fields: dict[str, Any] = {}
    known: dict[str, Any] = {"seen_version": plan.version}
    for step in steps:
        options = [("", CHOOSE), *people]
        fields[f"owner_{step.id}"] = SelectField(gettext("负责人"), [optional()], choices=options)
        fields[f"due_{step.id}"] = DateField(gettext("完成日期"), [optional()])
        owner = str(step.owner_id or "")
        known[f"owner_{step.id}"] = owner if owner in dict(people) else ""
        known[f"due_{step.id}"] = step.due_on
    form: PlanArrangeForm = type("ArrangeForm", (PlanArrangeForm,), fields)(data=known)
    form.steps = steps
    return form


class NoteForm(CaseForm):
    """What a member of the team writes down."""

    text = LongTextField(_("笔记"), [required(_("请写下内容。"))], max_length=4000)
