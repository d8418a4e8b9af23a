"""Pages of referrals: those of a case, one of them, proposing one, deciding, receipt and answer."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from flask import Response, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.deadlines import evidence_name
from casework.elevation import labels as elevation_words
from casework.elevation.queries import moved_of
from casework.forms import referrals as forms
from casework.forms.cases import CaseForm
from casework.models import Case, CaseReferral
from casework.procedure.referrals import REFERRAL_PROCEDURE
from casework.procedure.team import pack_of
from casework.referral import labels, letter
from casework.referral.queries import get_referral, referrals_of
from casework.rules import SECRECY_ARTICLE, TEAM_STATES
from casework.rules.elevations import MOVABLE, ElevationState
from casework.rules.referrals import ReferralAction, ReferralState, article_for, kinds_of
from casework.services import referring as services
from casework.services.elevating import may_ask
from casework.views.blueprint import bp
from casework.views.elevations import takers
from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents import render
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.procedure import Forbidden, available_actions
from core.refusals import say
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step


@bp.get("/cases/<int:case_id>/referrals")
@requires(Permission.CASE_READ)
def case_referrals(case_id: int) -> ResponseReturnValue:
    """List where a case, or a clue in it, went: to other bodies, to the organ above."""
    case = queries.get_visible_case(case_id, actor())
    moved = moved_of(case)
    asked = any(one.state is ElevationState.ASKED for one in moved)
    can_move, takes_over = case.state in MOVABLE and not asked, bool(takers(case))
    return page(
        "casework/referrals.html",
        case=case,
        referrals=referrals_of(case),
        elevations=moved,
        oversees=actor().has(Permission.CASE_OVERSEE),
        may_ask=can_move and not takes_over and may_ask(case, actor()),
        may_take_over=can_move and takes_over,
        elevation_words=elevation_words,
        may_refer=services.may_refer(case, actor()) and case.state in TEAM_STATES,
        secrecy_article=SECRECY_ARTICLE,
        words=labels,
    )


@bp.route("/cases/<int:case_id>/referrals/new", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def referral_new(case_id: int) -> ResponseReturnValue:
    """Propose a referral; the evidence of the case stands in the list of papers to begin with."""
    case = queries.get_case_file(case_id, actor())
    if not services.may_refer(case, actor()):
        raise Forbidden("propose")
    form = forms.ReferralForm(data={"seen_version": case.version, "materials": _papers(case)})
    pack = pack_of(case)
    form.offer((kind, article_for(pack, kind) or "") for kind in kinds_of(pack))
    back = url_for("casework.case_referrals", case_id=case.id)
    if form.validate_on_submit() and acted(
        form, services.propose_referral, case, actor(), **form.values, token=form.form_token.data
    ):
        flash(_("已提出移送，等待批准。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    context = {"case": case, "form": form, "back": back, "back_label": labels.SUBJECT}
    return show("casework/entry_form.html", **context, label=_("提出移送"), about=())


@bp.get("/cases/<int:case_id>/referrals/<int:referral_id>")
@requires(Permission.CASE_READ)
def referral_detail(case_id: int, referral_id: int) -> ResponseReturnValue:
    """Show a referral: to whom, what, why, its papers, and what came back."""
    case = queries.get_visible_case(case_id, actor())
    referral = get_referral(case, referral_id)
    return page(
        "casework/referral_detail.html",
        case=case,
        referral=referral,
        steps=list(_steps(referral)),
        offers=_offers(referral),
        words=labels,
    )


@bp.get("/cases/<int:case_id>/referrals/<int:referral_id>/document")
@requires(Permission.CASE_READ)
def referral_document(case_id: int, referral_id: int) -> Response:
    """Give the letter: as issued, or as it would be."""
    case = queries.get_visible_case(case_id, actor())
    referral = get_referral(case, referral_id)
    kept = referral.document
    content = pdf_bytes(kept) if kept is not None else render(letter.letter(referral, None))
    return pdf(content, f"referral-{referral.id}.pdf")


@bp.get("/cases/<int:case_id>/referrals/<int:referral_id>/receipt")
@requires(Permission.CASE_READ)
def referral_receipt(case_id: int, referral_id: int) -> Response:
    """Give the receipt that goes along with the letter, to be filled in there."""
    case = queries.get_visible_case(case_id, actor())
    referral = get_referral(case, referral_id)
    return pdf(render(letter.receipt(referral)), f"receipt-{referral.id}.pdf")


@bp.route("/cases/<int:case_id>/referrals/<int:referral_id>/approve", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def referral_approve(case_id: int, referral_id: int) -> ResponseReturnValue:
    """Approve; the letter is issued."""
    form, service = forms.ReferralApproveForm, services.approve_referral
    return _act(case_id, referral_id, ReferralAction.APPROVE, form, service)


@bp.route("/cases/<int:case_id>/referrals/<int:referral_id>/reject", methods=["GET", "POST"])
@requires(Permission.CASE_FILE)
def referral_reject(case_id: int, referral_id: int) -> ResponseReturnValue:
    """Do not approve."""
    form, service = forms.ReferralRejectForm, services.reject_referral
    return _act(case_id, referral_id, ReferralAction.REJECT, form, service)


@bp.route("/cases/<int:case_id>/referrals/<int:referral_id>/receive", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def referral_receive(case_id: int, referral_id: int) -> ResponseReturnValue:
    """Register the receipt."""
    form, service = forms.ReferralReceiptForm, services.receive_referral
    return _act(case_id, referral_id, ReferralAction.RECEIVE, form, service)


@bp.route("/cases/<int:case_id>/referrals/<int:referral_id>/take", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def referral_take(case_id: int, referral_id: int) -> ResponseReturnValue:
    """Register that the other body has taken it."""
    form, service = forms.ReferralAnswerForm, services.take_referral
    return _act(case_id, referral_id, ReferralAction.TAKE, form, service)


@bp.route("/cases/<int:case_id>/referrals/<int:referral_id>/decline", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def referral_decline(case_id: int, referral_id: int) -> ResponseReturnValue:
    """Register that the other body does not take it."""
    form, service = forms.ReferralAnswerForm, services.decline_referral
    return _act(case_id, referral_id, ReferralAction.DECLINE, form, service)


def _act(
    case_id: int,
    referral_id: int,
    action: ReferralAction,
    form_type: type[CaseForm],
    service: Callable[..., Any],
) -> ResponseReturnValue:
    case = queries.get_visible_case(case_id, actor())
    referral = get_referral(case, referral_id)
    today = moment.today()
    form = form_type(
        data={"seen_version": referral.version, "received_on": today, "answered_on": today}
    )
    about = [
        (_("受送机关"), referral.receiver),
        (_("移送种类"), labels.KINDS[referral.kind]),
        (_("移送后本案"), labels.COURSES[referral.course]),
        (_("移送函文号"), referral.document.number if referral.document else None),
        (_("发函日期"), cn_date(referral.decided_on) if referral.document else None),
    ]
    back = url_for("casework.referral_detail", case_id=case.id, referral_id=referral.id)
    context = {"case": case, "about": about, "back_label": labels.SUBJECT}
    template = "casework/entry_form.html"
    step = Step(REFERRAL_PROCEDURE, referral, action, service, template, back, context)
    return step.show(form, lambda: form.values)


def _papers(case: Case) -> str:
    """Return the evidence of the case, a paper a line, to start from."""
    return "\n".join(f"{evidence_name(item)}，{cn_date(item.on_date)}" for item in case.evidence)


def _offers(referral: CaseReferral) -> list[dict[str, Any]]:
    """Return the acts open to the reader, what leads on first."""
    back = (ReferralAction.REJECT, ReferralAction.DECLINE)
    found = available_actions(REFERRAL_PROCEDURE, referral, actor())
    return [
        {
            "label": str(one.transition.label),
            "url": url_for(
                f"casework.referral_{one.transition.action.value}",
                case_id=referral.case_id,
                referral_id=referral.id,
            ),
            "kind": "secondary" if one.transition.action in back else "primary",
            "barred": say(one.refusal) if one.refusal else None,
        }
        for one in found
    ]


def _steps(referral: CaseReferral) -> Iterator[tuple[str, str, str | None]]:
    """Yield the step bar: proposed, sent, received, answered; one that was not approved ends."""
    days = {
        ReferralState.PROPOSED: (_("提出"), referral.proposed_on),
        ReferralState.SENT: (_("批准发函"), referral.decided_on),
        ReferralState.RECEIVED: (_("回执"), referral.received_on),
        ReferralState.TAKEN: (_("答复"), referral.answered_on),
    }
    if referral.state is ReferralState.REJECTED:
        days = {
            ReferralState.PROPOSED: days[ReferralState.PROPOSED],
            ReferralState.REJECTED: (_("不同意"), referral.decided_on),
        }
    waits = True
    for label, day in days.values():
        status = "done" if day else "current" if waits else "coming"
        waits = waits and day is not None
        yield label, status, f"{day.month}月{day.day}日" if day else None
