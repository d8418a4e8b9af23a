"""Who reported: sealed when it comes in, opened with a reason, kept out of every text."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from complaints import naming
from complaints.models import Complaint, Reporter
from complaints.rules import ReporterKind
from core import access_log
from core.access import Actor
from core.access_log import AccessKind
from core.files.queries import attachments_of, names_sent
from core.refusals import Refusal, Refused
from core.sealed import Sealed, lookup
from core.sealed.masking import mask_address, mask_name, mask_phone

#: Nobody who is reported may learn of the report, let alone handle it.
NO_DISCLOSURE = "《信访工作条例》第三十条"

#: Fewer digits are no telephone number.
MIN_DIGITS = 7


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


def reporter_of(complaint: Complaint) -> Reporter:
    """Return who reported, sealed; refused for an anonymous report."""
    reporter = complaint.reporter
    if reporter is None or reporter.name is None:
        raise Refused(Refusal("complaint_reporter_anonymous"))
    return reporter


def opened(complaint: Complaint) -> Identity:
    """Return who reported, in clear. The caller answers for consent, record and access log."""
    reporter = reporter_of(complaint)
    return Identity(
        reporter.kind,
        _open(reporter.name) or "",
        _open(reporter.phone),
        _open(reporter.address),
        names_sent(attachments_of(Complaint, [complaint.id])[complaint.id]),
    )


def masked(identity: Identity) -> Identity:
    """Return the same with as much hidden as leaves it recognisable to who knows it already."""
    return Identity(
        identity.kind,
        mask_name(identity.name) or "",
        mask_phone(identity.phone),
        mask_address(identity.address),
    )


def refuse_naming(complaint: Complaint, actor: Actor, *texts: str | None) -> None:
    """Refuse a text that gives away who reported; it would stay in letters and in the record.

    The refusal tells that the text was right; so it is kept in the access log as a guess.
    """
    reporter = complaint.reporter
    if reporter is None:
        return
    secrets = naming.secrets_of(*map(_open, (reporter.name, reporter.phone, reporter.address)))
    if any(naming.mentions(text, secrets) for text in texts if text):
        access_log.note(actor.id, AccessKind.GUESS, complaint)
        raise Refused(Refusal("complaint_text_names_reporter", {}, NO_DISCLOSURE))


def seal(identity: Identity) -> Reporter:
    """Return the row that keeps `identity` under seal."""
    return Reporter(
        kind=identity.kind,
        name=Sealed.of(identity.name),
        phone=Sealed.of(identity.phone) if identity.phone else None,
        address=Sealed.of(identity.address) if identity.address else None,
        phone_index=phone_index(identity.phone or ""),
    )


def phone_index(number: str) -> str | None:
    """Return the keyed hash under which a number is kept; None for too few digits to be one."""
    digits = lookup.phone(number)
    return lookup.index_of("reporter phone", digits) if len(digits) >= MIN_DIGITS else None


def _open(sealed: Sealed | None) -> str | None:
    return sealed.open() if sealed is not None else None
