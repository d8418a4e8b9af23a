"""The record as the audit administrator reads it: who did what, never what was in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from core import record
from core.db import db
from core.identity.models import User
from core.procedure import registered
from core.web.lists import PAGE_SIZE
from oversight import labels
from tests.support import factories, tampering
from tests.support.client import Client

SECRET = "不应出现在记录页上的内容"


@pytest.fixture
def audit(sign_in: Callable[[User], Client], audit_admin: User) -> Client:
    return sign_in(audit_admin)


def test_an_entry_shows_who_when_what_and_about_which_subject(audit: Client, handler: User) -> None:
    user = factories.person("liaison")
    record.append("signed_in", user, actor_id=handler.id, after={"text": SECRET}, reason=SECRET)
    db.session.commit()
    page = audit.get("/record")
    row = page.all("tbody")[0].all("tr")[0]
    assert [cell.text for cell in row.all("td")][1:] == [
        "2026年3月2日 09:00",
        handler.name,
        "用户",
        str(user.id),
        "登录",
    ]
    assert SECRET not in page.response.get_data(as_text=True)


def test_the_record_is_paged_by_key(audit: Client, handler: User) -> None:
    for _ in range(PAGE_SIZE + 1):
        record.append("signed_in", handler, actor_id=None)
    db.session.commit()
    first = audit.get("/record")
    second = first.follow("下一页")
    seqs = [
        int(row.all("td")[0].text)
        for page in (first, second)
        for row in page.one("tbody").all("tr")
    ]
    assert seqs == sorted(seqs, reverse=True)
    assert len(seqs) == len(set(seqs)) > PAGE_SIZE


@pytest.mark.parametrize("path", ["/record", "/record/verification"])
@pytest.mark.parametrize("username", ["supervisor", "handler", "signer", "admin", "security_admin"])
def test_nobody_else_reads_the_record(
    app: Flask, sign_in: Callable[[User], Client], username: str, path: str
) -> None:
    sign_in(factories.person(username)).get(path, status=403)


def test_a_whole_record_verifies(committed_db: Flask) -> None:
    page = _verification(committed_db)
    assert page.has("div", class_="notice--success")
    assert "0 处" in page.text


def test_a_changed_entry_is_named(committed_db: Flask) -> None:
    with committed_db.app_context():
        tampering.drop_triggers()
        tampering.run("UPDATE record_entries SET action = 'signed_out' WHERE seq = 3")
    page = _verification(committed_db)
    assert page.has("div", class_="notice--overdue")
    assert page.one(id="faults").all("td")[0].text == "3"


def _verification(app: Flask):  # type: ignore[no-untyped-def]
    with app.app_context():
        client = Client(app)
        client.sign_in(factories.person("audit_admin"))
        return client.get("/record/verification")


def test_every_subject_and_every_act_has_words(app: Flask) -> None:
    assert registered().keys() <= labels.SUBJECTS.keys()
    for table, procedure in registered().items():
        for row in procedure.transitions:
            assert labels.action(table, row.action) != row.action
    assert labels.action("clocks", "clock_start") == "起算"
    assert labels.action("users", "unheard_of") == "unheard_of"
