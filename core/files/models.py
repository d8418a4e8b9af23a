"""The register of attachments."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from core import moment
from core.db import Model, UtcDateTime, enum_type
from core.files.kinds import FileKind, Origin
from core.sealed import Sealed, SealedText


class Attachment(Model):
    """A file that somebody uploaded for a subject (a complaint, a piece of evidence).

    `sha256` and `size` are those of the file as it is handed out; `stored_as` names the sealed
    bytes in the store. `name` may be shown to all who see the subject: a reporter's own name for
    the file, which may give the reporter away, stands in `sealed_name` alone. Rows never change.
    """

    __tablename__ = "attachments"
    __table_args__ = (
        CheckConstraint("length(sha256) = 64 AND length(stored_as) = 64", name="sha256_length"),
        CheckConstraint("size > 0", name="size_positive"),
        CheckConstraint(
            "(origin = 'reporter') = (sealed_name IS NOT NULL)", name="reporter_name_sealed"
        ),
        UniqueConstraint("subject_type", "subject_id", "sha256"),
        Index("ix_attachments_uploaded_by_id_uploaded_at", "uploaded_by_id", "uploaded_at"),
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    subject_type: Mapped[str] = mapped_column(String(60))
    subject_id: Mapped[int]
    origin: Mapped[Origin] = mapped_column(enum_type(Origin))
    kind: Mapped[FileKind] = mapped_column(enum_type(FileKind))
    name: Mapped[str] = mapped_column(String(200))
    sealed_name: Mapped[Sealed | None] = mapped_column(SealedText)
    sha256: Mapped[str] = mapped_column(String(64))
    size: Mapped[int]
    stored_as: Mapped[str] = mapped_column(String(64), unique=True)
    uploaded_by_id: Mapped[int | None] = mapped_column(ForeignKey("users.id"))
    uploaded_at: Mapped[datetime] = mapped_column(UtcDateTime, default=moment.now)
