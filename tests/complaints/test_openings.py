"""Who reported is seen by who asked, after a second person's consent, for a while, on record."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from flask import Flask, g
from sqlalchemy import select

from complaints import services, tasks
from complaints.models import ReporterOpening
from complaints.procedure import OPENING_PROCEDURE
from complaints.rules import OpeningAction, OpeningState, ReporterKind
from complaints.services import GivenRespondent, Identity
from core import moment
from core.access.permissions import Role
from core.access_log import AccessEntry, AccessKind
from core.db import db
from core.identity.models import User
from core.procedure import Forbidden, perform
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import complaints as make
from tests.support.client import Client
from tests.support.factories import PASSWORD, actor, new_user, unit

SignIn = Callable[[User], Client]
SECRETS = (make.REPORTER.name, str(make.REPORTER.phone), str(make.REPORTER.address))


def code_of(act: Callable[..., object], *args: Any, **kwargs: Any) -> str:
    with pytest.raises(Refused) as caught:
        act(*args, **kwargs)
    return caught.value.refusal.code


def logged(kind: AccessKind) -> int:
    found = db.session.scalars(select(AccessEntry).where(AccessEntry.kind == kind)).all()
    return len(found)


@pytest.mark.requirement("SEC-01")
def test_a_view_is_recorded_with_reason_and_who_consented_and_without_the_identity(
    app: Flask,
) -> None:
    complaint = make.complaint()
    shown = make.viewed(complaint)
    assert (shown.name, shown.phone, shown.address) == SECRETS
    entry = of_subject("complaints", complaint.id)[0]
    assert (entry.action, entry.reason) == ("open_reporter", "需要联系核实情况。")
    assert f'"consented_by_id": {actor("supervisor").id}' in (entry.after or "")
    assert logged(AccessKind.OPEN) == 1
    for said in of_subject("complaints", complaint.id) + of_subject("reporter_openings", 1):
        assert not any(secret in f"{said.before}{said.after}{said.reason}" for secret in SECRETS)


@pytest.mark.parametrize("state", list(OpeningState))
@pytest.mark.parametrize("action", list(OpeningAction))
def test_the_table_allows_what_it_says_and_nothing_else(
    app: Flask, state: OpeningState, action: OpeningAction
) -> None:
    opening = make.opening(make.complaint(), state)
    assert opening.state is state
    who = actor("intake" if action is OpeningAction.VIEW else "supervisor")
    allowed = state in OPENING_PROCEDURE.row(action).sources

    def act() -> None:
        perform(
            OPENING_PROCEDURE,
            opening,
            action,
            who,
            seen_version=None,
            data={"reason": "可以书面答复。"},
            following=action is OpeningAction.EXPIRE,
        )

    if not allowed:
        assert code_of(act) == "wrong_state"
        return
    act()
    assert opening.state is OPENING_PROCEDURE.row(action).target
    assert of_subject("reporter_openings", opening.id) is not None


@pytest.mark.requirement("SEC-01")
def test_nobody_consents_to_their_own_request(app: Flask) -> None:
    both = new_user("both", "两用", "office", (Role.INTAKE_OFFICER, Role.DISCIPLINE_LEADER))
    opening = services.request_opening(make.complaint(), actor(both), reason="核实。")
    with pytest.raises(Forbidden):
        services.consent_opening(opening, actor(both), seen_version=opening.version)
    services.consent_opening(opening, actor("supervisor"), seen_version=opening.version)


def test_the_database_itself_wants_a_second_person(app: Flask) -> None:
    opening = make.opening(make.complaint())
    opening.decided_by_id = opening.requested_by_id
    with pytest.raises(Exception, match="second_person"):
        db.session.flush()
    db.session.rollback()


@pytest.mark.parametrize("username", ["intake", "handler", "town_supervisor", "admin", "reviewer"])
def test_who_may_not_consent(app: Flask, username: str) -> None:
    opening = make.opening(make.complaint())
    with pytest.raises(Forbidden):
        services.consent_opening(opening, actor(username), seen_version=opening.version)


@pytest.mark.requirement("SEC-02")
def test_whom_the_report_is_about_does_not_consent(app: Flask) -> None:
    leader = new_user("accused", "被举报", "department", (Role.DISCIPLINE_LEADER,))
    above = new_user("above", "上级", "government", (Role.DISCIPLINE_LEADER,))
    about_above = make.complaint(respondents=[GivenRespondent(unit("government"), above.name)])
    for complaint, who in ((make.complaint(), leader), (about_above, above)):
        opening = make.opening(complaint)
        with pytest.raises(Forbidden):
            services.consent_opening(opening, actor(who), seen_version=opening.version)


@pytest.mark.requirement("SEC-01")
def test_the_consent_is_for_who_asked_alone(app: Flask) -> None:
    opening = make.opening(make.complaint(), OpeningState.CONSENTED)
    other = new_user("intake2", "另一人", "office", (Role.INTAKE_OFFICER,))
    for who in (actor(other), actor("supervisor")):
        with pytest.raises(Forbidden):
            services.view_reporter(opening, who, seen_version=opening.version)
        assert services.masked_reporter(opening, who) is None


@pytest.mark.requirement("SEC-01")
def test_the_consent_runs_out(app: Flask) -> None:
    opening = make.opening(make.complaint(), OpeningState.CONSENTED)
    late = moment.now() + timedelta(minutes=30)

    def view() -> None:
        services.view_reporter(opening, actor("intake"), seen_version=opening.version)

    with moment.frozen((late - timedelta(seconds=1)).isoformat()):
        view()
    with moment.frozen(late.isoformat()):
        assert code_of(view) == "opening_expired"
        assert services.masked_reporter(opening, actor("intake")) is None
        assert services.expire_openings() == 1
        assert opening.state is OpeningState.EXPIRED
        assert services.expire_openings() == 0


@pytest.mark.parametrize(
    ("reason", "code"),
    [
        (" ", "complaint_opening_needs_reason"),
        (f"找{make.REPORTER.name}核实", "complaint_text_names_reporter"),
    ],
)
def test_a_request_needs_a_reason_that_names_nobody(app: Flask, reason: str, code: str) -> None:
    complaint = make.complaint()
    assert code_of(services.request_opening, complaint, actor("intake"), reason=reason) == code
    assert not db.session.scalars(select(ReporterOpening)).all()


def test_one_request_at_a_time_and_another_after_it_ran_out(app: Flask) -> None:
    complaint = make.complaint()
    make.opening(complaint, OpeningState.CONSENTED)
    assert (
        code_of(services.request_opening, complaint, actor("intake"), reason="再看。")
        == "opening_open_already"
    )
    with moment.frozen((moment.now() + timedelta(hours=1)).isoformat()):
        services.request_opening(complaint, actor("intake"), reason="再看。")


@pytest.mark.parametrize("username", ["supervisor", "handler", "stranger", "admin", "audit_admin"])
def test_nobody_else_asks(app: Flask, username: str) -> None:
    with pytest.raises(Forbidden):
        services.request_opening(make.complaint(), actor(username), reason="想知道。")


def test_an_anonymous_report_has_nobody_to_open(app: Flask) -> None:
    complaint = make.complaint(reporter=None)
    assert (
        code_of(services.request_opening, complaint, actor("intake"), reason="核实。")
        == "complaint_reporter_anonymous"
    )


@pytest.mark.requirement("SEC-01")
def test_from_request_to_view_by_forms(sign_in: SignIn, intake: User, supervisor: User) -> None:
    complaint = make.complaint()
    clerk, leader = sign_in(intake), sign_in(supervisor)
    home = f"/complaints/{complaint.id}"
    clerk.get(home).follow("申请查看").submit(f"{home}/openings/new", reason="需要当面核实。")
    opening = db.session.scalars(select(ReporterOpening)).one()
    url = f"{home}/openings/{opening.id}"
    assert clerk.raw("GET", f"{url}/consent").status_code == 403
    assert clerk.get(f"{url}/view", follow=True).status == 200  # back, with the reason
    assert "是否同意查看投诉举报人身份" in leader.get("/").text
    leader.get(url).follow("同意查看").submit(f"{url}/consent")
    assert leader.raw("GET", f"{url}/view").status_code == 403
    assert "已获同意" in clerk.get("/").text
    asked = clerk.get(f"{url}/view")
    assert "敖*" in asked.text
    assert "139****0017" in asked.text
    assert not any(secret in asked.text for secret in SECRETS)
    shown = asked.submit(f"{url}/view", status=200)
    assert all(secret in shown.text for secret in SECRETS)
    assert shown.headers["Cache-Control"] == "no-store"
    again = asked.submit(f"{url}/view", status=303)  # the same form: nothing is shown twice
    assert not any(secret in again.text for secret in SECRETS)
    for browser in (clerk, leader):
        for page in (home, url, "/complaints", "/"):
            assert not any(secret in browser.get(page).text for secret in SECRETS)


@pytest.mark.requirement("SEC-01")
def test_who_sits_there_is_asked_again_before(
    sign_in: SignIn, intake: User, supervisor: User
) -> None:
    """ASVS 7.5.3: five minutes after signing in, view, consent and look-up want a confirmation."""
    complaint = make.complaint()
    waiting = make.opening(complaint)
    clerk, leader = sign_in(intake), sign_in(supervisor)
    url = f"/complaints/{complaint.id}/openings/{waiting.id}"
    with moment.frozen((moment.now() + timedelta(minutes=6)).isoformat()):
        for browser, path in (
            (leader, f"{url}/consent"),
            (clerk, f"{url}/view"),
            (clerk, "/complaints/find-by-phone"),
        ):
            answer = browser.raw("GET", path)
            assert answer.status_code == 303
            assert "/account/confirm" in answer.headers["Location"]
        asked = leader.get(f"{url}/consent")
        asked.submit("/account/confirm", proof=PASSWORD)
        leader.get(f"{url}/consent").submit(f"{url}/consent")
    assert waiting.state is OpeningState.CONSENTED


def test_a_refusal_is_told_with_its_reason(sign_in: SignIn, intake: User, supervisor: User) -> None:
    complaint = make.complaint()
    opening = make.opening(complaint)
    url = f"/complaints/{complaint.id}/openings/{opening.id}"
    leader = sign_in(supervisor)
    leader.get(f"{url}/refuse").submit(f"{url}/refuse", status=422, reason="")
    leader.get(f"{url}/refuse").submit(f"{url}/refuse", reason="可以书面答复。")
    assert "可以书面答复。" in sign_in(intake).get(url).text
    assert sign_in(intake).raw("GET", f"{url}/view").status_code == 303


def test_a_text_that_guesses_the_name_is_refused_and_kept_as_a_guess(
    sign_in: SignIn, supervisor: User
) -> None:
    complaint = make.complaint()
    leader = sign_in(supervisor)
    url = f"/complaints/{complaint.id}/accept"
    leader.get(url).submit(url, status=422, reason=f"{make.REPORTER.name}反映的情况属实。")
    assert logged(AccessKind.GUESS) == 1


@pytest.mark.requirement("SEC-01")
def test_a_number_finds_what_came_from_it_and_counts_as_an_opening(app: Flask) -> None:
    other = Identity(ReporterKind.PERSON, "其他人", "13800000000")
    first, second = make.complaint(), make.complaint()
    make.complaint(reporter=other)
    found = services.look_up_phone(
        actor("intake"), number="+86 139-0482-0017", reason="来电人询问此前的来件。"
    )
    assert [complaint.id for complaint in found] == [second.id, first.id]
    assert of_subject("complaints", first.id)[0].action == "look_up_reporter"
    assert (logged(AccessKind.LOOK_UP), logged(AccessKind.OPEN)) == (1, 2)


def test_a_number_finds_nothing_out_of_sight(app: Flask) -> None:
    make.complaint()
    assert not services.look_up_phone(
        actor("stranger"), number="13904820017", reason="来电人询问。"
    )


def test_numbers_are_not_tried_one_after_the_other(
    app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("complaints.services.openings.LOOKUPS_A_DAY", 2)

    def look(number: str) -> object:
        return services.look_up_phone(actor("intake"), number=number, reason="来电人询问。")

    look("13904820017")
    look("13904820018")
    assert code_of(look, "13904820019") == "lookup_too_many"
    with moment.frozen("2026-03-03"):
        look("13904820019")
        assert code_of(look, "110") == "lookup_needs_number"


def test_a_number_as_the_reason_tells_nothing_for_free(app: Flask) -> None:
    """That the reason names who reported tells that the number is known: it is counted, too."""
    make.complaint()
    with app.test_request_context():
        number = make.REPORTER.phone or ""
        told = code_of(
            lambda: services.look_up_phone(actor("intake"), number=number, reason=f"{number}来电")
        )
        assert told == "complaint_text_names_reporter"
        kinds = [row["kind"] for row in g.access_notes]
    assert kinds == [AccessKind.LOOK_UP, AccessKind.GUESS]


def test_the_worklist_asks_each_for_their_part(app: Flask) -> None:
    complaint = make.complaint()
    make.opening(complaint)
    new_user("clerk2", "另一人", "office", (Role.INTAKE_OFFICER,))
    again = services.request_opening(complaint, actor("clerk2"), reason="核实。")

    def waits(username: str) -> list[str]:
        with app.test_request_context():
            return [str(task.action) for task in tasks.complaint_tasks(actor(username))]

    asked = "是否同意查看投诉举报人身份"
    assert waits("supervisor") == ["决定是否受理", asked, asked]
    make.accept(complaint)
    assert waits("supervisor") == [asked, asked]
    services.consent_opening(again, actor("supervisor"), seen_version=again.version)
    assert waits("clerk2") == ["办理并答复", "查看身份信息（已获同意）"]
    assert waits("supervisor") == [asked]
    assert waits("intake") == ["办理并答复"]
    for name in ("town_supervisor", "handler", "stranger"):
        assert waits(name) == []
    with moment.frozen((moment.now() + timedelta(hours=1)).isoformat()):
        assert waits("clerk2") == ["办理并答复"]
