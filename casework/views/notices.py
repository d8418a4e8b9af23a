"""Pages of notices to who is accused: that the case is investigated, that it is closed."""

from __future__ import annotations

from typing import Any

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.forms import notices as forms
from casework.forms.cases import CaseForm
from casework.forms.defence import InvitationConfirmForm
from casework.models import Case, CaseNotice
from casework.procedure.notices import TELLING_PROCEDURE, not_given_now
from casework.rules.notices import TellingAction, TellingKind, TellingState, kind_for
from casework.services import telling as services
from casework.services.inviting import DRAFT
from casework.telling import labels, letters
from casework.telling.queries import get_served, get_telling, tellings_of
from casework.views.blueprint import bp
from casework.views.papers import given, served
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.procedure import Forbidden, available_actions
from core.refusals import say
from core.serving.forms import ServiceRecordForm
from core.serving.labels import METHODS
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step

#: The form of a new notice of each kind, and of one that is changed.
NEW: dict[TellingKind, type[forms.InvestigationTellingNewForm | forms.ClosingTellingNewForm]] = {
    TellingKind.INVESTIGATION: forms.InvestigationTellingNewForm,
    TellingKind.CLOSING: forms.ClosingTellingNewForm,
}
EDIT: dict[TellingKind, type[CaseForm]] = {
    TellingKind.INVESTIGATION: forms.InvestigationTellingForm,
    TellingKind.CLOSING: forms.ClosingTellingForm,
}


@bp.get("/cases/<int:case_id>/tellings")
@requires(Permission.CASE_READ)
def case_tellings(case_id: int) -> ResponseReturnValue:
    """List the notices of a case, each with its service and what is still to do."""
    case = queries.get_visible_case(case_id, actor())
    found = tellings_of(case)
    kind = kind_for(case.state)
    can = kind is not None and not_given_now(case, kind) is None
    drafted = {one.respondent_id for one in found if one.state is TellingState.DRAFTED}
    return page(
        "casework/tellings.html",
        case=case,
        tellings=found,
        acts={one.id: _acts(one) for one in found},
        may_tell=can and services.may_tell(case, actor()) and len(drafted) < len(case.respondents),
        kind=kind,
        methods=METHODS,
        words=labels,
    )


@bp.route("/cases/<int:case_id>/tellings/new", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def telling_new(case_id: int) -> ResponseReturnValue:
    """Write the notice that is given in the state of the case."""
    case = queries.get_case_file(case_id, actor())
    if not services.may_tell(case, actor()):
        raise Forbidden(DRAFT)
    kind = kind_for(case.state) or TellingKind.INVESTIGATION
    if refusal := not_given_now(case, kind):
        flash(say(refusal), "warning")
        return redirect_to(_url(case))
    first = {
        "text": letters.first_text(case, kind),
        "request": letters.first_request(case, kind),
    }
    form = NEW[kind](data={"seen_version": case.version, **first})
    form.offer_respondents([(str(r.id), r.display_name) for r in case.respondents])
    if form.validate_on_submit() and acted(
        form,
        services.draft_telling,
        case,
        actor(),
        kind=kind,
        **form.values,
        token=form.form_token.data,
    ):
        flash(_("通知书已起草，核对后印发。"), "success")
        return redirect_to(_url(case))
    show = invalid if form.is_submitted() else page
    context = {"case": case, "form": form, "back": _url(case), "back_label": labels.SUBJECT}
    label = _("起草%(kind)s", kind=labels.KINDS[kind])
    return show("casework/entry_form.html", **context, label=label, about=())


@bp.route("/cases/<int:case_id>/tellings/<int:telling_id>/edit", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def telling_edit(case_id: int, telling_id: int) -> ResponseReturnValue:
    """Change a draft."""
    case = queries.get_case_file(case_id, actor())
    notice = get_telling(case, telling_id)
    known = {"text": notice.text, "request": notice.request}
    form = EDIT[notice.kind](data={"seen_version": notice.version, **known})
    step = _step(notice, TellingAction.EDIT, services.edit_telling, "casework/entry_form.html")
    return step.show(form, lambda: form.values)


@bp.route("/cases/<int:case_id>/tellings/<int:telling_id>/issue", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def telling_issue(case_id: int, telling_id: int) -> ResponseReturnValue:
    """Number and issue a notice."""
    case = queries.get_case_file(case_id, actor())
    notice = get_telling(case, telling_id)
    form = InvitationConfirmForm(data={"seen_version": notice.version})
    template = "casework/telling_issue.html"
    step = _step(notice, TellingAction.ISSUE, services.issue_telling, template)
    return step.show(form, dict)


@bp.route("/cases/<int:case_id>/tellings/<int:telling_id>/serve", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def telling_serve(case_id: int, telling_id: int) -> ResponseReturnValue:
    """Record how a notice was served."""
    case = queries.get_case_file(case_id, actor())
    notice = get_telling(case, telling_id)
    team = "、".join(m.user.name for m in case.members if not m.left_on)
    form = ServiceRecordForm(data={"seen_version": notice.version, "servers": team})
    template = "casework/telling_serve.html"
    step = _step(notice, TellingAction.SERVE, services.serve_telling, template)
    return step.show(form, lambda: {"delivery": form.delivery})


@bp.get("/cases/<int:case_id>/tellings/<int:telling_id>/document")
@requires(Permission.CASE_READ)
def telling_document(case_id: int, telling_id: int) -> ResponseReturnValue:
    """Give the notice: the very bytes once issued, before that a marked draft."""
    case = queries.get_case_file(case_id, actor())
    notice = get_telling(case, telling_id)
    return given(_url(case), notice.document, lambda: letters.letter(notice), "notice")


@bp.get("/desk/tellings/<int:telling_id>/document")
@requires(Permission.SERVED_READ)
def desk_telling_document(telling_id: int) -> ResponseReturnValue:
    """Hand a respondent the notice byte for byte as it was issued."""
    return served(get_served(telling_id, actor()).document, "notice")


def _step(notice: CaseNotice, action: TellingAction, act: Any, template: str) -> Step:
    about = [
        (_("通知书"), str(labels.KINDS[notice.kind])),
        (_("当事人"), notice.respondent.display_name),
        (_("文号"), notice.document.number if notice.document else None),
    ]
    context = {
        "case": notice.case,
        "telling": notice,
        "about": about,
        "back_label": labels.SUBJECT,
    }
    back = _url(notice.case)
    return Step(TELLING_PROCEDURE, notice, action, act, template, back, context)


def _acts(notice: CaseNotice) -> list[tuple[str, str, str | None]]:
    """Return the acts open to the reader: what they are called, where, and what bars them."""
    return [
        (
            str(one.transition.label),
            url_for(
                f"casework.telling_{one.transition.action.value}",
                case_id=notice.case_id,
                telling_id=notice.id,
            ),
            say(one.refusal) if one.refusal else None,
        )
        for one in available_actions(TELLING_PROCEDURE, notice, actor())
    ]


def _url(case: Case) -> str:
    return url_for("casework.case_tellings", case_id=case.id)
