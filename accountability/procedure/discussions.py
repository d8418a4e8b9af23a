"""Acts on a draft that a collective discusses before it is signed (FIN-32)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountability import discussing
from accountability.discussing import VOTES, Minutes, Part
from accountability.models import Decision, DecisionDiscussion
from casework import queries as cases
from casework.rules import RECUSAL_ARTICLE
from core import moment
from core.access import Actor
from core.refusals import Refusal
from regulations.codes import GuardId
from regulations.registry import get_pack
from regulations.rules import guard, is_on

Data = Mapping[str, Any]


def standing(decision: Decision) -> DecisionDiscussion | None:
    """Return the discussion that agreed to the draft as it is."""
    return next((found for found in decision.discussions if found.stands), None)


def still_needed(decision: Decision) -> Refusal | None:
    """Refuse to sign what a collective has to decide and has not discussed yet (FIN-32)."""
    discussed = standing(decision)
    if discussed is not None:
        return _recused_since(decision, discussed)
    pack = get_pack(decision.case.procedure_pack_id)
    if not is_on(pack, GuardId.COLLECTIVE_DISCUSSION):
        return None
    found = guard(pack, GuardId.COLLECTIVE_DISCUSSION)
    return Refusal("decision_discussion_needed", {}, found.value.article if found else None)


def _recused_since(decision: Decision, discussed: DecisionDiscussion) -> Refusal | None:
    """Refuse to build on the vote of somebody who had to keep away, as it turned out later."""
    voted = {name for part in VOTES for name in discussed.names.get(part, ())}
    names = [name for name in cases.names_kept_away(decision.case) if name in voted]
    if not names:
        return None
    return Refusal(
        "decision_discussion_recused_voted", {"names": "、".join(names)}, RECUSAL_ARTICLE
    )


def may_be_discussed(decision: Decision, actor: Actor) -> Refusal | None:
    """Refuse who keeps away from the case, and a second discussion of the same draft."""
    if cases.is_recused(decision.case, actor):
        return Refusal("case_actor_recused", article=RECUSAL_ARTICLE)
    return Refusal("decision_discussed") if standing(decision) is not None else None


def sound_minutes(decision: Decision, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse minutes that contradict themselves or let vote who must not."""
    case = decision.case
    return discussing.sound(
        data["minutes"],
        not_before=moment.local(decision.created_at).date(),
        today=moment.today(),
        respondents={r.name for r in case.respondents if r.name},
        recused=cases.names_kept_away(case),
        team={member.user.name for member in case.members},
        recusal_article=RECUSAL_ARTICLE,
    )


def keep_minutes(decision: Decision, actor: Actor, data: Data) -> dict[str, Any]:
    """Keep the minutes; they stand for this draft where it was agreed to."""
    minutes: Minutes = data["minutes"]
    assert actor.id is not None  # the system takes no minutes
    decision.discussions.append(
        DecisionDiscussion(
            held_on=minutes.held_on,
            place=minutes.place,
            body=minutes.body,
            chair=minutes.chair,
            names={part.value: list(minutes.of(part)) for part in Part if minutes.of(part)},
            minutes=minutes.text,
            is_agreed=minutes.is_agreed,
            stands=minutes.is_agreed,
            recorded_by_id=actor.id,
        )
    )
    return {
        "held_on": minutes.held_on.isoformat(),
        "body": minutes.body,
        "is_agreed": minutes.is_agreed,
        "names": {part.value: minutes.of(part) for part in Part},
    }


def turn_down(decision: Decision, _actor: Actor, data: Data) -> dict[str, Any]:
    """Give the draft back to its writer with what the minutes say."""
    decision.review_note = data["minutes"].text
    decision.reviewed_by_id = decision.reviewed_at = None
    return {"note": decision.review_note}


def set_aside(decision: Decision) -> None:
    """Let a discussion no longer stand: its draft goes back and will be another."""
    found = standing(decision)
    if found is not None:
        found.stands = False
