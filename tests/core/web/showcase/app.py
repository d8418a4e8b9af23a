"""A bare application that shows the parts; `python -m tests.core.web.showcase.app` serves it."""

from __future__ import annotations

from datetime import UTC, date, datetime
from enum import StrEnum
from pathlib import Path
from types import SimpleNamespace
from typing import Any

from flask import Flask, Response, flash, request, url_for
from jinja2 import ChoiceLoader, FileSystemLoader

from core import refusals
from core import web as core_web
from core.clocks.periods import Event, EventKind, Period, Unit
from core.clocks.replay import Reading, replay
from core.procedure import Stale
from core.refusals import Refusal, Refused
from core.web import errors, navigation, panels
from core.web.acts import acted
from core.web.forms import (
    ActionForm,
    BooleanField,
    ChecksField,
    DateField,
    IntegerField,
    LongTextField,
    RadioField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    optional,
    required,
)
from core.web.lists import Capped
from core.web.pages import invalid, page, redirect_to, trigger
from core.workdays import shipped_calendar

ROOT = Path(__file__).resolve().parents[4]


class Share(StrEnum):
    FULL = "full"
    PRIMARY = "primary"
    SECONDARY = "secondary"


LABELS = {Share.FULL: "全部责任", Share.PRIMARY: "主要责任", Share.SECONDARY: "次要责任"}


class CaseForm(ActionForm):
    title = TextField("案由", [required("请填写案由。")])
    unit = SelectField(
        "责任单位",
        [required("请选择责任单位。")],
        choices=[("", "请选择"), ("1", "市财政局"), ("2", "市住建局")],
    )
    found_on = DateField("发现日期", [required("请填写发现日期。")])
    people = IntegerField("涉及人数", [optional()])
    share = RadioField("责任划分", [required("请选择责任划分。")], choices=choices(Share, LABELS))
    sources = ChecksField(
        "线索来源", [optional()], choices=[("a", "投诉举报"), ("b", "监督检查"), ("c", "新闻媒体")]
    )
    facts = LongTextField("主要事实", [required("请填写主要事实。")], max_length=2000)
    is_public = BooleanField("同意在本单位范围内通报")


class CaseSearch(SearchForm):
    q = TextField("编号或案由")
    state = SelectField("状态", choices=[("", "全部"), ("open", "调查中"), ("done", "已结案")])
    since = DateField("立案起", [optional()])


def build(**config: Any) -> Flask:
    """Build the showcase with the product's templates, static files and catalogue."""
    app = Flask("showcase", root_path=str(ROOT), template_folder="templates", static_folder=None)
    app.config.update(SECRET_KEY="showcase", **config)
    refusals.init_app(app)
    core_web.init_app(app)
    app.jinja_loader = ChoiceLoader(
        [
            FileSystemLoader(ROOT / "templates"),
            FileSystemLoader(Path(__file__).parent / "templates"),
        ]
    )
    refusals.register(app, {"too_few": "调查人员不得少于%(n)s人。"})
    _navigation(app)
    _routes(app)
    return app


def _visitor() -> navigation.Visitor:
    return navigation.Visitor(
        "王建国", "阿尔山市监察委员会", lambda p: p != "hidden", "/sign-out", "/account"
    )


def _navigation(app: Flask) -> None:
    navigation.identify_by(app, _visitor)
    for label, endpoint, group, icon, permission in (
        ("工作台", "home", "desk", "inbox", None),
        ("我的待办", "todo", "desk", "check2-square", None),
        ("举报线索", "todo", "complaints", "envelope", None),
        ("案件", "case_list", "casework", "folder2", "case:read"),
        ("不应看到", "todo", "casework", "x", "hidden"),
        ("处理决定", "todo", "accountability", "file-earmark-text", None),
        ("整改台账", "todo", "accountability", "list-check", None),
        ("社会评议", "todo", "evaluation", "people", None),
        ("年度考评", "todo", "evaluation", "bar-chart", None),
        ("规则库", "todo", "regulations", "book", None),
    ):
        navigation.register(app, label, endpoint, permission=permission, group=group, icon=icon)
    panels.register(app, "case.aside", 20, lambda subject, _actor: f"<b>{subject}</b>")


def cases() -> list[SimpleNamespace]:
    """Return a few rows."""
    names = [
        "窗口超期未办结行政许可申请",
        "未按规定主动公开财政预算信息",
        "擅自改变补助资金用途且拒不说明理由",
        "对群众来信推诿不予答复",
    ]
    tones = [
        ("调查中", "open", "剩5个工作日", "green"),
        ("陈述申辩", "warning", "剩1个工作日", "yellow"),
        ("调查中", "overdue", "逾期3天", "red"),
        ("已结案", "done", "按期办结", "green"),
    ]
    return [
        SimpleNamespace(
            id=i,
            number=f"阿政公责〔2026〕{12 - i}号",
            title=names[i % 4],
            unit="市行政审批局",
            due="2026年1月15日",
            state=tones[i % 4],
            people=i + 1,
        )
        for i in range(8)
    ]


def reading() -> Reading:
    """Return a clock over the National Day holiday."""
    period = Period(5, Unit.WORKING_DAY, article="第八条")
    return replay(period, [Event(EventKind.START, date(2026, 9, 24))], shipped_calendar())


def _routes(app: Flask) -> None:
    @app.get("/")
    def home() -> Response:
        return page("home.html", cases=cases())

    @app.get("/todo")
    def todo() -> Response:
        flash("案件已指派给李红、赵强。", "success")
        flash("日历尚未收录2027年放假安排，期限为暂算。", "warning")
        return page("empty.html")

    @app.get("/cases")
    def case_list() -> Response:
        listing = SimpleNamespace(
            rows=cases(), next_url="/cases?after=x", first_url=None, count=Capped(1000, True)
        )
        return page(
            "list.html", fragment="_list.html", search=CaseSearch(request.args), cases=listing
        )

    @app.get("/cases/1")
    def case() -> Response:
        return page("case.html", cases=cases(), reading=reading())

    @app.route("/cases/new", methods=["GET", "POST"])
    def case_new() -> Response:
        form = CaseForm(data={"seen_version": 3})
        if form.validate_on_submit() and acted(form, _service, form.title.data):
            trigger("caseChanged", number="阿政公责")
            return redirect_to(url_for("case"))
        show = invalid if form.is_submitted() else page
        return show("form.html", fragment="_form.html", form=form)

    @app.get("/stale")
    def stale() -> Response:
        return errors.stale(
            "李红",
            datetime(2026, 1, 5, 2, 30, tzinfo=UTC),
            "指派承办人",
            {"理由": "原承办人回避。", "主要事实": "长" * 80},
        )

    @app.get("/broken")
    def broken() -> Response:
        raise RuntimeError("secret detail")

    @app.get("/planted")
    def planted() -> Response:
        return page("planted.html")

    @app.post("/sign-out")
    def sign_out() -> Response:
        return redirect_to("/")


def _service(title: str | None) -> None:
    if title == "拒绝":
        raise Refused(Refusal("too_few", {"n": 2}, "000-05 调查程序"))
    if title == "过时":
        raise Stale("李红", "指派承办人", datetime(2026, 1, 5, 2, 30, tzinfo=UTC))


if __name__ == "__main__":
    build().run(port=5077)
