"""The inspection folder: index, evidence and figures by item, for the office and the unit."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO

import pikepdf
import pytest
from flask import Flask
from pypdf import PdfReader

from assessment.rules import AssessmentState
from assessment.services import assessed as unit_services
from core.identity.models import User
from tests.assessment.test_rectifying import checked, order
from tests.assessment.test_suggestions import decided
from tests.support import assessment as make
from tests.support import files
from tests.support.client import Client
from tests.support.crawl import statements
from tests.support.factories import actor, person

SignIn = Callable[[User], Client]
S = AssessmentState


def text_of(pdf: bytes) -> str:
    """Return what stands on the pages, without spaces."""
    pages = PdfReader(BytesIO(pdf)).pages
    return "".join("".join(page.extract_text().split()) for page in pages)


def prepared() -> tuple[int, str]:
    """Return a reviewed assessment's first unit, with evidence, a check and its notice."""
    made = make.drafted()
    one, check = checked(made, ("S-3.1", "column", "网站没有设专栏。"))
    order(one, check)
    make.schedule(made)
    make.notify(made)
    make.fill_in(one, actor("liaison"))
    item = made.items[0]
    unit_services.fill_in(
        one, actor("liaison"), item_id=item.id, score=item.points, text="已成立领导小组。",
        files=[files.upload()], seen_version=one.version,
    )  # fmt: skip
    unit_services.self_report(
        one, actor("liaison"), summary="全年总结如下。", seen_version=one.version
    )
    return one.id, one.unit.name


@pytest.mark.requirement("FIN-18")
def test_one_click_binds_index_evidence_and_figures_by_item(app: Flask, sign_in: SignIn) -> None:
    assessed_id, name = prepared()
    desk = sign_in(person("assessor"))
    side = f"/assessed-units/{assessed_id}/folder"
    assert desk.get(f"/assessed-units/{assessed_id}").has("a", href=side)
    page = desk.get(side)
    for title in ("考核情况统计", "总结和自评", "S-1.1", "S-4.5", "检查和整改情况"):
        assert title in page.text
    answer = desk.raw("GET", side + "/volume")
    volume = text_of(answer.data)
    for words in (name, "目录", "全年总结如下。", "已成立领导小组。", "网站没有设专栏。", "待整改"):
        assert words in volume, words
    outline = pikepdf.open(BytesIO(answer.data)).open_outline().root
    assert [entry.title for entry in outline][:2] == ["考核情况统计", "总结和自评"]


def test_the_unit_binds_its_own_without_what_it_was_not_told(app: Flask, sign_in: SignIn) -> None:
    assessed_id, _name = prepared()
    department, town = sign_in(person("liaison")), sign_in(person("town_liaison"))
    own = f"/desk/assessments/{assessed_id}/folder"
    assert department.get(f"/desk/assessments/{assessed_id}").has("a", href=own)
    assert "检查和整改情况" not in department.get(own).text
    volume = text_of(department.raw("GET", own + "/volume").data)
    assert "已成立领导小组。" in volume
    assert "网站没有设专栏。" not in volume  # not before the proposal
    for path in (own, own + "/volume"):
        assert town.raw("GET", path).status_code == 404


def test_the_folder_of_a_unit_that_said_nothing_says_so(app: Flask, sign_in: SignIn) -> None:
    made = make.assessment(S.NOTIFIED)
    answer = sign_in(person("liaison")).raw(
        "GET", f"/desk/assessments/{made.assessed[0].id}/folder/volume"
    )
    assert "未填写自评。" in text_of(answer.data)


@pytest.mark.requirement("SEC-01")
def test_no_report_gets_into_the_folder(app: Flask, sign_in: SignIn) -> None:
    """The decision that suggests a deduction came of a report: neither stands in the folder."""
    decision = decided()
    made = make.drafted()
    desk = sign_in(person("assessor"))
    volume = text_of(desk.raw("GET", f"/assessed-units/{made.assessed[0].id}/folder/volume").data)
    complaint = decision.case.complaint
    assert complaint is not None
    for word in (complaint.number, decision.case.number, decision.case.title):
        assert word not in volume


@pytest.mark.parametrize(
    ("who", "path"),
    [
        ("assessor", "/assessed-units/{0}"),
        ("assessor", "/assessed-units/{0}/folder"),
        ("assessor", "/assessed-units/{0}/folder/volume"),
        ("assessor", "/assessed-units/{0}/order-rectification"),
        ("liaison", "/desk/assessments/{0}"),
        ("liaison", "/desk/assessments/{0}/folder"),
        ("liaison", "/desk"),
    ],
)
def test_each_page_of_a_unit_asks_at_most_twelve_statements(
    app: Flask, sign_in: SignIn, who: str, path: str
) -> None:
    assessed_id, _name = prepared()
    decided()
    reader = sign_in(person(who))
    reader.get("/")
    with statements() as asked:
        assert reader.raw("GET", path.format(assessed_id)).status_code in (200, 303, 302)
    assert len(asked) <= 12, "\n".join(asked)
