"""The page of the team's working notes."""

from __future__ import annotations

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from casework import queries
from casework.forms.plans import NoteForm
from casework.models import CaseNote
from casework.plans.notes import notes_of
from casework.services import noting as services
from casework.views.blueprint import bp
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.web.acts import acted
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to


@bp.route("/cases/<int:case_id>/notes", methods=["GET", "POST"])
@requires(Permission.CASE_INVESTIGATE)
def case_notes(case_id: int) -> ResponseReturnValue:
    """Show the notes of the team, newest first, and take another; 404 for everybody else."""
    case = queries.get_visible_case(case_id, actor())
    if not services.may_note(case, actor()):
        abort(404)
    form = NoteForm(data={"seen_version": 1})
    here = url_for("casework.case_notes", case_id=case.id)
    if form.validate_on_submit() and acted(
        form, services.write_note, case, actor(), text=form.text.data, token=form.form_token.data
    ):
        flash(_("笔记已保存。"), "success")
        return redirect_to(here)
    show = invalid if form.is_submitted() else page
    found = list_page(notes_of(case), [CaseNote.id], size=20)
    return show("casework/case_notes.html", case=case, form=form, here=here, found=found)
