"""Make, find and withdraw tokens. The token itself is seen once, by who asked for it."""

from __future__ import annotations

import secrets
from collections.abc import Sequence
from datetime import date

from sqlalchemy import Select, select
from sqlalchemy.orm import joinedload
from werkzeug.exceptions import NotFound

from core import moment, record
from core.access import Actor, Permission
from core.access.permissions import Scope
from core.access.visibility import in_scope
from core.api.models import ApiToken
from core.db import MAX_ID, db
from core.identity.models import Unit
from core.procedure import Forbidden
from core.refusals import Refusal, Refused
from core.sealed import lookup

#: What every token begins with: a scanner for leaked secrets knows it by that.
MARK = "wenze_"
HINT = len(MARK) + 4
_USE = "api token"


def fresh() -> tuple[str, str, str]:
    """Return a new token of 256 random bits, the hash it is kept as, and its hint."""
    token = MARK + secrets.token_urlsafe(32)
    return token, lookup.index_of(_USE, token), token[:HINT]


def find(token: str) -> ApiToken | None:
    """Return the token that was shown, withdrawn or not; None for one that never was."""
    return db.session.scalars(
        select(ApiToken)
        .where(ApiToken.token_hash == lookup.index_of(_USE, token))
        .options(joinedload(ApiToken.unit))
    ).one_or_none()


def make(
    actor: Actor,
    *,
    proposed_by_id: int,
    unit: Unit,
    name: str,
    scopes: Sequence[Scope],
    expires_on: date,
    token_hash: str,
    hint: str,
) -> ApiToken:
    """Let a token open what it was proposed for, from now on; `actor` is who confirms it."""
    if actor.id is None:
        raise Forbidden("make")
    token = ApiToken(
        name=name,
        unit=unit,
        scopes=[scope.value for scope in scopes],
        token_hash=token_hash,
        hint=hint,
        made_on=moment.today(),
        expires_on=expires_on,
        proposed_by_id=proposed_by_id,
        confirmed_by_id=actor.id,
    )
    db.session.add(token)
    db.session.flush()
    record.append(
        "token_made",
        token,
        actor_id=actor.id,
        after={"name": name, "unit_id": unit.id, "scopes": token.scopes, "hint": hint,
               "expires_on": expires_on.isoformat()},
    )  # fmt: skip
    return token


def withdraw(token: ApiToken, actor: Actor, reason: str) -> None:
    """End a token at once. Refused for one that was withdrawn before."""
    if not actor.may(Permission.TOKEN_MANAGE, token.unit.path):
        raise Forbidden("withdraw")
    db.session.refresh(token, with_for_update={"of": ApiToken})
    if token.withdrawn_on is not None:
        raise Refused(Refusal("token_withdrawn_already"))
    token.withdrawn_on, token.withdrawn_by_id = moment.today(), actor.id
    token.withdrawal_reason = reason
    record.append("token_withdrawn", token, actor_id=actor.id, reason=reason)


def tokens(actor: Actor) -> Select[ApiToken]:
    """Select the tokens of the units an administrator answers for, with unit and people."""
    return (
        select(ApiToken)
        .where(in_scope(ApiToken.unit_id, actor, Permission.ADMINISTRATION_READ))
        .options(joinedload(ApiToken.unit), joinedload(ApiToken.withdrawn_by))
    )


def get_token(token_id: int, actor: Actor) -> ApiToken:
    """Return a token within the administrator's scope; NotFound otherwise."""
    if token_id > MAX_ID:
        raise NotFound
    found = db.session.scalars(tokens(actor).where(ApiToken.id == token_id)).one_or_none()
    if found is None:
        raise NotFound
    return found
