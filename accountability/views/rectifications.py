"""Pages of rectifications where the case lies: the report is checked item by item."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import NotFound

from accountability import presenting
from accountability.documents import rectification_order as order
from accountability.forms import rectifications as forms
from accountability.forms.notices import ConfirmForm
from accountability.labels.rectifications import ACTIONS, FINDINGS, OVERDUE_STEPS, RULINGS
from accountability.models import Rectification, RectificationItem, RectificationVisit
from accountability.procedure.enforcement import enforcement_article
from accountability.procedure.rectifications import (
    RECTIFICATION_PROCEDURE,
    addressee_of,
    article_of,
)
from accountability.queries import rectifications as queries
from accountability.rules import ItemState, RectificationAction
from accountability.services import enforcement
from accountability.services import rectifications as services
from accountability.views.blueprint import bp
from accountability.views.offering import Step, offered
from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents import render
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.files.kinds import Origin
from core.files.labels import KIND_WORDS
from core.files.queries import attachments_of, get_attachment
from core.files.receiving import accepts_files
from core.files.sending import download
from core.web.filters import cn_date
from core.web.pages import page

#: What is proposed for a second report.
AGAIN_DAYS = 15

#: Acts on one item, and the items that each is for.
OF_ITEMS = {
    RectificationAction.ACCEPT_ITEM: (ItemState.REPORTED, ItemState.RETURNED),
    RectificationAction.RETURN_ITEM: (ItemState.REPORTED, ItemState.ACCEPTED),
}


@bp.get("/rectifications/<int:rectification_id>")
@requires(Permission.RECTIFICATION_READ)
def rectification_detail(rectification_id: int) -> ResponseReturnValue:
    """Show a rectification: each item, what was done, whether it is accepted."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    found = offered(RECTIFICATION_PROCEDURE, rectification)
    return page(
        "accountability/rectification_detail.html",
        rectification=rectification,
        crumb_list=_crumbs(rectification),
        duty=presenting.duty_due(rectification),
        article=article_of(rectification),
        enforcement_article=enforcement_article(rectification),
        rulings=RULINGS,
        findings=FINDINGS,
        attachments=attachments_of(RectificationVisit, [v.id for v in rectification.visits]),
        attachment_url=lambda row: url_for(
            "accountability.rectification_attachment",
            rectification_id=rectification.id,
            attachment_id=row.id,
        ),
        evidence=attachments_of(RectificationItem, [i.id for i in rectification.items]),
        files=KIND_WORDS,
        addressee=addressee_of(rectification),
        overdue_steps=OVERDUE_STEPS,
        actor=actor(),
        actions=[act for act in found if act.action not in OF_ITEMS],
        checks=_checks(rectification, {act.action for act in found if not act.barred}),
        words=presenting.WORDS,
        tones=presenting.TONES,
    )


@bp.get("/rectifications/<int:rectification_id>/order")
@requires(Permission.RECTIFICATION_READ)
def rectification_order(rectification_id: int) -> ResponseReturnValue:
    """Give the order to rectify, with the receipt the unit fills in: as issued, or as a form."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    issued = queries.letter_of(rectification)
    paper = pdf_bytes(issued) if issued else render(order.letter(rectification))
    return pdf(paper, f"rectification-{rectification.id}.pdf")


@bp.route("/rectifications/<int:rectification_id>/accept-item", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
def rectification_accept_item(rectification_id: int) -> ResponseReturnValue:
    """Accept one item (`?item=` presets which)."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.RectificationAcceptItemForm(data=_preset(rectification))
    form.offer(rectification, *OF_ITEMS[RectificationAction.ACCEPT_ITEM])
    step = step_of(rectification, RectificationAction.ACCEPT_ITEM, services.accept_item)
    return step.show(form, lambda: {"item_id": form.item_id.data})


@bp.route("/rectifications/<int:rectification_id>/return-item", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
def rectification_return_item(rectification_id: int) -> ResponseReturnValue:
    """Return one item with a reason (`?item=` presets which)."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.RectificationReturnItemForm(data=_preset(rectification))
    form.offer(rectification, *OF_ITEMS[RectificationAction.RETURN_ITEM])
    step = step_of(rectification, RectificationAction.RETURN_ITEM, services.return_item)
    return step.show(form, lambda: {"item_id": form.item_id.data, "reason": form.reason.data})


@bp.route("/rectifications/<int:rectification_id>/return", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
def rectification_return(rectification_id: int) -> ResponseReturnValue:
    """Send the rectification back to the unit with the returned items."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    due_on = moment.today() + timedelta(days=AGAIN_DAYS)
    form = forms.RectificationReturnForm(
        data={"seen_version": rectification.version, "due_on": due_on}
    )
    step = step_of(rectification, RectificationAction.RETURN, services.return_rectification)
    return step.show(form, lambda: {"due_on": form.due_on.data})


@bp.route("/rectifications/<int:rectification_id>/close", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
def rectification_close(rectification_id: int) -> ResponseReturnValue:
    """Close the rectification."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = ConfirmForm(data={"seen_version": rectification.version})
    step = step_of(rectification, RectificationAction.CLOSE, services.close_rectification)
    return step.show(form, dict)


@bp.route("/rectifications/<int:rectification_id>/resume", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
def rectification_resume(rectification_id: int) -> ResponseReturnValue:
    """Ask for the report of what was explained."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    due_on = moment.today() + timedelta(days=AGAIN_DAYS)
    form = forms.RectificationReturnForm(
        data={"seen_version": rectification.version, "due_on": due_on}
    )
    step = step_of(rectification, RectificationAction.RESUME, services.resume_rectification)
    return step.show(form, lambda: {"due_on": form.due_on.data})


@bp.route("/rectifications/<int:rectification_id>/record-visit", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
@accepts_files(Origin.STAFF)
def rectification_record_visit(rectification_id: int) -> ResponseReturnValue:
    """Record a visit on the spot."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.RectificationVisitForm(
        data={"seen_version": rectification.version, "place": rectification.unit.name}
    )
    form.offer(rectification)
    step = step_of(rectification, RectificationAction.RECORD_VISIT, services.record_visit)
    return step.show(form, lambda: form.values)


@bp.route("/rectifications/<int:rectification_id>/feed-back", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_CHECK)
def rectification_feed_back(rectification_id: int) -> ResponseReturnValue:
    """Record to whom, when and how the outcome was fed back; the body of the rules is proposed."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.RectificationFeedbackForm(
        data={
            "seen_version": rectification.version,
            "to_whom": addressee_of(rectification),
            "sent_on": moment.today(),
            "text": rectification.report_text,
        }
    )
    step = step_of(rectification, RectificationAction.FEED_BACK, services.feed_back)
    return step.show(form, lambda: form.values)


@bp.get("/rectifications/<int:rectification_id>/attachments/<int:attachment_id>")
@requires(Permission.RECTIFICATION_READ)
def rectification_attachment(rectification_id: int, attachment_id: int) -> ResponseReturnValue:
    """Hand out a file of a visit or of an item, bit by bit as it was attached."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    visits = [visit.id for visit in rectification.visits]
    items = [item.id for item in rectification.items]
    try:
        found = get_attachment(attachment_id, RectificationVisit, visits)
    except NotFound:
        found = get_attachment(attachment_id, RectificationItem, items)
    return download(found, actor())


@bp.route("/rectifications/<int:rectification_id>/apply-enforcement", methods=["GET", "POST"])
@requires(Permission.DECISION_ISSUE)
def rectification_apply_enforcement(rectification_id: int) -> ResponseReturnValue:
    """Ask the court to enforce the decision."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.EnforcementApplyForm(
        data={"seen_version": rectification.version, "applied_on": moment.today()}
    )
    action = RectificationAction.APPLY_ENFORCEMENT
    step = step_of(rectification, action, enforcement.apply_for_enforcement)
    return step.show(
        form,
        lambda: {
            "court": form.court.data,
            "applied_on": form.applied_on.data,
            "grounds": form.grounds.data,
        },
    )


@bp.route("/rectifications/<int:rectification_id>/rule-enforcement", methods=["GET", "POST"])
@requires(Permission.DECISION_ISSUE)
def rectification_rule_enforcement(rectification_id: int) -> ResponseReturnValue:
    """Record what the court said."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.EnforcementRuleForm(data={"seen_version": rectification.version})
    step = step_of(rectification, RectificationAction.RULE_ENFORCEMENT, enforcement.record_ruling)
    return step.show(
        form,
        lambda: {
            "ruling": form.ruling.data,
            "ruled_on": form.ruled_on.data,
            "number": form.number.data,
        },
    )


@bp.route("/rectifications/<int:rectification_id>/close-enforced", methods=["GET", "POST"])
@requires(Permission.DECISION_ISSUE)
def rectification_close_enforced(rectification_id: int) -> ResponseReturnValue:
    """Close what the court has carried out."""
    rectification = queries.get_visible_rectification(rectification_id, actor())
    form = forms.EnforcementEndForm(data={"seen_version": rectification.version})
    step = step_of(rectification, RectificationAction.CLOSE_ENFORCED, enforcement.close_enforced)
    return step.show(form, lambda: {"on": form.on.data, "text": form.text.data})


def _crumbs(rectification: Rectification) -> list[tuple[str, str]]:
    """Return the way back to case and decision; what else ordered it draws a panel of its own."""
    case, decision = rectification.case, rectification.decision
    if case is None or decision is None:
        return []
    to_case = url_for("casework.case_detail", case_id=case.id)
    to_decision = url_for("accountability.decision_detail", decision_id=decision.id)
    return [(case.number, to_case), (decision.number or case.number, to_decision)]


def _checks(
    rectification: Rectification, open_acts: set[str]
) -> dict[int, list[tuple[str, str, str]]]:
    """Return what the reader can do with each item: label, address, kind of button."""
    return {
        item.id: [
            (
                str(ACTIONS[act]),
                url_for(
                    f"accountability.rectification_{act.value}",
                    rectification_id=rectification.id,
                    item=item.id,
                ),
                "secondary",
            )
            for act, states in OF_ITEMS.items()
            if act.value in open_acts and item.status in states
        ]
        for item in rectification.items
    }


def _preset(rectification: Rectification) -> dict[str, Any]:
    return {
        "seen_version": rectification.version,
        "item_id": request.args.get("item", type=int),
    }


def step_of(
    rectification: Rectification,
    action: RectificationAction,
    act: Callable[..., Any],
    note: str = "",
) -> Step:
    """Return an act on a page of its own, with what it is about beside the form."""
    back = url_for("accountability.rectification_detail", rectification_id=rectification.id)
    name = rectification.name
    facts = [
        (_("整改单位或者人员"), name),
        (_("报告单位"), rectification.unit.name),
        (_("报告日期"), cn_date(rectification.reported_on)),
        (_("改正情况报告"), rectification.report_text),
    ]
    facts += [(item.problem, item.done_text) for item in rectification.items]
    context = {
        "here": request.path,
        "lead": rectification.subject,
        "note": note,
        "grave": False,
        "crumb_list": [
            *_crumbs(rectification)[:1],
            (_("整改（%(name)s）", name=name), back),
        ],
        "facts_list": [fact for fact in facts if fact[1]],
    }
    return Step(
        RECTIFICATION_PROCEDURE,
        rectification,
        action,
        act,
        "accountability/step.html",
        back,
        context,
    )
