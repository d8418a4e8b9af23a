"""Hand out slips with links, and paper forms. A link exists on the slip and nowhere else."""

from __future__ import annotations

import hashlib
import secrets

from core.access import Actor
from core.db import transactional
from core.procedure import perform
from evaluation.models import EvaluationRound
from evaluation.procedure.rounds import ROUND_PROCEDURE
from evaluation.rules import MOST_SLIPS, ParticipantGroup, RoundAction


def hash_of(token: str) -> str:
    """Return what is kept of the token on a slip."""
    return hashlib.sha256(token.encode()).hexdigest()


@transactional
def hand_out(
    round_: EvaluationRound,
    actor: Actor,
    *,
    round_unit_id: int,
    group: ParticipantGroup,
    count: int,
    is_paper: bool,
    seen_version: int,
    token: str | None = None,
) -> list[str]:
    """Make `count` slips for a unit and a group, and return their tokens: shown once, not kept.

    With `is_paper` only the number of paper forms handed out is counted. The record keeps counts.
    """
    tokens = []
    if not is_paper:
        tokens = [secrets.token_urlsafe(16) for _n in range(min(max(count, 0), MOST_SLIPS))]
    perform(
        ROUND_PROCEDURE,
        round_,
        RoundAction.HAND_OUT,
        actor,
        seen_version=seen_version,
        token=token,
        data={
            "round_unit_id": round_unit_id,
            "group": group,
            "count": count,
            "hashes": {hash_of(one) for one in tokens},
        },
    )
    return tokens
