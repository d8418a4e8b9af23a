"""States, actions and conditions that decide about a complaint; pure."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Collection, Iterable, Set
from datetime import date
from enum import StrEnum


class ComplaintState(StrEnum):
    """Where a complaint stands."""

    REGISTERED = "registered"
    ACCEPTED = "accepted"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"
    IN_CASE = "in_case"
    REPLIED = "replied"
    CLOSED = "closed"


class ComplaintAction(StrEnum):
    """What can be done to a complaint.

    A report withdrawn while its case runs keeps its state: the case goes on by its own rules.
    """

    ACCEPT = "accept"
    ADD_MATERIAL = "add_material"
    ASK_SUPPLEMENT = "ask_supplement"
    RECEIVE_SUPPLEMENT = "receive_supplement"
    END_SUPPLEMENT = "end_supplement"
    TRANSFER = "transfer"
    URGE = "urge"
    SUPERVISE = "supervise"
    EXTEND_TRANSFER = "extend_transfer"
    RECALL_TRANSFER = "recall_transfer"
    CALL_BACK = "call_back"
    DRAFT_REPLY = "draft_reply"
    REPLY_AGAIN = "reply_again"
    DECLINE = "decline"
    WITHDRAW = "withdraw"
    WITHDRAW_IN_CASE = "withdraw_in_case"
    OPEN_CASE = "open_case"
    REPLY = "reply"
    CLOSE = "close"
    CLOSE_LEAD = "close_lead"
    MERGE = "merge"
    UNMERGE = "unmerge"
    UNMERGE_IN_CASE = "unmerge_in_case"


class TransferState(StrEnum):
    """Where what was passed on to another unit stands."""

    SENT = "sent"
    SIGNED = "signed"
    RETURNED = "returned"
    REPORTED = "reported"
    RECALLED = "recalled"


class TransferAction(StrEnum):
    """What the unit can do to which it was passed on."""

    SIGN = "sign"
    RETURN = "return"
    REPORT = "report"
    EXPLAIN = "explain"
    ASK_TIME = "ask_time"
    RECALL = "recall"


class ReplyState(StrEnum):
    """Where the draft of a reply stands."""

    DRAFTED = "drafted"
    SUBMITTED = "submitted"
    RETURNED = "returned"
    APPROVED = "approved"
    DELIVERED = "delivered"


class ReplyAction(StrEnum):
    """What can be done to the draft of a reply."""

    SUBMIT = "submit"
    APPROVE = "approve"
    SEND_BACK = "send_back"
    DELIVER = "deliver"


class UrgingStep(StrEnum):
    """How a unit is urged, in the order of weight: a written urging, then the ladder of
    supervision: spoken, yellow card, red card.
    """

    URGE = "urge"
    ORAL = "oral"
    YELLOW = "yellow"
    RED = "red"

    @property
    def weight(self) -> int:
        """Return its place in the order."""
        return list(UrgingStep).index(self)


#: Which act raises which steps; a step of the ladder follows the one before it.
STEPS_OF: dict[ComplaintAction, tuple[UrgingStep, ...]] = {
    ComplaintAction.URGE: (UrgingStep.URGE, UrgingStep.ORAL),
    ComplaintAction.SUPERVISE: (UrgingStep.YELLOW, UrgingStep.RED),
}
STEP_BEFORE = {UrgingStep.YELLOW: UrgingStep.ORAL, UrgingStep.RED: UrgingStep.YELLOW}


class Satisfaction(StrEnum):
    """What who reported says of the answer when called back."""

    SATISFIED = "satisfied"
    PARTLY = "partly"
    DISSATISFIED = "dissatisfied"
    UNREACHED = "unreached"


#: In doubt about the answer, who reported gets another one (NET-09).
IN_DOUBT = frozenset({Satisfaction.PARTLY, Satisfaction.DISSATISFIED})


class OpeningState(StrEnum):
    """Where a request to see who reported stands."""

    REQUESTED = "requested"
    CONSENTED = "consented"
    REFUSED = "refused"
    USED = "used"
    EXPIRED = "expired"


class OpeningAction(StrEnum):
    """What can be done to such a request."""

    CONSENT = "consent"
    REFUSE = "refuse"
    VIEW = "view"
    EXPIRE = "expire"


class ComplaintKind(StrEnum):
    """A complaint about one's own matter, or a report of a breach."""

    COMPLAINT = "complaint"
    REPORT = "report"


class ImportState(StrEnum):
    """Where an import of work orders stands."""

    WAITING = "waiting"
    DONE = "done"
    DISCARDED = "discarded"
    EXPIRED = "expired"


class ImportAction(StrEnum):
    """What can be done to an import."""

    CHOOSE_COLUMNS = "choose_columns"
    CONFIRM = "confirm"
    DISCARD = "discard"
    EXPIRE = "expire"


class SealedWay(StrEnum):
    """How a report that is not entered goes up."""

    BY_HAND = "by_hand"
    CONFIDENTIAL_POST = "confidential_post"


class Channel(StrEnum):
    """How a report came in (CMP-01, CMP-11); a breached duty is found by the sweep of the clocks,
    an overturned act follows from the result of a review or a lawsuit, and `WEB` is what the public
    sent itself.
    """

    WRITTEN = "written"
    ORAL = "oral"
    TELEPHONE = "telephone"
    VISIT = "visit"
    WEB = "web"
    HOTLINE = "hotline"
    BOX = "box"
    MEDIA = "media"
    INTERNAL_CHECK = "internal_check"
    FROM_ABOVE = "from_above"
    BREACHED_DUTY = "breached_duty"
    OVERTURNED_ACT = "overturned_act"
    EVALUATION_RESULT = "evaluation_result"


#: What nobody reported: a lead, which the system itself takes down.
OF_ITSELF = (Channel.BREACHED_DUTY, Channel.OVERTURNED_ACT, Channel.EVALUATION_RESULT)

#: What an officer can take down.
BY_HAND = tuple(c for c in Channel if c not in (*OF_ITSELF, Channel.WEB))

#: What comes without anybody who reports: read in a paper, found in a check.
FOUND = frozenset({Channel.MEDIA, Channel.INTERNAL_CHECK})


class LeadOrigin(StrEnum):
    """Which supervision a lead comes from (CMP-11); the codes of the packs' supervision channels.

    "Inner, social and media supervision": 000-05, "establish a sound supervision mechanism".
    """

    INTERNAL = "internal"
    SOCIAL = "social"
    MEDIA = "media"


_WITHIN = frozenset({Channel.INTERNAL_CHECK, Channel.FROM_ABOVE, *OF_ITSELF})


def origin_of(channel: Channel) -> LeadOrigin:
    """Return which supervision what came in by `channel` comes from (CMP-11)."""
    if channel is Channel.MEDIA:
        return LeadOrigin.MEDIA
    return LeadOrigin.INTERNAL if channel in _WITHIN else LeadOrigin.SOCIAL


class ReporterKind(StrEnum):
    """Who reports: a person, a unit, or several with one who speaks for them (CMP-01, INF-07)."""

    PERSON = "person"
    UNIT = "unit"
    JOINT = "joint"


#: Fewer do not report jointly.
FEWEST_JOINT = 2


class AnswerBy(StrEnum):
    """How who reported wants to be told; by the receipt code they always can look."""

    CODE = "code"
    PHONE = "phone"
    POST = "post"


class DocumentKind(StrEnum):
    """The letters that a complaint gives rise to."""

    ACCEPTANCE_NOTICE = "complaint_acceptance_notice"
    DECLINE_NOTICE = "complaint_decline_notice"
    RESULT_NOTICE = "complaint_result_notice"
    SUPPLEMENT_NOTICE = "complaint_supplement_notice"
    TRANSFER_SLIP = "complaint_transfer_slip"
    URGING_NOTICE = "complaint_urging_notice"


#: The term within which acceptance is decided (CMP-03).
ACCEPTANCE = "complaint.acceptance"
#: The term within which a unit returns what is not its business (NET-07).
RETURN = "message.return"
#: The period until the day that whoever passed it on set the unit; no source gives it.
HANDLING = "transfer.handling"
#: The review route by which a leader signs a reply, and what a unit reports for it (NET-08).
SIGN_OFF = "message"
#: What was passed on waits for the unit in these.
PASSED_ON = frozenset({TransferState.SENT, TransferState.SIGNED})
#: Came to nothing: the unit sent it back, or it was taken back before the unit signed for it.
CAME_BACK = frozenset({TransferState.RETURNED, TransferState.RECALLED})

_ORDINARY = (
    ComplaintState.REGISTERED,
    ComplaintState.ACCEPTED,
    ComplaintState.IN_CASE,
    ComplaintState.REPLIED,
    ComplaintState.CLOSED,
)


def course(
    state: ComplaintState, acts: Collection[str], *, is_lead: bool = False
) -> tuple[ComplaintState, ...]:
    """Return the states this complaint passes, first to last, given what was done to it so far.

    `acts` are the actions of its record. What did not happen and no longer can is left out; for a
    lead nobody is replied to.
    """
    if is_lead and ComplaintAction.DECLINE not in acts:
        passed = tuple(step for step in _ORDINARY if step is not ComplaintState.REPLIED)
        ended_alone = state is ComplaintState.CLOSED and ComplaintAction.OPEN_CASE not in acts
        return tuple(s for s in passed if not (ended_alone and s is ComplaintState.IN_CASE))
    if ComplaintAction.DECLINE in acts:
        return (ComplaintState.REGISTERED, ComplaintState.DECLINED, ComplaintState.CLOSED)
    if state is ComplaintState.WITHDRAWN:
        accepted = (ComplaintState.ACCEPTED,) if ComplaintAction.ACCEPT in acts else ()
        return (ComplaintState.REGISTERED, *accepted, ComplaintState.WITHDRAWN)
    past_case = state in (ComplaintState.REPLIED, ComplaintState.CLOSED)
    if past_case and ComplaintAction.OPEN_CASE not in acts:
        return tuple(step for step in _ORDINARY if step is not ComplaintState.IN_CASE)
    return _ORDINARY


def concerns(
    people: Collection[int],
    units: Collection[int],
    respondents: Iterable[tuple[int | None, int]],
) -> bool:
    """Tell whether a report is about these people or units.

    `people` are a person and all below them in the line of command, `units` those they belong to;
    `respondents` are (person or None, unit). Twin of the condition in `queries.visible_to`.
    Regulation on Petition Work art. 30; SEC-02.
    """
    return any(person in people or unit in units for person, unit in respondents)


class Likeness(StrEnum):
    """What two reports have in common."""

    UNIT = "unit"
    PERSON = "person"
    PERIOD = "period"
    TEXT = "text"
    BREACH = "breach"


#: The part of the shorter text's pairs of characters that must stand in the longer one too. Among
#: the reports of the demo, two on one unit but another matter share a fifth at most.
ENOUGH_TEXT = 0.25

#: While it stands so, a report can be joined to another, which is open in one of these.
JOINS_IN = frozenset({ComplaintState.REGISTERED, ComplaintState.ACCEPTED})
LEADS_IN = JOINS_IN | {ComplaintState.IN_CASE}


#: The outcome was told to who reported.
TOLD = frozenset({ComplaintState.REPLIED, ComplaintState.CLOSED})
#: It was accepted, and who reported waits to be told the outcome.
UNANSWERED = frozenset({ComplaintState.ACCEPTED, ComplaintState.IN_CASE})


def overlap(first: Set[str], second: Set[str]) -> bool:
    """Tell whether two texts, each as the set of what it can be found by, say much the same."""
    shorter = min(len(first), len(second))
    return shorter > 0 and len(first & second) / shorter >= ENOUGH_TEXT


def same_time(first: tuple[date | None, date | None], second: tuple[date | None, ...]) -> bool:
    """Tell whether two periods (from, to) share a day; one without a day shares none."""
    one, other = [day for day in first if day], [day for day in second if day]
    return bool(one and other) and one[0] <= other[-1] and other[0] <= one[-1]


def looks_alike(found: Collection[Likeness]) -> bool:
    """Tell whether so much in common is worth a look: the same accused, and person, text, or both
    time and breach.
    """
    if not {Likeness.UNIT, Likeness.PERSON} & set(found):
        return False
    both = {Likeness.PERIOD, Likeness.BREACH} <= set(found)
    return both or Likeness.PERSON in found or Likeness.TEXT in found


def is_below(path: str, respondents: Iterable[str]) -> bool:
    """Tell whether the unit at `path` is one of those reported, or stands under one of them.

    Neither may receive the report (Regulation on Petition Work art. 30); paths as `/1/4/`.
    """
    return any(path.startswith(reported) for reported in respondents)


def receipt_digits(code: str) -> str:
    """Return the digits of a receipt code, however it is written (spaces, dashes, full width)."""
    return "".join(c for c in unicodedata.normalize("NFKC", code) if c in "0123456789")


def grouped(code: str) -> str:
    """Return a receipt code as it is printed: 1234 5678 9012 3456."""
    return " ".join(code[start : start + 4] for start in range(0, len(code), 4))


def each_name(text: str) -> list[str]:
    """Return the names in a list as people type one, by commas, spaces or lines."""
    return [name for name in re.split(r"[\s、，,；;]+", text) if name]
