"""The page of statement and defence, the invitation with its extract, and the respondent's desk."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import presenting, queries
from casework.defence import labels, letters
from casework.defence.material import material_of
from casework.defence.queries import get_invitation, get_served, invitations_of
from casework.defending import InvitationAction, InvitationState
from casework.forms import defence as forms
from casework.models import Case, Defence, DefenceInvitation
from casework.procedure.defence import INVITATION_PROCEDURE
from casework.rules import CaseAction
from casework.services import inviting as services
from casework.views.blueprint import bp
from casework.views.papers import given, served
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.files.queries import attachments_of, get_attachment
from core.files.sending import download
from core.procedure import Forbidden, available_actions
from core.refusals import say
from core.serving.forms import ServiceRecordForm
from core.serving.labels import METHODS
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step


@bp.get("/cases/<int:case_id>/defence")
@requires(Permission.CASE_READ)
def defence_detail(case_id: int) -> ResponseReturnValue:
    """Show how each respondent was invited to state and defend, and what they said."""
    case = queries.get_case_file(case_id, actor())
    found = invitations_of(case)
    said = [r.defence.id for r in case.respondents if r.defence]
    is_open = services.is_open(case) and services.may_invite(case, actor())
    return page(
        "casework/defence_detail.html",
        case=case,
        invitations={r.id: [i for i in found if i.respondent_id == r.id] for r in case.respondents},
        acts={one.id: _acts(one) for one in found},
        may_invite=is_open,
        drafted={one.respondent_id for one in found if one.state is InvitationState.DRAFTED},
        may_record=is_open and presenting.why_not(case, CaseAction.RECORD_DEFENCE, actor()) is None,
        unheard=presenting.unheard_ids(case),
        attachments=attachments_of(Defence, said),
        attachment_url=lambda row: url_for(
            "casework.defence_attachment", case_id=case.id, attachment_id=row.id
        ),
        kept_back=_kept_back,
        methods=METHODS,
        words=presenting.WORDS,
        said_words=labels,
    )


@bp.get("/cases/<int:case_id>/defence/attachments/<int:attachment_id>")
@requires(Permission.CASE_READ)
def defence_attachment(case_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out what a respondent handed in, bit by bit as it was attached."""
    case = queries.get_visible_case(case_id, actor())
    said = [r.defence.id for r in case.respondents if r.defence]
    return download(get_attachment(attachment_id, Defence, said), actor())


@bp.route("/cases/<int:case_id>/defence/invitations/new", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def invitation_new(case_id: int) -> ResponseReturnValue:
    """Write an invitation (`?respondent=`), begun from the facts that may be put to anybody."""
    case = queries.get_case_file(case_id, actor())
    if not services.may_invite(case, actor()):
        raise Forbidden(services.DRAFT)
    if not services.is_open(case):
        flash(_("案件不在陈述申辩阶段，不能办理陈述申辩告知。"), "warning")
        return redirect_to(_url(case))
    material = material_of(case)
    known = {
        "respondent_id": request.args.get("respondent"),
        "facts_text": letters.first_facts(material),
        "basis": letters.first_basis(case),
        "answer_to": letters.first_answer(case),
    }
    form = forms.InvitationNewForm(data={"seen_version": 1, **known})
    form.offer(material)
    form.offer_respondents([(str(r.id), r.display_name) for r in case.respondents])
    if form.validate_on_submit() and acted(
        form,
        services.draft_invitation,
        case,
        actor(),
        **form.values,
        token=form.form_token.data,
    ):
        flash(_("告知书已起草，核对后印发。"), "success")
        return redirect_to(_url(case))
    show = invalid if form.is_submitted() else page
    context = {**_context(case), "form": form, "back": _url(case), "invitation": None}
    return show("casework/invitation_form.html", **context, label=_("起草告知书"))


@bp.route(
    "/cases/<int:case_id>/defence/invitations/<int:invitation_id>/edit", methods=["GET", "POST"]
)
@requires(Permission.CASE_INVESTIGATE)
def invitation_edit(case_id: int, invitation_id: int) -> ResponseReturnValue:
    """Change a draft."""
    case = queries.get_case_file(case_id, actor())
    invitation = get_invitation(case, invitation_id)
    names = ("facts_text", "basis", "answer_by", "answer_to")
    known: dict[str, Any] = {name: getattr(invitation, name) for name in names}
    for name in ("fact_ids", "evidence_ids"):
        known[name] = [str(one) for one in getattr(invitation, name)]
    form = forms.InvitationEditForm(data={"seen_version": invitation.version, **known})
    form.offer(material_of(case))
    step = _step(case, invitation, InvitationAction.EDIT, services.edit_invitation, "form")
    return step.show(form, lambda: form.values)


@bp.route(
    "/cases/<int:case_id>/defence/invitations/<int:invitation_id>/issue", methods=["GET", "POST"]
)
@requires(Permission.CASE_INVESTIGATE)
def invitation_issue(case_id: int, invitation_id: int) -> ResponseReturnValue:
    """Number and issue an invitation with its extract."""
    case = queries.get_case_file(case_id, actor())
    invitation = get_invitation(case, invitation_id)
    form = forms.InvitationConfirmForm(data={"seen_version": invitation.version})
    step = _step(case, invitation, InvitationAction.ISSUE, services.issue_invitation, "issue")
    return step.show(form, dict)


@bp.route(
    "/cases/<int:case_id>/defence/invitations/<int:invitation_id>/serve", methods=["GET", "POST"]
)
@requires(Permission.CASE_INVESTIGATE)
def invitation_serve(case_id: int, invitation_id: int) -> ResponseReturnValue:
    """Record how an invitation was served."""
    case = queries.get_case_file(case_id, actor())
    invitation = get_invitation(case, invitation_id)
    team = "、".join(m.user.name for m in case.members if not m.left_on)
    form = ServiceRecordForm(data={"seen_version": invitation.version, "servers": team})
    step = _step(case, invitation, InvitationAction.SERVE, services.serve_invitation, "serve")
    return step.show(form, lambda: {"delivery": form.delivery})


@bp.get("/cases/<int:case_id>/defence/invitations/<int:invitation_id>/document")
@requires(Permission.CASE_READ)
def invitation_document(case_id: int, invitation_id: int) -> ResponseReturnValue:
    """Give the invitation: the very bytes once issued, before that a marked draft."""
    case = queries.get_case_file(case_id, actor())
    invitation = get_invitation(case, invitation_id)
    return given(_url(case), invitation.document, lambda: letters.letter(invitation), "invitation")


@bp.get("/cases/<int:case_id>/defence/invitations/<int:invitation_id>/extract")
@requires(Permission.CASE_READ)
def invitation_extract(case_id: int, invitation_id: int) -> ResponseReturnValue:
    """Give the extract: the very bytes once issued, before that a marked draft."""
    case = queries.get_case_file(case_id, actor())
    invitation = get_invitation(case, invitation_id)
    if not letters.has_extract(invitation):
        abort(404)
    draft = lambda: letters.extract(invitation, draft=True)  # noqa: E731
    return given(_url(case), invitation.extract, draft, "extract")


@bp.get("/desk/invitations/<int:invitation_id>/document")
@requires(Permission.SERVED_READ)
def desk_invitation_document(invitation_id: int) -> ResponseReturnValue:
    """Hand a respondent the invitation byte for byte as it was issued."""
    return served(get_served(invitation_id, actor()).document, "invitation")


@bp.get("/desk/invitations/<int:invitation_id>/extract")
@requires(Permission.SERVED_READ)
def desk_invitation_extract(invitation_id: int) -> ResponseReturnValue:
    """Hand a respondent the extract byte for byte as it was issued."""
    return served(get_served(invitation_id, actor()).extract, "extract")


def _step(
    case: Case, invitation: DefenceInvitation, action: InvitationAction, act: Any, name: str
) -> Step:
    about = [
        (_("当事人"), invitation.respondent.display_name),
        (_("文号"), invitation.document.number if invitation.document else None),
        (_("最后日期"), cn_date(invitation.answer_by)),
    ]
    context = {**_context(case), "invitation": invitation, "about": about}
    template = f"casework/invitation_{name}.html"
    return Step(INVITATION_PROCEDURE, invitation, action, act, template, _url(case), context)


def _context(case: Case) -> dict[str, Any]:
    """Return what the pages of an invitation show around their forms."""
    return {
        "case": case,
        "barred": [
            (piece, labels.WITHHELD[piece.barred])
            for pieces in (material_of(case).facts, material_of(case).evidence)
            for piece in pieces
            if piece.barred
        ],
    }


def _acts(invitation: DefenceInvitation) -> list[tuple[str, str, str | None]]:
    """Return the acts open to the reader: what they are called, where, and what bars them."""
    return [
        (
            str(found.transition.label),
            url_for(
                f"casework.invitation_{found.transition.action.value}",
                case_id=invitation.case_id,
                invitation_id=invitation.id,
            ),
            say(found.refusal) if found.refusal else None,
        )
        for found in available_actions(INVITATION_PROCEDURE, invitation, actor())
    ]


def _kept_back(invitation: DefenceInvitation) -> str:
    """Say how much was kept back, by the reason."""
    counts = invitation.withheld
    return "；".join(
        _("%(why)s%(n)s项", why=words, n=counts[why.value])
        for why, words in labels.WITHHELD.items()
        if counts.get(why.value)
    )


def _url(case: Case) -> str:
    return url_for("casework.defence_detail", case_id=case.id)
