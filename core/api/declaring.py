"""Declare an operation once: its address, what it takes and answers, who may, in one place.

The declaration checks what comes in and is what the document is made of (`document`), so that the
two cannot differ. What is taken and answered are msgspec structs; their bounds are those of
`Meta`, their descriptions are what integrators read.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, ClassVar, Final, Generic, TypeVar

import msgspec
from flask import Blueprint, Flask, Response

from core.access.gate import public, requires
from core.access.permissions import Scope
from core.api import once, problems, reading
from core.api.admission import token
from core.api.models import ApiToken
from core.db import db
from core.refusals import Refused
from core.web.forms import csrf

_MARK: Final = "_wenze_operation"
VERSION: Final = "/api/v1"


class Given(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """What comes in: nothing unknown. `SEVERAL_LINES` names texts that may have line ends."""

    SEVERAL_LINES: ClassVar[frozenset[str]] = frozenset()


class Answer(msgspec.Struct, frozen=True, kw_only=True):
    """What goes out."""


G = TypeVar("G", bound=Given | None)


@dataclass(frozen=True)
class Call(Generic[G]):
    """One request behind the gate: its token, what was given, and the key under which it is done
    once (None where the operation changes nothing).
    """

    token: ApiToken
    given: G
    key: str | None = None

    def once(self, act: Callable[[], once.Done]) -> Mapping[str, Any]:
        """Do `act` for this request, or return what it answered when it was done."""
        assert self.key is not None
        body = msgspec.json.encode(self.given, order="deterministic")
        return once.once(self.key, body, act)

    @property
    def form_token(self) -> str:
        """Return what services take as the token of a form."""
        assert self.key is not None
        return once.form_token(self.key)


@dataclass(frozen=True)
class Operation:
    """One operation. `takes` is read from the body of a POST and the query of a GET; `acts` says
    that it changes something and therefore needs a key. `problems` are the statuses it may answer
    besides those that each may.
    """

    name: str
    method: str
    path: str
    scope: Scope | None
    title: str
    text: str
    takes: type[Given] | None
    answers: type[Answer]
    acts: bool = False
    problems: tuple[int, ...] = ()

    @property
    def status(self) -> int:
        """The status of success."""
        return 201 if self.acts else 200

    @property
    def address(self) -> str:
        """The whole path."""
        return VERSION + self.path


View = Callable[[Call[Any]], Answer]


def operation(bp: Blueprint, declared: Operation) -> Callable[[View], View]:
    """Serve a view under `bp` as the operation `declared`; outside the guard of sessions, since
    there is none.
    """

    def mark(view: View) -> View:
        @functools.wraps(view)
        def served() -> Response:
            key = once.sent_key() if declared.acts else None
            given = (
                None if declared.takes is None else reading.read(declared.method, declared.takes)
            )
            try:
                answer = view(Call(token(), given, key))
            except Refused as error:
                db.session.rollback()
                return problems.refused(error)
            return Response(
                msgspec.json.encode(answer), declared.status, content_type="application/json"
            )

        setattr(served, _MARK, declared)
        guarded = public(served) if declared.scope is None else requires(declared.scope)(served)
        bp.add_url_rule(
            declared.address, view.__name__, csrf.exempt(guarded), methods=[declared.method]
        )
        return view

    return mark


def operations(app: Flask) -> list[Operation]:
    """Return what `app` serves, in the order of the addresses."""
    found = [getattr(view, _MARK, None) for view in app.view_functions.values()]
    return sorted((one for one in found if one is not None), key=lambda one: one.path)
