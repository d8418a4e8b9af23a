"""The pages of wordings: writing with the faults beside the words, preview, approval."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask

from core.documents.templates.kinds import registered
from core.documents.templates.models import TemplateState
from core.identity.models import User
from tests.core.documents.measure import text as pdf_text
from tests.support import complaints, wording
from tests.support.client import Client

SignIn = Callable[[User], Client]


def test_from_draft_to_approval_through_the_pages(
    app: Flask, sign_in: SignIn, reviewer: User, signer: User
) -> None:
    browser = sign_in(reviewer)
    page = browser.get("/templates")
    kind = wording.KIND
    token = page.all("input", name="form_token")[0]["value"]
    edit = browser.post(
        "/templates/new", {"kind": kind, "form_token": token, "seen_version": "1"}
    ).location
    page = browser.get(edit)
    body = registered()[kind].body
    wrong = page.submit(edit, status=422, body=body + "\n{{电话}}", effective_from="2026-03-09")
    assert "第 6 行第 1 字：没有名为“电话”的字段" in " ".join(wrong.errors)
    early = wrong.submit(edit, status=422, body=body, effective_from="2026-03-02")
    assert "最早为明天" in " ".join(early.errors)
    saved = early.submit(edit, body=body + "\n特此告知。", effective_from="2026-03-09")
    detail = browser.get(saved.location)
    assert "特此告知。" in detail.one("ins").text
    assert "文字是您自己写的" in detail.text
    approver = sign_in(signer)
    assert "批准文书用语" in approver.get("/").text
    approver.get(saved.location + "/approve").submit()
    assert "已批准" in approver.get(saved.location).text


def test_the_preview_follows_what_is_typed(app: Flask, sign_in: SignIn, reviewer: User) -> None:
    version = wording.edited()
    browser = sign_in(reviewer)
    url = f"/templates/{version.id}/preview"
    browser.get(f"/templates/{version.id}/edit")
    data = {"title": "告知书", "body": version.body + "\n再见{{登记编号}}。", "subject": ""}
    assert "再见阿举〔2026〕12号。" in browser.htmx(url, "preview", data).text
    data["body"] += "{{电话}}"
    assert "没有名为“电话”的字段" in browser.htmx(url, "preview", data).text
    plain = browser.post(url, {**data, "form_token": "x"}, status=200)
    assert "没有名为“电话”的字段" in plain.text


def test_a_preview_is_made_on_a_case_one_may_see_and_no_other(
    app: Flask, sign_in: SignIn, reviewer: User, supervisor: User
) -> None:
    complaint = complaints.complaint()
    version = wording.edited()
    url = f"/templates/letter?kind={wording.KIND}&version={version.id}&on={complaint.id}"
    seen = sign_in(supervisor).raw("GET", url)
    assert seen.status_code == 200
    text = pdf_text(seen.data)
    assert complaint.number in text
    assert "特此告知。" in text
    assert "未签发" in text
    assert sign_in(reviewer).raw("GET", url).status_code == 404
    assert sign_in(supervisor).raw("GET", url[: url.rindex("=")] + "=x").status_code == 404


def test_examples_are_offered_where_no_case_is_seen(
    app: Flask, sign_in: SignIn, reviewer: User
) -> None:
    version = wording.edited()
    page = sign_in(reviewer).get(f"/templates/{version.id}")
    assert "没有您可以查看的案件" in page.text
    pdf = sign_in(reviewer).raw("GET", f"/templates/letter?kind={wording.KIND}").data
    assert "不予受理告知书" in pdf_text(pdf)


def test_a_discarded_draft_stays_on_the_list_of_versions(
    app: Flask, sign_in: SignIn, reviewer: User
) -> None:
    version = wording.edited()
    browser = sign_in(reviewer)
    browser.get(f"/templates/{version.id}/discard").submit()
    assert version.state is TemplateState.DISCARDED
    assert "已作废" in browser.get(f"/templates/{version.id}").text
