"""The sealed value and its column.

A further key may be put first in the key file (one a line, `flask keys add`): new values use the
first, old values open with any.
"""

from __future__ import annotations

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from flask import Flask, current_app
from sqlalchemy import Dialect, Text
from sqlalchemy.types import TypeDecorator


def init_app(app: Flask, keys: bytes) -> None:
    """Open the seals of `app` with `keys`, one Fernet key a line."""
    lines = [Fernet(line) for line in keys.split()]
    app.extensions["wenze.sealed"] = MultiFernet(lines)
    app.extensions["wenze.sealed.first"] = lines[0]


class Sealed:
    """A sealed value: shows nothing of itself unless `open()` is called."""

    __slots__ = ("_token",)

    def __init__(self, token: str) -> None:
        self._token = token

    @classmethod
    def of(cls, text: str) -> Sealed:
        """Seal `text`."""
        box: MultiFernet = current_app.extensions["wenze.sealed"]
        return cls(box.encrypt(text.encode()).decode("ascii"))

    def open(self) -> str:
        """Return the text. The caller answers for permission, reason and record."""
        box: MultiFernet = current_app.extensions["wenze.sealed"]
        return box.decrypt(self._token.encode("ascii")).decode()

    @property
    def token(self) -> str:
        """The encrypted form, for the database."""
        return self._token

    def __repr__(self) -> str:
        return "<sealed>"

    __str__ = __repr__


class SealedText(TypeDecorator[Sealed]):
    """A column that holds a `Sealed`."""

    impl = Text
    cache_ok = True

    def process_bind_param(
        self,
        value: Sealed | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> str | None:
        return None if value is None else value.token

    def process_result_value(
        self,
        value: str | None,
        dialect: Dialect,  # noqa: ARG002 - SQLAlchemy's signature
    ) -> Sealed | None:
        return None if value is None else Sealed(value)


def renewed(token: str) -> str | None:
    """Return the value of `token` sealed with the first key; None where it already is.

    Raises InvalidToken where no key of the file opens it.
    """
    first: Fernet = current_app.extensions["wenze.sealed.first"]
    box: MultiFernet = current_app.extensions["wenze.sealed"]
    try:
        first.decrypt(token.encode("ascii"))
    except InvalidToken:
        return box.rotate(token.encode("ascii")).decode("ascii")
    return None
