"""Pages of the archived file of a case: its contents, the volume, the package, its retention."""

from __future__ import annotations

from datetime import date

from flask import flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import deadlines, presenting, queries, services
from casework.acting import act, may
from casework.archive import queries as archives
from casework.archive.package import packed
from casework.archive.pieces import pieces_of
from casework.archive.volume import copied, left_out
from casework.forms import cases as forms
from casework.models import CaseArchive
from casework.rules import CaseAction
from casework.views.blueprint import bp
from core import access_log
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.access_log import AccessKind
from core.files.sending import download, handed_out
from core.files.services import content_of
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to


@bp.get("/cases/<int:case_id>/archive")
@requires(Permission.CASE_READ)
def archive_detail(case_id: int) -> ResponseReturnValue:
    """Show the archived file of a case, or what stands before it."""
    case = queries.get_visible_case(case_id, actor())
    archive = archives.with_contents(case.archive) if case.archive else None
    history = deadlines.history(case.id, None) if archive else []
    table = CaseArchive.__tablename__
    return page(
        "casework/archive_detail.html",
        case=case,
        archive=archive,
        volume=archives.volume_of(archive) if archive else None,
        left_out=left_out(case),
        day=lambda text: date.fromisoformat(text) if text else None,
        retention=presenting.retention_words,
        is_due=archive is not None and presenting.is_due(archive),
        may_archive=may(case, CaseAction.ARCHIVE),
        why_not=presenting.why_not(case, CaseAction.ARCHIVE, actor()),
        may_review=actor().may(Permission.CASE_ARCHIVE, case.unit.path),
        reviews=[deadlines.record_line(case, e) for e in history if e.subject_type == table],
        words=presenting.WORDS,
    )


@bp.route("/cases/<int:case_id>/archive/new", methods=["GET", "POST"])
@requires(Permission.CASE_ARCHIVE)
def case_archive(case_id: int) -> ResponseReturnValue:
    """Archive the file of an ended case."""
    return act(case_id, CaseAction.ARCHIVE, forms.CaseArchiveForm, services.archive_case)


@bp.get("/cases/<int:case_id>/archive/volume")
@requires(Permission.CASE_READ)
def archive_volume(case_id: int) -> ResponseReturnValue:
    """Hand out the volume, byte for byte as it was kept."""
    _archive, volume = archives.get_archived(case_id, actor())
    return download(volume, actor())


@bp.get("/cases/<int:case_id>/archive/package")
@requires(Permission.CASE_ARCHIVE)
def archive_package(case_id: int) -> ResponseReturnValue:
    """Hand out the package: volume, documents and record, with what proves them."""
    archive, volume = archives.get_archived(case_id, actor())
    content = packed(archive, content_of(volume))
    return handed_out(content, f"{archive.number}.zip", "application/zip")


@bp.get("/cases/<int:case_id>/archive/copy")
@requires(Permission.CASE_ARCHIVE)
def archive_copy(case_id: int) -> ResponseReturnValue:
    """Hand out a copy for others, without leaders' comments, and note that it went out (SEC-03)."""
    archive, _volume = archives.get_archived(case_id, actor())
    content = copied(archive, pieces_of(archive.case))
    access_log.note(actor().id, AccessKind.EXPORT, archive)
    return handed_out(content, f"{archive.number}-查阅件.pdf", "application/pdf")


@bp.route("/cases/<int:case_id>/archive/review", methods=["GET", "POST"])
@requires(Permission.CASE_ARCHIVE)
def archive_review(case_id: int) -> ResponseReturnValue:
    """Look at the retention of an archived file again."""
    archive, _volume = archives.get_archived(case_id, actor())
    form = forms.ArchiveReviewForm(data={"seen_version": archive.version})
    back = url_for("casework.archive_detail", case_id=case_id)
    if form.validate_on_submit() and acted(
        form,
        services.review_retention,
        archive,
        actor(),
        **form.values,
        seen_version=form.version,
        token=form.form_token.data,
    ):
        flash(_("保管期限已重新确定。"), "success")
        return redirect_to(back)
    show = invalid if form.is_submitted() else page
    return show("casework/archive_review.html", archive=archive, form=form)
