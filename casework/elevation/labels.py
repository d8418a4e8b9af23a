"""Words for cases that go to the organ above, and what is refused about it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from casework.rules.elevations import (
    ElevationAction,
    ElevationGround,
    ElevationKind,
    ElevationState,
)

#: What the record of a case calls it.
SUBJECT: Final = _("提级办理")

STATES: Final[Mapping[ElevationState, LazyString]] = {
    ElevationState.ASKED: _("待上级决定"),
    ElevationState.MOVED: _("已由上级办理"),
    ElevationState.REFUSED: _("上级不同意"),
}

TONES: Final[Mapping[ElevationState, str]] = {
    ElevationState.ASKED: "warning",
    ElevationState.MOVED: "done",
    ElevationState.REFUSED: "plain",
}

KINDS: Final[Mapping[ElevationKind, LazyString]] = {
    ElevationKind.HAND_UP: _("报请上级办理"),
    ElevationKind.TAKE_OVER: _("上级提级办理"),
}

GROUNDS: Final[Mapping[ElevationGround, LazyString]] = {
    ElevationGround.PRINCIPAL: _("涉及承办单位的主要负责人"),
    ElevationGround.MAJOR: _("案情重大、复杂"),
}

ACTIONS: Final[Mapping[ElevationAction, LazyString]] = {
    ElevationAction.ACCEPT: _("同意提级办理"),
    ElevationAction.REFUSE: _("不同意提级办理"),
}

#: Entries of the record that no row of the table writes.
EVENTS: Final[Mapping[str, LazyString]] = {
    "ask": _("报请上级办理"),
    "take_over": _("上级提级办理"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "elevation_too_late": "案件已进入审议或者已经结束，不能再提级办理。",
    "elevation_no_rule": "本案适用的制度没有这种提级办理的规定。",
    "elevation_asked": "已报请%(unit)s办理，尚待决定。",
    "elevation_not_above": "%(unit)s不是承办单位的上级，也不是上级的主管机构。",
    "elevation_to_accused": "%(unit)s是被反映的单位或者其下属单位，不得承办。",
    "elevation_no_leader": "%(unit)s没有可以承办本案的负责人（应当回避的不计）。",
    "elevation_moved_meanwhile": "案件已由其他单位办理。",
    "case_hand_up_first": (
        "%(name)s是承办单位的主要负责人，应当报请上级办理，不得由本单位审议决定。"
    ),
}
