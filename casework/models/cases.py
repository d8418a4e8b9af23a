"""Tables of a case and what belongs to it."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlalchemy import (
    JSON,
    CheckConstraint,
    Column,
    ForeignKey,
    Index,
    String,
    Table,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.orm import Mapped, mapped_column, relationship

from casework.defending import Adoption, DefenceManner
from casework.rules import (
    ArchiveState,
    CaseState,
    Decider,
    DefenceOutcome,
    EarlierActs,
    EvidenceKind,
    PersonRole,
    RecusalGround,
    RecusalOrigin,
    RecusalState,
    RespondentKind,
)
from complaints.models import Complaint
from core import moment
from core.db import Model, UtcDateTime, Versioned, db, enum_type
from core.identity.models import Unit, User


class Case(Versioned, Model):
    """A case of accountability. Substance follows the pack of the day of the act, procedure that
    of acceptance.
    """

    __tablename__ = "cases"
    __table_args__ = (
        CheckConstraint(
            "state != 'dismissed' OR dismissal_reason IS NOT NULL", name="dismissed_has_reason"
        ),
        CheckConstraint(
            "state NOT IN ('reported','defence','deliberating','decided','served','effective')"
            " OR (findings IS NOT NULL AND effect_found IS NOT NULL)",
            name="reported_has_findings",
        ),
        Index("ix_cases_unit_id_id", "unit_id", "id"),
        Index("ix_cases_state_id", "state", "id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    title: Mapped[str] = mapped_column(String(120))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    complaint_id: Mapped[int | None] = mapped_column(ForeignKey("complaints.id"), unique=True)
    trigger_code: Mapped[str] = mapped_column(String(60))
    act_on: Mapped[date]
    substance_pack_id: Mapped[str] = mapped_column(String(60))
    procedure_pack_id: Mapped[str] = mapped_column(String(60))
    summary: Mapped[str] = mapped_column(Text)
    state: Mapped[CaseState] = mapped_column(enum_type(CaseState), default=CaseState.PROPOSED)
    filed_on: Mapped[date | None]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    findings: Mapped[str | None] = mapped_column(Text)
    effect_found: Mapped[str | None] = mapped_column(Text)
    reported_on: Mapped[date | None]
    dismissal_reason: Mapped[str | None] = mapped_column(Text)
    closed_on: Mapped[date | None]
    created_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    unit: Mapped[Unit] = relationship()
    complaint: Mapped[Complaint | None] = relationship()
    members: Mapped[list[CaseMember]] = relationship(
        back_populates="case", order_by="CaseMember.id"
    )
    respondents: Mapped[list[CaseRespondent]] = relationship(
        back_populates="case", order_by="CaseRespondent.id"
    )
    evidence: Mapped[list[Evidence]] = relationship(
        back_populates="case", order_by="Evidence.number"
    )
    facts: Mapped[list[Fact]] = relationship(back_populates="case", order_by="Fact.id")
    archive: Mapped[CaseArchive | None] = relationship(back_populates="case")
    recusals: Mapped[list[Recusal]] = relationship(back_populates="case", order_by="Recusal.id")


class CaseMember(Model):
    """A member of the team. Who left it, recused or after a hand-over, stays on record; who comes
    back is entered again.
    """

    __tablename__ = "case_members"
    __table_args__ = (
        Index(
            "uq_case_members_present",
            "case_id",
            "user_id",
            unique=True,
            sqlite_where=text("left_on IS NULL"),
            postgresql_where=text("left_on IS NULL"),
        ),
        Index("ix_case_members_user_id", "user_id"),
        CheckConstraint("left_on IS NULL OR leaving_reason IS NOT NULL", name="leaving_has_reason"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    is_lead: Mapped[bool] = mapped_column(default=False)
    joined_on: Mapped[date]
    left_on: Mapped[date | None]
    leaving_reason: Mapped[str | None] = mapped_column(Text)

    case: Mapped[Case] = relationship(back_populates="members")
    user: Mapped[User] = relationship()


class CaseRespondent(Model):
    """A unit or person the case is about; `role` is the person's part in the act."""

    __tablename__ = "case_respondents"
    __table_args__ = (
        CheckConstraint("kind = 'unit' OR name IS NOT NULL", name="person_has_name"),
        Index("ix_case_respondents_case_id", "case_id"),
        Index("ix_case_respondents_unit_id", "unit_id"),
        Index("ix_case_respondents_person_id", "person_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    kind: Mapped[RespondentKind] = mapped_column(enum_type(RespondentKind))
    unit_id: Mapped[int] = mapped_column(ForeignKey("units.id"))
    person_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    name: Mapped[str | None] = mapped_column(String(40))
    post_title: Mapped[str | None] = mapped_column(String(60))
    rank: Mapped[str | None] = mapped_column(String(40))
    role: Mapped[PersonRole | None] = mapped_column(enum_type(PersonRole))

    case: Mapped[Case] = relationship(back_populates="respondents")
    unit: Mapped[Unit] = relationship()
    defence: Mapped[Defence | None] = relationship(back_populates="respondent")

    @property
    def display_name(self) -> str:
        """The person's name, or the unit's."""
        return self.name or self.unit.name


evidence_investigators = Table(
    "evidence_investigators",
    db.metadata,
    Column("evidence_id", ForeignKey("evidence.id"), primary_key=True),
    Column("user_id", ForeignKey("users.id"), primary_key=True),
)

fact_evidence = Table(
    "fact_evidence",
    db.metadata,
    Column("fact_id", ForeignKey("facts.id"), primary_key=True),
    Column("evidence_id", ForeignKey("evidence.id"), primary_key=True),
)


class Evidence(Model):
    """One act of gathering evidence: an inquiry, files consulted, an inspection (CMP-05 to
    CMP-07). Facts and the report cite it by `number`, which it keeps.
    """

    __tablename__ = "evidence"
    __table_args__ = (UniqueConstraint("case_id", "number"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    number: Mapped[int]
    kind: Mapped[EvidenceKind] = mapped_column(enum_type(EvidenceKind))
    on_date: Mapped[date]
    place: Mapped[str] = mapped_column(String(120))
    persons: Mapped[str | None] = mapped_column(String(200))
    summary: Mapped[str] = mapped_column(Text)
    credentials_shown: Mapped[bool]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    case: Mapped[Case] = relationship(back_populates="evidence")
    investigators: Mapped[list[User]] = relationship(secondary=evidence_investigators)
    facts: Mapped[list[Fact]] = relationship(secondary=fact_evidence, viewonly=True)


class Fact(Model):
    """A fact found, with the evidence it rests on."""

    __tablename__ = "facts"
    __table_args__ = (Index("ix_facts_case_id", "case_id"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    on_date: Mapped[date | None]
    text: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)

    case: Mapped[Case] = relationship(back_populates="facts")
    evidence: Mapped[list[Evidence]] = relationship(secondary=fact_evidence)


class Defence(Model):
    """The statement and defence of one respondent, that it was declined, or that the respondent
    did not come: `text` then says how they had been told (ACC-13).

    `manner` and `adoption` are of those who spoke; what was recorded before they were asked for has
    neither.
    """

    __tablename__ = "defences"
    __table_args__ = (
        CheckConstraint("outcome = 'declined' OR text IS NOT NULL", name="said_in_words"),
        CheckConstraint(
            "adoption IS NULL OR (outcome = 'stated' AND response IS NOT NULL)",
            name="adopted_with_reasons",
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    respondent_id: Mapped[int] = mapped_column(ForeignKey("case_respondents.id"), unique=True)
    outcome: Mapped[DefenceOutcome] = mapped_column(enum_type(DefenceOutcome))
    heard_on: Mapped[date]
    text: Mapped[str | None] = mapped_column(Text)
    manner: Mapped[DefenceManner | None] = mapped_column(enum_type(DefenceManner))
    adoption: Mapped[Adoption | None] = mapped_column(enum_type(Adoption))
    response: Mapped[str | None] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))

    respondent: Mapped[CaseRespondent] = relationship(back_populates="defence")


class CaseArchive(Versioned, Model):
    """The file of an ended case in the archive: its number, and how long it is kept by whose word.

    `retention_years` None: for good. On `review_on` somebody looks at it; nothing happens by
    itself. The volume is the one attachment of this row (`core.files.services.keep`); `contents`
    lists its documents as they were bound (`casework.archive.volume`).
    """

    __tablename__ = "case_archives"
    __table_args__ = (
        CheckConstraint(
            "retention_years IS NULL OR retention_years BETWEEN 1 AND 999",
            name="retention_in_range",
        ),
        CheckConstraint("(retention_years IS NULL) = (review_on IS NULL)", name="term_has_review"),
        Index("ix_case_archives_review_on", "review_on"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"), unique=True)
    number: Mapped[str] = mapped_column(String(60), unique=True)
    state: Mapped[ArchiveState] = mapped_column(enum_type(ArchiveState), default=ArchiveState.KEPT)
    archived_on: Mapped[date]
    archived_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    retention_years: Mapped[int | None]
    retention_basis: Mapped[str] = mapped_column(Text)
    retention_set_by_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    retention_set_on: Mapped[date]
    review_on: Mapped[date | None]
    contents: Mapped[list[dict[str, Any]]] = mapped_column(JSON, deferred=True, default=list)

    case: Mapped[Case] = relationship(back_populates="archive")
    archived_by: Mapped[User] = relationship(foreign_keys=[archived_by_id])
    retention_set_by: Mapped[User] = relationship(foreign_keys=[retention_set_by_id])


#: At most one of these for a person in a case.
_LIVE = text("state IN ('pending', 'granted')")


class Recusal(Versioned, Model):
    """That somebody is to keep away from a case: by whom asked, why, and what was decided.

    While it is granted `user` sees nothing of the case and takes no part in it. `decider` says who
    decides (art. 43); `filed_by_id` None: the system noticed it. `earlier_acts` says what becomes
    of what `user` recorded before. `noted_on`: the day they read the notice of it.
    """

    __tablename__ = "recusals"
    __table_args__ = (
        Index(
            "uq_recusals_live",
            "case_id",
            "user_id",
            unique=True,
            sqlite_where=_LIVE,
            postgresql_where=_LIVE,
        ),
        Index("ix_recusals_case_id", "case_id"),
        Index("ix_recusals_user_id", "user_id"),
        CheckConstraint("origin = 'detected' OR reason IS NOT NULL", name="asked_with_reason"),
        CheckConstraint(
            "(state = 'pending') = (decided_on IS NULL)"
            " AND (decided_on IS NULL) = (decision_reason IS NULL)",
            name="decided_with_reason",
        ),
        CheckConstraint(
            "(state = 'granted') = (earlier_acts IS NOT NULL)", name="granted_says_what_stands"
        ),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    case_id: Mapped[int] = mapped_column(ForeignKey("cases.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("users.id"))
    state: Mapped[RecusalState] = mapped_column(
        enum_type(RecusalState), default=RecusalState.PENDING
    )
    origin: Mapped[RecusalOrigin] = mapped_column(enum_type(RecusalOrigin))
    ground: Mapped[RecusalGround] = mapped_column(enum_type(RecusalGround))
    reason: Mapped[str | None] = mapped_column(Text)
    decider: Mapped[Decider] = mapped_column(enum_type(Decider))
    filed_on: Mapped[date]
    filed_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decided_on: Mapped[date | None]
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    decision_reason: Mapped[str | None] = mapped_column(Text)
    earlier_acts: Mapped[EarlierActs | None] = mapped_column(enum_type(EarlierActs))
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    noted_on: Mapped[date | None]

    case: Mapped[Case] = relationship(back_populates="recusals")
    user: Mapped[User] = relationship(foreign_keys=[user_id])
    filed_by: Mapped[User | None] = relationship(foreign_keys=[filed_by_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    successor: Mapped[User | None] = relationship(foreign_keys=[successor_id])
