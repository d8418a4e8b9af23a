"""The page for who reported: the code of the receipt, and how it stands. No account, no script.

Nothing of the visitor is stored: no address, no hour. A wrong code and one that never was get the
same answer after the same work; the code never stands in an address.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.exceptions import TooManyRequests

from complaints import forms, queries, services
from complaints.models import Complaint, ComplaintTransfer
from complaints.procedure.supplements import open_request
from complaints.rules import CAME_BACK, ComplaintState, DocumentKind, receipt_digits
from complaints.views import following
from complaints.views.blueprint import bp
from core.access.gate import public
from core.documents.services import lines_of
from core.throttle import Throttle
from core.web.acts import acted
from core.web.filters import cn_date
from core.web.forms import Form
from core.web.pages import invalid, page

#: Wrong codes in ten minutes: of one origin (an office may share one), and of all.
throttle = Throttle(limit=10, limit_all=200, window=timedelta(minutes=10))


@bp.get("/follow-up")
@public
def follow_up() -> ResponseReturnValue:
    """Ask for the code."""
    return page("complaints/follow_up.html", form=forms.FollowUpForm())


@bp.post("/follow-up")
@public
def follow_up_submit() -> ResponseReturnValue:
    """Show how it stands to who has the code."""
    form = forms.FollowUpForm()
    if form.validate():
        complaint = _complaint_of(form.code.data or "")
        if complaint is not None:
            return _standing(complaint, form.code.data or "")
        form.code.errors = [*form.code.errors, _("没有找到与此回执码对应的事项，请核对后重试。")]
    return invalid("complaints/follow_up.html", form=form)


@bp.post("/follow-up/messages")
@public
def follow_up_message() -> ResponseReturnValue:
    """Keep what who reported writes, and show the page again."""
    form = forms.FollowUpMessageForm()
    code = form.code.data or ""
    complaint = _complaint_of(code)
    if complaint is None:
        again = forms.FollowUpForm(formdata=None)
        again.code.errors = [_("没有找到与此回执码对应的事项，请核对后重试。")]
        return invalid("complaints/follow_up.html", form=again)
    if form.validate() and acted(
        form, services.leave_message, complaint, text=form.text.data, token=form.form_token.data
    ):
        return _standing(complaint, code, received=_("已收到，请过几日凭回执码查看答复。"))
    return _standing(complaint, code, form=form, status=422)


def _complaint_of(code: str) -> Complaint | None:
    """Return the complaint of a code; 429 where too many were wrong."""
    origin = request.remote_addr
    if not throttle.is_open(origin):
        raise TooManyRequests
    complaint = services.complaint_of(code)
    if complaint is None:
        throttle.note_failure(origin)
    return complaint


def _standing(
    complaint: Complaint,
    code: str,
    *,
    form: Form | None = None,
    received: str | None = None,
    status: int = 200,
) -> ResponseReturnValue:
    values = {"seen_version": 1, "code": receipt_digits(code)}
    return page(
        "complaints/follow_up_standing.html",
        status=status,
        standing=following.follow_up(complaint),
        passed_on=_passed_on(complaint),
        answers=[(one.answered_on, one.answer) for one in complaint.call_backs if one.answer],
        asked=open_request(complaint) if complaint.state is ComplaintState.REGISTERED else None,
        accepted=_accepted(complaint),
        form=form or forms.FollowUpMessageForm(formdata=None, data=values),
        received=received,
    )


def _accepted(complaint: Complaint) -> dict[str, Any] | None:
    """Return what the letter of acceptance says: who left no name has it from here alone.

    Whoever else got hold of the code does not learn what was reported.
    """
    letter = queries.letter_of_kind(complaint, DocumentKind.ACCEPTANCE_NOTICE)
    if letter is None:
        return None
    title = complaint.title
    lines = [
        line.replace(f"“{title}”", "事项").replace(title, "该事项") for line in lines_of(letter)
    ]
    return {"number": letter.number, "on": letter.issued_on, "lines": lines}


def _said_of(transfer: ComplaintTransfer) -> str:
    """Say when it went, and until when it takes longer (003-06 art. 5 (3))."""
    said = str(_("%(on)s转由该单位办理，由受理单位统一答复", on=cn_date(transfer.sent_on)))
    granted = [one.granted_until for one in transfer.extensions if one.granted_until]
    if not granted:
        return said
    return said + str(_("；因情况复杂，办理期限延至%(day)s", day=cn_date(granted[-1])))


def _passed_on(complaint: Complaint) -> list[tuple[str, str]]:
    """Say to which units it went that have not returned it."""
    return [
        (one.unit.name, _said_of(one)) for one in complaint.transfers if one.state not in CAME_BACK
    ]
