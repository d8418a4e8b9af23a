"""Forms of the pages of the law: filters, what is compared, and what a deadline is counted from."""

from __future__ import annotations

import re
from datetime import date, time
from typing import Any

from flask_babel import lazy_gettext as _
from wtforms.validators import NumberRange, ValidationError

from core.clocks.periods import MAX_LENGTH, Direction, Unit
from core.web.forms import (
    BooleanField,
    ChecksField,
    DateField,
    Form,
    IntegerField,
    SearchForm,
    SelectField,
    TextField,
    choices,
    optional,
    required,
)
from regulations.codes import State
from regulations.labels import DIRECTIONS, ORIGINS, STATES
from regulations.rules import Origin

#: How many interruptions the calculator offers; more than that is a matter for the case itself.
PAUSES = (1, 2, 3)
#: How many lengths are counted at once.
MOST_LENGTHS = 10
#: The units in which lengths are typed.
COUNTED = (Unit.WORKING_DAY, Unit.CALENDAR_DAY, Unit.MONTH)
_BETWEEN = re.compile(r"[\s,，、;；]+")
#: How a time of day is written.
CLOCK_FACE = re.compile(r"([01][0-9]|2[0-3]):[0-5][0-9]")


class LineSearchForm(SearchForm):
    """Filters of a pack's page."""

    text = TextField(_("查找内容、条款或原文"), max_length=60)
    state = SelectField(_("规定情况"), choices=choices(State, STATES, blank=_("全部")))
    origin = SelectField(_("来自"), choices=choices(Origin, ORIGINS, blank=_("全部")))


class CompareForm(SearchForm):
    """Which packs are laid side by side, on what; the options are set by the view."""

    pack = ChecksField(_("规则包"))
    topic = SelectField(_("内容"), default="")
    differing = BooleanField(_("只看不同之处"))


class ExampleSearchForm(SearchForm):
    """Which worked examples are shown; the packs are set by the view."""

    pack = SelectField(_("规则包"), default="")
    failing = SelectField(_("结果"), choices=[("", _("全部")), ("y", _("只看不符的"))], default="")


class _Question(Form):
    """A question put by GET, so that its answer has an address that can be kept and printed."""

    class Meta(Form.Meta):
        csrf = False


class DeadlineForm(_Question):
    """A term of a pack and what happened to it; the options are set by the view."""

    pack = SelectField(_("规则包"))
    term = SelectField(_("期限"), [required(_("请选择期限。"))], default="")
    start = DateField(_("起算事由发生之日"), [required()])
    at = TextField(_("起算时刻"), [optional()], max_length=5)
    restart = DateField(_("重新起算之日"), [optional()])
    extend = IntegerField(
        _("延长"),
        [optional(), NumberRange(1, MAX_LENGTH, _("应为 1 至 %(max)s 的整数。"))],
    )
    pause_from_1 = DateField(_("第一次中止自"), [optional()])
    pause_to_1 = DateField(_("第一次中止后恢复于"), [optional()])
    pause_from_2 = DateField(_("第二次中止自"), [optional()])
    pause_to_2 = DateField(_("第二次中止后恢复于"), [optional()])
    pause_from_3 = DateField(_("第三次中止自"), [optional()])
    pause_to_3 = DateField(_("第三次中止后恢复于"), [optional()])

    def validate_at(self, field: Any) -> None:
        """Refuse what is no time of day."""
        if not CLOCK_FACE.fullmatch(field.data):
            raise ValidationError(_("请按“09:30”的格式填写时刻。"))

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse, at the field concerned, an interruption that ends before it begins."""
        sound: bool = super().validate(extra_validators)
        for n in PAUSES:
            begins, ends = self[f"pause_from_{n}"], self[f"pause_to_{n}"]
            if ends.data and not begins.data and not begins.errors:
                sound = refuse(begins, _("请填写何日起中止。"))
            elif ends.data and begins.data and ends.data < begins.data:
                sound = refuse(ends, _("恢复之日早于中止之日。"))
        return sound

    @property
    def time_of_day(self) -> time | None:
        """Return the instant's time, for terms in minutes and hours."""
        return time.fromisoformat(self.at.data) if self.at.data else None

    @property
    def later_days(self) -> list[Any]:
        """Return the fields of the days after the start."""
        return [self.restart, *(self[f"pause_{end}_{n}"] for n in PAUSES for end in ("from", "to"))]

    @property
    def pauses(self) -> list[tuple[date, date | None]]:
        """Return the interruptions, first to last; None where it has not ended."""
        rows = [(self[f"pause_from_{n}"].data, self[f"pause_to_{n}"].data) for n in PAUSES]
        return sorted((row for row in rows if row[0]), key=lambda row: row[0])


class CountForm(_Question):
    """Lengths to be counted from a day by the general rules, without a term of a pack."""

    start = DateField(_("起算事由发生之日"), [required()])
    direction = SelectField(_("方向"), choices=choices(Direction, DIRECTIONS))
    working_day = TextField(_("工作日"), [optional()], max_length=60)
    calendar_day = TextField(_("日（自然日）"), [optional()], max_length=60)
    month = TextField(_("月"), [optional()], max_length=60)

    def validate(self, extra_validators: Any = None) -> bool:
        """Refuse, at the field concerned, what is no length; ask for at least one."""
        sound: bool = super().validate(extra_validators)
        for unit in COUNTED:
            for part in self._parts(unit):
                if not (part.isascii() and part.isdecimal() and 0 < int(part) <= MAX_LENGTH):
                    message = _("“%(text)s”不是 1 至 %(max)s 的整数。", text=part, max=MAX_LENGTH)
                    sound = refuse(self[unit.value], message)
            if len(self._parts(unit)) > MOST_LENGTHS:
                sound = refuse(self[unit.value], _("一次最多计算 %(max)s 个。", max=MOST_LENGTHS))
        if not any(self._parts(unit) for unit in COUNTED):
            sound = refuse(self.working_day, _("请至少填写一个长度。"))
        return sound

    @property
    def lengths(self) -> list[tuple[Unit, int]]:
        """Return the lengths asked for, each once, by unit."""
        return [
            (unit, length)
            for unit in COUNTED
            for length in dict.fromkeys(int(part) for part in self._parts(unit))
        ]

    def _parts(self, unit: Unit) -> list[str]:
        text = str(self[unit.value].data or "")
        return [part for part in _BETWEEN.split(text) if part]


def refuse(field: Any, message: Any) -> bool:
    """Put a message beside a field and return False, the answer of a form that has one."""
    field.errors = [*field.errors, message]
    return False
