"""Tokens of other systems and their requests."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from flask import Flask
from sqlalchemy import select
from werkzeug.test import TestResponse

from administration import services
from administration.models import PendingChange
from administration.rules import ChangeAction, ChangeKind
from core.access.permissions import Scope
from core.api.models import ApiToken
from core.db import db
from tests.support import factories

LAST_DAY = date(2026, 12, 31)
REPORT: Mapping[str, Any] = {
    "kind": "report",
    "title": "征收补偿方案逾期未公开",
    "facts": "一月五日递交了公开申请。\n到现在没有任何答复。",
    "respondents": [{"unit": "阿尔山市自然资源局"}],
    "reporter": {"kind": "person", "name": "祁听雪", "phone": "13900000321"},
}
ORDER: Mapping[str, Any] = {
    "number": "AES202602260001",
    "received": "2026-02-26",
    "kind": "complaint",
    "title": "征地补偿方案公开申请逾期未答复",
    "facts": "二月初在窗口递交公开申请，至今没有收到答复。",
    "unit": "阿尔山市自然资源局",
    "name": "萨仁图雅",
    "phone": "139 0482-0071",
}


def proposed(
    scopes: Sequence[Scope] = tuple(Scope),
    unit: str = "office",
    *,
    by: str = "admin",
    name: str = "市政府门户网站",
    expires_on: date = LAST_DAY,
) -> tuple[str, PendingChange]:
    """Propose a token; return it, and the change that waits."""
    token = services.propose_token(
        factories.actor(by),
        factories.unit(unit),
        name,
        scopes,
        expires_on,
        reason="门户网站对接",
        token=None,
    )
    statement = select(PendingChange).where(PendingChange.kind == ChangeKind.TOKEN_MAKE)
    return token, db.session.scalars(statement.order_by(PendingChange.id.desc())).first()  # type: ignore[return-value]


def token(scopes: Sequence[Scope] = tuple(Scope), unit: str = "office", **values: Any) -> str:
    """Return a token that is in force."""
    made, change = proposed(scopes, unit, **values)
    confirm(change)
    return made


def confirm(change: PendingChange) -> ApiToken:
    """Confirm a token as the second person."""
    services.decide_change(
        change,
        factories.actor("security_admin"),
        ChangeAction.CONFIRM,
        seen_version=change.version,
    )
    return newest()


def newest() -> ApiToken:
    """Return the token made last."""
    return db.session.scalars(select(ApiToken).order_by(ApiToken.id.desc())).first()  # type: ignore[return-value]


def open_office() -> None:
    """Let the office say that it receives reports of the public."""
    factories.unit("office").takes_public_reports = True
    db.session.flush()


class System:
    """Another system: its token, and requests as its program sends them."""

    def __init__(self, app: Flask, token: str | None) -> None:
        self.http = app.test_client()
        self.token = token

    def ask(
        self,
        method: str,
        path: str,
        body: Any = None,
        *,
        key: str | None = "key-00000001",
        headers: Mapping[str, str] | None = None,
        raw: bytes | None = None,
    ) -> TestResponse:
        """Send a request below `/api/v1`."""
        sent = {"Authorization": f"Bearer {self.token}"} if self.token is not None else {}
        if key is not None:
            sent["Idempotency-Key"] = key
        return self.http.open(
            f"/api/v1{path}",
            method=method,
            json=body if raw is None else None,
            data=raw,
            headers={**sent, **(headers or {})},
        )

    def hand_in(self, key: str = "key-00000001", **changes: Any) -> TestResponse:
        """Hand in a report."""
        return self.ask("POST", "/reports", {**REPORT, **changes}, key=key)

    def standing(self, code: str) -> TestResponse:
        """Ask how the report of a code stands."""
        return self.ask("POST", "/reports/standing", {"receipt_code": code}, key=None)

    def order(self, key: str = "key-00000001", **changes: Any) -> TestResponse:
        """Hand in an order."""
        return self.ask("POST", "/orders", {**ORDER, **changes}, key=key)
