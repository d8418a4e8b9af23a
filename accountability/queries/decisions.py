"""Decisions with their measures, and the dossier a decision is drafted and printed from."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from flask import abort
from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.attributes import set_committed_value

from accountability.models import (
    Decision,
    DecisionDiscussion,
    DecisionMeasure,
    NoticeService,
    ResponsibleAct,
)
from accountability.queries import acts as act_queries
from accountability.rules import DecisionState, MeasureOffer, ShareValue, offer_measures
from casework import queries as cases
from casework.models import Case, CaseRespondent, Evidence
from casework.rules import RespondentKind, still_counts
from core.access import Actor
from core.db import MAX_ID, db
from core.documents.models import IssuedDocument
from core.identity.models import Unit
from regulations.codes import Grade, WordList
from regulations.registry import get_pack
from regulations.rules import EffectivePack, cite, severity, words


@dataclass(frozen=True)
class Dossier:
    """A case as a decision needs it: respondents, acts with shares, and both pinned packs.

    `substance` says who bears what and which measure follows, `procedure` which remedy there is.
    """

    case: Case
    respondents: Sequence[CaseRespondent]
    evidence: Sequence[Evidence]
    acts: Sequence[ResponsibleAct]
    substance: EffectivePack
    procedure: EffectivePack

    def shares_of(self, respondent: CaseRespondent) -> list[ShareValue]:
        """Return the confirmed shares of a respondent, one for each act."""
        return [
            share.share
            for act in self.acts
            for share in act.shares
            if share.respondent_id == respondent.id
        ]

    def offer_to(self, respondent: CaseRespondent, grade: Grade, is_grave: bool) -> MeasureOffer:
        """Return what the pack allows to be laid on a respondent at this grade."""
        return offer_measures(
            self.substance,
            grade,
            is_grave,
            is_unit=respondent.kind is RespondentKind.UNIT,
            role=respondent.role,
            shares=self.shares_of(respondent),
        )

    def measure_words(self) -> dict[str, str]:
        """Return every measure the pack knows, by code."""
        return {word.code: word.label for word in words(self.substance, WordList.MEASURE)}


def dossier_of(case: Case, acts: Sequence[ResponsibleAct] | None = None) -> Dossier:
    """Return the dossier of a case; `acts` are its acts where they are at hand.

    One statement, where the case was loaded by `casework.queries.get_case_file`.
    """
    return Dossier(
        case=case,
        respondents=case.respondents,
        evidence=case.evidence,
        acts=act_queries.acts_of(case) if acts is None else acts,
        substance=get_pack(case.substance_pack_id),
        procedure=get_pack(case.procedure_pack_id),
    )


def _with_measures() -> Select[Decision]:
    """Select decisions with measures, drafter, reviewer and signer (one statement)."""
    return select(Decision).options(
        joinedload(Decision.measures),
        joinedload(Decision.drafted_by),
        joinedload(Decision.reviewed_by),
        joinedload(Decision.signed_by),
    )


def get_visible_decision(decision_id: int, actor: Actor) -> Decision:
    """Return the decision with its measures; 404 where its case is not the actor's to see."""
    if decision_id > MAX_ID:
        abort(404)
    statement = _with_measures().options(
        selectinload(Decision.discussions).joinedload(DecisionDiscussion.recorded_by)
    )
    found = db.session.scalars(statement.where(Decision.id == decision_id))
    decision = found.unique().one_or_none()
    if decision is None:
        abort(404)
    set_committed_value(decision, "case", cases.get_case_file(decision.case_id, actor))
    return decision


def decisions_of(case: Case) -> Sequence[Decision]:
    """Return the decisions of a case, the newest first."""
    found = db.session.scalars(
        _with_measures().where(Decision.case_id == case.id).order_by(Decision.id.desc())
    )
    return found.unique().all()


def standing_decision(case: Case) -> Decision | None:
    """Return the decision of the case that is not revoked, if any."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.case_id == case.id, Decision.state != DecisionState.REVOKED)
        .order_by(Decision.id.desc())
        .limit(1)
    ).first()


def revoked_decision(case: Case) -> Decision | None:
    """Return the decision revoked last, which a new one takes the place of."""
    return db.session.scalars(
        select(Decision)
        .where(Decision.case_id == case.id, Decision.state == DecisionState.REVOKED)
        .order_by(Decision.id.desc())
        .limit(1)
    ).first()


def notices_of(decision: Decision) -> dict[int, NoticeService]:
    """Return the notices issued on a decision with their documents and wording, by respondent."""
    notices = db.session.scalars(
        select(NoticeService)
        .where(NoticeService.decision_id == decision.id)
        .options(joinedload(NoticeService.document).undefer(IssuedDocument.letter))
    )
    return {notice.respondent_id: notice for notice in notices}


def grade_words(decision: Decision, dossier: Dossier) -> str | None:
    """Return the grade in the words of the rules with its article: those of the day it was signed;
    before that, what the pack says.
    """
    for row in decision.basis or ():
        if "wording" in row:
            return f"{row['wording']}（{row['article']}）"
    found = severity(dossier.substance, decision.grade)
    return f"{found[0].wording}（{cite(dossier.substance, found[0].article)}）" if found else None


def measures_on(decision: Decision, respondent: CaseRespondent) -> list[DecisionMeasure]:
    """Return the measures the decision lays on a respondent."""
    return [m for m in decision.measures if m.respondent_id == respondent.id]


def without_defence(case: Case, respondents: Iterable[CaseRespondent]) -> list[CaseRespondent]:
    """Return those whose statement and defence on the present report is neither recorded nor
    declined (ACC-13).
    """
    return [
        r
        for r in respondents
        if r.defence is None or not still_counts(r.defence.heard_on, case.reported_on)
    ]


def series_prefix(unit: Unit) -> str | None:
    """Return the series of decisions of a unit (阿政公责), from its own prefix or one above it."""
    above: Unit | None = unit
    while above is not None and not above.document_prefix:
        above = above.parent
    if above is None or not above.document_prefix:
        return None
    prefix = above.document_prefix
    return prefix if prefix.endswith(SERIES) else prefix + SERIES


def letter_prefix(unit: Unit) -> str:
    """Return what the numbers of other letters on a decision begin with (阿政); the decision was
    signed, so that there is one.
    """
    prefix = series_prefix(unit)
    assert prefix is not None  # without it the decision could not have been signed
    return prefix.removesuffix(SERIES)


#: What follows the unit's prefix in the number of a decision.
SERIES = "公责"
