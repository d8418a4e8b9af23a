"""The left navigation and the frame of every page: who is signed in and where they may go."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import TypeAlias

from flask import Flask, current_app, g, request, url_for
from flask_babel import LazyString, lazy_gettext

from core import moment

Label: TypeAlias = "str | LazyString"

#: Groups in the order of the column, by their key; features name the key.
GROUPS: dict[str, LazyString] = {
    "desk": lazy_gettext("我的工作"),
    "complaints": lazy_gettext("投诉举报"),
    "casework": lazy_gettext("案件办理"),
    "accountability": lazy_gettext("责任追究"),
    "evaluation": lazy_gettext("评议考评"),
    "disclosure": lazy_gettext("政务公开"),
    "oversight": lazy_gettext("统计监督"),
    "regulations": lazy_gettext("制度规则"),
    "administration": lazy_gettext("系统管理"),
}


@dataclass(frozen=True)
class Visitor:
    """Who looks at the page: name, unit, and what they may do; given by whoever knows sign-in."""

    name: str
    unit: str
    may: Callable[[str], bool]
    sign_out_url: str
    account_url: str | None = None


@dataclass(frozen=True)
class Entry:
    """One registered line: shown to who holds `permission` (None: to everyone signed in)."""

    label: Label
    endpoint: str
    permission: str | None
    order: int
    group: str
    icon: str


@dataclass(frozen=True)
class Link:
    """One line as drawn."""

    label: Label
    url: str
    icon: str
    current: bool


@dataclass(frozen=True)
class Group:
    """A heading and the lines below it."""

    label: Label
    links: list[Link]


@dataclass(frozen=True)
class Frame:
    """What base.html needs: the visitor (None: nobody signed in), their navigation, and when the
    page was made, which is printed with it.
    """

    visitor: Visitor | None
    groups: list[Group]
    home_url: str
    made_at: datetime


def init_app(app: Flask) -> None:
    """Give `app` its registry and templates the function `frame()`."""
    app.extensions.setdefault("wenze.navigation", [])
    app.extensions.setdefault("wenze.visitor", signed_in)
    app.jinja_env.globals["frame"] = frame


def register(
    app: Flask,
    label: Label,
    endpoint: str,
    *,
    permission: str | None,
    group: str,
    order: int = 100,
    icon: str = "dot",
) -> None:
    """Add a line to the group `group`. Refuses a group that GROUPS does not name (ValueError)."""
    if group not in GROUPS:
        raise ValueError(f"no navigation group {group}")
    entries: list[Entry] = app.extensions.setdefault("wenze.navigation", [])
    entries.append(Entry(label, endpoint, permission, order, group, icon))


def identify_by(app: Flask, provider: Callable[[], Visitor | None]) -> None:
    """Let `provider` say who is signed in; called once for a full page."""
    app.extensions["wenze.visitor"] = provider


def frame() -> Frame:
    """Return visitor and navigation of this request; base.html asks once a page."""
    visitor = current_app.extensions["wenze.visitor"]()
    return Frame(visitor, _groups(visitor), _home(), moment.now())


def _groups(visitor: Visitor | None) -> list[Group]:
    if visitor is None:
        return []
    entries: list[Entry] = current_app.extensions["wenze.navigation"]
    shown = [
        (entry, url_for(entry.endpoint))
        for entry in sorted(entries, key=lambda e: e.order)
        if entry.permission is None or visitor.may(entry.permission)
    ]
    here = max((url for _entry, url in shown if _covers(url)), key=len, default=None)
    groups = []
    for key, label in GROUPS.items():
        links = [Link(e.label, url, e.icon, url == here) for e, url in shown if e.group == key]
        if links:
            groups.append(Group(label, links))
    return groups


def _covers(url: str) -> bool:
    """Tell whether the page lies at `url` or below it; of several the nearest is open."""
    path = request.script_root + request.path
    return path == url or (url != _home() and path.startswith(url.rstrip("/") + "/"))


def _home() -> str:
    return (request.script_root or "") + "/"


def signed_in() -> Visitor | None:
    """Return the actor whom the gate let in as a visitor; None where nobody is signed in."""
    from core.access.permissions import Permission

    actor = g.get("actor")
    if actor is None:
        return None
    return Visitor(
        name=actor.name,
        unit=actor.unit_name,
        may=lambda permission: actor.has(Permission(permission)),
        sign_out_url=url_for("identity.sign_out"),
        account_url=url_for("identity.account_page"),
    )
