"""The first page anybody sees."""

from __future__ import annotations

from urllib.parse import quote

from core.identity.models import User
from tests.support.client import Client
from tests.support.factories import CAST, PASSWORD


def test_the_page_says_what_it_is_and_gives_no_names_away(client: Client) -> None:
    page = client.get("/sign-in")
    assert page.h1 == "问责"
    assert page.one("title").text.startswith("登录")
    assert "责任追究" in page.text
    assert "国家秘密" in page.text
    shown = page.response.get_data(as_text=True)
    assert not [name for name in (*CAST, PASSWORD) if name in shown]
    assert not page.has("nav")


def test_the_fields_help_whoever_fills_them_in(client: Client) -> None:
    page = client.get("/sign-in")
    assert page.one("input", name="username")["autocomplete"] == "username"
    password = page.one("input", name="password")
    assert (password["type"], password["autocomplete"]) == ("password", "current-password")


def test_signing_in_leads_on_to_the_page_that_was_asked_for(client: Client, intake: User) -> None:
    asked = "/complaints?state=accepted"
    page = client.get(asked)
    assert client.path == "/sign-in"
    answer = page.submit(username=intake.username, password=PASSWORD)
    assert answer.location.endswith(asked)


def test_another_host_is_no_page_to_lead_on_to(client: Client, intake: User) -> None:
    for target in ("https://example.org/", "//example.org/", "/\\example.org"):
        page = client.get(f"/sign-in?next={quote(target)}")
        assert not page.has("input", name="next")


def test_a_wrong_password_keeps_the_name_and_the_page_to_lead_on_to(
    client: Client, intake: User
) -> None:
    page = client.get("/sign-in?next=/complaints")
    wrong = page.submit(status=422, username=intake.username, password="nonsense")
    assert "用户名或密码不正确。" in wrong.text
    assert wrong.one("input", name="username")["value"] == intake.username
    assert wrong.one("input", name="password").get("value") == ""
    assert wrong.one("input", name="next")["value"] == "/complaints"
