"""The register of issued documents."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core import moment
from core.db import Model, UtcDateTime
from core.documents.templates.models import TemplateVersion


class IssuedDocument(Model):
    """One document as it left the house: what it is about and the hash of its exact bytes.

    ``number`` carries series and year (阿政公责〔2026〕12号), so it is unique by itself; a form
    without a number has none. ``template_version`` is the wording it was written with, if it was
    written with one.
    """

    __tablename__ = "issued_documents"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64", name="sha256_length"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint("number IS NULL OR number <> ''", name="number_not_empty"),
        Index("ix_issued_documents_subject", "subject_type", "subject_id"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    kind: Mapped[str] = mapped_column(String(60))
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    number: Mapped[str | None] = mapped_column(String(120), unique=True)
    title: Mapped[str] = mapped_column(Text)
    sha256: Mapped[str] = mapped_column(String(64), index=True)
    size: Mapped[int]
    issued_on: Mapped[date]
    letter: Mapped[str | None] = mapped_column(Text, deferred=True)
    issuer: Mapped[str | None] = mapped_column(String(100))
    verification_code: Mapped[str | None] = mapped_column(String(20), unique=True)
    template_version_id: Mapped[int | None] = mapped_column(
        ForeignKey("template_versions.id"), index=True
    )
    created_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
    created_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"), index=True)

    template_version: Mapped[TemplateVersion | None] = relationship()
