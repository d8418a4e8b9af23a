"""The base of all forms: Chinese messages, CSRF, clean text, bounded values.

What holds for every form of the application holds here and needs no word in a feature: text is
trimmed, control characters are refused, no text and no number is unbounded, and a form for an act
carries the token by which the same form sent twice acts once.
"""

from __future__ import annotations

import re
import secrets
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from typing import Any
from urllib.parse import urlsplit

from flask import Flask, request
from flask_babel import lazy_gettext as _l
from flask_wtf import CSRFProtect, FlaskForm
from wtforms import (
    BooleanField,
    DecimalField,
    Field,
    FileField,
    HiddenField,
    IntegerField,
    MultipleFileField,
    PasswordField,
)
from wtforms.csrf.core import CSRF
from wtforms.meta import DefaultMeta
from wtforms.validators import ValidationError

from core.web.fields import (
    MAX_INTEGER,
    ChecksField,
    DateField,
    InstantField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    bound,
    choices,
    not_in_future,
    optional,
    required,
)

__all__ = [
    "ActionForm",
    "BooleanField",
    "ChecksField",
    "DateField",
    "DecimalField",
    "FileField",
    "Form",
    "HiddenField",
    "InstantField",
    "IntegerField",
    "LongTextField",
    "MultipleFileField",
    "OpenForm",
    "PasswordField",
    "RadioField",
    "SearchForm",
    "SelectField",
    "TextField",
    "choices",
    "csrf",
    "not_in_future",
    "optional",
    "required",
]

TOKEN_SHAPE = re.compile(r"[A-Za-z0-9_-]{32}")

#: The one CSRF guard; a token API exempts its blueprint with `csrf.exempt(bp)`.
csrf = CSRFProtect()


def init_app(app: Flask) -> None:
    """Guard every POST. A token lives as long as the session, so that no long text is lost."""
    app.config.setdefault("WTF_CSRF_TIME_LIMIT", None)
    csrf.init_app(app)
    app.jinja_env.globals["first_messages"] = first_messages


class Form(FlaskForm):  # type: ignore[misc]  # Flask-WTF ships no types
    """Base of every form. Drawn twice on one page it gets a `prefix`: ids stay unique."""

    class Meta(FlaskForm.Meta):  # type: ignore[misc]  # as above
        locales = ("zh",)

        def bind_field(self, form: Any, unbound_field: Any, options: Any) -> Field:
            """Give each field the bounds of its kind."""
            field: Field = DefaultMeta.bind_field(self, form, unbound_field, options)
            bound(field)
            return field


class ActionForm(Form):
    """A form for an act on an aggregate: seen version and the token that makes it act once.

    `seen_version` is preset with `data={"seen_version": case.version}`. Both are handed to
    `procedure.perform`. A form sent without a sound token is refused like any other wrong input.
    """

    form_token = HiddenField()
    seen_version = HiddenField()

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._token_sent = TOKEN_SHAPE.fullmatch(_sent(self.form_token)) is not None
        if not self._token_sent:
            self.form_token.data = secrets.token_urlsafe(24)

    def typed(self) -> dict[str, str]:
        """Return what the reader typed, by label: what a 409 page keeps for them."""
        return {
            str(f.label.text): "、".join(map(str, f.data))
            if isinstance(f.data, list)
            else str(f.data)
            for f in self
            if not isinstance(f, HiddenField)
            and isinstance(f.data, str | int | Decimal | date | list)
            if f.data not in ("", [])
        }

    @property
    def version(self) -> int:
        """Return the seen version as a number; 0, which no version is, where none was sent."""
        text = str(self.seen_version.data or "")
        return int(text) if _is_version(text) else 0

    def validate_form_token(self, _field: Field) -> None:
        """Refuse a form whose token was lost or forged; the answer carries a fresh one."""
        if not self._token_sent:
            raise ValidationError(_l("表单标识无效，请核对内容后重新提交。"))

    def validate_seen_version(self, field: Field) -> None:
        """Refuse a version that is no number between 1 and 2³¹−1."""
        # never the preset, which is today's version, not the one seen
        if not _is_version(_sent(field)):
            raise ValidationError(_l("表单版本无效，请刷新页面后重试。"))


class SameOrigin(CSRF):
    """Guard a form without a session: what another site's page sends is refused.

    Browsers say where a form was sent from; who sends by other means has no sign-in to abuse.
    """

    def generate_csrf_token(self, _csrf_token_field: Field) -> str:
        """Return what stands in the hidden field; it carries nothing."""
        return "same-origin"

    def validate_csrf_token(self, _form: Any, _field: Field) -> None:
        """Refuse what the browser says came from elsewhere."""
        site = request.headers.get("Sec-Fetch-Site")
        origin = request.headers.get("Origin")
        elsewhere = origin is not None and urlsplit(origin).netloc != request.host
        if site not in ("same-origin", "none") if site is not None else elsewhere:
            raise ValidationError(_l("请在本网站的页面上填写和提交。"))


class OpenForm(ActionForm):
    """A form of the public that acts: no session, hence no cookie and nothing that expires while
    somebody writes. Its view stands outside the guard of sessions (`csrf.exempt`).
    """

    class Meta(ActionForm.Meta):
        csrf_class = SameOrigin


class SearchForm(Form):
    """The filters of a list: read from the query string, no CSRF, nothing is ever an error page.

    `SearchForm(request.args)`; a value that does not validate counts as not given.
    """

    class Meta(Form.Meta):
        csrf = False

    @property
    def values(self) -> dict[str, Any]:
        """Return the filters that were given and are valid, by field name."""
        if not hasattr(self, "_checked"):
            self.validate()
            self._checked = {
                f.name: f.data for f in self if not f.errors and f.data not in (None, "", [])
            }
        return self._checked

    @property
    def in_use(self) -> bool:
        """Tell whether any filter is set."""
        return bool(self.values)

    @property
    def ignored(self) -> list[str]:
        """Return the labels of what was asked for and is not offered to this reader."""
        given = self.values
        return [str(f.label.text) for f in self if f.errors and f.data and f.name not in given]

    @property
    def said(self) -> list[tuple[str, str]]:
        """Return the filters in words, label and value."""
        words = []
        for name, value in self.values.items():
            f = self[name]
            options = f.words if isinstance(f, SelectField) else {}
            words.append((str(f.label.text), str(options.get(value, value)).strip()))
        return words


def first_messages(errors: Any) -> list[str]:
    """Return the messages of a field as a flat list, whatever shape WTForms keeps them in."""
    if isinstance(errors, Mapping):
        errors = errors.values()
    flat: list[str] = []
    for error in errors:
        flat.extend(
            first_messages(error) if isinstance(error, list | tuple | Mapping) else [str(error)]
        )
    return flat


def _is_version(text: str) -> bool:
    """Tell whether `text` is a number between 1 and 2³¹−1."""
    return text.isascii() and text.isdecimal() and len(text) <= 10 and 0 < int(text) <= MAX_INTEGER


def _sent(field: Field) -> str:
    """Return what came with the form, empty where nothing came."""
    return str(field.raw_data[0]) if field.raw_data else ""
