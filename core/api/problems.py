"""Errors as other systems read them: `application/problem+json` (RFC 9457), in Chinese.

`code` is for programs and stays as it is, `title` and `detail` are for people. Nothing of the
request is repeated, and what does not exist and what may not be seen are the same bytes.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final

import msgspec
from flask import Flask, Response, request

from core.refusals import Refused, say

#: Below it everything is answered to programs.
PREFIX: Final = "/api/"
MEDIA_TYPE: Final = "application/problem+json"

#: Title of each status.
TITLES: Final[Mapping[int, str]] = {
    400: "请求无法识别",
    401: "令牌无效",
    403: "令牌没有这一权限",
    404: "没有找到",
    405: "不能用这种方法访问",
    409: "与已经办理的内容冲突",
    413: "请求过大",
    415: "请求的格式不受支持",
    422: "内容有误",
    429: "请求过于频繁",
    500: "系统出现故障",
    503: "系统暂时不可用",
}
DETAILS: Final[Mapping[int, str]] = {
    404: "没有这个地址，或者没有与此对应的事项，或者不在令牌的范围内。",
    405: "请按接口文档所列的方法访问。",
    413: "请求正文超过了允许的大小。",
    500: "故障已记录，请求未生效。请稍后用同一个幂等键重试。",
    503: "系统正在维护或者繁忙，请稍后用同一个幂等键重试。",
}


class Fault(msgspec.Struct, frozen=True):
    """One place that is wrong: a JSON pointer (RFC 6901) into the body, and why."""

    pointer: str
    detail: str


class ProblemBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """An error as it is sent."""

    type: str
    title: str
    status: int
    code: str
    detail: str | None = None
    errors: tuple[Fault, ...] = ()


@dataclass
class Problem(Exception):
    """An error to be answered; `code` tells programs which one it is."""

    status: int
    code: str
    detail: str | None = None
    errors: Sequence[Fault] = ()
    headers: Mapping[str, str] = field(default_factory=dict)


def is_asked() -> bool:
    """Tell whether this request is one of another system."""
    return request.path.startswith(PREFIX)


def init_app(app: Flask) -> None:
    """Answer the problems that operations raise."""
    app.register_error_handler(Problem, answer)


def answer(problem: Problem) -> Response:
    """Return `problem` as it is sent."""
    body = ProblemBody(
        type=f"urn:wenze:problem:{problem.code}",
        title=TITLES.get(problem.status) or TITLES[500 if problem.status >= 500 else 400],
        status=problem.status,
        code=problem.code,
        detail=problem.detail or DETAILS.get(problem.status),
        errors=tuple(problem.errors),
    )
    response = Response(msgspec.json.encode(body), problem.status, content_type=MEDIA_TYPE)
    response.headers["Cache-Control"] = "no-store"
    for name, value in problem.headers.items():
        response.headers[name] = value
    return response


def of_status(status: int) -> Response:
    """Return the problem of a status that says everything."""
    return answer(Problem(status, f"http_{status}"))


def refused(error: Refused) -> Response:
    """Answer what a service refuses; the article it rests on stands in the text."""
    return answer(Problem(422, error.refusal.code, say(error.refusal)))
