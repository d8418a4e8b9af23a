"""Ended cases with everything in them, and their archived files."""

from __future__ import annotations

from accountability.rules import ApprovalState, DecisionState, RectificationState, RemedyAction
from casework import services
from casework.archive.queries import volume_of
from casework.models import Case, CaseArchive
from casework.rules import CaseState
from core import moment
from core.files.services import content_of
from tests.support import accountability, accountability_remedies, casework
from tests.support.factories import actor
from tests.support.files import jpeg, pdf, upload

BASIS = "本单位文书档案保管期限表第3条"
TEXT = "谈话要点：逾期未答复。".encode()


def closed() -> Case:
    """Return a closed case with evidence of three kinds of files, a decision contested and done."""
    case = accountability.case(CaseState.INVESTIGATING, leader=None)
    files = [
        upload("现场照片.jpg", jpeg()),
        upload("登记簿.pdf", pdf("register")),
        upload("谈话要点.txt", TEXT),
    ]
    casework.record_evidence(case, files=files)
    for step in (casework.report_in_writing, casework.open_defence, casework.deliberate):
        step(case)
    accountability.confirm(accountability.act(case, approval_state=ApprovalState.NONE))
    decision = accountability.decision(DecisionState.ISSUED, case)
    accountability_remedies.served_all(decision)
    for notice in accountability_remedies.notices_of(decision):
        remedy = accountability_remedies.file(notice)
        accountability_remedies.admit(remedy)
        accountability_remedies.rule(remedy, RemedyAction.UPHOLD)
        accountability_remedies.rectification(RectificationState.CLOSED, notice)
    with moment.frozen("2026-05-06"):
        accountability_remedies.take_effect(case)
        casework.close(case)
    return case


def archive(case: Case, years: int | None = 10, by: str = "supervisor") -> CaseArchive:
    """Archive a case, kept for `years` (None: for good)."""
    services.archive_case(case, actor(by), years=years, basis=BASIS, seen_version=case.version)
    assert case.archive is not None
    return case.archive


def volume(made: CaseArchive) -> bytes:
    """Return the volume as it was kept."""
    return content_of(volume_of(made))
