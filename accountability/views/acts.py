"""Pages of acts: facts with the proposal beside them, the confirmation, the panel of the case."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from flask import flash, g, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.forms import acts as forms
from accountability.labels import acts as labels
from accountability.models import ResponsibleAct
from accountability.procedure.acts import ACT_PROCEDURE, case_is_open
from accountability.queries import acts as queries
from accountability.queries.proposals import Proposal, proposal
from accountability.rules import ActAction, ActFacts, ActState, problems_of
from accountability.services import acts as services
from accountability.tracing import DATED, Link, chain
from accountability.views.blueprint import bp
from accountability.views.offering import Step, offered, why_not
from casework import queries as cases
from casework.models import Case
from core.access import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.procedure import Forbidden
from core.refusals import say
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from regulations.rules import SourceSilent


@bp.route("/cases/<int:case_id>/acts/new", methods=["GET", "POST"])
@requires(Permission.APPORTIONMENT_PREPARE)
def act_new(case_id: int) -> ResponseReturnValue:
    """Record an act of the case; the proposal stands beside the facts."""
    case = _case_to_record(case_id)
    if refusal := case_is_open(case):
        flash(say(refusal), "warning")
        return redirect_to(_case_url(case))
    people = queries.people_of(case)
    form = forms.act_facts_form(people, forms.preset_for_new(case, people))
    if form.is_submitted() and form.is_complete(case):
        facts = form.facts(case)
        known = {"days": form.days, "token": form.form_token.data}
        if acted(form, services.create_act, case, actor(), facts, **known):
            return redirect_to(
                url_for("accountability.act_detail", act_id=queries.newest_act_id(case))
            )
    return _facts_page(case, form, None)


@bp.post("/cases/<int:case_id>/acts/preview")
@requires(Permission.APPORTIONMENT_PREPARE)
def act_new_preview(case_id: int) -> ResponseReturnValue:
    """Work the shares out anew for a new act; nothing is stored."""
    case = _case_to_record(case_id)
    return _preview(case, forms.act_facts_form(queries.people_of(case)), None)


@bp.get("/acts/<int:act_id>")
@requires(Permission.CASE_READ)
def act_detail(act_id: int) -> ResponseReturnValue:
    """Show an act: its facts, the proposal with its trace, and what was confirmed."""
    act = queries.get_visible_act(act_id, actor())
    return page(
        "accountability/act_detail.html",
        act=act,
        case=act.case,
        facts=_facts_lines(act),
        chain=_chain(act),
        proposal=_proposal(act),
        actions=offered(ACT_PROCEDURE, act),
        labels=labels,
        confirmed=act.state is ActState.CONFIRMED,
    )


@bp.route("/acts/<int:act_id>/save-facts", methods=["GET", "POST"])
@requires(Permission.APPORTIONMENT_PREPARE)
def act_save_facts(act_id: int) -> ResponseReturnValue:
    """Change the facts of an act that is not confirmed."""
    act = queries.get_visible_act(act_id, actor())
    words = why_not(ACT_PROCEDURE, act, ActAction.SAVE_FACTS)
    form = forms.act_facts_form(queries.people_of(act.case), forms.preset_from(act))
    if words and not form.is_submitted():
        flash(words, "warning")
        return redirect_to(_url(act))
    if form.is_submitted() and form.is_complete(act.case):
        known = {
            "days": form.days,
            "seen_version": form.version,
            "token": form.form_token.data,
        }
        if acted(form, services.save_facts, act, actor(), form.facts(act.case), **known):
            return redirect_to(_url(act))
    return _facts_page(act.case, form, act)


@bp.post("/acts/<int:act_id>/preview")
@requires(Permission.APPORTIONMENT_PREPARE)
def act_preview(act_id: int) -> ResponseReturnValue:
    """Work the shares out anew for an act; nothing is stored."""
    act = queries.get_visible_act(act_id, actor())
    return _preview(act.case, forms.act_facts_form(queries.people_of(act.case)), act)


@bp.route("/acts/<int:act_id>/confirm", methods=["GET", "POST"])
@requires(Permission.APPORTIONMENT_CONFIRM)
def act_confirm(act_id: int) -> ResponseReturnValue:
    """Confirm the shares, each beside the one proposed; to depart needs a reason."""
    act = queries.get_visible_act(act_id, actor())
    shown = _proposal(act)
    if shown is None or shown.missing:
        flash(why_not(ACT_PROCEDURE, act, ActAction.CONFIRM) or _("现在不能确认。"), "warning")
        return redirect_to(_url(act))
    form = forms.act_confirm_form(shown, {"seen_version": act.version})
    context = {"act": act, "case": act.case, "proposal": shown, "facts": _facts_lines(act)}
    return _step(act, ActAction.CONFIRM, services.confirm_act, "act_confirm", context).show(
        form,
        lambda: {
            "shares": form.shares(),
            "reasons": form.reasons(),
            "chosen_rows": form.reading.data or None,
            "choice_reason": form.choice_reason.data or None,
        },
    )


@bp.route("/acts/<int:act_id>/reopen", methods=["GET", "POST"])
@requires(Permission.APPORTIONMENT_CONFIRM)
def act_reopen(act_id: int) -> ResponseReturnValue:
    """Take confirmed shares back, with a reason."""
    act = queries.get_visible_act(act_id, actor())
    form = forms.ActReopenForm(data={"seen_version": act.version})
    context = {"act": act, "case": act.case}
    return _step(act, ActAction.REOPEN, services.reopen_act, "act_reopen", context).show(
        form, lambda: {"reason": form.reason.data}
    )


def acts_on_page(case: Case) -> Sequence[ResponsibleAct]:
    """Read the acts of a case once for all panels of one page."""
    read: dict[int, Sequence[ResponsibleAct]] = g.setdefault("acts_on_page", {})
    if case.id not in read:
        read[case.id] = queries.acts_of(case)
    return read[case.id]


def case_panel(case: Case, reader: Actor) -> Markup:
    """Draw the acts and shares of a case on its page."""
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "accountability/_case_acts.html",
            case=case,
            acts=acts_on_page(case),
            labels=labels,
            tones=labels.TONES,
            may_record=services.may_record(case, reader) and case_is_open(case) is None,
        )
    )


def _case_to_record(case_id: int) -> Case:
    case = cases.get_visible_case(case_id, actor())
    if not services.may_record(case, actor()):
        raise Forbidden(ActAction.SAVE_FACTS)
    return case


def _case_url(case: Case) -> str:
    return url_for("casework.case_detail", case_id=case.id, _anchor="acts")


def _url(act: ResponsibleAct) -> str:
    return url_for("accountability.act_detail", act_id=act.id)


def _step(
    act: ResponsibleAct, action: ActAction, service: Any, template: str, context: dict[str, Any]
) -> Step:
    name = f"accountability/{template}.html"
    return Step(ACT_PROCEDURE, act, action, service, name, _url(act), {**context, "labels": labels})


def _proposal(act: ResponsibleAct) -> Proposal | None:
    """Return what is proposed for an act, or was when its shares were confirmed."""
    try:
        return proposal(queries.proposed_for(act), act.case.respondents)
    except SourceSilent:
        return None


def _tried(case: Case, facts: ActFacts) -> Proposal | None:
    """Return what the pack proposes for facts as typed."""
    try:
        return proposal(queries.propose_by_pack(case, facts), case.respondents)
    except SourceSilent:
        return None


def _facts_page(
    case: Case, form: forms.ActFactsForm, act: ResponsibleAct | None
) -> ResponseReturnValue:
    """Show the form with the proposal for what stands in it."""
    sound = not form.errors if form.is_submitted() else not problems_of(form.facts(case))
    show = invalid if form.is_submitted() else page
    return show("accountability/act_facts.html", **_facts_context(case, form, act, sound))


def _preview(
    case: Case, form: forms.ActFactsForm, act: ResponsibleAct | None
) -> ResponseReturnValue:
    sound = form.can_be_tried(case)
    show = page if sound else invalid
    return show(
        "accountability/act_facts.html",
        fragment="accountability/_proposal.html",
        **_facts_context(case, form, act, sound),
    )


def _facts_context(
    case: Case, form: forms.ActFactsForm, act: ResponsibleAct | None, sound: bool
) -> dict[str, Any]:
    if act is None:
        save = url_for("accountability.act_new", case_id=case.id)
        preview = url_for("accountability.act_new_preview", case_id=case.id)
    else:
        save = url_for("accountability.act_save_facts", act_id=act.id)
        preview = url_for("accountability.act_preview", act_id=act.id)
    return {
        "case": case,
        "act": act,
        "form": form,
        "save_url": save,
        "preview_url": preview,
        "back": _url(act) if act else _case_url(case),
        "proposal": _tried(case, form.facts(case)) if sound else None,
        "sound": sound,
    }


def _chain(act: ResponsibleAct) -> list[tuple[str, str | None, date | None]]:
    """Return what led to the act in the order of time: what it was, who did it, when."""
    names = {r.id: r.display_name for r in act.case.respondents}
    days: dict[Link, date | None] = {key: getattr(act, name) for key, name in DATED.items()}
    return [
        (
            str(labels.LINKS[one.link]),
            "、".join(names[key] for key in one.respondent_ids) or None,
            one.on,
        )
        for one in chain(queries.facts_of(act), days)
    ]


def _facts_lines(act: ResponsibleAct) -> list[tuple[str, str | None]]:
    """Return the facts in words, the names of those who approved, instructed, objected included."""
    names = {r.id: r.display_name for r in act.case.respondents}

    def with_name(words: Any, person_id: int | None) -> str:
        return f"{words}（{names[person_id]}）" if person_id else str(words)

    instruction = _("领导直接授意") if act.instruction_given else _("没有")
    objection = _("承办人提出异议") if act.objection_made else _("没有")
    return [
        (_("由谁决定"), str(labels.DECIDED_BY[act.decided_by])),
        (_("审批"), with_name(labels.APPROVALS[act.approval_state], act.approval_by_id)),
        (_("保密审查"), with_name(labels.REVIEWS[act.review_state], act.review_by_id)),
        (_("直接授意"), with_name(instruction, act.instruction_by_id)),
        (_("异议"), with_name(objection, act.objection_by_id)),
        (_("异议的证据"), act.objection_evidence),
    ]
