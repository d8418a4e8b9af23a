"""What other systems may read of the statistics: the numbers of the page, and nothing behind them.

A token counts as somebody who answers for its unit: reports about that unit are in no number, as
on the page of the unit's own leader.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated

from flask import Blueprint
from msgspec import Meta

from core import moment
from core.access import Actor, HeldPost, Role
from core.access.permissions import Scope
from core.api import declaring
from core.api.declaring import Answer, Call, Operation, operation
from core.api.problems import Fault
from core.api.reading import unfit
from oversight.labels import COUNTED
from oversight.queries.statistics import statistic
from oversight.rules import Counted

bp = Blueprint("oversight_api", __name__)


class Period(declaring.Given, frozen=True):
    """The days counted, both included."""

    first: Annotated[date, Meta(description="第一天。")]
    last: Annotated[date, Meta(description="最后一天，不晚于今天。")]


class UnitLine(Answer, frozen=True):
    """What one unit handled."""

    unit: Annotated[str, Meta(description="单位全称。")]
    numbers: Annotated[dict[Counted, int], Meta(description="各项数字。")]


class StatisticRead(Answer, frozen=True):
    """The statistic of a period."""

    first: date
    last: date
    as_of: Annotated[date, Meta(description="统计日期。")]
    names: Annotated[dict[Counted, str], Meta(description="各项数字的中文名称。")]
    units: Annotated[list[UnitLine], Meta(description="有数字的单位，按机构顺序。")]
    total: Annotated[dict[Counted, int], Meta(description="合计。")]


@operation(
    bp,
    Operation(
        name="readStatistics",
        method="GET",
        path="/statistics",
        scope=Scope.STATISTICS_READ,
        title="读取统计数据",
        text="令牌的单位及其下级在一段时间内受理、立案、处理、整改的数字，口径与统计表相同。",
        takes=Period,
        answers=StatisticRead,
    ),
)
def statistics_read(call: Call[Period]) -> StatisticRead:
    """Return the numbers of a period."""
    first, last = call.given.first, call.given.last
    if last < first:
        raise unfit(Fault("/last", "最后一天不能早于第一天。"))
    if last > moment.today():
        raise unfit(Fault("/last", "日期不能晚于今天。"))
    unit = call.token.unit
    post = HeldPost(Role.DISCIPLINE_LEADER, unit.id, unit.path)
    found = statistic(Actor(id=None, name=call.token.name, posts=(post,)), first, last)
    return StatisticRead(
        first=first,
        last=last,
        as_of=found.as_of,
        names={what: str(COUNTED[what][0]) for what in Counted},
        units=[UnitLine(unit=line.unit.name, numbers=dict(line.numbers)) for line in found.lines],
        total=found.total,
    )
