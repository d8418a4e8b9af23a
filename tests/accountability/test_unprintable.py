"""What no font prints is refused where it is typed, not when the letter is due."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from accountability.documents import return_receipt
from accountability.models import Remedy
from accountability.rules import RemedyAction, RemedyState, ServiceState
from core.db import db
from core.identity.models import User
from core.refusals import Refused
from tests.support import accountability_remedies as make
from tests.support.client import Client

SignIn = Callable[[User], Client]
UNPRINTABLE = "请核实😀。"


def refused(code: str) -> pytest.RaisesExc[Refused]:
    return pytest.raises(Refused, check=lambda error: error.refusal.code == code)


@pytest.mark.parametrize("field", ["request", "grounds"])
def test_a_petition_that_the_ruling_could_not_repeat(app: Flask, field: str) -> None:
    served = make.service()
    with refused("remedy_text_unprintable"):
        make.file(served, **{field: UNPRINTABLE})
    assert db.session.query(Remedy).count() == 0


def test_the_party_reads_which_characters(app: Flask, sign_in: SignIn, official: User) -> None:
    served = make.service()
    form = sign_in(official).get(f"/desk/notices/{served.id}/file-remedy")
    typed = {"kind": "reconsideration", "request": UNPRINTABLE, "grounds": make.GROUNDS}
    page = form.submit("/file-remedy", status=422, **typed)
    assert "😀" in page.errors[0]
    assert UNPRINTABLE in page.one("textarea", name="request").text


def test_a_ruling(app: Flask) -> None:
    brought = make.remedy(RemedyState.UNDER_REVIEW)
    with refused("remedy_text_unprintable"):
        make.rule(brought, RemedyAction.UPHOLD, ruling=UNPRINTABLE)
    db.session.rollback()
    assert brought.state is RemedyState.UNDER_REVIEW
    make.rule(brought, RemedyAction.UPHOLD)  # the twin: a rare name prints
    assert brought.document is not None


def test_the_proof_of_a_service(app: Flask) -> None:
    notice = make.service(ServiceState.PREPARED)
    with refused("service_text_unprintable"):
        make.serve(notice, proof=UNPRINTABLE)
    db.session.rollback()
    make.serve(notice, proof="王𬭩签收的回执" * 280)
    assert return_receipt.pdf(notice).startswith(b"%PDF-")


def test_the_form_to_be_signed_says_what_it_cannot_print(
    app: Flask, sign_in: SignIn, handler: User
) -> None:
    notice = make.service(ServiceState.PREPARED)
    browser = sign_in(handler)
    assert browser.raw("GET", f"/services/{notice.id}/return-receipt").status_code == 200
    notice.decision.case.title = UNPRINTABLE
    db.session.commit()
    page = browser.get(f"/services/{notice.id}/return-receipt")
    assert "不能生成文书：😀" in page.text
