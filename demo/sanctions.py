"""Play the sanctions a decision proposes: the letter, its receipt, what the organ decided."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from accountability.models import NoticeService, Sanction
from accountability.queries.sanctions import measure_of
from accountability.sanctioning import Imposed, Organ, SanctionKind, SanctionState
from accountability.services import sanctions
from core import moment
from demo.scene import Scene
from demo.stage import Play

COMMISSION: Final = "阿尔山市监察委员会"
PAPERS: Final = "责任追究处理决定书，1份\n调查报告，1份\n证据材料复印件，1册"
SPARED: Final = "当事人主动纠正、及时挽回影响，情节较轻，已予批评教育，不予政务处分。"
CHANGED: Final = "阿尔山市监察委员会经复审，认定原处分偏重，变更为警告。"
REVOKED: Final = "阿尔山市监察委员会经复审，认定处分明显不当，撤销政务处分。"


def sanction(scene: Scene, services: Sequence[NoticeService]) -> Play:
    """Propose the sanction of each person and take it as far as the story says; who is not in the
    story waits for a proposal.
    """
    persons = [service for service in services if measure_of(service) is not None]
    played = list(zip(persons, scene.story.sanctions, strict=False))
    made = [
        sanctions.propose_sanction(
            service,
            scene.second,
            organ=Organ.SUPERVISION,
            receiver=COMMISSION,
            materials=PAPERS,
        )
        for service, _until in played
    ]
    if set(scene.story.sanctions) == {SanctionState.WAITING}:
        return
    yield 12
    for number, (one, (_service, until)) in enumerate(zip(made, played, strict=True), 1):
        if until is SanctionState.WAITING:
            continue
        sanctions.receive_sanction(
            one,
            scene.second,
            received_on=moment.today(),
            received_by="案件监督管理室",
            receipt_number=f"阿监收〔{moment.today().year}〕{scene.number + number}号",
            seen_version=one.version,
        )
        _answer(scene, one, until)
    if SanctionState.IMPOSED in scene.story.sanctions:
        yield 1
        _change(scene, made[scene.story.sanctions.index(SanctionState.IMPOSED)])
    if SanctionState.REVOKED in scene.story.sanctions:
        yield 1
        _revoke(scene, made[scene.story.sanctions.index(SanctionState.REVOKED)])


def _answer(scene: Scene, made: Sanction, until: SanctionState) -> None:
    today, year = moment.today(), moment.today().year
    if until is SanctionState.SPARED:
        sanctions.spare_sanction(
            made,
            scene.second,
            decided_on=today,
            number=f"阿监函〔{year}〕{scene.number}号",
            note=SPARED,
            seen_version=made.version,
        )
        return
    imposed = Imposed(
        kind=SanctionKind.DEMERIT if until is SanctionState.IMPOSED else SanctionKind.WARNING,
        body=COMMISSION,
        number=f"阿监政处〔{year}〕{made.id + 20}号",
        decided_on=today,
        effective_on=today,
    )
    sanctions.impose_sanction(made, scene.second, imposed=imposed, seen_version=made.version)


def _change(scene: Scene, made: Sanction) -> None:
    """Register that the commission changed the sanction after review."""
    changed = Imposed(
        kind=SanctionKind.WARNING,
        body=COMMISSION,
        number=f"阿监复〔{moment.today().year}〕{scene.number}号",
        decided_on=moment.today(),
        effective_on=moment.today(),
    )
    sanctions.change_sanction(
        made, scene.second, imposed=changed, reason=CHANGED, seen_version=made.version
    )


def _revoke(scene: Scene, made: Sanction) -> None:
    sanctions.revoke_sanction(
        made,
        scene.second,
        ended_on=moment.today(),
        ended_number=f"阿监复〔{moment.today().year}〕{scene.number}号",
        ended_note=REVOKED,
        seen_version=made.version,
    )
