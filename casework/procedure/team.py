"""Who may join the team of a case and leave it, and whether it is enough of one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from casework import queries
from casework.labels import CONFLICTS
from casework.models import Case
from casework.recusal import queries as recusals
from casework.rules import RECUSAL_ARTICLE, article_of, minimum_of_investigators
from core.access.actor import Actor
from core.access.permissions import Role
from core.identity import queries as identity
from core.procedure import Refusal
from regulations.model import GuardId
from regulations.registry import get_pack
from regulations.rules import EffectivePack

Data = Mapping[str, Any]


def pack_of(case: Case) -> EffectivePack:
    """Return the pack that governs the procedure of `case`."""
    return get_pack(case.procedure_pack_id)


def present_team(case: Case) -> list[int]:
    """Return the ids of the team: not who left it or the service, or keeps away from it."""
    away = recusals.kept_away(case)
    return [
        member.user_id
        for member in case.members
        if member.left_on is None
        and member.user_id not in away
        and identity.is_in_service(member.user)
    ]


def has_team(case: Case, _actor: Actor) -> Refusal | None:
    """Refuse below the pack's minimum of investigators (CMP-05); who left does not count."""
    pack, named = pack_of(case), len(present_team(case))
    needed = minimum_of_investigators(pack)
    if named >= needed:
        return None
    return Refusal(
        "case_too_few_investigators",
        {"needed": needed, "named": named},
        article_of(pack, GuardId.MIN_INVESTIGATORS),
    )


def fit_for_team(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse who is on the team, keeps away or would have to, or is no investigator of the unit."""
    user_id, name = data["user_id"], {"name": data["name"]}
    if recusals.live_recusal(case, user_id):
        return Refusal("case_member_recused", name, RECUSAL_ARTICLE)
    if any(m.user_id == user_id and m.left_on is None for m in case.members):
        return Refusal("case_member_already", name)
    conflict = queries.conflicts_of_case(case).get(user_id)
    if conflict is not None:
        params = {**name, "conflict": str(CONFLICTS[conflict])}
        return Refusal("case_member_conflict", params, RECUSAL_ARTICLE)
    if user_id not in {u.id for u in identity.users_with_role(Role.INVESTIGATOR, case.unit)}:
        return Refusal("case_member_not_investigator", name)
    return None


def may_leave(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse for whom is not on the team; who left the service may still be handed over from."""
    if data["user_id"] not in {m.user_id for m in case.members if m.left_on is None}:
        return Refusal("case_not_member")
    if data["successor_id"] == data["user_id"]:
        return Refusal("case_successor_is_leaver")
    return None if data["reason"] else Refusal("case_reason_missing")


def still_with(case: Case, _actor: Actor, data: Data) -> Refusal | None:
    """Refuse to move a case that another unit has by now."""
    moved = case.unit_id != data["from_unit_id"]
    return Refusal("elevation_moved_meanwhile") if moved else None
