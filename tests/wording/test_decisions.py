"""The letter of a decision follows the wording of the day it was signed."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from flask import Flask

from accountability.documents import decision as letters
from core import moment
from core.documents.services import pdf_bytes
from core.documents.templates.models import TemplateVersion
from core.identity.models import User
from tests.core.documents.measure import text as pdf_text
from tests.support import accountability_remedies as aftermath
from tests.support import wording
from tests.support.client import Client
from tests.support.factories import actor
from wording import services


def without_evidence() -> TemplateVersion:
    """Return an approved wording of decisions that leaves the evidence out, from 9 March."""
    version = wording.draft(letters.KIND)
    services.edit_wording(
        version,
        actor("reviewer"),
        title=version.title,
        body=version.body.replace("# 主要证据\n{{主要证据}}\n", ""),
        note="证据另附清单",
        effective_from=date(2026, 3, 9),
        seen_version=version.version,
    )
    services.approve_wording(version, actor("signer"), seen_version=version.version)
    return version


def test_a_part_left_out_takes_its_number_along(app: Flask) -> None:
    version = without_evidence()
    before = pdf_text(pdf_bytes(aftermath.notices_of(aftermath.decided())[0].document))
    assert "三、主要证据" in before
    with moment.frozen("2026-03-09"):
        document = aftermath.notices_of(aftermath.decided())[0].document
        after = pdf_text(pdf_bytes(document))
    assert "主要证据" not in after
    assert "三、陈述和申辩" in after
    assert document.template_version is version


def test_a_draft_is_tried_on_a_case_the_editor_sees(
    app: Flask, sign_in: Callable[[User], Client], reviewer: User, official: User
) -> None:
    decision = aftermath.decided()
    version = without_evidence()
    browser = sign_in(reviewer)
    page = browser.get(f"/templates/{version.id}")
    (link,) = [a for a in page.all("a", href=True) if decision.case.number in a.text]
    assert decision.case.number in pdf_text(browser.raw("GET", link["href"]).data)
    assert sign_in(official).raw("GET", link["href"]).status_code == 403
