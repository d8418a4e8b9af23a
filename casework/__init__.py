"""Cases: the team, who they are about, evidence, facts, statement and defence, the report.

Owns the case from its proposal to its end: who may know of it (`queries.visible_to`), what may be
done (`procedure.CASE_PROCEDURE`), and the one page that shows all of it. What is decided, served
and rectified belongs to the packages above; they draw their panels on the page, move the case with
`services.follow` and add their clocks with `deadlines.relate`.
"""

from __future__ import annotations

from flask import Flask, url_for
from flask_babel import lazy_gettext as _

from core import hooks, refusals, watching, worklist
from core import procedure as procedures
from core.access.permissions import Permission
from core.documents.templates import kinds
from core.search.services import register as make_findable
from core.web import navigation, panels, shapes


def init_app(app: Flask) -> None:
    """Register pages, procedure, words, panels, tasks, and what follows from a withdrawal."""
    from casework import deadlines, services
    from casework.archive import own, pieces, reporting
    from casework.labels import REFUSALS
    from casework.listings import LISTINGS
    from casework.models import CaseArchive, Recusal
    from casework.procedure import (
        ARCHIVE_PROCEDURE,
        CASE_PROCEDURE,
        RECUSAL_PROCEDURE,
        complainant_waits,
        keeps_away,
        keeps_away_from_draft,
    )
    from casework.recusal import labels as recusal_words
    from casework.recusal.queries import of_recusals
    from casework.recusal.standing import away_from_report
    from casework.searching import CASES
    from casework.tasks import cases_waiting, complaints_waiting, files_waiting
    from casework.views import bp, complaint_panel, desk_panel
    from complaints.events import ComplaintWithdrawn
    from complaints.models import Complaint, ReplyDraft
    from complaints.queries import withhold
    from complaints.rules import ComplaintAction, ReplyAction

    shapes.register(app, *LISTINGS)
    app.register_blueprint(bp)
    procedures.register(app, CASE_PROCEDURE)
    procedures.register(app, ARCHIVE_PROCEDURE)
    procedures.register(app, RECUSAL_PROCEDURE)
    withhold(app, away_from_report)
    procedures.require(app, Complaint, ComplaintAction.REPLY, complainant_waits)
    procedures.require(app, Complaint, ComplaintAction.CLOSE_LEAD, complainant_waits)
    procedures.require(app, Complaint, ComplaintAction.DRAFT_REPLY, keeps_away)
    for act in (ReplyAction.SUBMIT, ReplyAction.APPROVE, ReplyAction.SEND_BACK):
        procedures.require(app, ReplyDraft, act, keeps_away_from_draft)
    refusals.register(app, REFUSALS)
    refusals.register(app, recusal_words.REFUSALS)
    deadlines.init_app(app)
    deadlines.relate(app, CaseArchive.__tablename__, deadlines.of_archives, _("案卷"))
    _of_investigation(app)
    _watch(app)
    deadlines.relate(app, Recusal.__tablename__, of_recusals, _("回避"))
    pieces.init_app(app)
    pieces.contribute(app, own.BEFORE_DECISION, own.opening)
    pieces.contribute(app, reporting.OF_THE_REPORT, reporting.of_the_report)
    pieces.contribute(app, own.AFTER_ALL, own.ending)
    hooks.subscribe(app, ComplaintWithdrawn, services.note_withdrawal)
    make_findable(app, CASES)
    worklist.provide(app, cases_waiting)
    worklist.provide(app, complaints_waiting)
    worklist.provide(app, files_waiting)
    panels.register(app, "complaint.aside", 10, complaint_panel)
    panels.register(app, "desk.main", 5, desk_panel)
    navigation.register(
        app,
        _("案件"),
        "casework.case_list",
        permission=Permission.CASE_READ,
        group="casework",
        order=10,
        icon="folder2",
    )


def _of_investigation(app: Flask) -> None:
    """Register plan, report, defence, who else takes part, the custody of evidence, and where a
    case goes: referrals, and the organ above.
    """
    from casework import deadlines
    from casework.custody import labels as custody_words
    from casework.custody import letters
    from casework.custody import queries as custodies
    from casework.defence import labels as defence_words
    from casework.defence import letters as invitations
    from casework.defence import queries as defences
    from casework.elevation import labels as elevation_words
    from casework.elevation import queries as elevations
    from casework.models import Case
    from casework.participants import labels as participant_words
    from casework.participants import queries as participants
    from casework.plans import labels as plan_words
    from casework.plans import queries as plans
    from casework.procedure.custody import CUSTODY_PROCEDURE
    from casework.procedure.defence import INVITATION_PROCEDURE
    from casework.procedure.elevations import ELEVATION_PROCEDURE, hands_up_first
    from casework.procedure.notices import TELLING_PROCEDURE
    from casework.procedure.participants import PARTICIPANT_PROCEDURE
    from casework.procedure.plans import PLAN_PROCEDURE, STEP_PROCEDURE
    from casework.procedure.referrals import REFERRAL_PROCEDURE
    from casework.procedure.reports import REPORT_PROCEDURE
    from casework.referral import labels as referral_words
    from casework.referral import letter as referral_letter
    from casework.referral import queries as referrals
    from casework.reporting import labels as report_words
    from casework.reporting import letter
    from casework.reporting import queries as reports
    from casework.rules import CaseAction
    from casework.telling import labels as telling_words
    from casework.telling import letters as tellings
    from casework.telling import queries as told

    for table, source, words in (
        (REPORT_PROCEDURE, reports.of_cases, report_words),
        (INVITATION_PROCEDURE, defences.of_cases, defence_words),
        (TELLING_PROCEDURE, told.of_cases, telling_words),
        (PARTICIPANT_PROCEDURE, participants.of_cases, participant_words),
        (PLAN_PROCEDURE, plans.of_cases, plan_words),
        (CUSTODY_PROCEDURE, custodies.of_cases, custody_words),
        (REFERRAL_PROCEDURE, referrals.of_cases, referral_words),
        (ELEVATION_PROCEDURE, elevations.of_cases, elevation_words),
    ):
        procedures.register(app, table)
        refusals.register(app, words.REFUSALS)
        deadlines.relate(app, table.model.__tablename__, source, words.SUBJECT)
    procedures.register(app, STEP_PROCEDURE)
    deadlines.relate(app, STEP_PROCEDURE.model.__tablename__, plans.steps_of_cases, plan_words.STEP)
    procedures.require(app, Case, CaseAction.DELIBERATE, hands_up_first)
    own = (letter.KIND, referral_letter.KIND, referral_letter.RECEIPT_KIND)
    for kind in (*own, *invitations.KINDS, *tellings.KINDS, *letters.KINDS):
        kinds.register(app, kind)


def _watch(app: Flask) -> None:
    """Say in which file things are kept: in their case; what the organ above decides, in itself."""
    from casework import deadlines, queries
    from casework.elevation.queries import visible_to as visible_elevations
    from casework.models import (
        Case,
        CaseArchive,
        CaseElevation,
        CaseNotice,
        CaseParticipant,
        CaseReferral,
        DefenceInvitation,
        EvidenceCustody,
        InvestigationPlan,
        InvestigationReport,
        PlanStep,
        Recusal,
    )
    from core.clocks.models import Clock
    from core.clocks.periods import State

    watching.register(
        app,
        watching.File(
            model=Case,
            reader=Permission.CASE_READ,
            visible=queries.visible_to,
            url=lambda key: url_for("casework.case_detail", case_id=key),
            dated=lambda: deadlines.cases_with(Clock.state == State.RUNNING),
            held_up=lambda case: (
                (case.complaint, *case.complaint.joined) if case.complaint is not None else ()
            ),
        ),
        watching.File(
            model=CaseElevation,
            reader=Permission.CASE_READ,
            visible=visible_elevations,
            url=lambda key: url_for("casework.elevation_detail", elevation_id=key),
            number=None,
            title=None,
        ),
    )
    own = (CaseArchive, CaseNotice, CaseParticipant, CaseReferral, DefenceInvitation)
    drawn_up = (InvestigationPlan, InvestigationReport, Recusal)
    watching.keep(app, lambda thing: thing.case, *own, *drawn_up)
    watching.keep(app, lambda custody: custody.evidence.case, EvidenceCustody)
    watching.keep(app, lambda step: step.plan.case, PlanStep)
