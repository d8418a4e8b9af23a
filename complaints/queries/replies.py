"""Read the drafts of replies."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from complaints.models import Complaint, ReplyDraft
from core.db import MAX_ID, db


def get_reply(complaint: Complaint, reply_id: int) -> ReplyDraft:
    """Return one draft of a complaint with who acted on it; NotFound for any other."""
    if reply_id > MAX_ID:
        raise NotFound
    statement = (
        select(ReplyDraft)
        .where(ReplyDraft.complaint_id == complaint.id, ReplyDraft.id == reply_id)
        .options(
            joinedload(ReplyDraft.drafted_by),
            joinedload(ReplyDraft.submitted_by),
            joinedload(ReplyDraft.decided_by),
            joinedload(ReplyDraft.document),
        )
    )
    draft = db.session.scalars(statement).one_or_none()
    if draft is None:
        raise NotFound
    return draft
