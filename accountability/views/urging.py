"""Pages on which an overdue rectification is pressed: reminded, supervised, criticised."""

from __future__ import annotations

from flask import abort
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accountability.forms import rectifications as forms
from accountability.forms.circulars import CircularForm
from accountability.procedure.overdue import coming, criticism_rule
from accountability.queries import rectifications as queries
from accountability.rules import RectificationAction
from accountability.services import urging as services
from accountability.urging import OverdueStep
from accountability.views.blueprint import bp
from accountability.views.rectifications import step_of
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.identity.queries import all_units


@bp.route("/rectifications/<int:rectification_id>/urge", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
def rectification_urge(rectification_id: int) -> ResponseReturnValue:
    """Remind the unit of what is overdue, or supervise it by a letter once it was reminded."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.RectificationUrgeForm(data={"seen_version": rectification.version})
    note = _("先提醒，记录方式和内容；提醒后仍未报告的，制发整改督办函。")
    if coming(rectification) is OverdueStep.SUPERVISE:
        del form.way
        note = _("单位已经提醒，仍未报告。提出后即制发整改督办函并编号，不能修改。")
    action = RectificationAction.URGE
    step = step_of(rectification, action, services.urge_rectification, note)
    return step.show(form, lambda: form.values)


@bp.route("/rectifications/<int:rectification_id>/criticise", methods=["GET", "POST"])
@requires(Permission.DECISION_ISSUE)
def rectification_criticise(rectification_id: int) -> ResponseReturnValue:
    """Criticise in a circular what stays uncorrected, by the rule that names it."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = CircularForm(data={"seen_version": rectification.version})
    form.offer((unit.id, unit.name) for unit in all_units())
    rule = criticism_rule(rectification) or ""
    note = _("依据%(rule)s。提出后即编号，不能修改。", rule=rule)
    action = RectificationAction.CRITICISE
    step = step_of(rectification, action, services.criticise_rectification, note)
    return step.show(form, lambda: {"text": form.text.data, "unit_ids": form.recipients.data or ()})


@bp.get("/rectifications/<int:rectification_id>/urgings/<int:urging_id>/document")
@requires(Permission.RECTIFICATION_READ)
def rectification_urging_document(rectification_id: int, urging_id: int) -> ResponseReturnValue:
    """Give the letter of a step byte for byte as it was issued."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    found = next((one for one in rectification.urgings if one.id == urging_id), None)
    if found is None or found.document is None:
        abort(404)
    return pdf(pdf_bytes(found.document), f"urging-{found.id}.pdf")
