"""Tokens of other systems: proposed by one, in force when another confirms, ended by any."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from administration.procedure import may_make_token
from administration.rules import ChangeKind
from administration.services.proposing import ask, propose
from core.access import Actor, Permission
from core.access.permissions import Scope
from core.api import tokens
from core.api.models import ApiToken
from core.db import transactional
from core.identity.models import Unit
from core.refusals import Refusal, Refused


@transactional
def propose_token(
    actor: Actor,
    unit: Unit,
    name: str,
    scopes: Sequence[Scope],
    expires_on: date,
    *,
    reason: str,
    token: str | None,
) -> str:
    """Propose that another system may act for `unit`; return its token, which opens nothing before
    the second person confirms it and is kept nowhere. Refuses an end that `may_make_token` refuses.
    """
    ask(actor, Permission.TOKEN_MANAGE, unit)
    refusal = may_make_token(expires_on)
    if refusal is None and not scopes:
        refusal = Refusal("token_without_scope")
    if refusal is not None:
        raise Refused(refusal)
    made, token_hash, hint = tokens.fresh()
    details = {
        "token_name": name,
        "scopes": [scope.value for scope in scopes],
        "expires_on": expires_on.isoformat(),
        "hint": hint,
        "token_hash": token_hash,
    }
    propose(actor, ChangeKind.TOKEN_MAKE, unit, None, details, reason, token)
    return made


@transactional
def withdraw_token(actor: Actor, token: ApiToken, reason: str) -> None:
    """End a token at once; one person may."""
    tokens.withdraw(token, actor, reason)
