"""The inspection folder of an assessed unit: its index on a page, and one volume to take along."""

from __future__ import annotations

from collections.abc import Sequence

from flask import url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from assessment import archive, labels
from assessment.models import AssessedUnit, SelfScore
from assessment.queries import assessments as queries
from assessment.queries.rectifications import orders_of
from assessment.rules import SHOWN_TO_UNITS
from assessment.views.blueprint import bp
from casework.archive.pieces import Piece, Sheet
from core import moment
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.files.queries import attachments_of
from core.files.sending import handed_out
from core.web.pages import page


@bp.get("/assessed-units/<int:assessed_id>/folder")
@requires(Permission.EVALUATION_READ)
def assessed_folder(assessed_id: int) -> ResponseReturnValue:
    """Show what is in the folder of a unit."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    back = url_for("assessment.assessed_detail", assessed_id=assessed.id)
    crumbs = [
        (_("年度考核"), url_for("assessment.assessment_list")),
        (assessed.unit.name, back),
    ]
    volume = url_for("assessment.assessed_folder_volume", assessed_id=assessed.id)
    return _shown(assessed, _pieces(assessed, told=True), crumbs, volume)


@bp.get("/assessed-units/<int:assessed_id>/folder/volume")
@requires(Permission.EVALUATION_READ)
def assessed_folder_volume(assessed_id: int) -> ResponseReturnValue:
    """Hand the folder out as one volume."""
    assessed = queries.get_visible_assessed(assessed_id, actor())
    return _volume(assessed, _pieces(assessed, told=True))


@bp.get("/desk/assessments/<int:assessed_id>/folder")
@requires(Permission.EVALUATION_ANSWER)
def desk_folder(assessed_id: int) -> ResponseReturnValue:
    """Show the unit what is in its own folder."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    back = url_for("assessment.desk_assessment", assessed_id=assessed.id)
    crumbs = [
        (_("送达我的文书"), url_for("accountability.desk")),
        (assessed.assessment.title, back),
    ]
    volume = url_for("assessment.desk_folder_volume", assessed_id=assessed.id)
    return _shown(assessed, _own_pieces(assessed), crumbs, volume)


@bp.get("/desk/assessments/<int:assessed_id>/folder/volume")
@requires(Permission.EVALUATION_ANSWER)
def desk_folder_volume(assessed_id: int) -> ResponseReturnValue:
    """Hand the unit its own folder as one volume."""
    assessed = queries.get_own_assessed(assessed_id, actor())
    return _volume(assessed, _own_pieces(assessed))


def _own_pieces(assessed: AssessedUnit) -> Sequence[Piece]:
    return _pieces(assessed, told=assessed.assessment.state in SHOWN_TO_UNITS)


def _pieces(assessed: AssessedUnit, *, told: bool) -> Sequence[Piece]:
    evidence = attachments_of(SelfScore, [said.id for said in assessed.self_scores])
    return archive.pieces_of(assessed, evidence, orders_of(assessed) if told else {}, told=told)


def _shown(
    assessed: AssessedUnit,
    pieces: Sequence[Piece],
    crumbs: list[tuple[str, str]],
    volume_url: str,
) -> ResponseReturnValue:
    return page(
        "assessment/folder.html",
        assessed=assessed,
        assessment=assessed.assessment,
        pieces=pieces,
        is_sheet=lambda piece: isinstance(piece.body, Sheet),
        crumb_list=crumbs,
        volume_url=volume_url,
        labels=labels,
    )


def _volume(assessed: AssessedUnit, pieces: Sequence[Piece]) -> ResponseReturnValue:
    pdf = archive.bound(assessed, pieces, moment.today())
    name = f"{archive.TITLE}-{assessed.unit.short_name}-{assessed.assessment.year}.pdf"
    return handed_out(pdf, name, "application/pdf")
