"""What holds for every form without a word in the feature."""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

import pytest
from flask import Flask
from wtforms.validators import Length, NumberRange

from core.web import forms
from core.web.filters import SHANGHAI
from core.web.forms import (
    ActionForm,
    BooleanField,
    ChecksField,
    DateField,
    DecimalField,
    Form,
    InstantField,
    IntegerField,
    LongTextField,
    PasswordField,
    RadioField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    optional,
    required,
)
from core.web.forms import first_messages as flat

TOKEN = "A" * 32


class Colour(StrEnum):
    RED = "red"
    BLUE = "blue"


LABELS = {Colour.RED: "红", Colour.BLUE: "蓝"}


class Sample(Form):
    line = TextField("一行", [optional()])
    text = LongTextField("多行", [optional()])
    secret = PasswordField("口令", [optional()])
    short = TextField("简称", [optional(), Length(max=3)])
    whole = IntegerField("整数", [optional()])
    ranged = IntegerField("人数", [optional(), NumberRange(min=1)])
    decimal = DecimalField("小数", [optional()])
    day = DateField("日期", [optional()])
    instant = InstantField("时刻", [optional()])
    colour = SelectField("颜色", [optional()], choices=choices(Colour, LABELS, "请选择"))
    many = ChecksField("多选", [optional()], choices=choices(Colour, LABELS))


class Demanding(Form):
    line = TextField("一行", [required("请填写一行。")])
    whole = IntegerField("整数", [required()])
    colour = RadioField("颜色", [required("请选择颜色。")], choices=choices(Colour, LABELS))
    agreed = BooleanField("同意", [required("请先同意。")])
    many = ChecksField("多选", [required()], choices=choices(Colour, LABELS))


class Act(ActionForm):
    reason = LongTextField("理由", [required()])


def send(app: Flask, cls: type[Form], **data: Any) -> Any:
    """Return the form as if `data` had been posted with a sound CSRF token, validated."""
    from flask_wtf.csrf import generate_csrf

    with app.test_request_context("/", method="POST"):
        from werkzeug.datastructures import MultiDict

        token = generate_csrf()
        form = cls(MultiDict({**data, "csrf_token": token}))
        form.validate()
        form.messages = {f.name: flat(f.errors) for f in form if f.errors}  # in this language
        return form


def test_text_is_trimmed_composed_and_its_line_ends_joined(showcase: Flask) -> None:
    form = send(showcase, Sample, line="\u3000 e\u0301 ", text=" 一\r\n二 ", secret=" 口 ")
    assert form.messages == {}
    assert (form.line.data, form.text.data, form.secret.data) == ("é", "一\n二", " 口 ")


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("line", "a\0b"),
        ("line", "a\nb"),
        ("text", "a\x07b"),
        ("line", "a\u202eb"),
        ("line", "\ud800"),
    ],
)
def test_control_characters_are_refused(showcase: Flask, name: str, text: str) -> None:
    assert "控制字符" in send(showcase, Sample, **{name: text}).messages[name][0]


def test_several_lines_may_have_lines_and_tabs(showcase: Flask) -> None:
    assert send(showcase, Sample, text="一\n\t二").messages == {}


@pytest.mark.parametrize(("name", "limit"), [("line", 200), ("text", 20_000), ("secret", 200)])
def test_text_is_bounded_by_default(showcase: Flask, name: str, limit: int) -> None:
    assert send(showcase, Sample, **{name: "字" * limit}).messages == {}
    refused = send(showcase, Sample, **{name: "字" * (limit + 1)}).messages[name]
    assert refused == [f"不能超过 {limit} 个字符。"]


def test_own_bound_is_kept(showcase: Flask) -> None:
    assert "short" in send(showcase, Sample, short="四个汉字").messages


@pytest.mark.parametrize("text", [str(2**31), "-" + str(2**31), "9" * 5000, "1.5", "一"])
def test_integers_are_bounded(showcase: Flask, text: str) -> None:
    form = send(showcase, Sample, whole=text)
    assert form.messages["whole"]
    assert form.whole.data is None


@pytest.mark.parametrize("text", ["9" * 20, "9" * 400, "-" + "9" * 400])
def test_a_number_no_float_can_hold_is_refused_before_its_range_is_asked(
    showcase: Flask, text: str
) -> None:
    form = send(showcase, Sample, ranged=text)
    assert flat(form.ranged.errors) == ["数值过大。"]


@pytest.mark.parametrize("text", ["NaN", "Infinity", "-Infinity", "1e400", "sNaN"])
def test_decimals_are_finite_and_bounded(showcase: Flask, text: str) -> None:
    assert send(showcase, Sample, decimal=text).messages["decimal"]


@pytest.mark.parametrize(
    "text", ["20260105", "2026-W01-1", "2026-1-5", "5/1/2026", "２０２６-01-05"]
)
def test_date_of_another_shape_is_refused(showcase: Flask, text: str) -> None:
    messages = send(showcase, Sample, day=text).messages["day"]
    assert messages == ["请按“2026-01-05”的格式填写日期。"]


@pytest.mark.parametrize("text", ["2026-02-30", "0001-01-01", "2200-01-01"])
def test_date_that_is_none_or_out_of_range_is_refused(showcase: Flask, text: str) -> None:
    form = send(showcase, Sample, day=text)
    assert form.messages["day"]
    assert form.day.data is None


def test_date_and_instant_are_read(showcase: Flask) -> None:
    form = send(showcase, Sample, day=" 2026-01-05 ", instant="2026-01-05T09:30")
    assert form.day.data == date(2026, 1, 5)
    assert form.instant.data == datetime(2026, 1, 5, 9, 30, tzinfo=SHANGHAI)
    assert send(showcase, Sample, instant="2026-01-05T09:30+00:00").messages["instant"]


def test_value_outside_the_list_is_refused(showcase: Flask) -> None:
    assert send(showcase, Sample, colour="green").messages["colour"]
    assert send(showcase, Sample, many=["red", "green"]).messages["many"]
    assert send(showcase, Sample, colour="red", many=["red"]).messages == {}


def test_options_may_be_set_later_as_pairs(showcase: Flask) -> None:
    with showcase.test_request_context("/"):
        form = Sample()
        form.colour.choices = [("1", "市财政局")]
        assert "市财政局" in form.colour()


def test_required_says_what_is_asked_for(showcase: Flask) -> None:
    messages = send(showcase, Demanding, line="　 ").messages
    assert messages["line"] == ["请填写一行。"]
    assert messages["colour"] == ["请选择颜色。"]
    assert messages["agreed"] == ["请先同意。"]
    assert messages["many"] == ["请填写此项。"]
    assert messages["whole"] == ["请填写此项。"]


def test_zero_is_a_value_and_a_wrong_value_keeps_its_message(showcase: Flask) -> None:
    full = {"line": "x", "colour": "red", "agreed": "y", "many": ["red"]}
    assert send(showcase, Demanding, **full, whole="0").messages == {}
    assert send(showcase, Demanding, **full, whole="x").messages["whole"] != ["请填写此项。"]


def test_form_without_csrf_token_is_refused(showcase: Flask) -> None:
    with showcase.test_request_context("/", method="POST", data={"line": "x"}):
        assert not Sample().validate()


def test_each_rendered_form_has_its_own_token(showcase: Flask) -> None:
    with showcase.test_request_context("/"):
        first, second = Act(data={"seen_version": 3}), Act()
        assert first.form_token.data != second.form_token.data
        assert forms.TOKEN_SHAPE.fullmatch(first.form_token.data or "")
        assert 'value="3"' in first.seen_version()


def test_token_and_version_come_back(showcase: Flask) -> None:
    form = send(showcase, Act, reason="x", form_token=TOKEN, seen_version="7")
    assert form.messages == {}
    assert (form.form_token.data, form.version) == (TOKEN, 7)
    assert form.typed() == {"理由": "x"}


@pytest.mark.parametrize("token", ["", "short", "A" * 33, "A" * 31 + "'"])
def test_lost_or_forged_token_is_refused_and_replaced(showcase: Flask, token: str) -> None:
    form = send(showcase, Act, reason="x", form_token=token, seen_version="7")
    assert form.messages["form_token"]
    assert forms.TOKEN_SHAPE.fullmatch(form.form_token.data)


@pytest.mark.parametrize("version", ["", "0", "-1", "x", "１", str(2**31), "9" * 5000])
def test_version_is_a_bounded_number(showcase: Flask, version: str) -> None:
    assert send(showcase, Act, reason="x", form_token=TOKEN, seen_version=version).messages


def test_version_that_was_not_sent_is_not_taken_from_the_preset(showcase: Flask) -> None:
    from werkzeug.datastructures import MultiDict

    with showcase.test_request_context("/", method="POST"):
        form = Act(MultiDict({"reason": "x", "form_token": TOKEN}), data={"seen_version": 9})
        form.validate()
        assert form.seen_version.errors


def test_filters_that_do_not_hold_count_as_not_given(showcase: Flask) -> None:
    class Search(SearchForm):
        q = TextField("编号")
        since = DateField("立案起", [optional()])

    from werkzeug.datastructures import MultiDict

    with showcase.test_request_context("/"):
        search = Search(MultiDict({"q": " 阿政 ", "since": "gestern"}))
        assert search.values == {"q": "阿政"}
        assert search.in_use
        assert not Search(MultiDict({"q": "a\0b"})).in_use


@pytest.mark.parametrize("sent", ["purple", "6", "\x00"])
def test_what_is_not_on_offer_is_said_in_chinese(showcase: Flask, sent: str) -> None:
    class Numbers(Form):
        colours = ChecksField("多选", [optional()], choices=choices(Colour, LABELS))
        numbers = ChecksField("编号", [optional()], coerce=int, choices=[(1, "一")])

    said = send(showcase, Numbers, colours=sent, numbers=sent).messages
    assert said["colours"] == said["numbers"] == ["所选内容不在可选范围内，请重新选择。"]
