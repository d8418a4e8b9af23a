"""What goes wrong, said calmly in one template: what happened, and what to do now.

An error page carries nothing of the request and nothing of the person, so that a 404 is the same
bytes whether the thing does not exist or must not be seen.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, Response, current_app, g, render_template, request, session
from flask_babel import LazyString
from flask_babel import lazy_gettext as _l
from flask_wtf.csrf import CSRFError
from sqlalchemy.exc import InternalError, OperationalError
from werkzeug.exceptions import HTTPException

from core.api import problems
from core.procedure import Forbidden, Stale
from core.web.pages import vary_on_htmx, wants_fragment

#: Kept from the exception: what the client needs to go on (Allow, Retry-After).
KEPT_HEADERS = ("Allow", "Retry-After")
#: Seconds after which to try again where the database was away.
RETRY_AFTER = "10"


@dataclass(frozen=True)
class Words:
    """Title and advice of one kind of error."""

    title: LazyString
    advice: LazyString


WORDS: Mapping[int, Words] = {
    400: Words(_l("请求无法识别"), _l("提交的内容不完整或格式有误。请返回上一页核对后重试。")),
    403: Words(_l("没有权限"), _l("您的岗位不能办理这一事项。如确有需要，请联系本单位管理员。")),
    404: Words(
        _l("没有找到这个页面"),
        _l("地址可能有误，内容可能已经移走，或者不在您的查看范围内。"),
    ),
    405: Words(_l("不能这样访问"), _l("这个地址只能从页面上的按钮进入。请返回上一页操作。")),
    409: Words(_l("内容已被他人更改"), _l("请返回并刷新页面，核对最新情况后再办理。")),
    413: Words(_l("文件过大"), _l("上传的内容超过了允许的大小。请压缩或拆分后重新上传。")),
    422: Words(_l("内容有误"), _l("提交的内容未通过核对。请返回上一页更正。")),
    429: Words(_l("操作过于频繁"), _l("为保护账号安全，请稍候几分钟再试。")),
    500: Words(
        _l("系统出现故障"), _l("故障已记录，您提交的内容未生效。请稍后重试，或联系系统管理员。")
    ),
    503: Words(
        _l("系统暂时不可用"),
        _l("系统正在维护或繁忙，刚才提交的内容没有生效。请稍后重试；仍可查看已有内容。"),
    ),
}
EXPIRED = Words(
    _l("页面已过期，请返回重试"),
    _l("页面停留时间过长，或已在别处退出登录。请返回上一页，刷新后重新提交。"),
)


def init_app(app: Flask) -> None:
    """Answer every HTTP error, a failed CSRF check, a stale version, a forbidden act, and a
    database that does not answer.
    """
    app.register_error_handler(HTTPException, on_http_error)
    app.register_error_handler(CSRFError, on_csrf_error)
    app.register_error_handler(Stale, on_stale)
    app.register_error_handler(Forbidden, on_forbidden)
    for kind in (OperationalError, InternalError):  # PostgreSQL says read-only by the latter
        app.register_error_handler(kind, on_database_away)


def on_http_error(error: HTTPException) -> Response:
    """Answer an HTTP error by its code; a code without words of its own is shown as its class."""
    code = error.code or 500
    response = error_page(code, words_for(code))
    for name, value in error.get_headers():
        if name in KEPT_HEADERS:
            response.headers[name] = value
    return response


def on_csrf_error(_error: CSRFError) -> Response:
    """Answer a form whose page has expired (400), or whose token could not be asked for (503)."""
    if getattr(session, "is_unread", False):
        return error_page(503, WORDS[503])
    return error_page(400, EXPIRED)


def on_forbidden(_error: Forbidden) -> Response:
    """Answer an act that this person may not do to this subject (403)."""
    return error_page(403, WORDS[403])


def on_database_away(error: OperationalError | InternalError) -> Response:
    """Answer what failed because the database is away, locked, full or read-only (503).

    Nothing was changed. The log has the kind of the error, and no values.
    """
    current_app.logger.error("the database refused: %s", type(error.orig).__name__)
    return error_page(503, WORDS[503])


def on_stale(error: Stale) -> Response:
    """Answer an act on something that changed meanwhile (409)."""
    return stale(error.who, error.when, error.what, g.pop("typed", {}))


def stale(
    who: str | None, when: datetime | None, what: str | None, typed: Mapping[str, str]
) -> Response:
    """Answer 409: who changed what and when; what the reader typed is kept, by label."""
    template = "errors/_stale.html" if wants_fragment() else "errors/stale.html"
    body = render_template(
        template, who=who, when=when, what=what, typed=typed, back_url=came_from()
    )
    return _answer(body, 409)


def came_from() -> str:
    """Return the path of the page the reader sent from, or the home page where that is unknown."""
    sent_from = urlsplit(request.headers.get("HX-Current-URL") or request.referrer or "")
    if sent_from.netloc != request.host or not sent_from.path.startswith("/"):
        return "/"
    return sent_from.path + (f"?{sent_from.query}" if sent_from.query else "")


def words_for(code: int) -> Words:
    """Return the words for a code: its own, else those of 400 for 4xx and of 500 for 5xx."""
    return WORDS.get(code) or WORDS[500 if code >= 500 else 400]


def error_page(code: int, words: Words) -> Response:
    """Return the error page, for htmx the notice that takes the place of the target, for another
    system what its program reads.
    """
    if problems.is_asked():
        return problems.of_status(code)
    template = "errors/_error.html" if wants_fragment() else "errors/error.html"
    return _answer(render_template(template, code=code, words=words), code)


def _answer(body: Any, status: int) -> Response:
    response = Response(body, status, content_type="text/html; charset=utf-8")
    response.headers["Cache-Control"] = "no-store"
    if status == 503:
        response.headers["Retry-After"] = RETRY_AFTER
    return vary_on_htmx(response)
