"""Play statement and defence: who is invited, with an extract, and what each of them says."""

from __future__ import annotations

from datetime import timedelta

from casework import services
from casework.defence import letters
from casework.defence.material import material_of
from casework.defending import Adoption, DefenceManner
from casework.models import CaseRespondent, DefenceInvitation
from casework.rules import DefenceOutcome, RespondentKind
from casework.services import inviting
from core import moment
from core.serving.rules import Delivery, ServiceMethod
from demo.scene import LEADER, Scene
from demo.script import Until
from demo.stage import Play

#: For how long who is invited may answer.
TO_ANSWER = timedelta(days=20)


def hear_all(scene: Scene) -> Play:
    """Let the respondents be heard on the report, one of the team writing it down.

    In every third matter the team invites in writing; in the one that is still open another
    invitation waits to be served, and one to be finished.
    """
    story, case = scene.story, scene.case
    services.open_defence(case, scene.actor(LEADER), seen_version=case.version)
    waiting = list(case.respondents)
    if story.until is Until.DEFENCE_OPEN:
        waiting, later = waiting[:1], waiting[1:3]
        _serve(scene, _issue(scene, _draft(scene, waiting[0])))
        _issue(scene, _draft(scene, later[0]))
        _draft(scene, later[-1])
    elif scene.number % 3 == 0:
        _serve(scene, _issue(scene, _draft(scene, waiting[-1])))
    yield 2
    for index, respondent in enumerate(waiting):
        _hear(scene, index, respondent)


def _hear(scene: Scene, index: int, respondent: CaseRespondent) -> None:
    is_unit = respondent.kind is RespondentKind.UNIT
    declines = not is_unit and (scene.number + index) % 5 == 0
    said = (scene.common.unit_defence,) if is_unit else scene.common.defence_stated
    services.record_defence(
        scene.case,
        scene.second,
        respondent_id=respondent.id,
        outcome=DefenceOutcome.DECLINED if declines else DefenceOutcome.STATED,
        heard_on=moment.today(),
        manner=DefenceManner.WRITTEN if is_unit else DefenceManner.ORAL,
        text=None if declines else scene.variant(said),
        adoption=None if declines else Adoption.PARTLY,
        response=None if declines else scene.variant(scene.common.response),
        seen_version=scene.case.version,
    )


def _draft(scene: Scene, respondent: CaseRespondent) -> DefenceInvitation:
    """Write an invitation with all in its extract that may reach a respondent."""
    case, material = scene.case, material_of(scene.case)
    return inviting.draft_invitation(
        case,
        scene.lead,
        respondent_id=respondent.id,
        facts_text=letters.first_facts(material),
        basis=letters.first_basis(case),
        answer_by=moment.today() + TO_ANSWER,
        answer_to=letters.first_answer(case),
        fact_ids=[piece.id for piece in material.facts if piece.barred is None],
        evidence_ids=[piece.id for piece in material.evidence if piece.barred is None],
    )


def _issue(scene: Scene, invitation: DefenceInvitation) -> DefenceInvitation:
    inviting.issue_invitation(invitation, scene.lead, seen_version=invitation.version)
    return invitation


def _serve(scene: Scene, invitation: DefenceInvitation) -> None:
    delivery = in_person(scene, invitation.respondent)
    inviting.serve_invitation(invitation, scene.second, delivery, seen_version=invitation.version)


def in_person(scene: Scene, respondent: CaseRespondent) -> Delivery:
    """Return what is written down when the team hands a paper over today."""
    return Delivery(
        ServiceMethod.IN_PERSON,
        received_on=moment.today(),
        received_by=respondent.name or f"{respondent.unit.short_name}办公室",
        servers="、".join(user.name for user in scene.users_of_team()),
        proof="受送达人当面签收的送达回证",
    )
