"""Pages on which reports about the same matter are found, joined and parted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from flask import request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, presenting, queries, services
from complaints.models import Complaint
from complaints.queries import Similar
from complaints.rules import JOINS_IN, LEADS_IN, ComplaintAction, ComplaintState
from complaints.views.acting import acted_on, ask, done
from complaints.views.blueprint import bp
from core.access import Actor, Permission
from core.access.gate import actor, requires
from core.refusals import Refusal, say


@dataclass(frozen=True)
class Suggestion:
    """A report that seems to be about the same matter, and where the two are joined; None where
    they cannot be, or the reader may not.
    """

    it: Similar
    url: str | None


def suggestions(complaint: Complaint, reader: Actor) -> Sequence[Suggestion]:
    """Return what looks like a report while it is not decided what becomes of it; nothing for what
    is about retaliation, a matter of its own (SEC-05).
    """
    if complaint.state not in JOINS_IN or complaint.leading_id is not None:
        return ()
    if complaint.is_lead or complaint.is_retaliation:
        return ()
    may = reader.may(Permission.COMPLAINT_DECIDE, complaint.unit.path)
    found = queries.similar_to(complaint, reader)
    return [Suggestion(it, _where(complaint, it.complaint) if may else None) for it in found]


def _where(complaint: Complaint, other: Complaint) -> str | None:
    """Return the page on which one joins the other: the later the earlier, all who leads."""
    leads = bool(complaint.joined) or (complaint.id < other.id and other.state in JOINS_IN)
    joins, into = (other, complaint) if leads else (complaint, other)
    if (
        joins.state not in JOINS_IN
        or into.state not in LEADS_IN
        or other.is_lead
        or other.is_retaliation
    ):
        return None
    return url_for("complaints.complaint_merge", complaint_id=joins.id, into=into.number)


@bp.route("/complaints/<int:complaint_id>/merge", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_merge(complaint_id: int) -> ResponseReturnValue:
    """Join a report to another one about the same matter."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    preset = {"seen_version": complaint.version, "into": request.args.get("into")}
    form = forms.ComplaintMergeForm(data=preset)
    leading = queries.get_numbered(form.into.data, actor()) if form.into.data else None
    if form.validate_on_submit() and leading is None:
        form.into.errors = [say(Refusal("complaint_merge_unknown"))]
    elif acted_on(
        form, services.merge_complaint, complaint, leading=leading, reason=form.reason.data or None
    ):
        return done(complaint_id, _("已并案。"))
    return ask(
        complaint,
        ComplaintAction.MERGE,
        form,
        similar=suggestions(complaint, actor()),
        leading=leading,
        words=presenting.WORDS,
    )


@bp.route("/complaints/<int:complaint_id>/unmerge", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_DECIDE)
def complaint_unmerge(complaint_id: int) -> ResponseReturnValue:
    """Part a report from the one it was joined to."""
    complaint = queries.get_visible_complaint(complaint_id, actor())
    form = forms.ComplaintUnmergeForm(data={"seen_version": complaint.version})
    if acted_on(form, services.unmerge_complaint, complaint, reason=form.reason.data):
        return done(complaint_id, _("已撤销并案。"))
    in_case = complaint.state is ComplaintState.IN_CASE
    action = ComplaintAction.UNMERGE_IN_CASE if in_case else ComplaintAction.UNMERGE
    return ask(complaint, action, form)
