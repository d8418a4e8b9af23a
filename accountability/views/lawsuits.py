"""Pages of administrative reviews and lawsuits: the register, one of them, each act on it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.challenging import (
    LawsuitAction,
    LawsuitKind,
    LawsuitState,
    Outcome,
    fate_of_lead,
)
from accountability.forms import lawsuits as forms
from accountability.forms.notices import ConfirmForm
from accountability.labels import lawsuits as labels
from accountability.models import Decision, Lawsuit
from accountability.procedure.lawsuits import LAWSUIT_PROCEDURE, is_lost, overturned_rule
from accountability.queries import decisions
from accountability.queries import lawsuits as queries
from accountability.services import lawsuits as services
from accountability.views.blueprint import bp
from accountability.views.offering import Step, offered
from complaints.labels import STATES as COMPLAINT_STATES
from complaints.models import Complaint
from complaints.queries import units_where
from complaints.rules import Channel
from core import moment
from core.access import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.files.kinds import Origin
from core.files.labels import KIND_WORDS
from core.files.queries import attachments_of, get_attachment
from core.files.receiving import accepts_files
from core.files.sending import download
from core.identity.queries import all_units
from core.procedure import Forbidden
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to

#: The years whose register can be asked for.
YEARS = 6
TONES = {LawsuitState.FILED: "open", LawsuitState.ACCEPTED: "open", LawsuitState.ENDED: "done"}
GRAVE = frozenset({LawsuitAction.REVOKE, LawsuitAction.REMAND})


@bp.get("/registers/lawsuits")
@requires(Permission.LAWSUIT_READ)
def lawsuit_list() -> ResponseReturnValue:
    """Show the register of a year, to be printed as offices keep it."""
    this_year = moment.today().year
    search = forms.LawsuitSearch(request.args)
    search.offer(range(this_year, this_year - YEARS, -1))
    given = search.values
    year = int(given.get("year", this_year))
    found = queries.registered(
        actor(),
        year=year,
        kind=LawsuitKind(given["kind"]) if "kind" in given else None,
        state=LawsuitState(given["state"]) if "state" in given else None,
        outcome=Outcome(given["outcome"]) if "outcome" in given else None,
    )
    return page(
        "accountability/lawsuit_list.html",
        search=search,
        found=list_page(found, [Lawsuit.id]),
        year=year,
        today=moment.today(),
        may_register=actor().has(Permission.LAWSUIT_RECORD),
        labels=labels,
        tones=TONES,
    )


@bp.route("/lawsuits/new", methods=["GET", "POST"])
@requires(Permission.LAWSUIT_RECORD)
def lawsuit_new() -> ResponseReturnValue:
    """Register one against an act of a unit."""
    units = {str(unit.id): unit for unit in all_units()}
    form = forms.LawsuitForm(data={"seen_version": 1})
    form.offer(units.values())
    keeper = units_where(actor(), Permission.LAWSUIT_RECORD)[0]
    back = url_for("accountability.lawsuit_list")
    if form.validate_on_submit() and acted(
        form,
        services.register_lawsuit,
        keeper,
        actor(),
        form.challenge(),
        sued_unit=units[form.sued_unit_id.data],
        token=form.form_token.data,
    ):
        return _registered(back)
    return _show(form, back, [(_("行政复议、诉讼"), back)], lead="", facts_list=[])


@bp.route("/decisions/<int:decision_id>/lawsuits/new", methods=["GET", "POST"])
@requires(Permission.LAWSUIT_RECORD)
def decision_lawsuit_new(decision_id: int) -> ResponseReturnValue:
    """Register one against a decision of this house."""
    decision = decisions.get_visible_decision(decision_id, actor())
    case, back = decision.case, url_for("accountability.decision_detail", decision_id=decision_id)
    if not _may_register(decision, actor()):
        raise Forbidden("register")
    signed = decision.signed_at
    signed_on = moment.local(signed).date() if signed else moment.today()
    subject = _("处理决定（%(number)s）", number=decision.number or "")
    form = forms.LawsuitForm(data={"seen_version": 1, "subject": subject, "acted_on": signed_on})
    del form.sued_unit_id
    if form.validate_on_submit() and acted(
        form,
        services.register_lawsuit,
        case.unit,
        actor(),
        form.challenge(),
        sued_unit=case.unit,
        decision=decision,
        token=form.form_token.data,
    ):
        return _registered(back)
    crumb_list = [
        (case.number, url_for("casework.case_detail", case_id=case.id)),
        (decision.number or "", back),
    ]
    facts_list = [(_("处理决定"), decision.number), (_("签发日期"), cn_date(signed_on))]
    return _show(form, back, crumb_list, lead=case.title, facts_list=facts_list)


@bp.get("/lawsuits/<int:lawsuit_id>")
@requires(Permission.LAWSUIT_READ)
def lawsuit_detail(lawsuit_id: int) -> ResponseReturnValue:
    """Show one: before whom, against what, how it ended, and what followed."""
    lawsuit = queries.get_visible_lawsuit(lawsuit_id, actor())
    rule = overturned_rule(lawsuit) if is_lost(lawsuit) else None
    return page(
        "accountability/lawsuit_detail.html",
        lawsuit=lawsuit,
        steps=_steps(lawsuit),
        actions=offered(LAWSUIT_PROCEDURE, lawsuit),
        attachments=attachments_of(Lawsuit, [lawsuit.id]).get(lawsuit.id, ()),
        attachment_url=lambda row: url_for(
            "accountability.lawsuit_attachment", lawsuit_id=lawsuit.id, attachment_id=row.id
        ),
        files=KIND_WORDS,
        is_lost=is_lost(lawsuit),
        rule=rule,
        lead=queries.lead_of(lawsuit, actor()),
        lead_states=COMPLAINT_STATES,
        lead_fate=_lead_fate(lawsuit),
        labels=labels,
        tones=TONES,
    )


@bp.get("/lawsuits/<int:lawsuit_id>/attachments/<int:attachment_id>")
@requires(Permission.LAWSUIT_READ)
def lawsuit_attachment(lawsuit_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out the written result, bit by bit as it was attached."""
    lawsuit = queries.get_visible_lawsuit(lawsuit_id, actor())
    return download(get_attachment(attachment_id, Lawsuit, [lawsuit.id]), actor())


@bp.route("/lawsuits/<int:lawsuit_id>/accept", methods=["GET", "POST"])
@requires(Permission.LAWSUIT_RECORD)
def lawsuit_accept(lawsuit_id: int) -> ResponseReturnValue:
    """Record that it was taken up."""
    lawsuit = queries.get_visible_lawsuit(lawsuit_id, actor())
    form = forms.LawsuitAcceptForm(
        data={"seen_version": lawsuit.version, "body_number": lawsuit.body_number}
    )
    step = _step(lawsuit, LawsuitAction.ACCEPT, services.accept_lawsuit)
    return step.show(
        form,
        lambda: {"accepted_on": form.accepted_on.data, "body_number": form.body_number.data},
    )


@bp.route("/lawsuits/<int:lawsuit_id>/record-result", methods=["GET", "POST"])
@requires(Permission.LAWSUIT_RECORD)
@accepts_files(Origin.STAFF)
def lawsuit_record_result(lawsuit_id: int) -> ResponseReturnValue:
    """Record the result that took effect."""
    lawsuit = queries.get_visible_lawsuit(lawsuit_id, actor())
    form = forms.LawsuitResultForm(data={"seen_version": lawsuit.version})
    form.offer(lawsuit.kind)
    note = _(
        "撤销、变更、确认违法、确认无效或者责令履行的，适用的规定将其列为追究情形时，系统随即登记线索，由上级单位核查。"
    )
    step = _step(lawsuit, LawsuitAction.RECORD_RESULT, services.record_result, note)
    return step.show(form, lambda: {"result": form.result(), "files": form.files.data})


@bp.route("/lawsuits/<int:lawsuit_id>/correct-result", methods=["GET", "POST"])
@requires(Permission.LAWSUIT_RECORD)
@accepts_files(Origin.STAFF)
def lawsuit_correct_result(lawsuit_id: int) -> ResponseReturnValue:
    """Correct a result that was recorded wrongly."""
    lawsuit = queries.get_visible_lawsuit(lawsuit_id, actor())
    known = {
        "outcome": lawsuit.outcome.value if lawsuit.outcome else None,
        "result_number": lawsuit.result_number,
        "decided_on": lawsuit.decided_on,
        "effective_on": lawsuit.effective_on,
        "text": lawsuit.result,
    }
    form = forms.LawsuitCorrectForm(data={"seen_version": lawsuit.version, **known})
    form.offer(lawsuit.kind)
    note = _("原登记和更正理由一并留存。已经登记的线索、已经按原登记办理的处理决定不随更正改变。")
    step = _step(lawsuit, LawsuitAction.CORRECT_RESULT, services.correct_result, note)
    return step.show(
        form,
        lambda: {
            "result": form.result(),
            "reason": form.reason.data,
            "files": form.files.data,
        },
    )


@bp.route("/lawsuits/<int:lawsuit_id>/modify", methods=["GET", "POST"])
@requires(Permission.REMEDY_DECIDE)
def lawsuit_modify(lawsuit_id: int) -> ResponseReturnValue:
    """Change the decision as the result says."""
    return _carry_out(lawsuit_id, LawsuitAction.MODIFY, _("处理决定记为已变更，变更的内容见文书。"))


@bp.route("/lawsuits/<int:lawsuit_id>/revoke", methods=["GET", "POST"])
@requires(Permission.REMEDY_DECIDE)
def lawsuit_revoke(lawsuit_id: int) -> ResponseReturnValue:
    """Revoke the decision as the result says."""
    note = _(
        "撤销后原处理决定不再执行，由其起算的期限一并取消，其他当事人尚未办结的复核、申诉一并审结。"
    )
    return _carry_out(lawsuit_id, LawsuitAction.REVOKE, note)


@bp.route("/lawsuits/<int:lawsuit_id>/remand", methods=["GET", "POST"])
@requires(Permission.REMEDY_DECIDE)
def lawsuit_remand(lawsuit_id: int) -> ResponseReturnValue:
    """Revoke the decision as the result says, and investigate anew."""
    note = _(
        "撤销原处理决定，案件退回调查。由其起算的期限一并取消，其他当事人尚未办结的复核、申诉一并审结。"
    )
    return _carry_out(lawsuit_id, LawsuitAction.REMAND, note)


def decision_panel(decision: Decision, reader: Actor) -> Markup | None:
    """Draw what was brought against a decision on its page (one statement)."""
    found = queries.against(decision, reader) if decision.number else ()
    may = _may_register(decision, reader)
    if not (found or may):
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "accountability/_decision_lawsuits.html",
            decision=decision,
            found=found,
            may_register=may,
            labels=labels,
            tones=TONES,
        )
    )


def lead_panel(complaint: Complaint, reader: Actor) -> Markup | None:
    """Draw on the page of a lead which lawsuit opened it; asks nothing for any other report."""
    if complaint.channel is not Channel.OVERTURNED_ACT:
        return None
    lawsuit = queries.opened_by(complaint, reader)
    if lawsuit is None:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "accountability/_lead_lawsuit.html",
            lawsuit=lawsuit,
            labels=labels,
            lead_fate=_lead_fate(lawsuit),
        )
    )


def _lead_fate(lawsuit: Lawsuit) -> str | None:
    """Say what a corrected result means for the lead, where there are both."""
    if lawsuit.lead_id is None or not lawsuit.corrections:
        return None
    return str(labels.LEADS[fate_of_lead(lawsuit.outcome)])


def _may_register(decision: Decision, reader: Actor) -> bool:
    may = reader.may(Permission.LAWSUIT_RECORD, decision.case.unit.path)
    return may and decision.number is not None


def _registered(back: str) -> ResponseReturnValue:
    flash(_("已登记。"), "success")
    return redirect_to(back)


def _show(
    form: forms.LawsuitForm, back: str, crumb_list: list[tuple[str, str]], **more: Any
) -> ResponseReturnValue:
    show = invalid if form.is_submitted() else page
    return show(
        "accountability/step.html",
        form=form,
        back=back,
        label=_("登记行政复议、行政诉讼"),
        crumb_list=crumb_list,
        here=request.path,
        note=None,
        grave=False,
        **more,
    )


def _carry_out(lawsuit_id: int, action: LawsuitAction, note: str) -> ResponseReturnValue:
    lawsuit = queries.get_visible_lawsuit(lawsuit_id, actor())
    form = ConfirmForm(data={"seen_version": lawsuit.version})
    step = _step(lawsuit, action, services.carry_out, note)
    return step.show(form, lambda: {"action": action})


def _step(
    lawsuit: Lawsuit, action: LawsuitAction, act: Callable[..., Any], note: str | None = None
) -> Step:
    back = url_for("accountability.lawsuit_detail", lawsuit_id=lawsuit.id)
    facts = [
        (_("类别"), labels.KINDS[lawsuit.kind]),
        (_("作出行为的单位"), lawsuit.sued_unit.name),
        (_("被复议、被诉的行为"), lawsuit.subject),
        (_("提起日期"), cn_date(lawsuit.filed_on)),
        (_("受理日期"), cn_date(lawsuit.accepted_on) if lawsuit.accepted_on else None),
        (_("结果"), labels.OUTCOMES[lawsuit.outcome] if lawsuit.outcome else None),
        (_("主要内容"), lawsuit.result),
    ]
    context = {
        "crumb_list": [
            (_("行政复议、诉讼"), url_for("accountability.lawsuit_list")),
            (lawsuit.number, back),
        ],
        "lead": lawsuit.body,
        "here": request.path,
        "note": note,
        "grave": action in GRAVE,
        "facts_list": [fact for fact in facts if fact[1]],
    }
    return Step(LAWSUIT_PROCEDURE, lawsuit, action, act, "accountability/step.html", back, context)


def _steps(lawsuit: Lawsuit) -> list[tuple[str, str, str | None]]:
    """Return the step bar; what ended without being taken up has no step for that."""
    days = [(_("提起"), lawsuit.filed_on), (_("受理"), lawsuit.accepted_on)]
    if lawsuit.state is LawsuitState.ENDED and lawsuit.accepted_on is None:
        days.pop()
    days.append((_("审结"), lawsuit.decided_on))
    reached = next((i for i, (_label, day) in enumerate(days) if day is None), len(days))
    return [
        (
            label,
            "done" if index < reached else "current" if index == reached else "coming",
            cn_date(day) if day else None,
        )
        for index, (label, day) in enumerate(days)
    ]
