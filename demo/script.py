"""What the demo is made of, read from its three files and checked while reading."""

from __future__ import annotations

from datetime import date
from enum import StrEnum
from pathlib import Path

import msgspec

from accountability.compensating import LossState
from accountability.rules import RemedyKind
from accountability.sanctioning import SanctionState
from casework.rules import PersonRole, RecusalGround, RecusalOrigin
from casework.rules.elevations import ElevationGround, ElevationKind, ElevationState
from casework.rules.referrals import ReferralCourse, ReferralKind, ReferralState
from complaints.rules import (
    Channel,
    ComplaintKind,
    ReplyState,
    ReporterKind,
    TransferState,
    UrgingStep,
)
from core.access import Role
from core.identity.models import UnitKind

_FOLDER = Path(__file__).parent


class Until(StrEnum):
    """How far a matter has come on the day of the demo, in the order of its course."""

    REGISTERED = "registered"
    WITHDRAWN = "withdrawn"
    DECLINED = "declined"
    DECLINED_CLOSED = "declined_closed"
    ACCEPTED = "accepted"
    REPLIED = "replied"
    COMPLAINT_CLOSED = "complaint_closed"
    PROPOSED = "proposed"
    FILED = "filed"
    TEAM_NAMED = "team_named"
    INVESTIGATING = "investigating"
    SUSPENDED = "suspended"
    FACTS_FOUND = "facts_found"
    DISMISSED = "dismissed"
    REPORT_DRAFTED = "report_drafted"
    REPORT_IN_REVIEW = "report_in_review"
    REPORT_RETURNED = "report_returned"
    REPORT_REVIEWED = "report_reviewed"
    REPORTED = "reported"
    DEFENCE_OPEN = "defence_open"
    DEFENCE_HEARD = "defence_heard"
    DELIBERATING = "deliberating"
    CONFIRMED = "confirmed"
    DRAFTED = "drafted"
    IN_REVIEW = "in_review"
    RETURNED = "returned"
    REVIEWED = "reviewed"
    SIGNED = "signed"
    ISSUED = "issued"
    PARTLY_SERVED = "partly_served"
    SERVED = "served"
    REMEDY_FILED = "remedy_filed"
    REMEDY_UNDER_REVIEW = "remedy_under_review"
    REMEDY_WITHDRAWN = "remedy_withdrawn"
    REMEDY_REJECTED = "remedy_rejected"
    REMEDY_UPHELD = "remedy_upheld"
    REMEDY_MODIFIED = "remedy_modified"
    REMEDY_REVOKED = "remedy_revoked"
    REMEDY_REMANDED = "remedy_remanded"
    EFFECTIVE = "effective"
    RECTIFIED = "rectified"
    CLOSED = "closed"
    ARCHIVED = "archived"


class _Strict(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """Base: a key that is not meant is an error."""


class UnitEntry(_Strict, frozen=True):
    """A unit; all but the first lie below the first, or below `below` (itself: a new tree)."""

    key: str
    name: str
    short_name: str
    kind: UnitKind
    document_prefix: str | None = None
    takes_public_reports: bool = False
    below: str | None = None
    pack: str | None = None
    pack_from: date | None = None


class PersonEntry(_Strict, frozen=True):
    """Somebody with an account; a superior stands before those below."""

    username: str
    name: str
    unit: str
    post_title: str
    roles: tuple[Role, ...]
    superior: str | None = None
    rank: str | None = None


class Town(_Strict, frozen=True):
    """Units and people."""

    unit: tuple[UnitEntry, ...]
    person: tuple[PersonEntry, ...]


class ReporterEntry(_Strict, frozen=True):
    """Who reported."""

    name: str
    kind: ReporterKind = ReporterKind.PERSON
    phone: str | None = None
    address: str | None = None


class AgainEntry(_Strict, frozen=True):
    """Another report about the same matter that comes in the same day; joined unless it waits to
    be noticed.
    """

    title: str
    facts: str
    reporter: ReporterEntry
    channel: Channel = Channel.TELEPHONE
    is_joined: bool = True


class TransferEntry(_Strict, frozen=True):
    """To which unit a report is passed on, and how far that unit comes with it."""

    unit: str
    reason: str
    content: str
    until: TransferState = TransferState.SENT
    outcome: str | None = None
    urged: tuple[UrgingStep, ...] = ()
    mistaken: str | None = None
    asks: str | None = None
    granted: bool = False


class DeclineEntry(_Strict, frozen=True):
    """Why a report was not taken up."""

    code: str
    reason: str


class AccusedEntry(_Strict, frozen=True):
    """A person the case is about; `post` is left out for who has an account."""

    name: str
    role: PersonRole
    post: str | None = None


class RecusalEntry(_Strict, frozen=True):
    """That a member of the team is to keep away, and what was answered; None: not yet."""

    reason: str
    origin: RecusalOrigin = RecusalOrigin.DECLARED
    ground: RecusalGround = RecusalGround.RELATIVE
    granted: str | None = None
    rejected: str | None = None


class ReferralEntry(_Strict, frozen=True):
    """A clue of the case that goes to another body, and how far the referral has come."""

    kind: ReferralKind
    receiver: str
    matter: str
    reason: str
    materials: tuple[str, ...]
    until: ReferralState
    course: ReferralCourse = ReferralCourse.GOES_ON
    opinion: str | None = None
    received_by: str | None = None
    receipt_number: str | None = None
    answer: str | None = None
    answer_number: str | None = None


class ElevationEntry(_Strict, frozen=True):
    """That the case goes to the organ above: asked for and answered, or taken over."""

    kind: ElevationKind
    ground: ElevationGround
    reason: str
    until: ElevationState
    opinion: str | None = None


class DoubtEntry(_Strict, frozen=True):
    """What who reported doubts about the answer, and the second answer once it is given."""

    note: str
    answer: str | None = None


class RemedyEntry(_Strict, frozen=True):
    """A remedy: filed at the desk by a user, or on paper (`by` is "paper") for `who`."""

    by: str
    kind: RemedyKind
    grounds: str
    request: str
    who: str | None = None
    late: bool = False
    late_reason: str | None = None
    rejection: str | None = None
    ruling: str | None = None
    withdrawal: bool = False


class Story(_Strict, frozen=True):
    """One matter. `received` counts days back from the day of the demo, `occurred` from there;
    `retaliates` is the title of the one for which somebody is retaliated against.

    `rectification`: ordered, reported, item_returned, returned, accepted or closed. `sanctions`:
    how far that of each person comes, where the consequences were grave. `losses`: how far the
    compensation of each comes.
    """

    until: Until
    received: int
    unit: str
    title: str
    facts: str
    occurred: int
    kind: ComplaintKind = ComplaintKind.REPORT
    channel: Channel = Channel.WRITTEN
    trigger: str | None = None
    own_finding: bool = False
    reporter: ReporterEntry | None = None
    supplement: str | None = None
    decline: DeclineEntry | None = None
    transfer: TransferEntry | None = None
    withdrawal: str | None = None
    withdraw_in_case: str | None = None
    reply: str | None = None
    draft: ReplyState | None = None
    retaliates: str | None = None
    doubt: DoubtEntry | None = None
    recusal: RecusalEntry | None = None
    referral: ReferralEntry | None = None
    elevation: ElevationEntry | None = None
    dismissal: str | None = None
    suspension: str | None = None
    people: tuple[AccusedEntry, ...] = ()
    again: tuple[AgainEntry, ...] = ()
    act: str = "A3"
    remedy: RemedyEntry | None = None
    rectification: str = "ordered"
    sanctions: tuple[SanctionState, ...] = ()
    losses: tuple[LossState, ...] = ()
    lawsuit: str | None = None

    @property
    def returns(self) -> bool:
        """Tell whether something of the first rectification is sent back."""
        return self.rectification in ("returned", "item_returned")

    def reaches(self, stage: Until) -> bool:
        """Tell whether this matter comes as far as `stage` in the ordinary course."""
        order = list(Until)
        return order.index(self.until) >= order.index(stage)


class TriggerTexts(_Strict, frozen=True):
    """What is written in a case of one kind of breach; `{unit}` and the like are filled in."""

    act: str
    inquiry: tuple[str, ...]
    files: tuple[str, ...]
    site: str
    fact: tuple[str, ...]
    findings: str
    effect: str
    requirements: tuple[str, ...]
    done: tuple[str, ...]


class CommonTexts(_Strict, frozen=True):
    """What is written in cases of every kind."""

    defence_stated: tuple[str, ...]
    response: tuple[str, ...]
    unit_defence: str
    grade_reason: str
    requirement: str
    accept_opinion: str
    file_opinion: str
    objection: str
    discussed_by: str
    minutes: str
    return_reason: str
    reply: str
    reply_returned: str
    recalled: str
    report_proposal: str
    report_opinion: str
    borrower: str
    plan_goals: str
    plan_questions: str
    note: str
    plan_dropped: str
    witness: str
    witness_of: str
    witness_matter: str
    witness_said: str
    expert: str
    expert_of: str
    expert_matter: str
    expert_said: str
    absence: str
    report_returned: str
    court: str
    enforcement_grounds: str
    court_ruling: str
    letter: str
    opening_reason: str
    opening_refused: str
    failed_reason: str
    file_wanted: str
    file_in_part: str
    file_refused: str
    item_returned: str
    visit_found: str
    reply_method: str
    report_text: str
    withdraw_remedy: str
    urging: str


class _Stories(_Strict, frozen=True):
    story: tuple[Story, ...]


def read_town() -> Town:
    """Read the units and the people. Raises msgspec.ValidationError naming what is wrong."""
    return msgspec.toml.decode((_FOLDER / "town.toml").read_bytes(), type=Town)


def read_stories() -> tuple[Story, ...]:
    """Read the matters, in the order in which they are listed."""
    return msgspec.toml.decode((_FOLDER / "stories.toml").read_bytes(), type=_Stories).story


def read_texts() -> tuple[dict[str, TriggerTexts], CommonTexts]:
    """Read what officers write: by trigger, and in common."""
    raw = msgspec.toml.decode((_FOLDER / "texts.toml").read_bytes())
    common = msgspec.convert(raw.pop("common"), CommonTexts)
    return msgspec.convert(raw, dict[str, TriggerTexts]), common
