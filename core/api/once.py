"""Do what a request asks for once, however often it is sent.

The sender names each request by a key of its own. The same key with the same body gets the same
answer; with another body it is a conflict. The key is taken in the transaction of the act: what was
refused or broken off has taken nothing, so the same key may be tried again.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from typing import Any

from flask import request
from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert

from core import moment
from core.api.admission import token
from core.api.models import ApiRequest
from core.api.problems import Problem
from core.db import Model, db, transactional
from core.sealed import lookup

HEADER = "Idempotency-Key"
KEY = re.compile(r"[!-~]{8,100}")

#: What an act returns: what it acted on, and its answer as plain values without anything secret.
Done = tuple[Model, Mapping[str, Any]]


def sent_key() -> str:
    """Return the key of this request; Problem 400 where there is none that can be taken."""
    key = request.headers.get(HEADER, "")
    if KEY.fullmatch(key) is None:
        raise Problem(
            400, "key_missing", f"请在 {HEADER} 请求头中给出 8 至 100 个字符的幂等键，每件一个。"
        )
    return key


def form_token(key: str) -> str:
    """Return what stands for the token of a form: as the pages have one, made from the key."""
    return lookup.index_of("api form", f"{token().id} {key}")


@transactional
def once(key: str, body: bytes, act: Callable[[], Done]) -> Mapping[str, Any]:
    """Return what `act` answers, doing it only the first time; Problem 409 for another body.

    Two at once: the second waits for the first and gets its answer.
    """
    mine = token().id
    values = {
        "token_id": mine,
        "key_index": lookup.index_of("api key", key),
        "body_index": lookup.index_of("api body", body.hex()),
        "asked_on": moment.today(),
    }
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    taken = db.session.execute(
        insert(ApiRequest)
        .values(values)
        .on_conflict_do_nothing(index_elements=["token_id", "key_index"])
        .returning(ApiRequest.id)
    ).scalar()
    if taken is None:
        return _again(mine, values["key_index"], values["body_index"])
    subject, answer = act()
    db.session.flush()
    row = db.session.get_one(ApiRequest, taken)
    row.subject_type, row.subject_id = subject.__tablename__, subject.id  # type: ignore[attr-defined]
    row.answer = dict(answer)
    return row.answer


def _again(token_id: int, key_index: Any, body_index: Any) -> Mapping[str, Any]:
    row = db.session.scalars(
        select(ApiRequest).where(ApiRequest.token_id == token_id, ApiRequest.key_index == key_index)
    ).one()
    if row.body_index != body_index:
        raise Problem(409, "key_reused", "这个幂等键已经用于内容不同的请求，请为新的内容换一个键。")
    assert row.answer is not None
    return row.answer


def asked_for(subject: Model) -> bool:
    """Tell whether this request's token once asked for what became `subject`."""
    found = select(ApiRequest.id).where(
        ApiRequest.token_id == token().id,
        ApiRequest.subject_type == subject.__tablename__,
        ApiRequest.subject_id == subject.id,  # type: ignore[attr-defined]
    )
    return db.session.scalars(found.limit(1)).first() is not None
