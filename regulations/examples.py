"""Worked examples in words: what is given, what was expected and what came out."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from datetime import date
from itertools import chain

import msgspec
from flask_babel import gettext

from core.clocks.labels import UNITS
from core.web.filters import cn_date
from regulations import labels
from regulations.codes import WordList
from regulations.facts import Act
from regulations.golden import Case
from regulations.registry import all_packs, get_pack
from regulations.rules import CautionKind, EffectivePack, Fact

_CODE = re.compile(r"\b[a-z][a-z0-9_.]*\b")
_DAY = re.compile(r"\b[0-9]{4}-[0-9]{2}-[0-9]{2}\b")
_LENGTH = re.compile(rf"([0-9]+) ({'|'.join(UNITS)})\b")
_ON_DATE = re.compile(r"fixed_date ([0-9]+) ([0-9]+)")


class Words:
    """The words of each pack, put together once for a page."""

    def __init__(self) -> None:
        self._known: dict[str, Mapping[str, str]] = {}

    def __call__(self, text: str, pack_id: str) -> str:
        """Return one side of an outcome in the reader's words; a code that nobody names stays."""
        if pack_id not in self._known:
            self._known[pack_id] = _words(get_pack(pack_id) if pack_id in all_packs() else None)
        return _told(text, self._known[pack_id])


def _told(text: str, known: Mapping[str, str]) -> str:
    said = _ON_DATE.sub(lambda m: _("%(month)s月%(day)s日", month=m[1], day=m[2]), text)
    said = _LENGTH.sub(lambda m: f"{m[1]}{known[m[2]]}", said)
    said = _DAY.sub(lambda m: cn_date(date.fromisoformat(m[0])), said)
    said = _CODE.sub(lambda m: known.get(m[0], m[0]), said)
    return said.strip() or _("没有")


def given(case: Case, words: Words) -> list[tuple[str, str]]:
    """Return what the file of an example says of it, answer included, by name."""
    names = {
        "term": _("期限"),
        "register": _("时限登记号"),
        "state": _("规定情况"),
        "start": _("起算日"),
        "starts": _("起算"),
        "due": _("届满日"),
        "provisional": _("暂算"),
        "pauses": _("中止"),
        "restart": _("重新起算之日"),
        "extend": _("延长"),
        "extension": _("可延长"),
        "length": _("长度"),
        "unit": _("单位"),
        "month": _("月"),
        "day": _("日"),
        "act": _("行为事实"),
        "row": _("规则"),
        "readings": _("责任份额"),
        "measures": _("处理措施"),
        "grade": _("情节"),
        "grave": _("造成严重后果"),
        "bearer": _("对象"),
        "consequence": _("情形"),
        "situation": _("情形"),
        "code": _("事项"),
        "offices": _("责任人"),
        "score": _("得分"),
        "band": _("等次"),
        "total": _("总分"),
        "found": _("扣分情形"),
        "falsification": _("弄虚作假扣分"),
        "kinds": _("救济途径"),
        "to": _("向谁提出"),
        "cautions": _("注意"),
    }
    rows = []
    for key in case.__struct_fields__:
        value = getattr(case, key)
        if key in ("name", "pack") or value in (None, (), {}, False):
            continue
        rows.append((names.get(key, key), _value(value, lambda text: words(text, case.pack))))
    return rows


def _value(value: object, told: Callable[[str], str]) -> str:
    if value is True:
        return _("是")
    if isinstance(value, Act):
        return "；".join(_act(value))
    plain = msgspec.to_builtins(value)
    if isinstance(plain, list):
        return "；".join(_value(item, told) for item in plain)
    if isinstance(plain, dict):
        parts = (f"{_value(k, told)} {_value(v, told)}" for k, v in plain.items())
        return "，".join(parts)
    return told(str(plain))


def _act(act: Act) -> Iterator[str]:
    for fact, state in (
        (Fact.DECIDED_BY, act.decided_by),
        (Fact.APPROVAL, act.approval.state),
        (Fact.REVIEW, act.review.state),
    ):
        yield labels.fact_value(fact, state)
    if act.instruction.given:
        yield _("领导直接授意")
    if act.objection.made:
        yield _("承办人提出异议")
    yield "、".join(f"{who.id}（{labels.ROLES[who.role]}）" for who in act.people)
    if act.votes:
        yield "、".join(f"{who} {labels.VOTES[vote]}" for who, vote in act.votes.items())


def _words(pack: EffectivePack | None) -> Mapping[str, str]:
    """Return the words of all codes an outcome may hold; those of the pack come first."""
    tables = (
        labels.STATES,
        labels.STARTS,
        labels.SHARES,
        labels.OFFICES,
        labels.REMEDY_KINDS,
        labels.REMEDY_BODIES,
        labels.TERMS,
        labels.GRADES,
        labels.MEASURE_BEARERS,
        UNITS,
    )
    words = {
        "provisional": _("暂算"),
        "absent": _("没有这一项"),
        "begins": _("自"),
        "ends": _("至"),
        CautionKind.SHORTER_THAN_STATUTE.value: _("短于法定期限"),
        **{str(code.value): str(word) for code, word in chain(*(t.items() for t in tables))},
    }
    if pack is None:
        return words
    for name in (WordList.CONSEQUENCE, WordList.MEASURE):
        words |= {found.value.code: found.value.label for found in pack.words[name]}
    if pack.assessment is not None:
        words |= {band.code: band.label for band in pack.assessment.value.band}
    return words


def _(message: str, **values: object) -> str:
    """Return a message in the reader's language, with its values filled in."""
    text: str = gettext(message, **values)
    return text
