"""Play a complaint from the desk of intake to its end, or into a case."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import select

from complaints import services
from complaints.models import Complaint, ComplaintTransfer
from complaints.rules import (
    STEPS_OF,
    Channel,
    ComplaintAction,
    OpeningState,
    ReplyState,
    Satisfaction,
    TransferState,
)
from complaints.services import Given, GivenRespondent, Identity
from core import moment
from core.access import Actor
from core.db import db
from demo.scene import Scene
from demo.script import AgainEntry, DoubtEntry, Story, TransferEntry, Until
from demo.stage import Play

#: Every so many reports carry a receipt code; making one is slow on purpose.
RECEIPTS = 4
#: One after the other, what becomes of a request to see who reported.
OPENINGS = tuple(OpeningState)

#: How long who reported has to add what is missing.
SUPPLEMENT = timedelta(days=14)

#: How long a unit has to report on what was passed on to it.
HANDLED_WITHIN = timedelta(days=10)

#: How much longer a unit asks for.
MORE_TIME = timedelta(days=7)

REPLIES = {
    Channel.WRITTEN: "挂号信寄送告知书",
    Channel.TELEPHONE: "电话告知并寄送告知书",
    Channel.ORAL: "当面告知并交付告知书",
    Channel.VISIT: "当面告知并交付告知书",
    Channel.HOTLINE: "经热线平台答复并寄送告知书",
}


def play_complaint(scene: Scene) -> Play:
    """Register the complaint and take it as far as its story goes without a case."""
    story = scene.story
    scene.complaint = _register(scene, story)
    for entry in story.again:
        again = _register(scene, entry)
        if entry.is_joined:
            services.merge_complaint(
                again, scene.leader, leading=scene.complaint, seen_version=again.version
            )
    if scene.number % RECEIPTS == 0:
        _hand_out_receipt(scene)
    if story.supplement is not None:
        yield 1
        _ask_supplement(scene, story.supplement)
    if story.until is Until.REGISTERED:
        return
    yield 3 + scene.number % 5
    if _opening_of(scene) is OpeningState.EXPIRED:
        services.expire_openings(scene.complaint)
    if story.until is Until.WITHDRAWN:
        _withdraw(scene, story.withdrawal or "")
        return
    if story.decline is not None:
        yield from _decline(scene)
        return
    services.accept_complaint(
        scene.complaint,
        scene.leader,
        seen_version=scene.complaint.version,
        reason=scene.common.accept_opinion,
    )
    if story.transfer is not None:
        yield 1
        yield from _transfer(scene, story.transfer)
    if story.until is Until.ACCEPTED:
        draft(scene)
    if story.until in (Until.REPLIED, Until.COMPLAINT_CLOSED):
        yield 12
        reply(scene)
        if story.doubt is not None:
            yield 3
            yield from _doubt(scene, story.doubt)
        if story.until is Until.COMPLAINT_CLOSED:
            yield 6
            services.close_complaint(
                scene.complaint, scene.leader, seen_version=scene.complaint.version
            )


def reply(scene: Scene) -> None:
    """Tell the complainant what came of it, signed by the leader where the story says so."""
    draft(scene)
    services.reply_to_complaint(
        scene.complaint,
        scene.intake,
        text=scene.story.reply or "",
        method=REPLIES[scene.story.channel],
        seen_version=scene.complaint.version,
    )


def draft(scene: Scene) -> None:
    """Write a reply, and take it to the state that the story names; one that goes out is signed."""
    until = scene.story.draft
    if until is None:
        return
    made = services.draft_reply(
        scene.complaint,
        scene.intake,
        text=scene.story.reply or scene.common.reply,
        method=REPLIES[scene.story.channel],
        is_kept=until is ReplyState.DRAFTED,
        seen_version=scene.complaint.version,
    )
    if until in (ReplyState.APPROVED, ReplyState.DELIVERED):
        services.approve_reply(made, scene.leader, seen_version=made.version)
    elif until is ReplyState.RETURNED:
        text = scene.common.reply_returned
        services.send_back_reply(made, scene.leader, text=text, seen_version=made.version)


def withdraw_in_case(scene: Scene) -> None:
    """Let the complainant take the report back while its case runs."""
    _withdraw(scene, scene.story.withdraw_in_case or "")


def _register(scene: Scene, entry: Story | AgainEntry) -> Complaint:
    """Take a report down: that of the story, or another one about the same matter."""
    story, today = scene.story, moment.today()
    reporter = entry.reporter
    return services.register_complaint(
        scene.intake,
        Given(
            unit=scene.office,
            received_on=today,
            kind=story.kind,
            channel=entry.channel,
            title=entry.title,
            facts=entry.facts,
            respondents=[GivenRespondent(scene.unit)],
            reporter=None
            if reporter is None
            else Identity(reporter.kind, reporter.name, reporter.phone, reporter.address),
            occurred_from=today - timedelta(days=story.occurred),
            trigger_code=story.trigger,
            is_retaliation=story.retaliates is not None,
            earlier=_number_of(story.retaliates),
        ),
    )


def _number_of(title: str | None) -> str | None:
    """Return the number under which a matter came in before."""
    return db.session.scalar(select(Complaint.number).where(Complaint.title == title))


def _hand_out_receipt(scene: Scene) -> None:
    """Give a code, and take a letter by it; where there is a name, ask to see it."""
    complaint = scene.complaint
    services.issue_receipt(complaint, scene.intake)
    token = f"demo-letter-{scene.number}"
    services.leave_message(complaint, text=scene.common.letter, token=token)
    if not complaint.is_anonymous:
        _open_reporter(scene, _opening_of(scene))


def _ask_supplement(scene: Scene, missing: str) -> None:
    services.ask_supplement(
        scene.complaint,
        scene.leader,
        missing=missing,
        due_on=moment.today() + SUPPLEMENT,
        seen_version=scene.complaint.version,
    )


def _transfer(scene: Scene, entry: TransferEntry) -> Play:
    """Pass the report on, and let the liaison of the unit take it as far as the entry says."""
    if entry.mistaken is not None:
        services.recall_transfer(
            scene.complaint,
            scene.leader,
            transfer=_send(scene, entry, entry.mistaken),
            text=scene.common.recalled,
            seen_version=scene.complaint.version,
        )
    transfer = _send(scene, entry, entry.unit)
    liaison = scene.actor(f"liaison-{entry.unit}")
    if entry.until is TransferState.RETURNED:
        services.return_transfer(
            transfer, liaison, text=entry.outcome or "", seen_version=transfer.version
        )
    elif entry.until is not TransferState.SENT:
        services.sign_transfer(transfer, liaison, seen_version=transfer.version)
    if entry.asks is not None:
        yield 1
        _ask_time(scene, transfer, liaison, entry)
    for step in entry.urged:
        yield 2
        by_leader = step in STEPS_OF[ComplaintAction.SUPERVISE]
        services.urge_unit(
            scene.complaint,
            scene.leader if by_leader else scene.intake,
            transfer=transfer,
            step=step,
            text=scene.common.urging,
            seen_version=scene.complaint.version,
        )
    if entry.until is TransferState.REPORTED:
        yield 3
        services.report_transfer(
            transfer, liaison, text=entry.outcome or "", seen_version=transfer.version
        )


def _send(scene: Scene, entry: TransferEntry, unit: str) -> ComplaintTransfer:
    return services.transfer_complaint(
        scene.complaint,
        scene.leader,
        unit=scene.cast.units[unit],
        reason=entry.reason,
        content=entry.content,
        due_on=moment.today() + HANDLED_WITHIN,
        seen_version=scene.complaint.version,
    )


def _ask_time(
    scene: Scene, transfer: ComplaintTransfer, liaison: Actor, entry: TransferEntry
) -> None:
    """Let the unit ask for more time, and give it where the entry says so."""
    until = transfer.due_on + MORE_TIME
    services.ask_time(
        transfer, liaison, text=entry.asks or "", until=until, seen_version=transfer.version
    )
    if entry.granted:
        services.answer_extension(
            scene.complaint,
            scene.leader,
            transfer=transfer,
            is_granted=True,
            until=until,
            seen_version=scene.complaint.version,
        )


def _doubt(scene: Scene, entry: DoubtEntry) -> Play:
    """Let who reported be called back and doubt the answer."""
    services.call_back(
        scene.complaint,
        scene.intake,
        satisfaction=Satisfaction.DISSATISFIED,
        note=entry.note,
        seen_version=scene.complaint.version,
    )
    if entry.answer is not None:
        yield 2
        services.reply_again(
            scene.complaint, scene.intake, text=entry.answer, seen_version=scene.complaint.version
        )


def _opening_of(scene: Scene) -> OpeningState:
    return OPENINGS[scene.number // RECEIPTS % len(OPENINGS)]


def _open_reporter(scene: Scene, state: OpeningState) -> None:
    """Ask to see who reported, and take the request to `state`."""
    complaint, reason = scene.complaint, scene.common.opening_reason
    opening = services.request_opening(complaint, scene.intake, reason=reason)
    if state is OpeningState.REFUSED:
        services.refuse_opening(
            opening,
            scene.leader,
            reason=scene.common.opening_refused,
            seen_version=opening.version,
        )
    elif state is not OpeningState.REQUESTED:
        services.consent_opening(opening, scene.leader, seen_version=opening.version)
    if state is OpeningState.USED:
        services.view_reporter(opening, scene.intake, seen_version=opening.version)


def _withdraw(scene: Scene, reason: str) -> None:
    services.withdraw_complaint(
        scene.complaint, scene.intake, reason=reason, seen_version=scene.complaint.version
    )


def _decline(scene: Scene) -> Play:
    ground = scene.story.decline
    assert ground is not None
    services.decline_complaint(
        scene.complaint,
        scene.leader,
        code=ground.code,
        reason=ground.reason,
        seen_version=scene.complaint.version,
    )
    if scene.story.until is Until.DECLINED_CLOSED:
        yield 4
        services.close_complaint(
            scene.complaint,
            scene.leader,
            seen_version=scene.complaint.version,
            told_on=moment.today(),
            method=REPLIES[scene.story.channel],
        )
