"""Which report a case has, who signed its present text, and whose turn it is."""

from __future__ import annotations

from sqlalchemy import (
    ColumnElement,
    Date,
    Select,
    String,
    and_,
    cast,
    exists,
    literal,
    null,
    or_,
    select,
    type_coerce,
)
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from casework import queries
from casework.models import (
    Case,
    CaseMember,
    InvestigationReport,
    ReportHandIn,
    ReportSignature,
)
from casework.recusal.queries import kept_away
from casework.rules import CaseState, ReportState
from core.access.actor import Actor
from core.access.permissions import Permission
from core.access.visibility import in_scope
from core.db import db

LIMIT = 100
IN_DRAFT = (ReportState.DRAFTED, ReportState.RETURNED)


def reports_of(case: Case) -> list[InvestigationReport]:
    """Return the reports of a case with signatures and hand-ins, the newest first."""
    people = (
        joinedload(InvestigationReport.drafted_by),
        joinedload(InvestigationReport.approved_by),
        joinedload(InvestigationReport.document),
        selectinload(InvestigationReport.signatures).joinedload(ReportSignature.user),
        selectinload(InvestigationReport.hand_ins).options(
            joinedload(ReportHandIn.handed_in_by),
            joinedload(ReportHandIn.reviewed_by),
            joinedload(ReportHandIn.returned_by),
        ),
    )
    statement = select(InvestigationReport).where(InvestigationReport.case_id == case.id)
    statement = statement.options(*people).order_by(InvestigationReport.id.desc())
    found = list(db.session.scalars(statement))
    for report in found:
        set_committed_value(report, "case", case)
    return found


def open_report(case: Case) -> InvestigationReport | None:
    """Return the report of the case that is not approved yet, if there is one."""
    return db.session.scalars(
        select(InvestigationReport).where(
            InvestigationReport.case_id == case.id,
            InvestigationReport.state != ReportState.APPROVED,
        )
    ).one_or_none()


def last_approved(case: Case) -> InvestigationReport | None:
    """Return the report approved last, if there is one: after a remand, that of the first time."""
    return db.session.scalars(
        select(InvestigationReport)
        .where(
            InvestigationReport.case_id == case.id,
            InvestigationReport.state == ReportState.APPROVED,
        )
        .order_by(InvestigationReport.id.desc())
        .limit(1)
    ).first()


def signed_by(report: InvestigationReport) -> list[ReportSignature]:
    """Return who of the present team stands for the present text; who left it does not count."""
    away = kept_away(report.case)
    team = {m.user_id for m in report.case.members if m.left_on is None} - away
    return [s for s in report.signatures if s.edition == report.edition and s.user_id in team]


def current_hand_in(report: InvestigationReport) -> ReportHandIn | None:
    """Return the hand-in of the present text, None while it is being written."""
    return next((one for one in report.hand_ins if one.edition == report.edition), None)


def of_cases() -> Select[int, int]:
    """Select the reports with the case of each, for `deadlines.relate`."""
    return select(InvestigationReport.id, InvestigationReport.case_id)


def waiting(actor: Actor) -> queries.Waiting | None:
    """Select the reports whose next step is the actor's, None where none can be.

    A draft waits for those of the team who have not signed it; who investigated is not asked to
    review or to approve, nor to approve who reviewed.
    """
    turns = [turn for needed, turn in _turns(actor) if actor.has(needed)]
    if not turns:
        return None
    return (
        select(
            literal(InvestigationReport.__tablename__).label("what"),
            InvestigationReport.case_id,
            type_coerce(InvestigationReport.state, String).label("word"),
            cast(null(), Date).label("on_date"),
        )
        .join(InvestigationReport.case)
        .where(
            Case.state == CaseState.INVESTIGATING,
            or_(*turns),
            Case.id.in_(queries.visible_to(actor).with_only_columns(Case.id)),
        )
        .order_by(InvestigationReport.id)
        .limit(LIMIT)
    )


def _turns(actor: Actor) -> list[tuple[Permission, ColumnElement[bool]]]:
    state, edition = InvestigationReport.state, InvestigationReport.edition
    member = exists().where(CaseMember.case_id == Case.id, CaseMember.user_id == actor.id)
    signed = exists().where(
        ReportSignature.report_id == InvestigationReport.id,
        ReportSignature.user_id == actor.id,
        ReportSignature.edition == edition,
    )
    reviewed = exists().where(
        ReportHandIn.report_id == InvestigationReport.id,
        ReportHandIn.edition == edition,
        ReportHandIn.reviewed_by_id == actor.id,
    )

    def within(permission: Permission) -> ColumnElement[bool]:
        return in_scope(Case.unit_id, actor, permission)

    return [
        (
            Permission.CASE_INVESTIGATE,
            and_(member, or_(state == ReportState.RETURNED, state.in_(IN_DRAFT) & ~signed)),
        ),
        (
            Permission.CASE_REVIEW,
            and_(state == ReportState.IN_REVIEW, within(Permission.CASE_REVIEW), ~member),
        ),
        (
            Permission.CASE_FILE,
            and_(state == ReportState.REVIEWED, within(Permission.CASE_FILE), ~member, ~reviewed),
        ),
    ]
