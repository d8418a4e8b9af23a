"""A dissatisfying result made a lead, and on the page of that lead, where it comes from."""

from __future__ import annotations

from flask import abort, render_template, request
from flask.typing import ResponseReturnValue
from markupsafe import Markup

from complaints.models import Complaint
from complaints.rules import Channel
from core.access import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from evaluation import forms, labels
from evaluation.models import EvaluationRound, RoundUnit
from evaluation.procedure import leads
from evaluation.queries import results
from evaluation.queries import rounds as queries
from evaluation.rules import RoundAction
from evaluation.services import rounds as services
from evaluation.views.blueprint import bp
from evaluation.views.offering import Step


def unit_asked_for(round_: EvaluationRound) -> RoundUnit:
    """Return the unit that `?unit=` names; 404 for none of this round."""
    wanted = request.values.get("unit", type=int)
    found = next((unit for unit in round_.units if unit.id == wanted), None)
    return found or abort(404)


@bp.route("/evaluation-rounds/<int:round_id>/open-lead", methods=["GET", "POST"])
@requires(Permission.EVALUATION_ORGANISE)
def round_open_lead(round_id: int) -> ResponseReturnValue:
    """Make a lead of a unit's result (`?unit=` says which), item by item, with the reason."""
    round_ = queries.get_visible_round(round_id, actor())
    unit = unit_asked_for(round_)
    result = next(one for one in results.results_of(round_) if one.unit.id == unit.id)
    form = forms.LeadForm(data={"seen_version": round_.version})
    form.question_ids.choices = [
        (one.question.id, f"{one.question.position}. {one.question.text}")
        for one in leads.offered_items(result)
    ]
    step = Step(
        round_,
        RoundAction.OPEN_LEAD,
        services.open_lead,
        "evaluation/open_lead.html",
        hidden={"unit": unit.id},
        context={"unit": unit, "result": result, "rule": leads.rule_of(round_), "labels": labels},
    )
    return step.show(
        form,
        lambda: {
            "round_unit_id": unit.id,
            "question_ids": form.question_ids.data or [],
            "reason": form.reason.data or "",
        },
    )


def lead_panel(complaint: Complaint, reader: Actor) -> Markup | None:
    """Draw on the page of a lead which round it comes from; asks nothing for any other report."""
    if complaint.channel is not Channel.EVALUATION_RESULT:
        return None
    round_ = queries.round_of_lead(complaint.id, reader)
    if round_ is None:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template("evaluation/_lead.html", round=round_)
    )
