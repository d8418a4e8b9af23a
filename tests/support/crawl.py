"""Follow the links as a user would, and count what each page costs."""

from __future__ import annotations

from collections import Counter, deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urljoin, urlsplit

from flask import Flask
from sqlalchemy import event
from werkzeug.exceptions import HTTPException

from core.db import db
from core.identity.models import User
from tests.support.client import REDIRECTS, Client, check

#: Opens and ends transactions; not a question to the database.
NOT_COUNTED = ("BEGIN", "COMMIT", "ROLLBACK", "SAVEPOINT", "RELEASE")


@dataclass(frozen=True)
class Visit:
    """One page as one user got it."""

    username: str
    endpoint: str
    url: str
    status: int
    is_page: bool
    size: int
    statements: tuple[str, ...]

    def __str__(self) -> str:
        return f"{self.username} {self.url}"


@contextmanager
def statements() -> Iterator[list[str]]:
    """Collect the statements that are executed inside the block."""
    found: list[str] = []

    def listen(_connection: Any, _cursor: Any, statement: str, *_rest: Any) -> None:
        if not statement.startswith(NOT_COUNTED):
            found.append(statement)

    engine = db.engine
    event.listen(engine, "before_cursor_execute", listen)
    try:
        yield found
    finally:
        event.remove(engine, "before_cursor_execute", listen)


#: Pages of the rule packs and of the working calendar.
LAW = ("regulations.", "administration.calendar")


def leads_on(endpoint: str) -> bool:
    """Whether pages of `endpoint` offer other acts by the state of what they show."""
    return endpoint.endswith(("_detail", "_notice")) and endpoint != "clocks.clock_detail"


def crawl(
    app: Flask,
    user: User,
    password: str,
    *,
    per_endpoint: int,
    per_detail: int = 0,
    of_the_law: int = 0,
) -> list[Visit]:
    """Visit what `user` reaches by links from the home page, so many pages of each endpoint.

    Of pages that lead on to acts `per_detail` are visited, if that is more. The pages of the law
    are long, the same for everybody and of rules alone: none is visited unless `of_the_law` says
    how many of each.
    """
    client = Client(app)
    client.sign_in(user, password)
    client.get("/")  # the first page of a session also stores its CSRF token
    username = user.username
    queue, seen, taken = deque(["/"]), {"/"}, Counter[str]()
    visits = []

    def most(endpoint: str) -> int:
        if endpoint.startswith(LAW):
            return of_the_law
        return max(per_endpoint, per_detail) if leads_on(endpoint) else per_endpoint

    while queue:
        url = queue.popleft()
        endpoint = endpoint_of(app, url)
        if taken[endpoint] >= most(endpoint):
            continue
        taken[endpoint] += 1
        with statements() as asked:
            page = client.look(url)
        response = page.response
        is_page = response.mimetype == "text/html"
        visits.append(
            Visit(
                username,
                endpoint,
                url,
                response.status_code,
                is_page,
                len(response.data),
                tuple(asked),
            )
        )
        targets = [response.headers["Location"]] if response.status_code in REDIRECTS else []
        if is_page and not targets:
            check(page.tree)
            targets = [link["href"] for link in page.all("a", href=True)]
        for target in targets:
            path = _local(url, target)
            if path is not None and path not in seen:
                seen.add(path)
                queue.append(path)
    return visits


def endpoint_of(app: Flask, url: str) -> str:
    """Return the endpoint that answers GET `url`, "" where there is none."""
    try:
        return str(app.url_map.bind("localhost").match(urlsplit(url).path, method="GET")[0])
    except HTTPException:
        return ""


def _local(base: str, target: str) -> str | None:
    """Return path and query of a link of ours; the language of the page is left as it is."""
    parts = urlsplit(urljoin(f"http://localhost{base}", target))
    if parts.hostname != "localhost" or "lang=" in parts.query:
        return None
    return parts.path + (f"?{parts.query}" if parts.query else "")
