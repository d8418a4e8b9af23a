"""What may be done to an archived case file: its retention is looked at again, by whom it may."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import effects, queries
from casework.labels import ARCHIVE_ACTIONS, ARCHIVE_STATES
from casework.models import CaseArchive
from casework.rules import ArchiveAction, ArchiveState
from core.access.actor import Actor
from core.access.permissions import Permission
from core.procedure import Procedure, Refusal, Transition


def sound_retention(_subject: Any, _actor: Actor, data: Mapping[str, Any]) -> Refusal | None:
    """Refuse a retention that nothing is said to rest on, and a number no period has.

    No source names one for cases (ARC-06 is about applications), so none is preset.
    """
    years = data["years"]
    sound = data["basis"] and (years is None or 1 <= years <= 999)
    return None if sound else Refusal("case_retention_unfounded")


ARCHIVE_PROCEDURE = Procedure(
    name="case_archive",
    model=CaseArchive,
    states=ArchiveState,
    unit_path=lambda archive: archive.case.unit.path,
    path=(ArchiveState.KEPT,),
    state_labels=ARCHIVE_STATES,
    transitions=(
        Transition(
            ArchiveAction.REVIEW,
            frozenset({ArchiveState.KEPT}),
            None,
            Permission.CASE_ARCHIVE,
            ARCHIVE_ACTIONS[ArchiveAction.REVIEW],
            who=lambda archive, actor: queries.knows(archive.case, actor),
            check=sound_retention,
            effect=effects.review,
        ),
    ),
)
