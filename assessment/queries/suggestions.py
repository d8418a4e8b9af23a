"""Deductions that the house itself can suggest: decisions that stand, each with its case.

Nobody is deducted from by a machine: a suggestion fills in the form, a person confirms it.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from sqlalchemy import select
from sqlalchemy.orm import contains_eager

from accountability.models import Decision, DecisionMeasure
from accountability.rules import DecisionState
from assessment.models import AssessedUnit, AssessmentItem
from assessment.queries.packs import deductions_of, standard_of
from assessment.rules import problem_key
from casework import queries as cases
from casework.models import Case, CaseRespondent
from core.access import Actor
from core.db import db
from regulations.codes import EvidenceKind
from regulations.model import Deduction

#: What a breach found in a case proves, by the code of the breach in the packs.
PROVES: Final[Mapping[str, EvidenceKind]] = {
    "unlawful_fee": EvidenceKind.UNLAWFUL_FEE,
    "paid_supply": EvidenceKind.UNLAWFUL_FEE,
    "wrongly_disclosed": EvidenceKind.WRONG_RELEASE,
    "not_updated": EvidenceKind.LATE_RELEASE,
    "late_report": EvidenceKind.LATE_REPORT,
}
LIMIT: Final = 50


@dataclass(frozen=True)
class Suggestion:
    """A decision that may cost points, and the rows of the standard it may cost them by.

    `case_id` only for who may see the case. `taken`: it costs points already.
    """

    decision: Decision
    rows: tuple[tuple[AssessmentItem, Deduction], ...]
    case_id: int | None
    taken: bool

    @property
    def evidence(self) -> tuple[str, int]:
        """What proves the deduction: the same decision never costs twice."""
        return (Decision.__tablename__, self.decision.id)


def suggestions_for(assessed: AssessedUnit, actor: Actor) -> list[Suggestion]:
    """Return the decisions of the organiser's own cases that laid a measure on the unit or its
    people and were issued in the year assessed (two statements).

    What is drafted, under review or revoked suggests nothing: only what the unit was told. A case
    that a complaint began proves a complaint found true (002-11 annex, S-4.2); its breach may
    prove another row. Empty where the standard lists no deductions.
    """
    assessment = assessed.assessment
    standard = standard_of(assessment)
    listed = [(i, cut) for i in assessment.items for cut in deductions_of(standard, i)]
    if not listed:
        return []
    laid_on_unit = (
        select(DecisionMeasure.id)
        .join(DecisionMeasure.respondent)
        .where(
            DecisionMeasure.decision_id == Decision.id,
            CaseRespondent.unit_id == assessed.unit_id,
        )
    )
    found = db.session.scalars(
        select(Decision)
        .join(Decision.case)
        .options(contains_eager(Decision.case))
        .where(
            Case.unit_id == assessment.unit_id,
            Decision.state.in_((DecisionState.ISSUED, DecisionState.MODIFIED)),
            Decision.issued_on.between(date(assessment.year, 1, 1), date(assessment.year, 12, 31)),
            laid_on_unit.exists(),
        )
        .order_by(Decision.issued_on, Decision.id)
        .limit(LIMIT)
    ).all()
    ids = [decision.case_id for decision in found]
    seen = _seen(ids, actor) if ids else set()
    standing = {one.problem for one in assessed.deductions if one.withdrawn_on is None}
    suggested = []
    for decision in found:
        kinds = _proved_by(decision.case)
        rows = tuple((item, cut) for item, cut in listed if cut.evidence in kinds)
        if rows:
            key = problem_key((Decision.__tablename__, decision.id), "")
            case_id = decision.case_id if decision.case_id in seen else None
            suggested.append(Suggestion(decision, rows, case_id, key in standing))
    return suggested


def _proved_by(case: Case) -> set[EvidenceKind]:
    kinds = {PROVES[case.trigger_code]} if case.trigger_code in PROVES else set()
    return kinds | ({EvidenceKind.COMPLAINT_FOUND_TRUE} if case.complaint_id else set())


def _seen(case_ids: list[int], actor: Actor) -> set[int]:
    visible = cases.visible_to(actor).with_only_columns(Case.id).where(Case.id.in_(case_ids))
    return set(db.session.scalars(visible))
