"""Pages of a decision: the draft, its comparison with the data, the letters, each act on it."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.discussing import Part
from accountability.documents import comparison
from accountability.documents import decision as letters
from accountability.forms import decisions as forms
from accountability.labels import decisions as labels
from accountability.models import Decision, NoticeService
from accountability.procedure.decisions import DECISION_PROCEDURE, IN_FORCE, ready_to_decide
from accountability.queries import decisions as queries
from accountability.queries.decisions import Dossier
from accountability.rules import DecisionAction, DecisionState, Grade
from accountability.services import decisions as services
from accountability.views.acts import acts_on_page
from accountability.views.blueprint import bp
from accountability.views.offering import Step, offered, why_not
from casework import queries as cases
from casework.models import Case
from core import moment
from core.access import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents import MissingGlyphs
from core.documents.keeping import loads
from core.documents.sending import pdf, word, word_of
from core.documents.services import pdf_bytes
from core.procedure import Forbidden
from core.refusals import say
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from regulations.codes import GuardId
from regulations.registry import get_pack
from regulations.rules import is_on, wording

#: Until the signature the draft is compared with the data.
UNSIGNED = frozenset(
    {
        DecisionState.DRAFTED,
        DecisionState.IN_REVIEW,
        DecisionState.RETURNED,
        DecisionState.REVIEWED,
    }
)


@bp.route("/cases/<int:case_id>/decisions/new", methods=["GET", "POST"])
@requires(Permission.DECISION_DRAFT)
def decision_new(case_id: int) -> ResponseReturnValue:
    """Draft the decision, prefilled with what the case file says."""
    case = _case_to_draft(case_id)
    refusal = services.draft_refusal(case)
    if refusal and request.method == "GET":
        flash(say(refusal), "warning")
        return redirect_to(_case_url(case))
    dossier = queries.dossier_of(case)
    form = _form(dossier, forms.preset_for_new(dossier))
    if form.is_submitted() and form.is_complete():
        known = {"token": form.form_token.data}
        if acted(form, services.create_decision, case, actor(), form.draft(), **known):
            decision = queries.standing_decision(case)
            return redirect_to(_url(decision) if decision else _case_url(case))
    show = invalid if form.is_submitted() else page
    return show("accountability/decision_form.html", **_form_context(dossier, form, None))


@bp.post("/cases/<int:case_id>/decisions/preview")
@requires(Permission.DECISION_DRAFT)
def decision_new_preview(case_id: int) -> ResponseReturnValue:
    """Narrow the measures to the chosen grade for a first draft; nothing is stored."""
    return _narrowed(queries.dossier_of(_case_to_draft(case_id)), None)


@bp.get("/decisions/<int:decision_id>")
@requires(Permission.CASE_READ)
def decision_detail(decision_id: int) -> ResponseReturnValue:
    """Show a decision: content, letters, and before the signature the comparison with the data."""
    decision = queries.get_visible_decision(decision_id, actor())
    dossier = queries.dossier_of(decision.case)
    unsigned, notices = decision.state in UNSIGNED, queries.notices_of(decision)
    return page(
        "accountability/decision_detail.html",
        decision=decision,
        case=decision.case,
        parties=[_party(decision, dossier, r, notices.get(r.id)) for r in dossier.respondents],
        findings=comparison.compare(decision, dossier) if unsigned else (),
        is_returned=decision.state is DecisionState.RETURNED,
        reader=actor(),
        actions=offered(DECISION_PROCEDURE, decision),
        steps=_steps(decision),
        grade=queries.grade_words(decision, dossier),
        labels=labels,
    )


@bp.get("/decisions/<int:decision_id>/letters/<int:respondent_id>")
@requires(Permission.CASE_READ)
def decision_letter(decision_id: int, respondent_id: int) -> ResponseReturnValue:
    """Give the letter to one party: the very bytes once issued, before that a marked draft.

    `?format=docx` gives the same as a Word file.
    """
    decision = queries.get_visible_decision(decision_id, actor())
    notice = queries.notices_of(decision).get(respondent_id)
    as_word = request.args.get("format") == "docx"
    if notice is not None:
        if as_word:
            return word_of(notice.document)
        return pdf(pdf_bytes(notice.document), f"decision-{notice.id}.pdf")
    dossier = queries.dossier_of(decision.case)
    respondent = next((r for r in dossier.respondents if r.id == respondent_id), None)
    if respondent is None:
        abort(404)
    if as_word:
        letter = letters.letter(decision, dossier, respondent, draft=True)
        return word(letter, f"draft-{decision.id}.docx")
    try:
        content = letters.pdf(decision, dossier, respondent, draft=True)
        return pdf(content, f"draft-{decision.id}.pdf")
    except MissingGlyphs as missing:
        flash(
            _("字库没有下列字，不能生成文书：%(what)s", what="、".join(missing.characters)),
            "warning",
        )
        return redirect_to(_url(decision))


@bp.route("/decisions/<int:decision_id>/redraft", methods=["GET", "POST"])
@requires(Permission.DECISION_DRAFT)
def decision_redraft(decision_id: int) -> ResponseReturnValue:
    """Change a draft."""
    decision = queries.get_visible_decision(decision_id, actor())
    words = why_not(DECISION_PROCEDURE, decision, DecisionAction.REDRAFT)
    dossier = queries.dossier_of(decision.case)
    form = _form(dossier, forms.preset_from(decision))
    if words and not form.is_submitted():
        flash(words, "warning")
        return redirect_to(_url(decision))
    if form.is_submitted() and form.is_complete():
        known = {"seen_version": form.version, "token": form.form_token.data}
        if acted(form, services.redraft_decision, decision, actor(), form.draft(), **known):
            return redirect_to(_url(decision))
    show = invalid if form.is_submitted() else page
    return show("accountability/decision_form.html", **_form_context(dossier, form, decision))


@bp.post("/decisions/<int:decision_id>/preview")
@requires(Permission.DECISION_DRAFT)
def decision_preview(decision_id: int) -> ResponseReturnValue:
    """Narrow the measures to the chosen grade; nothing is stored."""
    decision = queries.get_visible_decision(decision_id, actor())
    return _narrowed(queries.dossier_of(decision.case), decision)


@bp.route("/decisions/<int:decision_id>/submit", methods=["GET", "POST"])
@requires(Permission.DECISION_DRAFT)
def decision_submit(decision_id: int) -> ResponseReturnValue:
    """Hand the draft to the reviewer."""
    return _plain(decision_id, DecisionAction.SUBMIT, services.submit_decision)


@bp.route("/decisions/<int:decision_id>/return", methods=["GET", "POST"])
@requires(Permission.DECISION_REVIEW)
def decision_return(decision_id: int) -> ResponseReturnValue:
    """Return the draft with a reason."""
    decision = queries.get_visible_decision(decision_id, actor())
    form = forms.DecisionReturnForm(data={"seen_version": decision.version})
    step = _step(decision, DecisionAction.RETURN, services.return_decision)
    return step.show(form, lambda: {"reason": form.reason.data})


@bp.route("/decisions/<int:decision_id>/approve", methods=["GET", "POST"])
@requires(Permission.DECISION_REVIEW)
def decision_approve(decision_id: int) -> ResponseReturnValue:
    """Approve the draft for signature."""
    decision = queries.get_visible_decision(decision_id, actor())
    form = forms.DecisionApproveForm(data={"seen_version": decision.version})
    step = _step(decision, DecisionAction.APPROVE, services.approve_decision)
    return step.show(form, lambda: {"note": form.note.data or None})


@bp.route("/decisions/<int:decision_id>/discuss", methods=["GET", "POST"])
@requires(Permission.CASE_DELIBERATE)
def decision_discuss(decision_id: int) -> ResponseReturnValue:
    """Take the minutes of a collective discussion of the draft (FIN-32)."""
    decision = queries.get_visible_decision(decision_id, actor())
    form = forms.DiscussionForm(data=_expected(decision))
    step = _step(decision, DecisionAction.DISCUSS, services.discuss_decision)
    return step.show(form, lambda: {"minutes": form.minutes()})


@bp.route("/decisions/<int:decision_id>/sign", methods=["GET", "POST"])
@requires(Permission.DECISION_SIGN)
def decision_sign(decision_id: int) -> ResponseReturnValue:
    """Sign the decision."""
    return _plain(decision_id, DecisionAction.SIGN, services.sign_decision)


@bp.route("/decisions/<int:decision_id>/issue", methods=["GET", "POST"])
@requires(Permission.DECISION_ISSUE)
def decision_issue(decision_id: int) -> ResponseReturnValue:
    """Issue the letters."""
    return _plain(decision_id, DecisionAction.ISSUE, services.issue_decision)


def case_panel(case: Case, reader: Actor) -> Markup:
    """Draw the decision of a case on its page."""
    decisions = queries.decisions_of(case)
    stands = any(d.state is not DecisionState.REVOKED for d in decisions)
    refusal = None
    may_draft = not stands and services.may_draft(case, reader)
    if may_draft:
        refusal = ready_to_decide(queries.dossier_of(case, acts_on_page(case)))
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "accountability/_case_decision.html",
            case=case,
            decisions=decisions,
            labels=labels,
            tone=tone,
            may_draft=may_draft,
            barred=say(refusal) if refusal else None,
        )
    )


def tone(state: DecisionState) -> str:
    """Return the tone in which a state is shown."""
    if state in IN_FORCE:
        return "done"
    if state is DecisionState.RETURNED:
        return "warning"
    return "plain" if state in (DecisionState.REVOKED, DecisionState.MODIFIED) else "open"


def _plain(decision_id: int, action: DecisionAction, service: Any) -> ResponseReturnValue:
    """Do an act that asks for nothing, after showing what it will do."""
    decision = queries.get_visible_decision(decision_id, actor())
    form = forms.DecisionActForm(data={"seen_version": decision.version})
    return _step(decision, action, service).show(form, dict)


def _expected(decision: Decision) -> dict[str, Any]:
    """Return what the file says of a discussion before it: by whom, who sits in, who keeps away."""
    pack = get_pack(decision.case.procedure_pack_id)
    demanded = is_on(pack, GuardId.COLLECTIVE_DISCUSSION)
    team = [member.user.name for member in decision.case.members if member.left_on is None]
    return {
        "seen_version": decision.version,
        "body": wording(pack, GuardId.DECIDING_BODY) if demanded else None,
        "held_on": moment.today(),
        Part.SAT_IN.value: "、".join(team),
        Part.RECUSED.value: "、".join(cases.names_kept_away(decision.case)),
    }


def _step(decision: Decision, action: DecisionAction, service: Any) -> Step:
    dossier = queries.dossier_of(decision.case)
    unsigned = decision.state in UNSIGNED
    return Step(
        DECISION_PROCEDURE,
        decision,
        action,
        service,
        "accountability/decision_act.html",
        _url(decision),
        {
            "decision": decision,
            "case": decision.case,
            "action": action.value,
            "parties": [_party(decision, dossier, r) for r in dossier.respondents],
            "findings": comparison.compare(decision, dossier) if unsigned else (),
            "labels": labels,
        },
    )


def _case_to_draft(case_id: int) -> Case:
    case = cases.get_case_file(case_id, actor())
    if not services.may_draft(case, actor()):
        raise Forbidden(DecisionAction.REDRAFT)
    return case


def _case_url(case: Case) -> str:
    return url_for("casework.case_detail", case_id=case.id, _anchor="decision")


def _url(decision: Decision) -> str:
    return url_for("accountability.decision_detail", decision_id=decision.id)


def _form(dossier: Dossier, preset: dict[str, Any]) -> forms.DecisionForm:
    """Return the form with the measures of the grade that was sent or is preset."""
    sent = request.method == "POST"
    grade = request.form.get("grade", "") if sent else preset.get("grade", "")
    if grade not in {member.value for member in Grade}:
        grade = ""
    is_grave = "is_grave" in request.form if sent else bool(preset.get("is_grave"))
    form: forms.DecisionForm = forms.decision_form(dossier, preset, grade, is_grave)
    return form


def _narrowed(dossier: Dossier, decision: Decision | None) -> ResponseReturnValue:
    form = _form(dossier, {})
    form.keep_only_measures()
    return page(
        "accountability/decision_form.html",
        fragment="accountability/_measures.html",
        **_form_context(dossier, form, decision),
    )


def _form_context(
    dossier: Dossier, form: forms.DecisionForm, decision: Decision | None
) -> dict[str, Any]:
    case = dossier.case
    if decision is None:
        save = url_for("accountability.decision_new", case_id=case.id)
        preview = url_for("accountability.decision_new_preview", case_id=case.id)
    else:
        save = url_for("accountability.decision_redraft", decision_id=decision.id)
        preview = url_for("accountability.decision_preview", decision_id=decision.id)
    return {
        "case": case,
        "decision": decision,
        "form": form,
        "save_url": save,
        "preview_url": preview,
        "back": _url(decision) if decision else _case_url(case),
        "has_grave": forms.has_grave_tier(dossier),
        "shares": [_shares(dossier, r) for r in dossier.respondents],
        "remedies": letters.remedy_lines(dossier),
        "labels": labels,
    }


def _shares(dossier: Dossier, respondent: Any) -> tuple[str, str]:
    from accountability.labels.acts import SHARES

    shares = dict.fromkeys(str(SHARES[share]) for share in dossier.shares_of(respondent))
    return respondent.display_name, "、".join(shares) or "—"


def _party(
    decision: Decision, dossier: Dossier, respondent: Any, notice: NoticeService | None = None
) -> dict[str, Any]:
    """Return what is shown of a party: of the letter the words issued, before that the draft's."""
    if notice is not None and notice.document.letter is not None:
        letter = loads(notice.document.letter)
    else:
        letter = letters.letter(decision, dossier, respondent, draft=True)
    return {
        "name": respondent.display_name,
        "title": letters.notice_title(decision, respondent),
        "sections": letters.sections(letter),
        "measures": queries.measures_on(decision, respondent),
        "shares": _shares(dossier, respondent)[1],
        "letter_url": url_for(
            "accountability.decision_letter",
            decision_id=decision.id,
            respondent_id=respondent.id,
        ),
    }


def _steps(decision: Decision) -> list[tuple[str, str, str | None]]:
    path = list(DECISION_PROCEDURE.path)
    state = decision.state
    if state is DecisionState.RETURNED:
        state = DecisionState.DRAFTED
    if state not in path:
        path = [DecisionState.SIGNED, state]
    here = path.index(state)
    days = {DecisionState.SIGNED: decision.signed_at, DecisionState.ISSUED: decision.issued_on}
    bar = []
    for n, step in enumerate(path):
        last = n == here == len(path) - 1
        status = "done" if n < here or last else "current" if n == here else "coming"
        day = days.get(step)  # type: ignore[call-overload]
        note = f"{day.month}月{day.day}日" if day and n <= here else None
        bar.append((str(labels.STATES[step]), status, note))  # type: ignore[index]
    return bar
