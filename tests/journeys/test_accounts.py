"""A user is locked, reset and enrolled anew; each administrator at work and refused the rest."""

from __future__ import annotations

import re
from datetime import date, datetime

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from core.moment import SHANGHAI
from tests.journeys.pages import ON_JOURNEYS
from tests.support.officers import SCREENSHOTS, Office, Officer
from tests.support.served import Served

pytestmark = pytest.mark.browser

USER = "investigator-4"
OWN = "Lärche-17-Mondlicht"
PAGES = {
    "admin": ("units", "users", "users/new", "posts", "grants", "packs", "number-series",
              "calendar", "health"),
    "security": ("users", "posts", "grants", "changes"),
}  # fmt: skip
REFUSED = {
    "admin": ("/cases", "/complaints", "/record"),
    "security": ("/cases", "/complaints", "/record", "/administration/users/new"),
    "audit": ("/cases", "/complaints", "/administration/users", "/administration/changes"),
}
#: What a browser says by itself about an answer that is no success.
_EXPECTED = re.compile(r"Failed to load resource.*\b(403|422)\b")


def on(served: Served, day: int) -> None:
    """Let it be another day: a code of the authenticator is taken once."""
    served.set_day(date(2026, 3, day))


def code(secret: str, day: int) -> str:
    return pyotp.TOTP(secret).at(datetime(2026, 3, day, 10, tzinfo=SHANGHAI))


def press(page: Page) -> None:
    page.locator("main form button[type=submit]").last.click()
    page.wait_for_load_state()


def give_password(officer: Officer, password: str) -> None:
    officer.page.goto("/sign-in")
    officer.fill(username=USER, password=password)
    press(officer.page)


def enrol(officer: Officer, day: int) -> str:
    """Enrol through the page and return the secret."""
    officer.open("/account/second-factor")
    secret = officer.main.locator("code").first.inner_text().replace(" ", "")
    officer.picture("account-second-factor")
    officer.fill(code=code(secret, day))
    press(officer.page)
    expect(officer.page.locator("h1")).to_have_text("恢复码")
    assert officer.main.locator("code").count() == 10
    return secret


def user_page(officer: Officer) -> None:
    officer.open(f"/administration/users?text={USER}")
    officer.main.locator("tbody a").first.click()


def test_a_user_is_locked_reset_and_enrolled_anew(served: Served, browser: Browser) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS, looks_at=ON_JOURNEYS["accounts"])
    on(served, 3)
    with office.at_desk(USER) as user:
        secret = enrol(user, 3)
    on(served, 4)
    with office.at_door() as user:
        give_password(user, served.passwords[USER])
        for _ in range(5):
            user.fill(code="000000")
            press(user.page)
        user.shows("账号已锁定")
        user.picture("account-code")
    with office.at_desk("security") as security:
        user_page(security)
        security.shows("已锁定")
        security.act("release-lock", reason="本人来电，已核实身份。")
        security.picture("administration-user")
        security.go_to("/end-sessions")
        security.picture("administration-end-sessions")
    with office.at_door() as user:
        give_password(user, served.passwords[USER])
        user.fill(code=code(secret, 4))
        press(user.page)
        expect(user.page.locator("h1")).to_have_text("待办事项")
    with office.at_desk("admin") as admin:  # the phone is lost, the password forgotten
        user_page(admin)
        admin.act("reset-second-factor", reason="手机遗失，已当面核实身份。")
        user_page(admin)
        admin.act("reset-password", reason="忘记密码，已当面核实身份。")
        slip = admin.main.inner_text()
        admin.picture("administration-slip")
        found = re.search(r"[A-Za-z0-9]{4}(-[A-Za-z0-9]{4}){3}", slip)
        assert found
    with office.at_desk("security") as security:
        security.open("/")
        security.main.locator('a[href*="/administration/changes/"]').first.click()
        security.shows("手机遗失")
        security.picture("administration-change")
        security.submit()
        security.shows("已生效")
    with office.at_door() as user:
        give_password(user, found.group())
        expect(user.page.locator("h1")).to_have_text("更改密码")
        user.picture("account-password")
        user.fill(current=found.group(), new=OWN, again=OWN)
        press(user.page)
        expect(user.page.locator("h1")).to_have_text("待办事项")
        assert enrol(user, 4) != secret
    assert ON_JOURNEYS["accounts"] <= office.looked
    assert [fault for fault in office.faults if not _EXPECTED.search(fault)] == []


@pytest.mark.parametrize("username", REFUSED)
def test_each_administrator_at_work_and_refused_the_rest(
    served: Served, browser: Browser, username: str
) -> None:
    office = Office(served, browser, pictures=SCREENSHOTS)
    on(served, 5)
    with office.at_desk(username) as officer:
        for path in PAGES.get(username, ()):
            officer.open(f"/administration/{path}")
            officer.picture(f"{username}-{path.replace('/', '-')}")
        if username == "audit":
            officer.open("/record")
            officer.open("/record/verification")
        officer.open("/account")
        officer.picture(f"{username}-account")
        for path in REFUSED[username]:
            answer = officer.page.goto(path)
            assert answer is not None
            assert answer.status == 403, path
    assert [fault for fault in office.faults if not _EXPECTED.search(fault)] == []


def test_a_stand_in_takes_two_persons(served: Served, browser: Browser) -> None:
    office = Office(served, browser)
    on(served, 6)
    with office.at_desk("security") as security:
        security.open("/administration/users?text=reviewer-2")
        security.main.locator("tbody a").first.click()
        security.act(
            "give-post",
            role="reviewer",
            starts_on="2026-03-06",
            ends_on="2026-03-20",
            stands_in_for="reviewer",
            reason="审核人外出学习",
        )
        security.open("/administration/changes")
        security.main.locator("tbody a").first.click()
        expect(security.main.get_by_role("button", name="复核同意")).to_have_count(0)
    with office.at_desk("security-2") as second:
        second.open("/")
        second.main.locator('a[href*="/administration/changes/"]').first.click()
        second.submit()
        second.open("/administration/posts")
        second.shows("代")
    assert office.faults == []
