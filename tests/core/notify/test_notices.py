"""People are told once what waits, again when it is urgent, and no more when it is done."""

from __future__ import annotations

import smtplib
from collections.abc import Callable
from datetime import date
from email.message import EmailMessage
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from complaints.models import Complaint
from core import moment
from core.db import db
from core.identity.models import User
from core.notify import labels, services
from core.notify.mail import Post
from core.notify.models import Level, Notice, NoticeAddress
from core.worklist import Task
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]


@pytest.fixture
def mails(app: Flask, monkeypatch: pytest.MonkeyPatch) -> list[EmailMessage]:
    """Set a mail server that keeps what it gets."""
    sent: list[EmailMessage] = []
    post = Post("mail", 25, "wenze@a.gov.cn", None, None, False, (20, 8), "https://wenze.a.gov.cn")
    monkeypatch.setitem(app.extensions, "wenze.mail", post)

    class Server:
        def __init__(self, *_args: Any, **_kwargs: Any) -> None: ...

        def __enter__(self) -> Server:
            return self

        def __exit__(self, *_args: object) -> None: ...

        def send_message(self, message: EmailMessage) -> None:
            sent.append(message)

    monkeypatch.setattr(smtplib, "SMTP", Server)
    return sent


def inbox(username: str) -> list[tuple[str, Level, bool]]:
    found = services.open_notices(person(username).id)
    return [(n.action, n.level, n.read_at is None) for n in found]


def subscribe(username: str) -> None:
    services.set_address(actor(username), email=f"{username}@a.gov.cn", wants_mail=True)


def text_of(mail: EmailMessage) -> str:
    return f"{mail['Subject']}\n{mail.get_content()}"


def test_what_arrives_is_told_once_to_whom_it_waits_for(app: Flask) -> None:
    make.complaint()
    assert services.sync_all() == 1
    assert inbox("supervisor") == [("决定是否受理", Level.PLAIN, True)]
    assert services.sync_all() == 0
    assert inbox("intake") == inbox("stranger") == []


def test_what_is_done_is_told_no_more(app: Flask) -> None:
    complaint = make.complaint()
    services.sync_all()
    make.accept(complaint)
    services.sync_all()
    assert "决定是否受理" not in [action for action, _level, _unread in inbox("supervisor")]
    assert inbox("intake") == [("办理并答复", Level.PLAIN, True)]
    done = db.session.scalars(select(Notice).where(Notice.done_at.is_not(None))).all()
    assert len(done) == 1


def test_a_clock_that_turns_makes_it_unread_again_once(app: Flask) -> None:
    make.complaint()
    services.sync_all()
    services.read_all(actor("supervisor"))
    for day, level in [("2026-03-14", Level.YELLOW), ("2026-03-18", Level.RED)]:
        with moment.frozen(day):
            services.sync_all()
            assert inbox("supervisor") == [("决定是否受理", level, True)]
            services.read_all(actor("supervisor"))
            services.sync_all()
            assert inbox("supervisor") == [("决定是否受理", level, False)]


@pytest.mark.parametrize(
    ("day", "level"),
    [(11, Level.PLAIN), (12, Level.YELLOW), (17, Level.YELLOW), (18, Level.RED)],
)
def test_the_level_is_that_of_the_light(day: int, level: Level) -> None:
    task = Task("", "", "", "", "", due_on=date(2026, 3, 17), warn_on=date(2026, 3, 12))
    assert services.level_of(task, date(2026, 3, day)) is level
    assert services.level_of(Task("", "", "", "", ""), date(2026, 3, day)) is Level.PLAIN


def test_what_is_rolled_back_is_told_to_nobody(app: Flask) -> None:
    db.session.commit()
    with pytest.raises(RuntimeError):
        _register_and_fail()
    assert services.sync_all() == 0


def _register_and_fail() -> None:
    from core.db import transactional

    @transactional
    def fail() -> None:
        make.complaint()
        raise RuntimeError

    fail()


@pytest.mark.requirement("SEC-01")
def test_a_mail_names_number_clock_article_and_next_action_and_nothing_else(
    app: Flask, mails: list[EmailMessage]
) -> None:
    complaint = make.complaint()
    subscribe("supervisor")
    with moment.frozen("2026-03-18"):
        assert services.send_digests() == (1, 0)
    (mail,) = mails
    text = text_of(mail)
    assert mail["To"] == "supervisor@a.gov.cn"
    for said in (
        complaint.number,
        "决定是否受理",
        "2026年3月17日",
        "已逾期",
        "举报受理期限",
        f"https://wenze.a.gov.cn/complaints/{complaint.id}",
    ):
        assert said in text, said
    for secret in (
        make.REPORTER.name,
        make.REPORTER.phone,
        make.TITLE,
        make.FACTS[:6],
        "王𬭩",
        "自然资源局",
    ):
        assert str(secret) not in text
        assert str(secret) not in mail.as_string()


def test_one_mail_a_day_and_none_without_news(app: Flask, mails: list[EmailMessage]) -> None:
    make.complaint()
    subscribe("supervisor")
    subscribe("town_liaison")  # nothing waits for them
    assert services.send_digests() == (1, 0)
    make.complaint()
    assert services.send_digests() == (0, 0)
    with moment.frozen("2026-03-03"):
        assert services.send_digests() == (1, 0)
    with moment.frozen("2026-03-04"):
        assert services.send_digests() == (0, 0)
    with moment.frozen("2026-03-14"):  # yellow now
        assert services.send_digests() == (1, 0)
    assert len(mails) == 3


@pytest.mark.parametrize("hour", ["20:00", "03:00", "07:59"])
def test_quiet_hours_are_quiet(app: Flask, mails: list[EmailMessage], hour: str) -> None:
    make.complaint()
    subscribe("supervisor")
    with moment.frozen(f"2026-03-02T{hour}:00"):
        assert services.send_digests() == (0, 0)
    assert not mails


@pytest.mark.parametrize(
    ("hour", "quiet", "is_quiet"),
    [(12, (12, 14), True), (14, (12, 14), False), (8, (20, 8), False), (5, (5, 5), False)],
)
def test_quiet_hours_also_within_a_day(hour: int, quiet: tuple[int, int], is_quiet: bool) -> None:
    assert services.is_quiet(hour, quiet) is is_quiet


def test_what_the_server_does_not_take_is_sent_by_the_next_run(
    app: Flask, mails: list[EmailMessage], monkeypatch: pytest.MonkeyPatch
) -> None:
    make.complaint()
    subscribe("supervisor")
    working = smtplib.SMTP

    def down(*_args: Any, **_kwargs: Any) -> None:
        raise ConnectionRefusedError

    monkeypatch.setattr(smtplib, "SMTP", down)
    assert services.send_digests() == (0, 1)
    monkeypatch.setattr(smtplib, "SMTP", working)
    assert services.send_digests() == (1, 0)


def test_without_a_server_nothing_is_sent(app: Flask) -> None:
    assert app.extensions["wenze.mail"] is None
    assert services.send_digests() == (0, 0)
    result = app.test_cli_runner().invoke(args=["notify", "digest"])
    assert "WENZE_SMTP_HOST" in result.output


def test_the_inbox_page_and_the_settings(sign_in: SignIn, supervisor: User) -> None:
    complaint = make.complaint()
    services.sync_all()
    leader = sign_in(supervisor)
    page = leader.get("/notices")
    assert "1条未读" in page.text
    assert page.one("a", text=complaint.number, href=True)["href"] == f"/complaints/{complaint.id}"
    page.submit("/notices/read")
    assert "没有未读通知" in leader.get("/notices").text
    form = leader.get("/notices/settings")
    for wrong in ("nobody", "a@b", "a@b.cn\nBcc: x@y.cn", "a b@c.cn"):
        form.submit("/notices/settings", status=422, email=wrong)
    form.submit("/notices/settings", status=422, wants_mail="y")
    form.submit("/notices/settings", email="bao@a.gov.cn", wants_mail="y")
    assert db.session.get_one(NoticeAddress, supervisor.id).wants_mail


def test_a_notice_is_its_readers_alone(sign_in: SignIn, intake: User) -> None:
    make.complaint()
    services.sync_all()
    page = sign_in(intake).get("/notices")
    assert "决定是否受理" not in page.text
    assert db.session.scalars(select(Complaint.number)).one() not in page.text


def test_every_level_has_its_words() -> None:
    assert set(labels.LEVELS) == set(labels.TONES) == set(Level)
