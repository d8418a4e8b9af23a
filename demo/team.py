"""The team of a case in the demo: who is named, and who has to leave it."""

from __future__ import annotations

from casework import services
from casework.rules import EarlierActs, RecusalOrigin
from demo.scene import Scene
from demo.script import RecusalEntry
from demo.stage import Play

#: Who takes the place of a member of the team who has to leave it.
SUBSTITUTE = "investigator"


def name_team(scene: Scene) -> Play:
    """Name the team, who leads it first; one of them may have to keep away."""
    case, leader = scene.case, scene.leader
    for index, user in enumerate(scene.users_of_team()):
        services.name_member(
            case, leader, user_id=user.id, is_lead=index == 0, seen_version=case.version
        )
    if scene.story.recusal is not None:
        yield 1
        _recuse(scene, scene.story.recusal)


def _recuse(scene: Scene, entry: RecusalEntry) -> None:
    """Ask that the second of the team keeps away, and answer it."""
    declared = entry.origin is RecusalOrigin.DECLARED
    recusal = services.ask_recusal(
        scene.case,
        scene.second if declared else scene.lead,
        user_id=scene.users_of_team()[1].id,
        origin=entry.origin,
        ground=entry.ground,
        reason=entry.reason,
    )
    seen = recusal.version
    if entry.granted is not None:
        services.grant_recusal(
            recusal,
            scene.leader,
            reason=entry.granted,
            earlier_acts=EarlierActs.NONE,
            successor_id=scene.cast.users[SUBSTITUTE].id,
            seen_version=seen,
        )
    elif entry.rejected is not None:
        services.reject_recusal(recusal, scene.leader, reason=entry.rejected, seen_version=seen)
