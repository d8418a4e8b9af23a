"""The page on which the public reports: no account, no script, no cookie, no hour.

Nothing of the visitor is stored or logged; what is written carries the day. How often somebody
sends is counted under a key that dies with the process.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta

from flask import Response, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, queries, services
from complaints.forms.public import MAX_REQUEST, Stands
from complaints.rules import AnswerBy, Channel, ComplaintKind, ReporterKind, grouped
from complaints.services import Given, GivenRespondent, Identity
from complaints.views.blueprint import bp
from core import moment
from core.access.gate import public
from core.files.kinds import Origin
from core.files.receiving import accepts_files
from core.identity.models import Unit
from core.identity.queries import all_units
from core.throttle import Throttle
from core.web.acts import acted
from core.web.forms import csrf
from core.web.pages import page

#: Reports sent in ten minutes, sound or not: of one origin (a village may share one), and of all.
throttle = Throttle(limit=20, limit_all=300, window=timedelta(minutes=10))


@csrf.exempt  # type: ignore[untyped-decorator]  # Flask-WTF ships no types
@bp.route("/report", methods=["GET", "POST"])
@public
@accepts_files(Origin.REPORTER, public_limit=MAX_REQUEST)
def report_new() -> ResponseReturnValue:
    """Take a report of the public and show its receipt code."""
    units, receivers = all_units(), queries.public_receivers()
    if not receivers:
        return page("complaints/report_closed.html")
    form = forms.ReportForm(units, receivers, data={"seen_version": 1})
    token = form.form_token.data or ""
    if request.method == "POST":
        if not throttle.is_open(request.remote_addr):
            said = _("现在提交的人太多，您填写的内容没有丢失，请过十分钟再按“提交”。")
            form.form_errors.append(said)
            return _form(form, units, status=429)
        throttle.note_failure(request.remote_addr)
        given = _given(form, receivers) if form.validate() else None
        if given is not None and acted(form, services.receive_report, given, token=token):
            return _receipt(token, given.unit)
    return _form(form, units, status=422 if form.is_submitted() else 200)


def _form(form: forms.ReportForm, units: Sequence[Unit], *, status: int) -> Response:
    lost = status != 200 and any(file.filename for file in request.files.values())
    return page(
        "complaints/report_new.html", status=status, form=form, units=units, lost_files=lost
    )


def _receipt(token: str, chosen: Unit) -> Response:
    found = services.receipt_for(token)
    if found is None:  # another code was made for it meanwhile
        return page("complaints/report_known.html")
    code, complaint = found
    return page(
        "complaints/report_received.html",
        complaint=complaint,
        is_elsewhere=complaint.unit_id != chosen.id,
        code=grouped(code),
        address=url_for("complaints.follow_up", _external=True),
    )


def _given(form: forms.ReportForm, receivers: Sequence[Unit]) -> Given:
    """Return what a sound form says."""
    sent = form.data
    reporter = None
    if sent["stands"] != Stands.ANONYMOUS:
        reporter = Identity(
            ReporterKind(sent["stands"]),
            sent["reporter_name"],
            sent["reporter_phone"] or None,
            sent["reporter_address"] or None,
            joint_count=sent["joint_count"],
            joint_names=sent["joint_names"] or None,
            answer_by=AnswerBy(sent["answer_by"]),
        )
    respondent = GivenRespondent(
        form.unit_given, sent["person_name"] or None, sent["post_title"] or None
    )
    return Given(
        unit=next(unit for unit in receivers if str(unit.id) == sent["receiver"]),
        received_on=moment.today(),
        kind=ComplaintKind(sent["kind"]),
        channel=Channel.WEB,
        title=sent["title"],
        facts=sent["facts"],
        respondents=[respondent],
        reporter=reporter,
        occurred_from=sent["occurred_from"],
        occurred_to=sent["occurred_to"],
        files=sent["files"],
        is_retaliation=sent["is_retaliation"],
        earlier=sent["earlier"] or None,
    )
