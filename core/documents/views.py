"""The public page on which a reader checks a document. Nothing of the visitor is stored."""

from __future__ import annotations

from datetime import timedelta

from flask import Blueprint, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l
from werkzeug.exceptions import TooManyRequests

from core.access.gate import public
from core.documents.verifying import Verified, verify
from core.throttle import Throttle
from core.web.forms import FileField, Form, TextField, optional, required
from core.web.pages import invalid, page

bp = Blueprint("documents", __name__)

#: Wrong codes in ten minutes: of one origin (an office may share one), and of all.
throttle = Throttle(limit=10, limit_all=200, window=timedelta(minutes=10))


class VerifyForm(Form):
    """The code at the foot of a document, and the file itself if its bytes are to be compared."""

    code = TextField(_l("验证码"), [required()], max_length=60)
    file = FileField(_l("PDF 文件"), [optional()])


@bp.get("/verify")
@public
def verify_form() -> ResponseReturnValue:
    """Ask for the code."""
    return page("documents/verify.html", form=VerifyForm(), found=None)


@bp.post("/verify")
@public
def verify_submit() -> ResponseReturnValue:
    """Tell of the document with the code, and whether the file is it, byte for byte."""
    form = VerifyForm()
    if form.validate():
        sent = request.files.get("file")
        pdf = sent.read() if sent is not None and sent.filename else None
        found = _find(form.code.data or "", pdf)
        if found is not None:
            return page("documents/verify.html", form=form, found=found)
        form.code.errors = [*form.code.errors, _("没有找到与此验证码对应的文书，请核对后重试。")]
    return invalid("documents/verify.html", form=form, found=None)


@bp.get("/verify/<path:code>")
@public
def verify_code(code: str) -> ResponseReturnValue:
    """Tell of the document whose symbol was scanned."""
    found = _find(code)
    form = VerifyForm(formdata=None, data={"code": found.code if found else ""})
    if found is not None:
        return page("documents/verify.html", form=form, found=found)
    form.code.errors = [_("没有找到与此验证码对应的文书，请核对后重试。")]
    return page("documents/verify.html", status=404, form=form, found=None)


def _find(code: str, pdf: bytes | None = None) -> Verified | None:
    """Return what is told of a code; 429 where too many were wrong."""
    origin = request.remote_addr
    if not throttle.is_open(origin):
        raise TooManyRequests
    found = verify(code, pdf)
    if found is None:
        throttle.note_failure(origin)
    return found
