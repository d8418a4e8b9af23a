"""Fields as our forms use them: bounded, clean, with Chinese messages."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal
from enum import Enum
from typing import Any, TypeVar

from flask_babel import lazy_gettext as _l
from wtforms import (
    DecimalField,
    Field,
    HiddenField,
    IntegerField,
    PasswordField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms import RadioField as _RadioField
from wtforms import SelectChoice as _SelectChoice  # type: ignore[attr-defined]  # no stub yet
from wtforms import SelectField as _SelectField
from wtforms.fields import DateField as _DateField
from wtforms.fields import DateTimeLocalField
from wtforms.validators import Length, NumberRange, Optional, StopValidation, ValidationError
from wtforms.widgets import CheckboxInput, ListWidget

from core import moment
from core.text import clean, has_unseen
from core.web.filters import SHANGHAI

#: The largest number any field takes: what both databases hold in an integer column.
MAX_INTEGER = 2**31 - 1
MAX_LINE = 200
MAX_TEXT = 20_000
MAX_HIDDEN = 500
EARLIEST, LATEST = date(1900, 1, 1), date(2199, 12, 31)
DATE_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
INSTANT_SHAPE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?")

_CHOICES: Any = vars(_SelectField)["choices"]  # the property, which the stubs take for an attribute

_NOT_ON_OFFER = _l("所选内容不在可选范围内，请重新选择。")

EnumType = TypeVar("EnumType", bound=Enum)


class Required:
    """Refuse what was left empty: blank text, no choice, an unticked box. Zero is a value."""

    field_flags = {"required": True}

    def __init__(self, message: Any) -> None:
        self.message = message

    def __call__(self, _form: Any, field: Field) -> None:
        sent = field.raw_data if field.raw_data is not None else [field.data]
        if any(value.strip() if isinstance(value, str) else value is not None for value in sent):
            if field.errors:  # filled in, wrongly: that message is the better one
                raise StopValidation
            if field.data is not None and field.data is not False and field.data not in ("", []):
                return
        field.errors = []
        raise StopValidation(self.message)


def required(message: Any = None) -> Required:
    """Return the validator of a field that must be filled in; `message` says what is asked for."""
    return Required(message or _l("请填写此项。"))


def not_in_future(_form: Any, field: Any) -> None:
    """Refuse a day that has not come."""
    if field.data is not None and field.data > moment.today():
        raise ValidationError(_l("日期不能晚于今天。"))


def optional() -> Optional:
    """Return the validator of a field that may stay empty."""
    return Optional()


def choices(
    members: Iterable[EnumType], labels: Mapping[EnumType, Any], blank: Any = None
) -> list[tuple[str, Any]]:
    """Return the options of a select or radio field: value and label, `blank` first."""
    options = [(str(member.value), labels[member]) for member in members]
    return [("", blank), *options] if blank is not None else options


class TextField(StringField):
    """One line of text, at most `max_length` characters (200 unless it says otherwise)."""

    def __init__(
        self, label: Any = None, validators: Any = None, max_length: int = MAX_LINE, **kw: Any
    ):
        super().__init__(label, validators, **kw)
        self.max_length = max_length


class LongTextField(TextAreaField):
    """Several lines of text, at most `max_length` characters (20,000 unless it says otherwise)."""

    def __init__(
        self, label: Any = None, validators: Any = None, max_length: int = MAX_TEXT, **kw: Any
    ):
        super().__init__(label, validators, **kw)
        self.max_length = max_length


class DateField(_DateField):
    """A date from the browser's calendar (or typed 2026-01-05), between 1900 and 2199."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not DATE_SHAPE.fullmatch(text):
            raise ValueError(_l("请按“2026-01-05”的格式填写日期。"))
        try:
            day = date.fromisoformat(text)
        except ValueError:
            raise ValueError(_l("没有这一天，请核对日期。")) from None
        self.data = _within_range(day)


class InstantField(DateTimeLocalField):
    """Date and time in Shanghai; `data` is an aware instant."""

    def process_formdata(self, valuelist: Sequence[str]) -> None:
        text = valuelist[0].strip() if valuelist else ""
        self.data = None
        if not text:
            return
        if not INSTANT_SHAPE.fullmatch(text):
            raise ValueError(_l("请按“2026-01-05T09:30”的格式填写日期和时间。"))
        try:
            instant = datetime.fromisoformat(text).replace(tzinfo=SHANGHAI)
        except ValueError:
            raise ValueError(_l("没有这一时刻，请核对日期和时间。")) from None
        _within_range(instant.date())
        self.data = instant

    def _value(self) -> str:
        if self.raw_data:
            return " ".join(self.raw_data)
        return self.data.astimezone(SHANGHAI).strftime("%Y-%m-%dT%H:%M") if self.data else ""


class _Options:
    """Let options be written as (value, label); WTForms is about to drop that form."""

    def __init__(
        self, label: Any = None, validators: Any = None, choices: Any = None, **kw: Any
    ) -> None:
        super().__init__(label, validators, choices=_as_options(choices), **kw)  # type: ignore[call-arg]

    @property
    def choices(self) -> Any:
        """The options; may be set after the form was made: `form.unit.choices = [(…, …)]`."""
        return _CHOICES.fget(self)

    @choices.setter
    def choices(self, value: Any) -> None:
        _CHOICES.fset(self, _as_options(value))

    @property
    def words(self) -> dict[Any, Any]:
        """The label of each value on offer."""
        return {choice.value: choice.label for choice in self.choices or ()}


class SelectField(_Options, _SelectField):
    """One of a list that opens. `coerce=int` with `choices=[(0, "请选择"), …]` for numbers."""


class RadioField(_Options, _RadioField):
    """One of a short list, all shown."""


class ChecksField(_Options, SelectMultipleField):
    """Several of a list, as check boxes."""

    widget = ListWidget(prefix_label=False)
    option_widget = CheckboxInput()

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:  # no number where numbers are chosen
            self.data = None
            raise ValueError(_NOT_ON_OFFER) from None

    def pre_validate(self, form: Any) -> None:
        """Refuse what is not on offer; WTForms has no Chinese words for it."""
        try:
            super().pre_validate(form)
        except ValidationError:
            raise ValidationError(_NOT_ON_OFFER) from None


def _as_options(choices: Any) -> Any:
    if choices is None or callable(choices):
        return choices
    return [
        _SelectChoice(value=item[0], label=item[1]) if isinstance(item, tuple) else item
        for item in choices
    ]


def _within_range(day: date) -> date:
    if not EARLIEST <= day <= LATEST:
        raise ValueError(_l("日期不在可填写的范围内。"))
    return day


def bound(field: Field) -> None:
    """Give `field` the cleaning and the bounds of its kind."""
    if isinstance(field, _SelectField | SelectMultipleField | _RadioField):
        return  # a value outside the list is refused anyway
    if isinstance(field, StringField):
        secret = isinstance(field, PasswordField)
        if not secret:
            field.filters = (_clean, *field.filters)
        several_lines = isinstance(field, TextAreaField)
        _add(field, _refuse_control_characters(several_lines))
        if not any(isinstance(v, Length) for v in field.validators):
            limit = getattr(field, "max_length", None) or _default_limit(field)
            _add(field, Length(max=limit, message=_l("不能超过 %(max)d 个字符。")))
            field.flags.maxlength = limit
    elif isinstance(field, IntegerField | DecimalField):
        # first: a range compares as a float, which a number of 400 digits overflows
        field.validators = [_refuse_unbounded, *field.validators]
        if not any(isinstance(v, NumberRange) for v in field.validators):
            field.flags.max = MAX_INTEGER


def _default_limit(field: Field) -> int:
    if isinstance(field, HiddenField):
        return MAX_HIDDEN
    return MAX_TEXT if isinstance(field, TextAreaField) else MAX_LINE


def _add(field: Field, validator: Callable[[Any, Any], None]) -> None:
    field.validators = [*field.validators, validator]


def _clean(value: Any) -> Any:
    """Clean text; a preset number reads like one that was sent."""
    value = str(value) if isinstance(value, int) else value
    return clean(value) if isinstance(value, str) else value


def _refuse_control_characters(several_lines: bool) -> Callable[[Any, Any], None]:
    def check(_form: Any, field: Field) -> None:
        if has_unseen(str(field.data or ""), several_lines=several_lines):
            raise ValidationError(_l("含有不可见的控制字符，请删除后重试。"))

    return check


def _refuse_unbounded(_form: Any, field: Field) -> None:
    value = field.data
    if value is None:
        return
    if isinstance(value, Decimal) and not value.is_finite():
        field.data = None
        raise StopValidation(_l("请填写数字。"))
    if abs(value) > MAX_INTEGER:
        field.data = None
        raise StopValidation(_l("数值过大。"))
