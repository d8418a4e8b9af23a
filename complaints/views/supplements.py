"""Pages on which who reported is asked for what is missing, and what came is entered."""

from __future__ import annotations

from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, queries, services
from complaints.models import Complaint, SupplementRequest
from complaints.procedure.supplements import open_request, pausing_article
from complaints.rules import ComplaintAction, ComplaintState
from complaints.views.acting import acted_on, ask, done
from complaints.views.blueprint import bp
from core.access import Permission
from core.access.gate import actor, requires


def effect_on_clock(complaint: Complaint) -> str:
    """Say what asking does to the period for the decision, with the article where there is one."""
    article = pausing_article(complaint)
    if article is None:
        return str(_("适用的制度规则没有规定补充材料中止受理期限，受理期限继续计算。"))
    return str(_("补充材料期间，受理期限中止（%(article)s）。", article=article))


def standing(complaint: Complaint) -> list[tuple[SupplementRequest, str, str]]:
    """Return what was asked for, each with how it stands in words and their tone."""
    return [(asked, *_standing(asked)) for asked in complaint.supplements]


def _standing(asked: SupplementRequest) -> tuple[str, str]:
    if asked.received is not None:
        return _("已补充"), "done"
    if asked.ended_on is not None:
        return _("期满未补充"), "plain"
    if asked.complaint.state is not ComplaintState.REGISTERED:
        return _("未补充，已作决定"), "plain"
    return _("等待补充"), "open"


@bp.route("/complaints/<int:complaint_id>/ask-supplement", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_ask_supplement(complaint_id: int) -> ResponseReturnValue:
    """Ask for what is missing; the notice is made at once."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.SupplementAskForm(data={"seen_version": complaint.version})
    if acted_on(
        form,
        services.ask_supplement,
        complaint,
        missing=form.missing.data,
        due_on=form.due_on.data,
    ):
        return done(complaint_id, _("已要求补充材料，并生成补充材料通知书。"))
    effect = effect_on_clock(complaint)
    return ask(complaint, ComplaintAction.ASK_SUPPLEMENT, form, effect=effect)


@bp.route("/complaints/<int:complaint_id>/receive-supplement", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def complaint_receive_supplement(complaint_id: int) -> ResponseReturnValue:
    """Enter what came."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.SupplementReceiveForm(data={"seen_version": complaint.version})
    if acted_on(form, services.receive_supplement, complaint, text=form.text.data):
        return done(complaint_id, _("已登记补充情况，请决定是否受理。"))
    asked = open_request(complaint)
    return ask(complaint, ComplaintAction.RECEIVE_SUPPLEMENT, form, asked=asked)


@bp.route("/complaints/<int:complaint_id>/end-supplement", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def complaint_end_supplement(complaint_id: int) -> ResponseReturnValue:
    """Enter that nothing came in time."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.SupplementEndForm(data={"seen_version": complaint.version})
    if acted_on(form, services.end_supplement, complaint):
        return done(complaint_id, _("已登记期满未补充，请按照现有材料决定是否受理。"))
    asked = open_request(complaint)
    return ask(complaint, ComplaintAction.END_SUPPLEMENT, form, asked=asked)
