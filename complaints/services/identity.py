"""Who reported: sealed when it comes in, opened with a reason, kept out of every text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from complaints.models import Complaint, Reporter
from complaints.rules import ReporterKind, names_reporter
from core import record
from core.access import Actor, Permission
from core.db import transactional
from core.files.queries import attachments_of, names_sent
from core.procedure import Forbidden
from core.refusals import Refusal, Refused
from core.sealed import Sealed

#: Nobody who is reported may learn of the report, let alone handle it.
NO_DISCLOSURE = "《信访工作条例》第三十条"


@dataclass(frozen=True)
class Identity:
    """Who reported, in clear; it is never kept like this.

    `files` are the names of what was handed in: as shown, and as the reporter called it.
    """

    kind: ReporterKind
    name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    files: Sequence[tuple[str, str]] = field(default=(), repr=False)


@transactional
def open_reporter(complaint: Complaint, actor: Actor, *, reason: str) -> Identity:
    """Return who reported, in clear; the opening and its reason are recorded, the identity is not.

    Forbidden without the permission in the unit. Refused for an anonymous report, without a reason,
    and for a reason that itself names who reported. SEC-01.
    """
    if not actor.may(Permission.REPORTER_OPEN, complaint.unit.path):
        raise Forbidden("open_reporter")
    if not reason.strip():
        raise Refused(Refusal("complaint_opening_needs_reason"))
    refuse_naming(complaint, reason)
    reporter = complaint.reporter
    if reporter is None or reporter.name is None:
        raise Refused(Refusal("complaint_reporter_anonymous"))
    record.append("open_reporter", complaint, actor_id=actor.id, reason=reason)
    return Identity(
        reporter.kind,
        reporter.name.open(),
        _open(reporter.phone),
        _open(reporter.address),
        names_sent(attachments_of(Complaint, [complaint.id])[complaint.id]),
    )


def refuse_naming(complaint: Complaint, *texts: str | None) -> None:
    """Refuse a text that gives away who reported; it would stay in letters and in the record."""
    reporter = complaint.reporter
    if reporter is None:
        return
    if names_reporter((_open(reporter.name), _open(reporter.phone)), *texts):
        raise Refused(Refusal("complaint_text_names_reporter", {}, NO_DISCLOSURE))


def seal(identity: Identity) -> Reporter:
    """Return the row that keeps `identity` under seal."""
    return Reporter(
        kind=identity.kind,
        name=Sealed.of(identity.name),
        phone=Sealed.of(identity.phone) if identity.phone else None,
        address=Sealed.of(identity.address) if identity.address else None,
    )


def _open(sealed: Sealed | None) -> str | None:
    return sealed.open() if sealed is not None else None
