"""The audit administrator reads who read what, and nothing of what it was about."""

from __future__ import annotations

from collections.abc import Callable

from core.access_log.labels import KINDS
from core.access_log.models import AccessKind
from core.identity.models import User
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.statements import counted

SignIn = Callable[[User], Client]


def test_the_page_lists_who_looked_at_what(
    sign_in: SignIn, supervisor: User, audit_admin: User
) -> None:
    complaint = make.complaint()
    sign_in(supervisor).get(f"/complaints/{complaint.id}")
    auditor = sign_in(audit_admin)
    page = auditor.get("/access-log")
    assert "包晓梅" in page.text
    assert "投诉举报" in page.one("table").text
    assert make.TITLE not in page.text
    assert complaint.number not in page.text
    auditor.htmx("/access-log?kind=read", "access-list")
    assert "没有符合条件" in auditor.get("/access-log?kind=open").text
    with counted() as sent:
        auditor.get("/access-log?kind=nonsense")
    assert len(sent) <= 12


def test_every_kind_has_its_words() -> None:
    assert set(KINDS) == set(AccessKind)
