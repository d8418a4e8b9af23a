"""Play a decision: drafted by the team, reviewed, signed, issued and served."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta

from accountability.discussing import Minutes, Part
from accountability.queries.decisions import Dossier, dossier_of
from accountability.rules import ChosenMeasure, DecisionDraft, Grade
from accountability.services import decisions
from core import moment
from demo.scene import LEADER, REVIEWER, SIGNER, Scene
from demo.script import Until
from demo.stage import Play

#: How long a unit has to correct what was wrong.
CORRECTION = timedelta(days=45)
GRAVE_REASON = "问题持续时间长、涉及群众多，引发多次集中反映，损害群众利益，造成严重后果。"


def play_decision(scene: Scene) -> Play:
    """Take the decision as far as its story goes, at most until it is issued."""
    story = scene.story
    scene.decision = decisions.create_decision(scene.case, scene.lead, _draft(scene))
    if not story.reaches(Until.IN_REVIEW):
        return
    yield 1
    _submit(scene)
    if not story.reaches(Until.RETURNED):
        return
    yield 2
    if story.until is Until.RETURNED or scene.number % 6 == 0:
        decisions.return_decision(
            scene.decision,
            scene.actor(REVIEWER),
            reason=scene.common.return_reason,
            seen_version=scene.decision.version,
        )
        if story.until is Until.RETURNED:
            return
        yield 1
        decisions.redraft_decision(
            scene.decision, scene.lead, _draft(scene), seen_version=scene.decision.version
        )
        _submit(scene)
        yield 1
    decisions.approve_decision(
        scene.decision, scene.actor(REVIEWER), seen_version=scene.decision.version
    )
    if not story.reaches(Until.SIGNED):
        return
    yield 1
    if scene.number % 3 == 0:
        _discuss(scene)
    decisions.sign_decision(
        scene.decision, scene.actor(SIGNER), seen_version=scene.decision.version
    )
    if not story.reaches(Until.ISSUED):
        return
    yield 1
    decisions.issue_decision(scene.decision, scene.leader, seen_version=scene.decision.version)


def _submit(scene: Scene) -> None:
    decisions.submit_decision(scene.decision, scene.lead, seen_version=scene.decision.version)


def _discuss(scene: Scene) -> None:
    """Have the leading group discuss the draft; Aershan's rules let it, and do not demand it."""
    voters = tuple(scene.cast.users[name].name for name in (SIGNER, REVIEWER, LEADER))
    team = tuple(scene.cast.users[name].name for name in scene.team)
    decisions.discuss_decision(
        scene.decision,
        scene.leader,
        minutes=Minutes(
            held_on=moment.today(),
            body=scene.common.discussed_by,
            chair=voters[0],
            names={Part.FOR: voters, Part.SAT_IN: team},
            text=scene.common.minutes,
            is_agreed=True,
        ),
        seen_version=scene.decision.version,
    )


def _draft(scene: Scene) -> DecisionDraft:
    dossier = dossier_of(scene.case)
    grave = bool(scene.story.sanctions)
    grade = Grade.MINOR if scene.number % 5 == 1 else Grade.DISRUPTIVE
    grade = Grade.SERIOUS if grave else grade
    return DecisionDraft(
        facts_text="\n".join(fact.text for fact in scene.case.facts),
        grade=grade,
        grade_reason=GRAVE_REASON if grave else scene.common.grade_reason,
        requirement="\n".join((scene.common.requirement, *_numbered(scene.words.requirements))),
        correction_due_on=moment.today() + CORRECTION,
        is_grave=grave,
        measures=tuple(_measures(dossier, grade, grave)),
    )


def _measures(dossier: Dossier, grade: Grade, grave: bool) -> list[ChosenMeasure]:
    """Choose the first measure the pack offers to each party; who is offered none gets none."""
    chosen = []
    for respondent in dossier.respondents:
        offer = dossier.offer_to(respondent, grade, is_grave=grave)
        chosen += [ChosenMeasure(respondent.id, measure.code) for measure in offer.measures[:1]]
    return chosen


def _numbered(lines: Iterable[str]) -> list[str]:
    return [f"{number}. {line}" for number, line in enumerate(lines, start=1)]
