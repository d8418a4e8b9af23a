"""Play what follows a decision: service, remedy, rectification, effect, answer, closing."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from typing import Any, Final

from sqlalchemy import select

from accountability.models import NoticeService, Rectification, Remedy
from accountability.procedure.notices import filing_rule
from accountability.procedure.rectifications import addressee_of
from accountability.queries import notices as queries
from accountability.rules import CourtRuling, RemedyAction, VisitFinding
from accountability.seeking import Petition
from accountability.services import enforcement, notices, rectifications, remedies, urging
from casework import services as casework
from casework.rules import RespondentKind
from core import moment
from core.db import db
from core.record.services import write_pending
from core.serving.rules import Delivery, ServiceMethod
from demo.circulars import circulate
from demo.complaint import draft, reply
from demo.file_requests import see_file
from demo.losses import compensate
from demo.notices import tell_closed
from demo.sanctions import sanction
from demo.scene import REVIEWER, Scene
from demo.script import RemedyEntry, Until
from demo.stage import Play

#: Persons are reached in one of these ways, one after the other.
METHODS = (ServiceMethod.IN_PERSON, ServiceMethod.POST, ServiceMethod.LIEN)
PROOFS = {
    ServiceMethod.IN_PERSON: "受送达人当面签收的送达回证",
    ServiceMethod.POST: "邮政特快专递签收回执",
    ServiceMethod.LIEN: "送达回证（载明拒收事由）和现场照片",
}
RULINGS = {
    Until.REMEDY_UPHELD: RemedyAction.UPHOLD,
    Until.REMEDY_MODIFIED: RemedyAction.MODIFY,
    Until.REMEDY_REVOKED: RemedyAction.REVOKE,
    Until.REMEDY_REMANDED: RemedyAction.REMAND,
}
UNDONE = (Until.REMEDY_REVOKED, Until.REMEDY_REMANDED)
PAPER = "paper"
REMINDED = "整改报告期限已经届满，请尽快报告改正情况。"
BY_PHONE = "电话提醒，部门联络员接听"
NOT_FILED = "处理为批评教育，不是处分，按照干部档案材料范围不归入。"
#: As the office of the town has settled it for itself; no source does.
RETENTION: Final[dict[str, Any]] = {"years": 30, "basis": "市政务公开办公室文书档案保管期限表"}


def play_aftermath(scene: Scene) -> Play:
    """Take the matter from its issued letters as far as its story goes."""
    story = scene.story
    yield 2
    yield from _serve(scene)
    if not story.reaches(Until.SERVED):
        return
    if story.until is Until.REMEDY_MODIFIED:
        circulate(scene)  # before the remedy, so that it has to be corrected
    if story.remedy is not None:
        yield from _seek_remedy(scene, story.remedy)
    if story.until not in UNDONE:
        yield from _rectify(scene)
    if not (story.reaches(Until.EFFECTIVE) or story.until is Until.REMEDY_REJECTED):
        return
    yield _days_to_effect(scene)
    notices.take_effect(scene.case, scene.leader, seen_version=scene.case.version)
    if story.reply is not None:
        yield 2
        reply(scene)
    else:
        draft(scene)
    if story.until is Until.CLOSED or story.rectification == "ordered":
        circulate(scene, send=story.reaches(Until.CLOSED))
    if story.sanctions:
        yield from sanction(scene, _services(scene))
    compensate(scene)
    if story.rectification == "ordered" and story.until is Until.EFFECTIVE:
        yield from _enforce(scene)
    if story.reaches(Until.RECTIFIED):
        _into_files(scene)
    if story.reaches(Until.CLOSED):
        yield 3
        casework.close_case(scene.case, scene.leader, seen_version=scene.case.version)
        tell_closed(scene)
    if story.reaches(Until.ARCHIVED):
        yield 2
        write_pending(db.session())  # the town is one transaction; the file tells what was done
        casework.archive_case(
            scene.case, scene.leader, **RETENTION, seen_version=scene.case.version
        )


def _services(scene: Scene) -> list[NoticeService]:
    found = db.session.scalars(
        select(NoticeService)
        .where(NoticeService.decision_id == scene.decision.id)
        .order_by(NoticeService.id)
    )
    return list(found)


def _serve(scene: Scene) -> Play:
    waiting = _services(scene)
    _deliver(scene, waiting[0], 0)
    yield 1
    if scene.story.until is Until.PARTLY_SERVED:
        _fail(scene, waiting[1])
        return
    for index, service in enumerate(waiting[1:]):
        if (scene.number + index) % 7 == 0:
            _fail(scene, service)
            yield 2
            notices.retry_service(service, scene.second, seen_version=service.version)
            yield 1
        _deliver(scene, service, scene.number + index)


def _fail(scene: Scene, service: NoticeService) -> None:
    notices.fail_service(
        service, scene.second, reason=scene.common.failed_reason, seen_version=service.version
    )


def _deliver(scene: Scene, service: NoticeService, turn: int) -> None:
    respondent = service.respondent
    is_unit = respondent.kind is RespondentKind.UNIT
    method = ServiceMethod.IN_PERSON if is_unit else METHODS[turn % len(METHODS)]
    in_person = method is ServiceMethod.IN_PERSON
    today = moment.today()
    notices.record_service(
        service,
        scene.second,
        Delivery(
            method=method,
            dispatched_on=scene.decision.issued_on if method is ServiceMethod.POST else today,
            received_on=today,
            received_by=_receiver(scene) if is_unit else respondent.name,
            receiver_relation="单位收件人员" if is_unit else "本人",
            place=f"{respondent.unit.short_name}办公室" if in_person else respondent.unit.name,
            witnesses="社区工作人员两名" if method is ServiceMethod.LIEN else None,
            servers="、".join(user.name for user in scene.users_of_team()),
            proof=PROOFS[method],
        ),
        seen_version=service.version,
    )


def _into_files(scene: Scene) -> None:
    """Hand the copy over for the file of the first who was dealt with; say why not of others."""
    handed_by = scene.cast.users[scene.team[1]].name
    for index, service in enumerate(s for s in _services(scene) if filing_rule(s) is not None):
        office = f"{service.respondent.unit.short_name}人事股"
        handed: dict[str, Any] = {
            "filed_on": moment.today(),
            "filed_with": office,
            "filed_by": handed_by,
            "filed_to": "档案管理员",
        }
        kept: dict[str, Any] = {"not_filed_reason": NOT_FILED}
        filed = index == 0 or bool(scene.story.sanctions)
        notices.file_service(
            service,
            scene.second,
            filed=filed,
            **(handed if filed else kept),
            seen_version=service.version,
        )


def _receiver(scene: Scene) -> str:
    return scene.cast.users[_liaison(scene)].name


def _liaison(scene: Scene) -> str:
    return f"liaison-{scene.story.unit}"


def _seek_remedy(scene: Scene, entry: RemedyEntry) -> Play:
    yield 34 if entry.late else 4
    remedy = _file(scene, entry)
    if scene.story.until is Until.REMEDY_FILED:
        return
    yield 2
    if entry.withdrawal:
        remedies.withdraw_remedy(remedy, scene.actor(entry.by), seen_version=remedy.version)
    elif entry.rejection is not None:
        remedies.reject_remedy(
            remedy, scene.leader, reason=entry.rejection, seen_version=remedy.version
        )
    else:
        remedies.admit_remedy(remedy, scene.leader, seen_version=remedy.version)
    if entry.ruling is not None:
        yield 5
        remedies.rule_remedy(
            remedy,
            scene.actor(REVIEWER),
            action=RULINGS[scene.story.until],
            ruling=entry.ruling,
            seen_version=remedy.version,
        )


def _file(scene: Scene, entry: RemedyEntry) -> Remedy:
    on_paper = entry.by == PAPER
    name = (entry.who or "") if on_paper else scene.cast.users[entry.by].name
    service = next(s for s in _services(scene) if s.respondent.display_name == name)
    petition = Petition(
        kind=entry.kind,
        request=entry.request,
        grounds=entry.grounds,
        late_reason=entry.late_reason,
        received_on=moment.today() if on_paper else None,
    )
    if on_paper:
        return remedies.register_remedy(service, scene.lead, petition)
    if not entry.late:
        see_file(scene, service, scene.actor(entry.by))
    return remedies.file_remedy(service, scene.actor(entry.by), petition)


def _rectify(scene: Scene) -> Play:
    """Report, check and close; `rectification` of the story says how far the first one comes."""
    wanted = scene.story.rectification
    found = _rectifications(scene)
    if wanted == "ordered":
        found = found[1:] if scene.story.reaches(Until.EFFECTIVE) else []
    if not found:
        return
    yield 3
    for rectification in found:
        _report(scene, rectification)
    if wanted == "reported":
        return
    yield 3
    if scene.story.returns:
        _visit(scene, found[0])
    for index, rectification in enumerate(found):
        if scene.story.returns and index == 0:
            _return(scene, rectification)
        else:
            _close(scene, rectification)


def _rectifications(scene: Scene) -> Sequence[Rectification]:
    return db.session.scalars(
        select(Rectification)
        .where(Rectification.decision_id == scene.decision.id)
        .order_by(Rectification.id)
    ).all()


def _report(scene: Scene, rectification: Rectification) -> None:
    done, by = scene.words.done, max(rectification.due_on, moment.today())
    rectifications.plan_rectification(
        rectification,
        scene.actor(_liaison(scene)),
        plans={
            item.id: (done[index % len(done)], _receiver(scene), by)
            for index, item in enumerate(rectification.items)
        },
        seen_version=rectification.version,
    )
    rectifications.report_rectification(
        rectification,
        scene.actor(_liaison(scene)),
        text=scene.common.report_text,
        deeds={
            item.id: (done[index % len(done)], moment.today() - timedelta(days=1))
            for index, item in enumerate(rectification.items)
        },
        seen_version=rectification.version,
    )


def _return(scene: Scene, rectification: Rectification) -> None:
    rectifications.return_item(
        rectification,
        scene.leader,
        item_id=rectification.items[0].id,
        reason=scene.common.item_returned,
        seen_version=rectification.version,
    )
    if scene.story.rectification == "item_returned":
        return
    rectifications.return_rectification(
        rectification,
        scene.leader,
        due_on=moment.today() + timedelta(days=60),
        seen_version=rectification.version,
    )


def _visit(scene: Scene, rectification: Rectification) -> None:
    """Go and see whether what is reported is so."""
    rectifications.record_visit(
        rectification,
        scene.lead,
        visited_on=moment.today(),
        place=rectification.unit.name,
        visitors="、".join(user.name for user in scene.users_of_team()),
        finding=VisitFinding.PARTLY,
        found=scene.common.visit_found,
        seen_version=rectification.version,
    )


def _close(scene: Scene, rectification: Rectification) -> None:
    for item in rectification.items:
        rectifications.accept_item(
            rectification, scene.leader, item_id=item.id, seen_version=rectification.version
        )
    if scene.story.rectification == "accepted":
        return
    rectifications.close_rectification(
        rectification, scene.leader, seen_version=rectification.version
    )
    if addressee := addressee_of(rectification):
        rectifications.feed_back(
            rectification,
            scene.lead,
            to_whom=addressee,
            sent_on=moment.today(),
            way="书面送交",
            text=scene.common.report_text,
            seen_version=rectification.version,
        )


def _enforce(scene: Scene) -> Play:
    """Ask the court about what is not carried out when its period is over, and register its ruling;
    it waits to be carried out.
    """
    rectification, common = _rectifications(scene)[0], scene.common
    yield max((rectification.due_on - moment.today()).days, 0) + 1
    urging.urge_rectification(
        rectification, scene.lead, text=REMINDED, way=BY_PHONE, seen_version=rectification.version
    )
    enforcement.apply_for_enforcement(
        rectification,
        scene.leader,
        court=common.court,
        applied_on=moment.today(),
        grounds=common.enforcement_grounds,
        seen_version=rectification.version,
    )
    yield 3
    enforcement.record_ruling(
        rectification,
        scene.leader,
        ruling=CourtRuling.GRANTED,
        ruled_on=moment.today(),
        number=common.court_ruling,
        seen_version=rectification.version,
    )


def _days_to_effect(scene: Scene) -> int:
    """Return the days until the last party can no longer seek a remedy."""
    clocks = queries.remedy_clocks(_services(scene)).values()
    last = max((clock.due_on for clock in clocks if clock.due_on), default=moment.today())
    return max((last - moment.today()).days, 0) + 1
