"""The evaluated unit's own desk: its notice, its receipt, what it tells the public."""

from __future__ import annotations

from flask import abort, flash, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from accountability.models import Rectification
from core import moment
from core.access import Actor
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.documents.services import pdf_bytes
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from evaluation import labels
from evaluation.forms import ConfirmForm, TellPublicForm
from evaluation.models import FeedbackNotice
from evaluation.queries import notices as queries
from evaluation.queries.packs import grades, method_label, pack_of
from evaluation.rules import NoticeState, QuestionKind
from evaluation.services import notices as services
from evaluation.views.blueprint import bp
from evaluation.views.offering import pdf
from regulations.codes import TermId, WordList
from regulations.rules import find_term, term, words


@bp.get("/desk/evaluation-rounds/<int:round_id>")
@requires(Permission.SERVED_READ)
def desk_round(round_id: int) -> ResponseReturnValue:
    """Show the evaluated unit that a round is held: what is asked of it, and by when."""
    round_ = queries.get_own_round(round_id, actor())
    pack = pack_of(round_)
    owed = find_term(pack, TermId.EVALUATION_RECTIFY) if grades(pack) else None
    return page(
        "evaluation/desk_round.html",
        round=round_,
        held=queries.notice_that_held(round_),
        method=method_label(pack, round_.method_code),
        inspections=words(pack, WordList.EVALUATION_INSPECTION),
        owed=owed.value if owed and owed.value.length is not None else None,
        text=QuestionKind.TEXT,
    )


@bp.get("/desk/evaluation-rounds/<int:round_id>/notice")
@requires(Permission.SERVED_READ)
def desk_round_notice(round_id: int) -> ResponseReturnValue:
    """Hand out the notice that the round is held, byte for byte as it was issued."""
    document = queries.notice_that_held(queries.get_own_round(round_id, actor()))
    if document is None:
        abort(404)
    return pdf(pdf_bytes(document), f"round-{round_id}.pdf")


@bp.route("/desk/feedback/<int:notice_id>", methods=["GET", "POST"])
@requires(Permission.SERVED_READ)
def desk_feedback(notice_id: int) -> ResponseReturnValue:
    """Show the notice; a POST signs for it."""
    notice = queries.get_own_notice(notice_id, actor())
    form = ConfirmForm(data={"seen_version": notice.version})
    if form.validate_on_submit() and acted(
        form,
        services.acknowledge,
        notice,
        actor(),
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("已签收，整改期限从今天起计算。"), "success")
        return redirect_to(url_for("evaluation.desk_feedback", notice_id=notice.id))
    show = invalid if form.is_submitted() else page
    pack = pack_of(notice.round_unit.round)
    return show(
        "evaluation/desk_feedback.html",
        feedback=notice,
        form=form,
        waits=notice.state is NoticeState.PREPARED,
        rectification=queries.rectification_of(notice),
        term=term(pack, TermId.EVALUATION_RECTIFY),
        grade=grades(pack).get(notice.round_unit.grade_code or ""),
        ways={w.code: w.label for w in words(pack, WordList.PUBLIC_FEEDBACK)},
        states=labels.NOTICE_STATES,
        tones=labels.TONES,
    )


@bp.get("/desk/feedback/<int:notice_id>/document")
@requires(Permission.SERVED_READ)
def desk_feedback_document(notice_id: int) -> ResponseReturnValue:
    """Hand out the notice byte for byte as it was issued."""
    notice = queries.get_own_notice(notice_id, actor())
    if notice.document is None:
        abort(404)
    return pdf(pdf_bytes(notice.document), f"feedback-{notice.id}.pdf")


@bp.route("/desk/feedback/<int:notice_id>/tell-public", methods=["GET", "POST"])
@requires(Permission.RECTIFICATION_REPORT)
def desk_tell_public(notice_id: int) -> ResponseReturnValue:
    """Record how the public was told of report or explanation."""
    notice = queries.get_own_notice(notice_id, actor())
    back = url_for("evaluation.desk_feedback", notice_id=notice.id)
    form = TellPublicForm(data={"seen_version": notice.version, "on": moment.today()})
    ways = words(pack_of(notice.round_unit.round), WordList.PUBLIC_FEEDBACK)
    form.method_code.choices = [(word.code, word.label) for word in ways]
    typed = {"method_code": form.method_code.data, "on": form.on.data, "text": form.text.data}
    if form.validate_on_submit() and acted(form, services.tell_public, notice, actor(), **typed):
        flash(_("已登记。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show(
        "evaluation/step.html",
        form=form,
        back=back,
        label=_("登记向公众反馈的情况"),
        lead=notice.round_unit.round.title,
        note="",
        crumb_list=[(_("评议反馈通知"), back)],
    )


def desk_panel(_subject: None, reader: Actor) -> Markup | None:
    """Draw the rounds that evaluate the reader's unit, and what came of them, on their desk (two
    statements).
    """
    found, told = queries.notices_of(reader), queries.rounds_told_to(reader)
    if not found and not told:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "evaluation/_desk.html",
            notices=found,
            told=told,
            states=labels.NOTICE_STATES,
            tones=labels.TONES,
        )
    )


def origin_panel(rectification: Rectification, _reader: Actor) -> Markup | None:
    """Draw where a rectification comes from, on its page, if it comes from a notice of ours."""
    if rectification.origin_type != FeedbackNotice.__tablename__:
        return None
    notice = queries.find_notice(rectification.origin_id or 0)
    if notice is None:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template("evaluation/_origin.html", notice=notice)
    )
