"""Read what another system sends: bounded, clean text, checked against what is declared.

What is wrong is said in Chinese with a pointer to where it stands; nothing of the text is repeated.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from typing import Any, Final, TypeVar

import msgspec
from flask import request

from core.api.problems import Fault, Problem
from core.text import clean, has_unseen

T = TypeVar("T")

#: What msgspec says of a value that does not fit, and what we say.
_WORDS: Final[tuple[tuple[re.Pattern[str], Callable[[re.Match[str]], str]], ...]] = (
    (re.compile(r"missing required field"), lambda _: "缺少这一项。"),
    (re.compile(r"contains unknown field"), lambda _: "没有这一项，请核对名称。"),
    (re.compile(r"`str` of length >= 1\b"), lambda _: "不能为空。"),
    (re.compile(r"of length >= (\d+)"), lambda m: f"长度不能少于{m[1]}。"),
    (re.compile(r"of length <= (\d+)"), lambda m: f"长度不能超过{m[1]}。"),
    (re.compile(r"`int` >= (-?\d+)"), lambda m: f"不能小于{m[1]}。"),
    (re.compile(r"`int` <= (-?\d+)"), lambda m: f"不能大于{m[1]}。"),
    (re.compile(r"Invalid enum value"), lambda _: "不是所列的值之一。"),
    (re.compile(r"Invalid RFC3339|`date`"), lambda _: "应为日期，写作2026-03-02。"),
    (re.compile(r"matching regex"), lambda _: "写法不符合要求。"),
    (re.compile(r"Expected `([^`]+)`, got `([^`]+)`"), lambda m: f"类型应为{_types(m[1])}。"),
)
_TYPES: Final = {
    "str": "字符串",
    "int": "整数",
    "bool": "布尔值",
    "object": "对象",
    "array": "数组",
    "null": "空值",
}
_FIELD = re.compile(r"field `([^`]*)`")
_PATH = re.compile(r" - at `\$([^`]*)`$")


def read(method: str, takes: type[T]) -> T:
    """Return what this request gives, as `takes`; Problem 400, 413, 415 or 422 otherwise."""
    raw = _query() if method == "GET" else _body()
    several_lines: frozenset[str] = getattr(takes, "SEVERAL_LINES", frozenset())
    faults: list[Fault] = []
    cleaned = _clean(raw, "", several_lines, faults)
    if faults:
        raise unfit(*faults)
    try:
        return msgspec.convert(cleaned, takes, strict=method != "GET")
    except msgspec.ValidationError as error:
        raise unfit(_fault(str(error))) from None


def unfit(*faults: Fault) -> Problem:
    """Return the problem of a body with these faults."""
    return Problem(422, "body_unfit", "请按所列位置更正后重试。", faults)


def _body() -> Any:
    if request.mimetype != "application/json":
        raise Problem(415, "not_json", "请求正文应为 application/json。")
    try:
        return msgspec.json.decode(request.get_data())
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        raise Problem(400, "json_broken", "请求正文不是完整的 JSON（UTF-8）。") from None


def _query() -> dict[str, str]:
    twice = [name for name, values in request.args.lists() if len(values) > 1]
    if twice:
        raise unfit(*(Fault(_step("", name), "只能出现一次。") for name in twice))
    return request.args.to_dict()


def _clean(value: Any, at: str, several_lines: frozenset[str], faults: list[Fault]) -> Any:
    """Return `value` with clean texts; note where characters stand that nobody sees."""
    if isinstance(value, str):
        text = clean(value)
        if has_unseen(text, several_lines=at.rpartition("/")[2] in several_lines):
            faults.append(Fault(at, "含有控制字符或者不允许的换行。"))
        return text
    if isinstance(value, list):
        return [_clean(one, f"{at}/{n}", several_lines, faults) for n, one in enumerate(value)]
    if isinstance(value, dict):
        return {
            name: _clean(one, _step(at, name), several_lines, faults) for name, one in value.items()
        }
    return value


def _fault(said: str) -> Fault:
    """Return what msgspec says in our words, with the place as a JSON pointer."""
    place = _PATH.search(said)
    at = ""
    for part in re.findall(r"\.([^.\[]+)|\[(\d+|\.\.\.)\]", place[1] if place else ""):
        at = _step(at, part[0] or part[1])
    if (field := _FIELD.search(said)) is not None:
        at = _step(at, field[1])
    for pattern, words in _WORDS:
        if (match := pattern.search(said)) is not None:
            return Fault(at, words(match))
    return Fault(at, "不符合要求。")


def _step(at: str, name: str) -> str:
    """Return the pointer one step further; what somebody else named is cut short."""
    return f"{at}/{name[:40].replace('~', '~0').replace('/', '~1')}"


def _types(said: str) -> str:
    return "或".join(_TYPES.get(name.strip(), "所列类型") for name in said.split("|"))
