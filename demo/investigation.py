"""Play a case from its proposal to the deliberation: team, evidence, facts, report, defence."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

from accountability.rules import (
    ActFacts,
    ApprovalState,
    DecidedBy,
    Participant,
    ReviewState,
    Vote,
)
from accountability.services import acts
from accountability.tracing import DATED, Link
from casework import services
from casework.reporting import building
from casework.rules import (
    CustodyAction,
    EvidenceForm,
    EvidenceKind,
    EvidenceOrigin,
    ParticipantRole,
    PersonRole,
    RespondentKind,
)
from casework.services import keeping, participating, reporting
from core import moment
from demo import complaint as complaints
from demo.defence import hear_all
from demo.notices import tell_people, tell_unit
from demo.plan import follow_plan, write_plan
from demo.scene import REVIEWER, Scene
from demo.script import Until
from demo.stage import Play
from demo.team import name_team

#: Matters in which the team is at work on the day of the demo.
IN_HAND = (
    Until.FACTS_FOUND,
    Until.REPORT_DRAFTED,
    Until.REPORT_IN_REVIEW,
    Until.REPORT_RETURNED,
    Until.REPORT_REVIEWED,
)
#: For how long papers are lent.
LOAN = timedelta(days=45)


def play_investigation(scene: Scene) -> Play:
    """Take the case as far as its story goes, at most to the deliberation with its shares."""
    story = scene.story
    _propose(scene)
    if not story.reaches(Until.FILED):
        return
    yield 3
    case = scene.case
    services.file_case(
        case, scene.leader, opinion=scene.common.file_opinion, seen_version=case.version
    )
    if not story.reaches(Until.TEAM_NAMED):
        return
    yield 1
    yield from name_team(scene)
    if not story.reaches(Until.INVESTIGATING):
        return
    services.start_investigation(case, scene.leader, seen_version=case.version)
    if story.until in IN_HAND:
        write_plan(scene)
        tell_unit(scene)
    if story.until is Until.SUSPENDED:
        yield 4
        services.suspend_case(
            case, scene.leader, reason=story.suspension or "", seen_version=case.version
        )
    if not story.reaches(Until.FACTS_FOUND):
        return
    yield 2
    yield from investigate(scene)
    if story.until is Until.DISMISSED:
        yield 3
        services.dismiss_case(
            case, scene.leader, reason=story.dismissal or "", seen_version=case.version
        )
    elif story.reaches(Until.REPORT_DRAFTED):
        yield from report(scene)
        if story.reaches(Until.DEFENCE_OPEN):
            yield from _hear(scene)


def investigate(scene: Scene) -> Play:
    """Gather evidence, find the facts, record the act."""
    for person in scene.story.people:
        services.add_respondent(
            scene.case,
            scene.lead,
            kind=RespondentKind.PERSON,
            unit_id=scene.unit.id,
            name=person.name,
            post_title=person.post,
            role=person.role,
            seen_version=scene.case.version,
        )
    yield from gather_evidence(scene)
    _keep_evidence(scene)
    _hear_others(scene)
    if scene.story.until in IN_HAND:
        follow_plan(scene)
        tell_people(scene)
    if scene.story.withdraw_in_case:
        yield 2
        complaints.withdraw_in_case(scene)
    if scene.story.until is Until.DISMISSED:
        return
    yield 1
    scene.act = acts.create_act(scene.case, scene.lead, facts_of(scene), days=days_of(scene))


def gather_evidence(scene: Scene) -> Play:
    """Ask, consult, inspect, each by both investigators; then write down what was found."""
    handler = next(p for p in scene.story.people if p.role is PersonRole.HANDLER)
    words, case = scene.words, scene.case
    _record_evidence(
        scene,
        EvidenceKind.INQUIRY,
        f"{scene.unit.short_name}会议室",
        handler.name,
        scene.variant(words.inquiry),
    )
    yield 2
    _record_evidence(
        scene,
        EvidenceKind.CONSULT_FILES,
        f"{scene.unit.short_name}档案室",
        None,
        scene.variant(words.files),
    )
    if scene.number % 2:
        yield 1
        site = scene.fill(words.site)
        _record_evidence(
            scene, EvidenceKind.ON_SITE, f"{scene.unit.short_name}办事大厅", None, site
        )
    yield 2
    for index, text in enumerate(words.fact):
        cited = [item.id for item in case.evidence][index:] or [case.evidence[-1].id]
        services.record_fact(
            case,
            scene.lead,
            on_date=case.act_on if index == 0 else None,
            text=scene.fill(text),
            evidence_ids=cited,
            seen_version=case.version,
        )


def _keep_evidence(scene: Scene) -> None:
    """Take the papers consulted into custody; pass some of them on, and most of those back."""
    case, lead = scene.case, scene.lead
    papers = next(item for item in case.evidence if item.kind is EvidenceKind.CONSULT_FILES)
    custody = keeping.receive(
        case,
        lead,
        evidence_id=papers.id,
        title="收文和公开登记簿",
        origin=EvidenceOrigin.TAKEN,
        source=f"{scene.unit.short_name}档案室",
        shape=EvidenceForm.ORIGINAL,
        amount="1册",
        keeper=lead.name,
        on_date=moment.today(),
    )
    course = [(), (CustodyAction.SEAL,), (CustodyAction.LEND, CustodyAction.TAKE_BACK)]
    acts = [*course[scene.number % len(course)]]
    if scene.story.until in IN_HAND and CustodyAction.LEND in acts:
        acts.remove(CustodyAction.TAKE_BACK)
    elif scene.story.until is Until.DISMISSED and CustodyAction.SEAL not in acts:
        acts.append(CustodyAction.GIVE_BACK)
    for action in acts:
        leaves = action in (CustodyAction.LEND, CustodyAction.GIVE_BACK)
        lends = action is CustodyAction.LEND
        keeping.pass_on(
            custody,
            lead,
            action=action,
            on_date=moment.today(),
            to_whom=(scene.common.borrower if lends else custody.source) if leaves else None,
            due_on=moment.today() + LOAN if lends else None,
            seen_version=custody.version,
        )


def _hear_others(scene: Scene) -> None:
    """Invite a witness or an expert to every second matter; to one at hand they are to come."""
    if scene.number % 2 and scene.story.until not in (*IN_HAND, Until.DISMISSED):
        return
    is_expert = bool(scene.number % 4)
    common = scene.common
    one = participating.invite(
        scene.case,
        scene.lead,
        role=ParticipantRole.EXPERT if is_expert else ParticipantRole.WITNESS,
        name=common.expert if is_expert else common.witness,
        affiliation=common.expert_of if is_expert else common.witness_of,
        matter=common.expert_matter if is_expert else common.witness_matter,
        invited_on=moment.today(),
    )
    if scene.story.until in IN_HAND:
        return
    if scene.story.until is Until.DISMISSED:
        participating.note_absence(one, scene.lead, reason=common.absence, seen_version=one.version)
        return
    participating.record_statement(
        one,
        scene.lead,
        stated_on=moment.today(),
        statement=scene.fill(common.expert_said if is_expert else common.witness_said),
        seen_version=one.version,
    )


def report(scene: Scene) -> Play:
    """Draft the report, sign it, hand it in, have it reviewed and approved, as far as the story
    goes.
    """
    story, case = scene.story, scene.case
    first = building.first_text(case)
    text = replace(
        first,
        qualification=first.qualification + scene.fill(scene.common.report_proposal),
        findings=scene.fill(scene.words.findings),
        effect_found=scene.fill(scene.words.effect),
    )
    made = reporting.draft_report(case, scene.lead, text)
    reporting.sign_report(made, scene.second, seen_version=made.version)
    if story.until is Until.REPORT_DRAFTED:
        return
    reporting.submit_report(made, scene.lead, seen_version=made.version)
    if story.until is Until.REPORT_IN_REVIEW:
        return
    yield 3
    if story.until is Until.REPORT_RETURNED:
        reporting.return_report(
            made,
            scene.actor(REVIEWER),
            reason=scene.common.report_returned,
            seen_version=made.version,
        )
        return
    reporting.review_report(
        made,
        scene.actor(REVIEWER),
        opinion=scene.common.report_opinion,
        seen_version=made.version,
    )
    if story.until is Until.REPORT_REVIEWED:
        return
    reporting.approve_report(made, scene.leader, seen_version=made.version)


def days_of(scene: Scene) -> dict[Link, date]:
    """Return the days before the act on which it was drafted, reviewed and approved; an objection
    comes before the instruction is carried out.
    """
    act_on = scene.case.act_on
    return {
        link: act_on - timedelta(days=n) for link, n in zip(DATED, range(5, 0, -1), strict=True)
    }


def facts_of(scene: Scene) -> ActFacts:
    """Return the facts of the act that its story names by the row they lead to."""
    people = {
        person.role: scene.respondent(person.name).id for person in reversed(scene.story.people)
    }
    above = people.get(PersonRole.SUPERVISOR)
    handler = people[PersonRole.HANDLER]
    row = scene.story.act
    approved = row in {"A3", "A8"}
    instructed = row in {"A4", "A5"}
    collective = row == "A6"
    return ActFacts(
        title=scene.words.act,
        on_date=scene.case.act_on,
        decided_by=DecidedBy.COLLECTIVE if collective else DecidedBy.INDIVIDUAL,
        approval_state=ApprovalState.GIVEN if approved else ApprovalState.NONE,
        approval_by_id=above if approved else None,
        review_state=ReviewState.SKIPPED if row in {"A2", "A8"} else ReviewState.DONE,
        instruction_given=instructed,
        instruction_by_id=above if instructed else None,
        objection_made=row == "A4",
        objection_by_id=handler if row == "A4" else None,
        objection_evidence="承办人在呈批件上写明不同意见，原件已调取附卷。"
        if row == "A4"
        else None,
        participants=tuple(
            Participant(
                respondent_id=scene.respondent(person.name).id,
                role=person.role,
                vote=Vote.FOR if collective and person.role is not PersonRole.HANDLER else None,
            )
            for person in scene.story.people
        ),
    )


def _propose(scene: Scene) -> None:
    story = scene.story
    act_on = moment.today() - timedelta(days=story.occurred)
    scene.case = services.propose_case(
        scene.leader,
        unit=scene.office,
        title=story.title,
        trigger_code=story.trigger or "",
        act_on=act_on if story.own_finding else scene.complaint.occurred_from or act_on,
        summary=story.facts,
        complaint=None if story.own_finding else scene.complaint,
        accused=[services.Accused(scene.unit.id)] if story.own_finding else (),
    )


def _record_evidence(
    scene: Scene, kind: EvidenceKind, place: str, persons: str | None, summary: str
) -> None:
    services.record_evidence(
        scene.case,
        scene.second,
        kind=kind,
        on_date=moment.today(),
        place=place,
        persons=persons,
        summary=summary,
        investigator_ids=[user.id for user in scene.users_of_team()],
        credentials_shown=kind is not EvidenceKind.CONSULT_FILES,
        seen_version=scene.case.version,
    )


def _hear(scene: Scene) -> Play:
    story, case = scene.story, scene.case
    yield 2
    yield from hear_all(scene)
    if not story.reaches(Until.DELIBERATING):
        return
    yield 2
    services.deliberate_case(case, scene.leader, seen_version=case.version)
    if not story.reaches(Until.CONFIRMED):
        return
    yield 1
    confirm(scene)


def confirm(scene: Scene) -> None:
    """Confirm the shares of the act as the pack proposes them."""
    acts.confirm_act(scene.act, scene.leader, seen_version=scene.act.version)
