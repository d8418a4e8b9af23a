"""Words for the sections of a pack's page, and for the two directions of counting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.clocks.periods import Direction
from regulations.codes import Regime
from regulations.labels.lists import REGIMES
from regulations.topics import Change, Topic

_OF_A_CASE: Final[Mapping[Topic, LazyString]] = {
    Topic.INTAKE: _("投诉举报"),
    Topic.INVESTIGATION: _("调查"),
    Topic.TRIGGERS: _("追责情形"),
    Topic.APPORTIONMENT: _("责任区分"),
    Topic.HANDLING: _("处理程序"),
    Topic.SEVERITY: _("情节与处理措施"),
    Topic.REMEDY: _("救济"),
    Topic.FEEDBACK: _("执行与反馈"),
    Topic.POSTS: _("机构与人员"),
    Topic.DOCUMENTS: _("文书"),
    Topic.COUNTING: _("期间计算"),
    Topic.OTHER: _("其他"),
}

#: A topic that is a regime has the regime's words.
TOPICS: Final[Mapping[Topic, LazyString]] = {
    topic: _OF_A_CASE[topic] if topic in _OF_A_CASE else REGIMES[Regime(topic.value)]
    for topic in Topic
}

CHANGES: Final[Mapping[Change, LazyString]] = {
    Change.ADDED: _("新增"),
    Change.REMOVED: _("删除"),
    Change.CHANGED: _("修改"),
}

DIRECTIONS: Final[Mapping[Direction, LazyString]] = {
    Direction.AFTER: _("向后计算"),
    Direction.BEFORE: _("向前推算（提前若干日）"),
}
