"""Who may see a letter may have it as a Word file, as a draft and as it was issued."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

from docx import Document
from flask import Flask

from complaints.rules import ComplaintState
from core.identity.models import User
from tests.support import accountability_remedies as aftermath
from tests.support import complaints
from tests.support.client import Client

SignIn = Callable[[User], Client]


def text_of(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in Document(BytesIO(data)).paragraphs)


def test_an_issued_decision_as_word_says_what_the_pdf_says(
    app: Flask, sign_in: SignIn, handler: User, stranger: User
) -> None:
    notice = aftermath.notices_of(aftermath.decided())[0]
    url = f"/decisions/{notice.decision_id}/letters/{notice.respondent_id}?format=docx"
    answer = sign_in(handler).raw("GET", url)
    assert answer.status_code == 200
    assert "attachment" in answer.headers["Content-Disposition"]
    text = text_of(answer.data)
    assert notice.document.number is not None
    assert notice.document.number in text
    assert "三、主要证据" in text
    assert "验证码：" in text
    assert sign_in(stranger).raw("GET", url).status_code == 404


def test_a_letter_on_a_report_as_word_never_names_who_reported(
    app: Flask, sign_in: SignIn, supervisor: User
) -> None:
    complaint = complaints.complaint(ComplaintState.DECLINED)
    browser = sign_in(supervisor)
    page = browser.get(f"/complaints/{complaint.id}")
    (link,) = [a["href"] for a in page.all("a", href=True) if "format=docx" in a["href"]]
    text = text_of(browser.raw("GET", link).data)
    assert complaint.number in text
    assert "不予受理的理由" in text
    assert str(complaints.REPORTER.name) not in text
