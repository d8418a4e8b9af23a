"""What a page of a round offers, and how an act that asks for little is done."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from flask import Response, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access.gate import actor
from core.procedure import Available, available_actions
from core.web import steps
from core.web.forms import ActionForm
from core.web.steps import Offered, offer
from evaluation.models import EvaluationRound
from evaluation.procedure.rounds import ROUND_PROCEDURE
from evaluation.queries.packs import grades, pack_of
from evaluation.queries.steps import by_hand
from evaluation.rules import RoundAction, RoundState

#: Acts that a round without grades never has, and one that needs steps recorded by hand.
_OF_GRADES = frozenset({RoundAction.GRADE, RoundAction.FEED_BACK})
#: Acts offered beside each unit or question, not among those of the round.
BESIDE = frozenset(
    {
        RoundAction.SET_GRADE,
        RoundAction.ADD_QUESTION,
        RoundAction.REMOVE_QUESTION,
        RoundAction.OPEN_LEAD,
    }
)


def offered(round_: EvaluationRound, open_acts: Sequence[Available]) -> list[Offered]:
    """Return the acts open to the reader, in the order of the table; what the rules of the round
    do not know is left out.
    """
    pack = pack_of(round_)
    without = set(BESIDE) if grades(pack) else BESIDE | _OF_GRADES
    if not by_hand(pack):
        without |= {RoundAction.RECORD_STEP}
    if grades(pack) and round_.state is RoundState.COLLATED:
        without |= {RoundAction.PUBLISH_RESULTS, RoundAction.CLOSE}
    return [
        offer(
            found,
            url_for(f"evaluation.round_{found.transition.action.value}", round_id=round_.id),
        )
        for found in open_acts
        if found.transition.action not in without
    ]


def can(open_acts: Sequence[Available], action: RoundAction) -> bool:
    """Tell whether the reader may take `action` now."""
    return any(item.transition.action == action and not item.refusal for item in open_acts)


def open_acts_of(round_: EvaluationRound) -> list[Available]:
    """Return what the reader may do now; the guards ask the database, so ask once a page."""
    return available_actions(ROUND_PROCEDURE, round_, actor())


@dataclass(frozen=True)
class Step:
    """An act on a page of its own: who does what, and what the page shows around the form.

    `hidden`: what the address named beside the round, sent back with the form.
    """

    round: EvaluationRound
    action: RoundAction
    service: Callable[..., Any]
    template: str = "evaluation/step.html"
    note: str = ""
    back: str = ""
    hidden: Mapping[str, int] = field(default_factory=dict)
    context: Mapping[str, Any] = field(default_factory=dict)

    def show(
        self, form: ActionForm, values: Callable[[], Mapping[str, Any]] = dict
    ) -> ResponseReturnValue:
        """Show `form`, or carry the act out with what `values` reads from it and go back."""
        whole = url_for("evaluation.round_detail", round_id=self.round.id)
        crumbs = [(_("社会评议"), url_for("evaluation.round_list")), (self.round.number, whole)]
        around = {"lead": self.round.title, "note": self.note, "hidden": self.hidden}
        return steps.Step(
            ROUND_PROCEDURE,
            self.round,
            self.action,
            self.service,
            self.template,
            self.back or whole,
            {**around, "crumb_list": crumbs, **self.context},
        ).show(form, values)


def pdf(body: bytes, name: str) -> Response:
    """Hand out a PDF as a download."""
    response = Response(body, mimetype="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
