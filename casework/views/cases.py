"""Pages of cases: the list, the proposal, the one page of a case, and a page for each act."""

from __future__ import annotations

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from casework import deadlines, presenting, queries, services
from casework.acting import act
from casework.forms import cases as forms
from casework.forms.team import CaseExtendForm, CaseResumeForm, CaseSuspendForm
from casework.listings import also_loaded
from casework.models import Case, Evidence
from casework.narrowing import narrowed
from casework.procedure import present_team
from casework.recusal.marks import marks_of
from casework.reporting import building
from casework.rules import CaseAction, CaseState
from casework.views.blueprint import bp
from complaints.models import Complaint
from complaints.queries import get_visible_complaint
from complaints.rules import ComplaintState
from core import moment
from core.access.actor import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.files.kinds import Origin
from core.files.queries import attachments_of, get_attachment
from core.files.receiving import accepts_files
from core.files.sending import download
from core.web.acts import acted
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to
from core.web.shapes import list_shape


@bp.get("/cases")
@requires(Permission.CASE_READ)
def case_list() -> ResponseReturnValue:
    """List the cases the reader may know, newest first."""
    search = forms.CaseSearch(request.args)
    presenting.offer_filters(search)
    asked = dict(search.values)
    pace, age = asked.pop("pace", None), asked.pop("age", None)
    wanted = narrowed(queries.case_list(actor(), **asked), pace_is=pace, age_is=age)
    shape = list_shape()
    if shape is not None:
        wanted = wanted.options(*also_loaded(shape.chosen))
    cases = list_page(wanted, [Case.id], counted=True)
    clocks = deadlines.soonest(case.id for case in cases.rows)
    return page(
        "casework/case_list.html",
        fragment="casework/_case_list.html",
        search=search,
        cases=cases,
        dues={case_id: presenting.due(clock) for case_id, clock in clocks.items()},
        words=presenting.WORDS,
        triggers=search.trigger.words,
        may_propose=actor().has(Permission.CASE_PROPOSE),
        oversees=actor().has(Permission.CASE_OVERSEE),
    )


@bp.route("/cases/new", methods=["GET", "POST"])
@requires(Permission.CASE_PROPOSE)
def case_new() -> ResponseReturnValue:
    """Propose a case, from an accepted complaint or from a finding of one's own."""
    complaint = _complaint_asked_for()
    units = queries.units_proposing(actor())
    form = forms.CaseNewForm(data={"seen_version": 1, **_known(complaint)})
    presenting.offer_new(form, units, complaint)
    token = form.form_token.data or ""
    if form.validate_on_submit() and acted(
        form, services.propose_case, actor(), **_proposal(form, complaint), token=token
    ):
        case_id = queries.proposed_with(token)
        flash(_("已提出立案，等待审批。"), "success")
        return redirect_to(url_for("casework.case_detail", case_id=case_id))
    show = invalid if form.is_submitted() else page
    return show("casework/case_new.html", form=form, complaint=complaint)


@bp.get("/cases/<int:case_id>")
@requires(Permission.CASE_READ)
def case_detail(case_id: int) -> ResponseReturnValue:
    """Show the whole case on one page."""
    case = queries.get_case_file(case_id, actor())
    clocks = deadlines.of_case(case.id)
    return page(
        "casework/case_detail.html",
        case=case,
        actor=actor(),
        steps=presenting.steps(case),
        actions=presenting.actions(case, actor()),
        clocks=[presenting.due(clock, with_ledger=True) for clock in clocks],
        elapsed=presenting.elapsed_of(case, clocks),
        extend_url=presenting.extend_url(case, actor(), clocks),
        trigger=presenting.trigger_label(case),
        packs=presenting.pack_titles(case),
        complaint=presenting.complaint_of(case, actor()),
        unheard=presenting.unheard_ids(case),
        most_lines=deadlines.LINES,
        history=[deadlines.record_line(case, entry) for entry in deadlines.history(case.id)],
        attachments=attachments_of(Evidence, [item.id for item in case.evidence]),
        attachment_url=lambda row: presenting.attachment_url(case, row),
        facts_in_order=building.facts_in_order(case),
        evidence_name=deadlines.evidence_name,
        can_complete=_may_complete(case),
        marks=marks_of(case),
        team_notice=presenting.team_notice(case),
        words=presenting.WORDS,
    )


@bp.get("/cases/<int:case_id>/complaints")
@requires(Permission.CASE_READ)
def case_complaints(case_id: int) -> ResponseReturnValue:
    """Show every report that is handled in the case; who reported stands on none of them."""
    case = queries.get_visible_case(case_id, actor())
    complaints = presenting.complaints_of(case, actor())
    return page("casework/case_complaints.html", case=case, complaints=complaints)


@bp.route("/cases/<int:case_id>/file", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_file(case_id: int) -> ResponseReturnValue:
    """File the case."""
    return act(case_id, CaseAction.FILE, forms.CaseFileForm, services.file_case)


@bp.route("/cases/<int:case_id>/name-member", methods=["GET", "POST"])
@requires(Permission.CASE_TEAM)
def case_name_member(case_id: int) -> ResponseReturnValue:
    """Name an investigator."""

    def offer(form: forms.CaseNameMemberForm, case: Case) -> None:
        form.offer(queries.candidates(case))

    return act(
        case_id, CaseAction.NAME_MEMBER, forms.CaseNameMemberForm, services.name_member, offer
    )


@bp.route("/cases/<int:case_id>/start-investigation", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_start_investigation(case_id: int) -> ResponseReturnValue:
    """Begin the investigation."""
    return act(
        case_id,
        CaseAction.START_INVESTIGATION,
        forms.CaseConfirmForm,
        services.start_investigation,
    )


@bp.route("/cases/<int:case_id>/add-respondent", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def case_add_respondent(case_id: int) -> ResponseReturnValue:
    """Add a unit or person the case is about, or complete an entry (`?entry=`)."""
    return act(
        case_id,
        CaseAction.ADD_RESPONDENT,
        forms.CaseAddRespondentForm,
        services.add_respondent,
        presenting.offer_respondents,
        lambda case: presenting.entry_preset(case, request.args.get("entry", type=int)),
    )


@bp.get("/cases/<int:case_id>/attachments/<int:attachment_id>")
@requires(Permission.CASE_READ)
def case_attachment(case_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out a file of the evidence, bit by bit as it was attached."""
    case = queries.get_visible_case(case_id, actor())
    evidence_ids = [item.id for item in case.evidence]
    return download(get_attachment(attachment_id, Evidence, evidence_ids), actor())


@bp.route("/cases/<int:case_id>/attach-files", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
@accepts_files(Origin.STAFF)
def case_attach_files(case_id: int) -> ResponseReturnValue:
    """Add files to evidence recorded before (`?evidence=`)."""
    return act(
        case_id,
        CaseAction.ATTACH_FILES,
        forms.CaseAttachFilesForm,
        services.attach_files,
        presenting.offer_evidence,
        lambda _case: {"evidence_id": request.args.get("evidence")},
    )


@bp.route("/cases/<int:case_id>/record-evidence", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
@accepts_files(Origin.STAFF)
def case_record_evidence(case_id: int) -> ResponseReturnValue:
    """Record an act of gathering evidence."""

    def offer(form: forms.CaseRecordEvidenceForm, case: Case) -> None:
        present = set(present_team(case))
        form.offer(m.user for m in case.members if m.left_on is None and m.user_id in present)

    return act(
        case_id,
        CaseAction.RECORD_EVIDENCE,
        forms.CaseRecordEvidenceForm,
        services.record_evidence,
        offer,
        lambda _case: {"on_date": moment.today()},
    )


@bp.route("/cases/<int:case_id>/record-fact", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def case_record_fact(case_id: int) -> ResponseReturnValue:
    """Record a fact found."""
    return act(
        case_id,
        CaseAction.RECORD_FACT,
        forms.CaseRecordFactForm,
        services.record_fact,
        presenting.offer_evidence,
    )


@bp.route("/cases/<int:case_id>/open-defence", methods=["GET", "POST"])
@requires(Permission.CASE_DELIBERATE)
def case_open_defence(case_id: int) -> ResponseReturnValue:
    """Let the respondents be heard."""
    return act(case_id, CaseAction.OPEN_DEFENCE, forms.CaseConfirmForm, services.open_defence)


@bp.route("/cases/<int:case_id>/record-defence", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
@accepts_files(Origin.STAFF)
def case_record_defence(case_id: int) -> ResponseReturnValue:
    """Record what a respondent said."""
    return act(
        case_id,
        CaseAction.RECORD_DEFENCE,
        forms.CaseRecordDefenceManner,
        services.record_defence,
        presenting.offer_unheard,
        lambda _case: {
            "heard_on": moment.today(),
            "respondent_id": request.args.get("respondent"),
        },
    )


@bp.route("/cases/<int:case_id>/deliberate", methods=["GET", "POST"])
@requires(Permission.CASE_DELIBERATE)
def case_deliberate(case_id: int) -> ResponseReturnValue:
    """Take the case to deliberation."""
    return act(case_id, CaseAction.DELIBERATE, forms.CaseConfirmForm, services.deliberate_case)


@bp.route("/cases/<int:case_id>/dismiss", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_dismiss(case_id: int) -> ResponseReturnValue:
    """End the case without a decision."""
    return act(case_id, CaseAction.DISMISS, forms.CaseDismissForm, services.dismiss_case)


@bp.route("/cases/<int:case_id>/suspend", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_suspend(case_id: int) -> ResponseReturnValue:
    """Let the investigation stand still."""
    return act(case_id, CaseAction.SUSPEND, CaseSuspendForm, services.suspend_case)


@bp.route("/cases/<int:case_id>/resume", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_resume(case_id: int) -> ResponseReturnValue:
    """Let the investigation go on."""
    return act(case_id, CaseAction.RESUME, CaseResumeForm, services.resume_case)


@bp.route("/cases/<int:case_id>/extend", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def case_extend(case_id: int) -> ResponseReturnValue:
    """Let the investigation take longer."""
    return act(case_id, CaseAction.EXTEND, CaseExtendForm, services.extend_case)


@bp.route("/cases/<int:case_id>/close", methods=["GET", "POST"])
@requires(Permission.CASE_CLOSE)
def case_close(case_id: int) -> ResponseReturnValue:
    """Close the case."""
    return act(case_id, CaseAction.CLOSE, forms.CaseConfirmForm, services.close_case)


def complaint_panel(complaint: Complaint, reader: Actor) -> Markup | None:
    """Draw, on the page of a complaint, its case or the way to one."""
    is_accepted = complaint.state is ComplaintState.ACCEPTED
    before = is_accepted or complaint.state is ComplaintState.REGISTERED
    case = None if before else queries.visible_case_of(complaint, reader)
    goes_alone = is_accepted and complaint.leading_id is None
    may_propose = goes_alone and reader.may(Permission.CASE_PROPOSE, complaint.unit.path)
    if case is None and not may_propose:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "casework/_complaint_case.html", case=case, complaint=complaint, words=presenting.WORDS
        )
    )


def _complaint_asked_for() -> Complaint | None:
    """Return the complaint that address or form names; 404 where the reader may not see it."""
    named = request.values.get("complaint")
    if not named:
        return None
    if not (named.isascii() and named.isdecimal() and len(named) <= 10):
        abort(404)
    return get_visible_complaint(int(named), actor())


def _known(complaint: Complaint | None) -> dict[str, object]:
    if complaint is None:
        return {}
    return {
        "complaint": complaint.id,
        "title": complaint.title,
        "trigger_code": complaint.trigger_code,
        "act_on": complaint.occurred_from,
        "summary": complaint.facts,
    }


def _proposal(form: forms.CaseNewForm, complaint: Complaint | None) -> dict[str, object]:
    typed: dict[str, object] = {
        name: form[name].data for name in ("title", "trigger_code", "act_on", "summary")
    }
    if complaint is not None:
        return {**typed, "complaint": complaint, "unit": complaint.unit}
    accused = services.Accused(
        int(form.accused_unit.data), form.accused_name.data, form.accused_post.data
    )
    units = {str(unit.id): unit for unit in queries.units_proposing(actor())}
    return {**typed, "unit": units[form.unit.data], "accused": [accused]}


def _may_complete(case: Case) -> bool:
    """Tell whether the reader may complete what is known of a respondent now."""
    open_now = case.state in {CaseState.FILED, CaseState.INVESTIGATING}
    return open_now and queries.is_member(case, actor())
