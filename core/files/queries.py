"""Read attachments. Who may see the subject may see its attachments; the caller has asked that."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence

from sqlalchemy import select
from werkzeug.exceptions import NotFound

from core.db import MAX_ID, Model, db
from core.files.models import Attachment


def attachments_of(
    model: type[Model], subject_ids: Collection[int]
) -> Mapping[int, Sequence[Attachment]]:
    """Return the attachments of these subjects by the subject's id, oldest first (one statement;
    none where there is no subject).
    """
    found: dict[int, list[Attachment]] = defaultdict(list)
    if subject_ids:
        statement = (
            select(Attachment)
            .where(
                Attachment.subject_type == model.__tablename__,
                Attachment.subject_id.in_(subject_ids),
            )
            .order_by(Attachment.id)
        )
        for row in db.session.scalars(statement):
            found[row.subject_id].append(row)
    return found


def names_sent(attachments: Sequence[Attachment]) -> tuple[tuple[str, str], ...]:
    """Return, for each of a reporter's files, the name that is shown and the one it came under.

    The latter may give the reporter away: the caller answers for permission, reason and record.
    """
    return tuple((row.name, row.sealed_name.open()) for row in attachments if row.sealed_name)


def get_attachment(
    attachment_id: int, model: type[Model], subject_ids: Collection[int]
) -> Attachment:
    """Return an attachment of one of these subjects; NotFound for any other."""
    row = db.session.get(Attachment, attachment_id) if attachment_id <= MAX_ID else None
    if (
        row is None
        or row.subject_type != model.__tablename__
        or row.subject_id not in set(subject_ids)
    ):
        raise NotFound
    return row
