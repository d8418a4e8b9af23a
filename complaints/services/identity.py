"""Who reported: sealed when it comes in, opened with a reason, kept out of every text."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace

from complaints import naming
from complaints.models import Complaint, Reporter
from complaints.rules import FEWEST_JOINT, AnswerBy, ReporterKind, each_name
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

    Of a joint report this is who speaks for all `joint_count`; `joint_names` are the others, as
    typed. `files` are the names of what was handed in: as shown, and as the reporter called it.
    """

    kind: ReporterKind
    name: str = field(repr=False)
    phone: str | None = field(default=None, repr=False)
    address: str | None = field(default=None, repr=False)
    files: Sequence[tuple[str, str]] = field(default=(), repr=False)
    joint_count: int | None = None
    joint_names: str | None = field(default=None, repr=False)
    answer_by: AnswerBy | None = None

    def is_told_by(self, *texts: str | None) -> bool:
        """Tell whether a text gives away who it was, however name, number, house are written."""
        joint = each_name(self.joint_names or "")
        secrets = [*naming.secrets_of(self.name, self.phone, self.address), *joint]
        return any(naming.mentions(text, secrets) for text in texts if text)


def reporter_of(complaint: Complaint) -> Reporter:
    """Return who reported, sealed; refused for an anonymous report."""
    reporter = complaint.reporter
    if reporter is None or reporter.name is None:
        raise Refused(Refusal("complaint_reporter_anonymous"))
    return reporter


def opened(complaint: Complaint) -> Identity:
    """Return who reported, in clear. The caller answers for consent, record and access log."""
    reporter = reporter_of(complaint)
    return replace(
        _in_clear(reporter),
        files=names_sent(attachments_of(Complaint, [complaint.id])[complaint.id]),
    )


def masked(identity: Identity) -> Identity:
    """Return the same with as much hidden as leaves it recognisable to who knows it already."""
    return Identity(
        identity.kind,
        mask_name(identity.name) or "",
        mask_phone(identity.phone),
        mask_address(identity.address),
        joint_count=identity.joint_count,
        joint_names="、".join(
            mask_name(name) or "" for name in each_name(identity.joint_names or "")
        )
        or None,
        answer_by=identity.answer_by,
    )


def refuse_naming(complaint: Complaint, actor: Actor, *texts: str | None) -> None:
    """Refuse a text that gives away who reported; it would stay in letters and in the record.

    The refusal tells that the text was right; so it is kept in the access log as a guess.
    """
    reporter = complaint.reporter
    if reporter is None:
        return
    if _in_clear(reporter).is_told_by(*texts):
        access_log.note(actor.id, AccessKind.GUESS, complaint)
        raise Refused(Refusal("complaint_text_names_reporter", {}, NO_DISCLOSURE))


def keep_reporters_out(complaint: Complaint | None, actor: Actor, *texts: str | None) -> None:
    """Refuse a text that names who reported, also one whose report is joined (SEC-01); nothing is
    refused where no report began it (None).
    """
    for one in (complaint, *complaint.joined) if complaint is not None else ():
        refuse_naming(one, actor, *texts)


def names_anybody(complaint: Complaint | None, text: str, others: Iterable[str] = ()) -> bool:
    """Tell whether a text gives away who reported, here or in a joined report, or names `others`.

    For what leaves the house toward those a report is about (SEC-04). The answer says no more than
    that: whoever reads it must not learn which of the names it was.
    """
    if naming.mentions(text, others):
        return True
    joined = (complaint, *complaint.joined) if complaint is not None else ()
    reporters = [one.reporter for one in joined if one.reporter is not None]
    return any(_in_clear(reporter).is_told_by(text) for reporter in reporters)


def seal(identity: Identity) -> Reporter:
    """Return the row that keeps `identity` under seal."""
    return Reporter(
        kind=identity.kind,
        name=Sealed.of(identity.name),
        phone=Sealed.of(identity.phone) if identity.phone else None,
        address=Sealed.of(identity.address) if identity.address else None,
        phone_index=phone_index(identity.phone or ""),
        joint_count=identity.joint_count,
        joint_names=Sealed.of(identity.joint_names) if identity.joint_names else None,
        answer_by=identity.answer_by,
    )


def unfit(identity: Identity) -> Refusal | None:
    """Say what is missing: a name, how many report jointly, where the answer is to go (INF-07)."""
    if not identity.name.strip():
        return Refusal("complaint_reporter_needs_name")
    if identity.kind is ReporterKind.JOINT:
        if (identity.joint_count or 0) < FEWEST_JOINT:
            return Refusal("complaint_joint_needs_number", {"fewest": FEWEST_JOINT})
    elif identity.joint_count is not None or identity.joint_names:
        return Refusal("complaint_joint_only")
    wanted = {AnswerBy.PHONE: identity.phone, AnswerBy.POST: identity.address}
    if identity.answer_by in wanted and not wanted[identity.answer_by]:
        return Refusal("complaint_answer_needs_contact")
    return None


def phone_index(number: str) -> str | None:
    """Return the keyed hash under which a number is kept; None for too few digits to be one."""
    digits = lookup.phone(number)
    return lookup.index_of("reporter phone", digits) if len(digits) >= MIN_DIGITS else None


def _in_clear(reporter: Reporter) -> Identity:
    return Identity(
        reporter.kind,
        _open(reporter.name) or "",
        _open(reporter.phone),
        _open(reporter.address),
        joint_count=reporter.joint_count,
        joint_names=_open(reporter.joint_names),
        answer_by=reporter.answer_by,
    )


def _open(sealed: Sealed | None) -> str | None:
    return sealed.open() if sealed is not None else None
