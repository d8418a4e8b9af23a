"""The page of the evidence in custody, the forms for its changes of hands, and its papers."""

from __future__ import annotations

from typing import Any

from flask import flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.custody import labels, letters
from casework.custody.queries import custodies_of, get_custody, get_event
from casework.deadlines import evidence_name
from casework.forms import custody as forms
from casework.forms.cases import CaseForm
from casework.models import Case, EvidenceCustody
from casework.procedure.custody import CUSTODY_PROCEDURE
from casework.rules import CustodyAction
from casework.services import keeping as services
from casework.views.blueprint import bp
from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents import render
from core.documents.sending import pdf
from core.procedure import Forbidden, available_actions
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to
from core.web.steps import Step

FORMS: dict[CustodyAction, type[CaseForm]] = {
    CustodyAction.SEAL: forms.CustodyActForm,
    CustodyAction.UNSEAL: forms.CustodyUnsealForm,
    CustodyAction.HAND_OVER: forms.CustodyPassForm,
    CustodyAction.LEND: forms.CustodyLendForm,
    CustodyAction.TAKE_BACK: forms.CustodyActForm,
    CustodyAction.GIVE_BACK: forms.CustodyPassForm,
}


@bp.get("/cases/<int:case_id>/custody")
@requires(Permission.CASE_READ)
def custody_detail(case_id: int) -> ResponseReturnValue:
    """Show where each piece of evidence of a case is, and through whose hands it went."""
    case = queries.get_case_file(case_id, actor())
    kept = custodies_of(case)
    return page(
        "casework/custody_detail.html",
        case=case,
        kept=list(kept.values()),
        unkept=[item for item in case.evidence if item.id not in kept],
        acts={one.id: _acts(case, one) for one in kept.values()},
        may_keep=services.may_keep(case, actor()),
        evidence_name=evidence_name,
        source_words=letters.source_words,
        today=moment.today(),
        words=labels,
    )


@bp.route("/cases/<int:case_id>/custody/new", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def custody_receive(case_id: int) -> ResponseReturnValue:
    """Take a piece of evidence into custody (`?evidence=`)."""
    case = queries.get_case_file(case_id, actor())
    if not services.may_keep(case, actor()):
        raise Forbidden("receive")
    kept = custodies_of(case)
    known = {"keeper": actor().name, "on_date": moment.today()}
    form = forms.CustodyReceiveForm(
        data={"seen_version": 1, "evidence_id": request.args.get("evidence"), **known}
    )
    form.offer(
        [(str(e.id), f"{evidence_name(e)} · {e.place}") for e in case.evidence if e.id not in kept]
    )
    if form.validate_on_submit() and acted(
        form, services.receive, case, actor(), **form.values, token=form.form_token.data
    ):
        flash(_("证据已登记保管。"), "success")
        return redirect_to(_url(case))
    show = invalid if form.is_submitted() else page
    context = {"case": case, "form": form, "back": _url(case), "back_label": labels.SUBJECT}
    return show("casework/entry_form.html", **context, label=_("登记保管"), about=())


@bp.route("/cases/<int:case_id>/custody/<int:custody_id>/seal", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def custody_seal(case_id: int, custody_id: int) -> ResponseReturnValue:
    """Seal a piece."""
    return _act(case_id, custody_id, CustodyAction.SEAL)


@bp.route("/cases/<int:case_id>/custody/<int:custody_id>/unseal", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def custody_unseal(case_id: int, custody_id: int) -> ResponseReturnValue:
    """Open a seal."""
    return _act(case_id, custody_id, CustodyAction.UNSEAL)


@bp.route("/cases/<int:case_id>/custody/<int:custody_id>/hand-over", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def custody_hand_over(case_id: int, custody_id: int) -> ResponseReturnValue:
    """Let another keep a piece."""
    return _act(case_id, custody_id, CustodyAction.HAND_OVER)


@bp.route("/cases/<int:case_id>/custody/<int:custody_id>/lend", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def custody_lend(case_id: int, custody_id: int) -> ResponseReturnValue:
    """Lend a piece until a day."""
    return _act(case_id, custody_id, CustodyAction.LEND)


@bp.route("/cases/<int:case_id>/custody/<int:custody_id>/take-back", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def custody_take_back(case_id: int, custody_id: int) -> ResponseReturnValue:
    """Take a lent piece back."""
    return _act(case_id, custody_id, CustodyAction.TAKE_BACK)


@bp.route("/cases/<int:case_id>/custody/<int:custody_id>/give-back", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def custody_give_back(case_id: int, custody_id: int) -> ResponseReturnValue:
    """Give a piece back to whoever it belongs to."""
    return _act(case_id, custody_id, CustodyAction.GIVE_BACK)


@bp.get("/cases/<int:case_id>/custody/list-document")
@requires(Permission.CASE_READ)
def custody_list_document(case_id: int) -> ResponseReturnValue:
    """Give the list of evidence as PDF, as it stands today."""
    case = queries.get_visible_case(case_id, actor())
    return pdf(render(letters.evidence_list(case)), f"evidence-{case.id}.pdf")


@bp.get("/cases/<int:case_id>/custody/events/<int:event_id>/slip")
@requires(Permission.CASE_READ)
def custody_slip(case_id: int, event_id: int) -> ResponseReturnValue:
    """Give the paper for one change of hands as PDF, to be signed."""
    case = queries.get_visible_case(case_id, actor())
    event = get_event(case, event_id)
    return pdf(render(letters.slip(case, event)), f"custody-{event.id}.pdf")


def _act(case_id: int, custody_id: int, action: CustodyAction) -> ResponseReturnValue:
    case = queries.get_visible_case(case_id, actor())
    custody = get_custody(case, custody_id)
    known: dict[str, Any] = {"on_date": moment.today()}
    if action is CustodyAction.GIVE_BACK:
        known["to_whom"] = custody.source
    form = FORMS[action](data={"seen_version": custody.version, **known})
    about = [
        (evidence_name(custody.evidence), custody.title),
        (_("来源"), letters.source_words(custody)),
        (_("现由"), custody.holder),
        (_("上次交接"), cn_date(custody.events[-1].on_date)),
    ]
    context = {"case": case, "about": about, "back_label": labels.SUBJECT}
    template = "casework/entry_form.html"
    step = Step(CUSTODY_PROCEDURE, custody, action, services.pass_on, template, _url(case), context)
    return step.show(form, lambda: {"action": action, **form.values})


def _acts(case: Case, custody: EvidenceCustody) -> list[tuple[str, str]]:
    """Return the acts open to the reader: what they are called, and where."""
    return [
        (
            str(found.transition.label),
            url_for(
                f"casework.custody_{found.transition.action.value}",
                case_id=case.id,
                custody_id=custody.id,
            ),
        )
        for found in available_actions(CUSTODY_PROCEDURE, custody, actor())
    ]


def _url(case: Case) -> str:
    return url_for("casework.custody_detail", case_id=case.id)
