"""a: every role knocks at every door with every method; the written table says who is let in.

What is not in the table must be denied, what is must answer as it says, and nothing may break.
"""

from __future__ import annotations

from collections.abc import Iterator

from tests.architecture.access_table import EVERYBODY, TABLE, TOKEN
from tests.blackbox.report import Section
from tests.blackbox.target import Route, Target
from tests.blackbox.visitor import Answer, Visitor

METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS")
#: No object has this id, so that who gets past the gate changes nothing.
NOBODYS = 2_000_000_000
SIGN_OUT = "identity.sign_out"
#: Taken without the token of a session, for whoever has none: reporters.
NO_TOKEN = {"complaints.report_new"}
COLUMNS = "IVLRSDEFsxaO"


def run(target: Target, every: int = 1, below: str = "/") -> Section:
    """Knock at every door `below` an address (every so-and-so many-th cell of the table) and say
    what did not fit.
    """
    section = Section("a 权限矩阵")
    unknown = [route.endpoint for route in target.routes if route.endpoint not in TABLE]
    for endpoint in unknown:
        section.found(f"{endpoint} stands in no table")
    cells = 0
    knockers: list[tuple[str | None, str | None]] = [(None, None)]
    knockers += [(letter, target.description["roles"][letter]) for letter in COLUMNS]
    for letter, username in knockers:
        visitor = target.visitor(username)
        token = visitor.token("/" if username else "/sign-in")
        for n, (route, method, as_part) in enumerate(_cells(target)):
            if n % every or not route.rule.startswith(below):
                continue
            cells += 1
            answer = _knock(visitor, route, method, token, as_part=as_part)
            if not _fits(route, method, letter, answer):
                who = username or "nobody"
                section.found(f"{who}: {method} {route.rule}: {answer.status}")
        visitor.close()
    section.figures |= {
        "cells": str(cells),
        "routes": str(len(target.routes)),
        "outside the table": str(len(unknown)),
    }
    return section


def _cells(target: Target) -> Iterator[tuple[Route, str, bool]]:
    """Yield an address once with each method, and as a part of a page; with the route that answers
    that method, else any of the address.
    """
    by_rule: dict[str, list[Route]] = {}
    for route in sorted(target.routes, key=lambda one: one.rule):
        by_rule.setdefault(route.rule, []).append(route)
    for routes in by_rule.values():
        if any(route.endpoint == SIGN_OUT for route in routes):
            continue
        for method in METHODS:
            route = next((one for one in routes if method in one.methods), routes[0])
            yield route, method, False
            if method == "GET":
                yield route, method, True


def _knock(visitor: Visitor, route: Route, method: str, token: str, *, as_part: bool) -> Answer:
    data = {"csrf_token": token} if method not in ("GET", "HEAD", "OPTIONS") else None
    headers = {"HX-Request": "true"} if as_part else {}
    return visitor.ask(method, route.path(NOBODYS), data, headers)


def _fits(route: Route, method: str, letter: str | None, answer: Answer) -> bool:
    if answer.status >= 500:
        return False
    row = TABLE.get(route.endpoint, "")
    if row == TOKEN:  # a session is nothing there, with or without roles
        return answer.status in (401, 405)
    if method == "OPTIONS" and answer.status == 200:
        return not answer.body
    if method not in route.methods:
        return answer.status in (403, 404, 405)
    if row == EVERYBODY:
        return answer.status != 403 and "/sign-in?" not in answer.location
    if letter is None:
        return answer.location.startswith("/sign-in")
    return (answer.status == 403) is (letter not in row)
