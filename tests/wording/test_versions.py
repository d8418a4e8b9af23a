"""A wording is written by one person, approved by another, and old letters keep theirs."""

from __future__ import annotations

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from complaints.rules import ComplaintState
from core import moment
from core.db import db
from core.documents.models import IssuedDocument
from core.documents.services import pdf_bytes
from core.documents.templates.composing import wording_on
from core.documents.templates.kinds import registered
from core.documents.templates.models import TemplateState, TemplateVersion
from core.procedure import Forbidden, Refused
from tests.core.documents.measure import text as pdf_text
from tests.support import complaints, wording
from tests.support.factories import actor, person
from wording import queries, services

LINE = "本告知书一式两份。"


def issued() -> list[IssuedDocument]:
    return list(db.session.scalars(select(IssuedDocument).order_by(IssuedDocument.id)))


def refused(version: TemplateVersion, by: str) -> str:
    with pytest.raises(Refused) as refusal:
        services.approve_wording(version, actor(by), seen_version=version.version)
    return refusal.value.refusal.code


def test_a_notice_before_and_after_the_words_changed(app: Flask) -> None:
    complaints.complaint(ComplaintState.DECLINED)
    version = wording.approved(LINE, on=date(2026, 3, 9))
    complaints.complaint(ComplaintState.DECLINED)  # approved, but not yet in force
    with moment.frozen("2026-03-09"):
        complaints.complaint(ComplaintState.DECLINED)
    first, second, third = issued()
    assert LINE not in pdf_text(pdf_bytes(first))
    assert LINE not in pdf_text(pdf_bytes(second))
    assert LINE in pdf_text(pdf_bytes(third))
    assert [d.template_version.number for d in (first, second, third)] == [1, 1, 2]  # type: ignore[union-attr]
    assert first.template_version is not None
    assert first.template_version.is_shipped
    assert third.template_version is version


def test_who_wrote_the_words_does_not_approve_them(app: Flask) -> None:
    version = wording.edited()
    assert refused(version, "reviewer") == "template_own_words"
    services.approve_wording(version, actor("signer"), seen_version=version.version)
    assert version.state is TemplateState.APPROVED


def test_the_database_knows_the_second_person_too(app: Flask) -> None:
    version = wording.approved()
    version.approved_by_id = person("reviewer").id
    with pytest.raises(IntegrityError):
        db.session.flush()
    db.session.rollback()


def test_a_wording_begins_tomorrow_at_the_earliest(app: Flask) -> None:
    with pytest.raises(Refused) as refusal:
        wording.edited(on=moment.today())
    assert refusal.value.refusal.code == "template_begins_too_early"


def test_a_draft_whose_day_has_come_is_not_approved(app: Flask) -> None:
    version = wording.edited()
    with moment.frozen("2026-03-03"):
        assert refused(version, "signer") == "template_begins_too_early"


def test_unchanged_words_are_not_approved(app: Flask) -> None:
    version = wording.draft()
    services.edit_wording(
        version,
        actor("reviewer"),
        title=version.title,
        body=version.body,
        note="",
        effective_from=date(2026, 3, 9),
        seen_version=version.version,
    )
    assert refused(version, "signer") == "template_nothing_changed"


@pytest.mark.parametrize(
    ("body", "words"),
    [
        ("{{登记编号}}{{事由}}{{不予受理的情形}}{{不予受理的理由}}{{电话}}", "电话"),
        ("{{登记编号}}{{事由}}{{不予受理的情形}}", "不予受理的理由"),
        ("{{登记编号}}{{事由}}{{不予受理的情形}}{{不予受理的理由}}[[若", "没有成对"),
    ],
)
def test_a_wording_with_faults_cannot_be_saved(app: Flask, body: str, words: str) -> None:
    version = wording.draft()
    kept = version.body
    with pytest.raises(Refused) as refusal:
        services.edit_wording(
            version,
            actor("reviewer"),
            title="告知书",
            body=body,
            note="",
            effective_from=date(2026, 3, 9),
            seen_version=version.version,
        )
    assert refusal.value.refusal.code == "template_has_faults"
    assert words in str(refusal.value.refusal.params["faults"])
    assert version.body == kept


def test_a_kind_has_one_draft(app: Flask) -> None:
    first = wording.draft()
    with pytest.raises(Refused):
        wording.draft()
    services.discard_wording(first, actor("reviewer"), seen_version=first.version)
    assert wording.draft().number == first.number + 1


def test_only_from_a_post_over_the_whole_house(app: Flask) -> None:
    kind = registered()[wording.KIND]
    for username in ("supervisor", "stranger"):
        with pytest.raises(Forbidden):
            services.draft_wording(kind, actor(username))
    version = wording.edited()
    with pytest.raises(Forbidden):
        services.approve_wording(version, actor("stranger"), seen_version=version.version)


def test_the_later_of_two_is_in_force(app: Flask) -> None:
    wording.approved("甲。", on=date(2026, 3, 9))
    wording.approved("乙。", on=date(2026, 3, 5))
    for day, number in ((4, 1), (5, 3), (8, 3), (9, 2), (20, 2)):
        found = wording_on(wording.KIND, date(2026, 3, day))
        assert (found.number or 1) == number
    assert [v.number for v in queries.coming(moment.today())[wording.KIND]] == [3, 2]


def test_every_kind_is_composed_of_its_examples(app: Flask) -> None:
    from core.documents import render
    from core.documents.templates.composing import compose

    for code, kind in registered().items():
        letter = compose(code, kind.specimen(date(2026, 3, 2)))
        text = pdf_text(render(letter))
        for field in kind.fields:
            if field.required:
                for line in field.example.splitlines():
                    assert "".join(line.split()) in text, (code, field.name)
