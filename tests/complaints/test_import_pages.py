"""The pages of an import, and the command, as an officer uses them."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from openpyxl import load_workbook
from sqlalchemy import select

from complaints import services
from complaints.models import Complaint, HotlineImport
from complaints.rules import ImportState
from core import moment
from core.access_log.models import AccessEntry, AccessKind
from core.db import db
from core.identity.models import User
from tests.support import files, hotline
from tests.support.client import Client, Page
from tests.support.factories import new_user, person

SignIn = Callable[[User], Client]
NEW = "/complaints/imports/new"
FAULTY = {2: {"被反映单位": "没有这个局"}, 3: {"来电号码": "138"}}


@pytest.fixture
def clerk(sign_in: SignIn, intake: User) -> Client:
    return sign_in(intake)


def send(clerk: Client, content: bytes, name: str = "工单.xlsx", status: int = 303) -> Page:
    return clerk.get(NEW).submit(NEW, status=status, sheet=(io.BytesIO(content), name))


def the_import() -> HotlineImport:
    return db.session.scalars(select(HotlineImport).order_by(HotlineImport.id.desc())).first()  # type: ignore[return-value]


def registered() -> list[Complaint]:
    return list(db.session.scalars(select(Complaint).order_by(Complaint.id)))


def test_a_spreadsheet_is_uploaded_looked_through_and_confirmed(clerk: Client) -> None:
    answer = send(clerk, hotline.xlsx(hotline.orders(5, FAULTY)))
    page = clerk.get(answer.location)
    assert [value.text for value in page.all(class_="figure__value")] == ["3", "0", "2", "0"]
    faults = page.one("section", id="faults")
    assert [cell.text for cell in faults.all("td")] == [
        *("3", "被反映单位", "没有这个单位，请填写全称或者简称。"),
        *("4", "来电号码", "不是一个完整的电话号码，请核对；有多个的，保留一个。"),
    ]
    shown = page.one("section", id="orders").text
    assert "AES202602260001" in shown
    assert "萨*" in shown
    assert "139****0071" in shown
    for secret in (hotline.NAME, hotline.DIGITS, hotline.ADDRESS):
        assert secret not in page.response.text
    done = clerk.get(page.submit("/confirm").location)
    assert [value.text for value in done.all(class_="figure__value")] == ["3", "0", "2", "0"]
    assert "白玉兰" in done.one("section", id="course").text
    first = clerk.get(f"/complaints/{registered()[0].id}")
    assert "AES202602260001" in first.text
    assert "热线工单" in first.text
    assert "2026年3月12日" in first.text


def test_a_work_order_is_found_by_its_number(clerk: Client) -> None:
    hotline.done(hotline.orders(3))
    page = clerk.get("/complaints?q=AES202602260002")
    assert len(page.one(id="complaint-list").all("tbody")[0].all("tr")) == 1
    assert registered()[1].number in clerk.get("/search?q=AES202602260002").text


def test_what_was_imported_is_listed_with_its_complaint(clerk: Client) -> None:
    content = hotline.xlsx(hotline.orders(2))
    first = clerk.get(send(clerk, content).location)
    first.submit("/confirm")
    page = clerk.get(send(clerk, content).location)
    assert "已由白玉兰于2026年3月2日 09:00导入过" in page.text
    known = page.one("section", id="known")
    assert [link.text for link in known.all("a", href=True)] == [c.number for c in registered()]
    assert not [form for form in page.all("form") if form["action"].endswith("/confirm")]
    answer = clerk.post(
        f"/complaints/imports/{the_import().id}/confirm",
        {"seen_version": "1", "form_token": "t" * 32},
        status=422,
    )
    assert answer.errors == ["表中的工单已由白玉兰于2026年3月2日 09:00导入，没有新的工单。"]


def test_the_faulty_rows_are_a_spreadsheet_and_its_download_is_logged(clerk: Client) -> None:
    page = clerk.get(send(clerk, hotline.xlsx(hotline.orders(5, FAULTY))).location)
    path = f"/complaints/imports/{the_import().id}/rejected"
    for _ in ("waiting", "done"):
        response = clerk.raw("GET", path)
        assert response.status_code == 200
        assert "attachment" in response.headers["Content-Disposition"]
        sheet = load_workbook(io.BytesIO(response.data)).active
        assert sheet is not None
        assert [row[0].value for row in sheet.iter_rows(min_row=2)] == ["3", "4"]
        if page.has("form", action=f"/complaints/imports/{the_import().id}/confirm"):
            page.submit("/confirm")
    logged = db.session.scalars(
        select(AccessEntry.kind).where(AccessEntry.subject_type == "hotline_imports")
    ).all()
    assert logged.count(AccessKind.EXPORT) == 2


def test_columns_are_chosen_where_their_names_are_not_known(clerk: Client) -> None:
    headings = ["甲", "乙", "丙", "丁", "戊"]
    content = hotline.xlsx(
        [
            {
                "甲": "A1",
                "乙": "2026-02-26",
                "丙": "未公开",
                "丁": "没有公开。",
                "戊": "市自然资源局",
            }
        ],
        headings,
    )
    page = clerk.get(send(clerk, content).location)
    assert "请先指定列的含义" in page.text
    form = page.follow("指定列的含义")
    chosen: dict[str, Any] = dict(
        zip(
            [f"columns-{n}" for n in range(5)],
            ["number", "received", "title", "facts", "unit"],
            strict=True,
        )
    )
    less = form.submit("/choose-columns", status=422, **{**chosen, "columns-0": ""})
    assert less.errors == ["请指定以下内容在哪一列：工单编号。"]
    assert less.one("select", name="columns-4").one("option", selected=True)["value"] == "unit"
    twice = form.submit("/choose-columns", status=422, **{**chosen, "columns-0": "title"})
    assert twice.has(class_="error-summary")
    wrong = form.submit("/choose-columns", status=422, **{**chosen, "columns-0": "nothing"})
    assert wrong.has(class_="error-summary")
    page = clerk.get(form.submit("/choose-columns", **chosen).location)
    assert page.all(class_="figure__value")[0].text == "1"


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("工单.pdf", files.pdf(), "只能导入Excel（xlsx）或者CSV表格"),
        ("工单.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "旧版办公软件格式"),
        ("工单.xlsx", b"PK\x03\x04 broken", "已损坏"),
        ("工单.csv", '编号,内容\n1,好\n2,"没有"结束\n'.encode(), "第3行无法读取"),
        ("工单.csv", "工单编号,标题\n".encode(), "表格中没有工单"),
        ("工单.xlsx", files.xlsx(**{"xl/vbaProject.bin": b"x"}), "含有宏"),
    ],
)
def test_what_cannot_be_read_is_refused_beside_the_file(
    clerk: Client, name: str, content: bytes, words: str
) -> None:
    page = send(clerk, content, name, status=422)
    assert words in page.one(id="sheet-error").text
    assert len(page.errors) == 1
    assert not db.session.scalars(select(HotlineImport)).all()


def test_without_a_file_the_form_says_so(clerk: Client) -> None:
    page = clerk.get(NEW).submit(NEW, status=422)
    assert page.one(id="sheet-error").text == "请选择要导入的表格。"


def test_who_keeps_several_registers_chooses_one(sign_in: SignIn) -> None:
    from core.access import Role

    clerk = sign_in(new_user("clerk", "总登记", "government", (Role.INTAKE_OFFICER,)))
    page = clerk.get(NEW)
    content = hotline.xlsx(hotline.orders(1))
    assert "请选择受理单位" in send(clerk, content, status=422).text
    towns = [o for o in page.one("select", name="unit").all("option") if o.text == "天池镇人民政府"]
    clerk.get(NEW).submit(NEW, unit=towns[0]["value"], sheet=(io.BytesIO(content), "工单.xlsx"))
    assert the_import().unit.name == "天池镇人民政府"


def test_an_upload_is_given_up(clerk: Client) -> None:
    page = clerk.get(send(clerk, hotline.xlsx(hotline.orders(1))).location)
    listed = clerk.get(page.submit("/discard").location)
    assert "已放弃" in listed.text
    assert the_import().state is ImportState.DISCARDED
    assert "表格已经删除" in clerk.get(f"/complaints/imports/{the_import().id}").text


def test_an_upload_that_ran_out_says_so_and_offers_nothing(clerk: Client) -> None:
    hotline.waiting(hotline.orders(1))
    path = f"/complaints/imports/{the_import().id}"
    later = (moment.now() + timedelta(hours=24)).isoformat()
    with moment.frozen(later):
        clerk.sign_in(person("intake"))
        page = clerk.get(path)
        assert "已过期" in page.text
        assert not page.all("form", action=f"{path}/confirm")
        assert clerk.raw("GET", f"{path}/rejected").status_code == 404
        assert clerk.get(f"{path}/choose-columns").h1 == "热线工单导入"


def test_who_was_second_reads_who_was_first(clerk: Client, sign_in: SignIn) -> None:
    made = hotline.waiting(hotline.orders(1))
    page = clerk.get(f"/complaints/imports/{made.id}")
    services.confirm_import(made, _actor("intake"), seen_version=made.version)
    stale = page.submit("/confirm", status=409)
    assert "白玉兰" in stale.text
    assert "确认导入" in stale.text


def _actor(username: str) -> Any:
    from tests.support.factories import actor

    return actor(username)


# the command


def run(app: Flask, *args: str) -> Any:
    return app.test_cli_runner().invoke(args=["import", "complaints", *args])


@pytest.fixture
def sheet(tmp_path: Path) -> str:
    path = tmp_path / "工单.xlsx"
    path.write_bytes(hotline.xlsx(hotline.orders(5, FAULTY)))
    return str(path)


def test_the_command_imports_and_names_the_faults(app: Flask, sheet: str, tmp_path: Path) -> None:
    rejected = tmp_path / "rejected.xlsx"
    tried = run(app, sheet, "--by", "intake", "--dry-run", "--rejected", str(rejected))
    assert tried.exit_code == 0, tried.output
    assert "共 5 行：可以导入 3，已导入过 0，有误 2。" in tried.output
    assert "第 3 行　被反映单位：没有这个单位" in tried.output
    assert hotline.NAME not in tried.output
    assert rejected.read_bytes().startswith(b"PK")
    assert registered() == []
    done = run(app, sheet, "--by", "intake")
    assert (done.exit_code, "已登记 3 件" in done.output) == (0, True), done.output
    assert len(registered()) == 3
    again = run(app, sheet, "--by", "intake")
    assert again.exit_code == 1
    assert "没有新的工单" in again.output
    assert len(registered()) == 3


@pytest.mark.parametrize("username", ["nobody", "supervisor"])
def test_the_command_needs_somebody_who_registers(app: Flask, sheet: str, username: str) -> None:
    assert run(app, sheet, "--by", username).exit_code == 2


def test_the_command_needs_a_register_the_user_keeps(app: Flask, sheet: str) -> None:
    wrong = run(app, sheet, "--by", "intake", "--unit", "天池镇人民政府")
    assert (wrong.exit_code, "阿尔山市政务公开办公室" in wrong.output) == (2, True)


def test_the_command_that_sweeps_can_be_run_again(app: Flask) -> None:
    hotline.waiting(hotline.orders(1))
    with moment.frozen((moment.now() + timedelta(hours=24)).isoformat()):
        for count in (1, 0):
            result = app.test_cli_runner().invoke(args=["import", "expire"])
            assert f"已删除 {count} 份" in result.output
