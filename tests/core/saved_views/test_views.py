"""Views of lists: kept, shared with the office, and never a way to see more."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from casework.rules import CaseState
from core.access import Role
from core.db import db
from core.identity.models import User
from core.refusals import Refused
from core.saved_views import queries, services
from core.saved_views.models import SavedView
from tests.support import casework, factories
from tests.support.client import Client

SignIn = Callable[[User], Client]
CASES = "casework.case_list"
COMPLAINTS = "complaints.complaint_list"


def keep(by: str, name: str = "在办", *, shared: bool = False, **asked: str) -> SavedView:
    actor = factories.actor(by)
    values = {key: [value] for key, value in (asked or {"state": "investigating"}).items()}
    return services.keep_view(actor, endpoint=CASES, name=name, asked=values, is_shared=shared)


def names(by: str) -> list[str]:
    return [view.name for view in queries.views_of(CASES, factories.actor(by))]


@pytest.mark.requirement("INF-18")
def test_a_list_is_kept_and_found_again(app: Flask, sign_in: SignIn) -> None:
    one, other = casework.case(CaseState.INVESTIGATING), casework.case(CaseState.PROPOSED)
    client = sign_in(factories.person("supervisor"))
    asked = client.get("/cases?state=investigating&columns=number&columns=title&order=oldest")
    asked.follow("存为常用视图").submit(name="在查", audience="own")
    page = client.get("/cases").follow("在查")
    assert one.number in page.text
    assert other.number not in page.text
    heads = [cell.text for cell in page.tree.all("th")]
    assert heads == ["案号", "案由"]
    assert page.tree.one(aria_current="true", href=True).text.startswith("在查")
    assert "存为常用视图" not in page.text


@pytest.mark.requirement("INF-18")
def test_a_shared_view_shows_each_what_they_may_see(app: Flask, sign_in: SignIn) -> None:
    """The one on the team sees the case, the colleague of the same office does not."""
    casework.case(CaseState.INVESTIGATING)
    keep("supervisor", "在查", shared=True)
    assert names("handler") == ["在查"]
    page = sign_in(factories.new_user("fresh", "新来的", "office", (Role.INVESTIGATOR,))).get(
        "/cases"
    )
    assert "没有符合条件的案件" in page.follow("在查（本单位）").text


def test_views_stay_with_their_owner_and_their_unit(app: Flask) -> None:
    keep("supervisor", "自己的")
    keep("supervisor", "共用的", shared=True)
    assert names("supervisor") == ["共用的", "自己的"]
    assert names("handler") == ["共用的"]
    assert names("stranger") == []


@pytest.mark.requirement("SEC-02")
def test_a_name_that_was_typed_is_not_shared(app: Flask) -> None:
    actor = factories.actor("supervisor")
    asked = {"q": ["李建国"]}
    with pytest.raises(Refused) as refused:
        services.keep_view(actor, endpoint=COMPLAINTS, name="他", asked=asked, is_shared=True)
    assert refused.value.refusal.code == "view_text_not_shared"
    services.keep_view(actor, endpoint=COMPLAINTS, name="他", asked=asked, is_shared=False)


def test_only_what_the_list_knows_is_kept(app: Flask) -> None:
    view = keep("supervisor", state="closed", after="x", next="//evil", layout="ledger", bogus="1")
    assert view.asked == {"state": ["closed"]}
    keep("supervisor", state="filed")
    db.session.flush()
    assert [v.asked for v in db.session.scalars(select(SavedView))] == [{"state": ["filed"]}]


@pytest.mark.parametrize("endpoint", ["administration.user_list", "web.asset", "no.such", ""])
def test_a_list_one_cannot_open_is_not_kept(app: Flask, endpoint: str) -> None:
    with pytest.raises(Refused):
        services.keep_view(
            factories.actor("supervisor"), endpoint=endpoint, name="x", asked={}, is_shared=False
        )


def test_nobody_keeps_more_than_can_be_found(app: Flask) -> None:
    for number in range(services.MOST):
        keep("supervisor", f"第{number}个")
    with pytest.raises(Refused):
        keep("supervisor", "还有一个")
    keep("supervisor", "第0个", state="closed")


def test_removed_by_the_owner_or_who_leads_the_unit(app: Flask, sign_in: SignIn) -> None:
    own, shared = keep("handler", "自己的"), keep("handler", "共用的", shared=True)
    leader, other = sign_in(factories.person("supervisor")), sign_in(factories.person("colleague"))
    other.post(f"/views/{shared.id}/remove", {}, status=404)
    leader.post(f"/views/{own.id}/remove", {}, status=404)
    leader.post(f"/views/{shared.id}/remove", {})
    assert names("handler") == ["自己的"]
