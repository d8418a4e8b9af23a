"""Pages of remedies where the case lies: registered from paper, admitted, rejected, ruled."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext

from accountability import presenting
from accountability.documents.ruling import TITLES
from accountability.forms import remedies as forms
from accountability.models import NoticeService, Remedy
from accountability.procedure.notices import pack_of, stated_remedy
from accountability.procedure.remedies import REMEDY_PROCEDURE, may_be_sought
from accountability.queries import notices
from accountability.queries import remedies as queries
from accountability.rules import RemedyAction, RemedyState
from accountability.services import remedies as services
from accountability.views.blueprint import bp
from accountability.views.notices import shown
from accountability.views.offering import Step, offered
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.clocks.queries import for_subject
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.procedure import Forbidden
from core.refusals import say
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.pages import invalid, page, redirect_to

NOTES = {
    RemedyAction.UPHOLD: lazy_gettext("原处理决定不变，随即生成文书。"),
    RemedyAction.MODIFY: lazy_gettext("写明变更后的处理措施，随即生成文书；原处理决定记为已变更。"),
    RemedyAction.REVOKE: lazy_gettext(
        "撤销后原处理决定不再执行，由其起算的期限一并取消，其他当事人尚未办结的复核、申诉一并审结。"
    ),
    RemedyAction.REMAND: lazy_gettext(
        "撤销原处理决定，案件退回调查。由其起算的期限一并取消，其他当事人尚未办结的复核、申诉一并审结。"
    ),
}
GRAVE = frozenset({RemedyAction.REVOKE, RemedyAction.REMAND})


@bp.route("/services/<int:service_id>/register-remedy", methods=["GET", "POST"])
@requires(Permission.REMEDY_REGISTER)
def remedy_register(service_id: int) -> ResponseReturnValue:
    """Register a remedy that came on paper."""
    service = notices.get_visible_service(service_id, actor())
    if not services.may_register(service, actor()):
        raise Forbidden("register")
    form = forms.RemedyRegisterForm(data={"seen_version": service.version})
    back = url_for("accountability.service_detail", service_id=service.id)
    if refusal := offer_kinds(form, service):
        flash(say(refusal), "warning")
        return redirect_to(back)
    token = form.form_token.data
    if form.validate_on_submit() and acted(
        form, services.register_remedy, service, actor(), form.petition, token=token
    ):
        flash(_("已登记，等待决定是否受理。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    context = shown(service.decision.case, (service.document.title, back))
    due = presenting.remedy_due(notices.remedy_clocks([service]).get(service.id))
    return show(
        "accountability/remedy_register.html",
        **context,
        form=form,
        back=back,
        service=service,
        due=due,
    )


@bp.get("/remedies/<int:remedy_id>")
@requires(Permission.CASE_READ)
def remedy_detail(remedy_id: int) -> ResponseReturnValue:
    """Show a remedy: what is asked and why, whether in time, and the ruling."""
    remedy = queries.get_visible_remedy(remedy_id, actor())
    clock = notices.remedy_clocks([remedy.service]).get(remedy.service_id)
    return page(
        "accountability/remedy_detail.html",
        remedy=remedy,
        case=remedy.decision.case,
        waits_late=remedy.is_late and remedy.state is RemedyState.FILED,
        due=presenting.remedy_due(clock, with_ledger=True),
        clocks=for_subject(Remedy.__tablename__, remedy.id),
        elapsed=presenting.elapsed_of(remedy),
        actions=offered(REMEDY_PROCEDURE, remedy),
        steps=presenting.remedy_steps(remedy),
        words=presenting.WORDS,
        tones=presenting.TONES,
        title=TITLES[remedy.kind],
        receipt=queries.receipts_of([remedy]).get(remedy.id),
    )


@bp.get("/remedies/<int:remedy_id>/receipt")
@requires(Permission.CASE_READ)
def remedy_receipt(remedy_id: int) -> ResponseReturnValue:
    """Give the letter that says whether it is taken up, byte for byte as it was issued."""
    remedy = queries.get_visible_remedy(remedy_id, actor())
    document = queries.receipts_of([remedy]).get(remedy.id)
    if document is None:
        abort(404)
    return pdf(pdf_bytes(document), f"receipt-{remedy.id}.pdf")


@bp.get("/remedies/<int:remedy_id>/ruling")
@requires(Permission.CASE_READ)
def remedy_ruling(remedy_id: int) -> ResponseReturnValue:
    """Give the ruling byte for byte as it was issued."""
    remedy = queries.get_visible_remedy(remedy_id, actor())
    if remedy.document is None:
        abort(404)
    return pdf(pdf_bytes(remedy.document), f"ruling-{remedy.id}.pdf")


@bp.route("/remedies/<int:remedy_id>/admit", methods=["GET", "POST"])
@requires(Permission.REMEDY_ADMIT)
def remedy_admit(remedy_id: int) -> ResponseReturnValue:
    """Take the remedy up for review."""
    remedy = queries.get_visible_remedy(remedy_id, actor())
    form = forms.RemedyAdmitForm(data={"seen_version": remedy.version})
    step = _step(remedy, RemedyAction.ADMIT, services.admit_remedy)
    return step.show(form, lambda: {"reason": form.reason.data or None})


@bp.route("/remedies/<int:remedy_id>/reject", methods=["GET", "POST"])
@requires(Permission.REMEDY_ADMIT)
def remedy_reject(remedy_id: int) -> ResponseReturnValue:
    """Decline to take the remedy up."""
    remedy = queries.get_visible_remedy(remedy_id, actor())
    form = forms.RemedyRejectForm(data={"seen_version": remedy.version})
    step = _step(remedy, RemedyAction.REJECT, services.reject_remedy)
    return step.show(form, lambda: {"reason": form.reason.data})


@bp.route("/remedies/<int:remedy_id>/uphold", methods=["GET", "POST"])
@requires(Permission.REMEDY_DECIDE)
def remedy_uphold(remedy_id: int) -> ResponseReturnValue:
    """Rule that the decision stands."""
    return _rule(remedy_id, RemedyAction.UPHOLD)


@bp.route("/remedies/<int:remedy_id>/modify", methods=["GET", "POST"])
@requires(Permission.REMEDY_DECIDE)
def remedy_modify(remedy_id: int) -> ResponseReturnValue:
    """Rule that the decision is changed."""
    return _rule(remedy_id, RemedyAction.MODIFY)


@bp.route("/remedies/<int:remedy_id>/revoke", methods=["GET", "POST"])
@requires(Permission.REMEDY_DECIDE)
def remedy_revoke(remedy_id: int) -> ResponseReturnValue:
    """Rule that the decision is revoked."""
    return _rule(remedy_id, RemedyAction.REVOKE)


@bp.route("/remedies/<int:remedy_id>/remand", methods=["GET", "POST"])
@requires(Permission.REMEDY_DECIDE)
def remedy_remand(remedy_id: int) -> ResponseReturnValue:
    """Rule that the decision is revoked and the case investigated anew."""
    return _rule(remedy_id, RemedyAction.REMAND)


def offer_kinds(form: forms.RemedyFileForm, service: NoticeService) -> Any:
    """Offer the kinds the pack states; return why none can be sought now, if so."""
    offered_rule = stated_remedy(pack_of(service))
    form.offer(offered_rule.kinds if offered_rule else ())
    return None if form.is_submitted() else may_be_sought(service)


def _rule(remedy_id: int, action: RemedyAction) -> ResponseReturnValue:
    remedy = queries.get_visible_remedy(remedy_id, actor())
    form = forms.RemedyRuleForm(data={"seen_version": remedy.version})
    step = _step(remedy, action, services.rule_remedy)
    return step.show(form, lambda: {"action": action, "ruling": form.ruling.data})


def _step(remedy: Remedy, action: RemedyAction, act: Callable[..., Any]) -> Step:
    back = url_for("accountability.remedy_detail", remedy_id=remedy.id)
    sought = remedy.posted_on or remedy.filed_on
    facts = [
        (_("编号"), remedy.number),
        (_("申请人"), remedy.service.respondent.display_name),
        (_("提出日期"), cn_date(sought)),
        (_("是否逾期"), _("逾期") if remedy.is_late else _("在期限内")),
        (_("逾期理由"), remedy.late_reason),
        (_("请求事项"), remedy.request),
        (_("事实和理由"), remedy.grounds),
    ]
    context = {
        **shown(remedy.decision.case, (remedy.number, back)),
        "facts_list": [fact for fact in facts if fact[1]],
        "note": NOTES.get(action),
        "grave": action in GRAVE,
    }
    return Step(REMEDY_PROCEDURE, remedy, action, act, "accountability/step.html", back, context)
