"""Keep what is uploaded, and give it back as it was."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any

from flask import Flask, current_app
from sqlalchemy import event, func, select
from sqlalchemy.orm import Session, SessionTransaction

from core import moment, record
from core.access.actor import Actor
from core.db import Model, db, transactional
from core.files import metadata, policy, store
from core.files.kinds import KINDS, Accepted, FileKind, Origin, Outcome, Unfit, Upload
from core.files.models import Attachment
from core.files.sealing import file_seal
from core.files.storage import DamagedFile
from core.identity.models import User
from core.record.services import of_subject
from core.refusals import Refusal, Refused
from core.sealed import Sealed

MIB = 1024 * 1024
DAMAGE = "damage_found"
_STORED = "wenze.files.stored"


@dataclass(frozen=True)
class Limits:
    """How much may be uploaded, in bytes unless it says otherwise.

    `per_file` one file; `per_request` all files of one form; `per_subject` all of one subject, at
    most `count`; `per_day` what one person uploads on one day in Shanghai; `reserve` what stays
    free on the disk, so that uploads never stop the database.
    """

    per_file: int = 20 * MIB
    per_day: int = 500 * MIB
    per_subject: int = 200 * MIB
    count: int = 40
    reserve: int = 512 * MIB

    @property
    def per_request(self) -> int:
        """The largest request of a form with files: one file and some more beside the text."""
        return self.per_file + 12 * MIB


def limits_from(file_mb: int, uploads_mb: int) -> Limits:
    """Return the limits for these sizes of one file and of one person's day, in MiB."""
    return Limits(per_file=file_mb * MIB, per_day=uploads_mb * MIB)


def init_app(app: Flask, limits: Limits) -> None:
    """Set the limits of `app`; forget stored bytes again when their transaction is rolled back."""
    app.extensions["wenze.files.limits"] = limits
    if not event.contains(db.session, "after_commit", _keep_stored):
        event.listen(db.session, "after_commit", _keep_stored)
        event.listen(db.session, "after_soft_rollback", _remove_stored)


def limits() -> Limits:
    """Return the limits of the running application."""
    set_: Limits = current_app.extensions["wenze.files.limits"]
    return set_


@transactional
def attach(
    subject: Model, actor: Actor, uploads: Sequence[Upload], *, origin: Origin = Origin.STAFF
) -> list[Attachment]:
    """Attach `uploads` to `subject`; all of them or none. The caller has asked for permission.

    A reporter's file is stripped of metadata and its name sealed; an officer's is kept bit by bit.
    Refused, naming file and reason: what `policy.examine` does not accept, the same content twice
    on a subject, and more than the limits allow. ASVS 5.2.4, 5.3.2, 14.2.8.
    """
    if not uploads:
        return []
    accepted = [fit(upload, origin) for upload in uploads]
    there = _rows_of(subject)
    _check_limits(accepted, there, actor)
    made: list[Attachment] = []
    for upload, file in zip(uploads, accepted, strict=True):
        row = _store(subject, actor, file, origin, len(there) + len(made) + 1, upload.name)
        if row.sha256 in {known.sha256 for known in (*there, *made)}:
            raise Refused(Refusal("file_same", {"name": file.name}))
        db.session.add(row)
        made.append(row)
    db.session.flush()
    for row in made:
        record.append("attach", row, actor_id=actor.id, after=_written(row))
    return made


@transactional
def keep(subject: Model, actor: Actor, name: str, pdf: bytes) -> Attachment:
    """Keep a PDF that the house itself made of a subject, sealed as what is attached is.

    Neither examined nor refused for its size: it is made of what was examined and taken before.
    """
    file = Accepted(name, FileKind.PDF, pdf)
    row = _store(subject, actor, file, Origin.STAFF, 1, name)
    db.session.add(row)
    db.session.flush()
    record.append("attach", row, actor_id=actor.id, after=_written(row))
    return row


def content_of(attachment: Attachment) -> bytes:
    """Return the file as it was attached; raise DamagedFile unless every hash on the way holds."""
    content = file_seal().open(store().read(attachment.stored_as))
    if hashlib.sha256(content).hexdigest() != attachment.sha256:
        raise DamagedFile(attachment.sha256)
    return content


@transactional
def note_damage(attachment: Attachment, actor_id: int | None) -> None:
    """Record that an attachment was found damaged; once is enough."""
    known = of_subject(Attachment.__tablename__, attachment.id, limit=20)
    if any(entry.action == DAMAGE for entry in known):
        return
    after = {"sha256": attachment.sha256, "stored_as": attachment.stored_as}
    record.append(DAMAGE, attachment, actor_id=actor_id, after=after)


def examined(upload: Upload, origin: Origin) -> Upload:
    """Return `upload` with what its examination gave, hash included; asks no database.

    Called before a transaction is open: what takes long must not hold up other writers.
    """
    try:
        file = _examine(upload, origin)
    except Refused as refused:
        return replace(upload, outcome=Outcome(origin, refused))
    assert file.sha256  # computed here, not while others wait
    return replace(upload, outcome=Outcome(origin, file))


def fit(upload: Upload, origin: Origin) -> Accepted:
    """Return what is kept of `upload`; raise Refused with the reason, which names the file."""
    if upload.outcome is None or upload.outcome.origin is not origin:
        return _examine(upload, origin)
    if isinstance(upload.outcome.found, Refused):
        raise upload.outcome.found
    return upload.outcome.found


def _examine(upload: Upload, origin: Origin) -> Accepted:
    file = policy.examine(upload, limits().per_file)
    if origin is Origin.STAFF:
        return file
    try:
        return Accepted(file.name, file.kind, metadata.strip(file.content, file.kind))
    except Unfit as unfit:
        raise policy.refused(unfit, upload.name) from unfit


def _check_limits(files: Sequence[Accepted], there: Sequence[Attachment], actor: Actor) -> None:
    bounds, new = limits(), sum(len(file.content) for file in files)
    if len(there) + len(files) > bounds.count:
        raise Refused(Refusal("file_too_many", {"limit": bounds.count}))
    if sum(row.size for row in there) + new > bounds.per_subject:
        raise Refused(Refusal("file_subject_full", {"limit": bounds.per_subject // MIB}))
    if _uploaded_today(actor) + new > bounds.per_day:
        raise Refused(Refusal("file_quota", {"limit": bounds.per_day // MIB}))
    if store().free() - new < bounds.reserve:
        raise Refused(Refusal("file_no_room"))


def _uploaded_today(actor: Actor) -> int:
    """Return how many bytes `actor` uploaded today; holds their row, so that two forms at once do
    not pass the quota together.
    """
    db.session.execute(select(User.id).where(User.id == actor.id).with_for_update())
    total = db.session.scalar(
        select(func.coalesce(func.sum(Attachment.size), 0)).where(
            Attachment.uploaded_by_id == actor.id,
            Attachment.uploaded_at >= moment.start_of(moment.today()),
        )
    )
    return int(total or 0)


def _rows_of(subject: Model) -> Sequence[Attachment]:
    db.session.flush()
    statement = select(Attachment).where(
        Attachment.subject_type == subject.__tablename__,
        Attachment.subject_id == _id(subject),
    )
    return db.session.scalars(statement).all()


def _store(
    subject: Model, actor: Actor, file: Accepted, origin: Origin, number: int, sent_name: str
) -> Attachment:
    stored_as = store().put(file_seal().seal(file.content))
    db.session.info.setdefault(_STORED, []).append(stored_as)
    is_reporters = origin is Origin.REPORTER
    neutral = f"材料{number}.{KINDS[file.kind].extensions[0]}"
    return Attachment(
        subject_type=subject.__tablename__,
        subject_id=_id(subject),
        origin=origin,
        kind=file.kind,
        name=neutral if is_reporters else file.name,
        sealed_name=Sealed.of(sent_name[:500]) if is_reporters else None,
        sha256=file.sha256,
        size=len(file.content),
        stored_as=stored_as,
        uploaded_by_id=actor.id,
    )


def _written(row: Attachment) -> dict[str, Any]:
    """Return what the record says of an attachment: its name is one that may be shown."""
    return {
        "subject_type": row.subject_type,
        "subject_id": row.subject_id,
        "name": row.name,
        "kind": row.kind,
        "size": row.size,
        "sha256": row.sha256,
    }


def _id(subject: Model) -> int:
    number: int = subject.id  # type: ignore[attr-defined]  # every subject has one
    return number


def _keep_stored(session: Session) -> None:
    session.info.pop(_STORED, None)


def _remove_stored(session: Session, undone: SessionTransaction) -> None:
    """Remove what was stored for rows that never came to be. Sealed bytes belong to one row only,
    so nobody else can miss them.
    """
    if undone.parent is None:
        for name in session.info.pop(_STORED, ()):
            store().remove(name)
