"""The target: the demo served on its own folder and database, and what is known of it."""

from __future__ import annotations

import json
import subprocess
import sys
import tomllib
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any

from flask import Flask

from config import ROOT
from tests.blackbox.twin import FAULTS, take_out
from tests.blackbox.visitor import Visitor
from tests.support.engines import PostgresEngine, TestEngine
from tests.support.served import DATABASE, Served, Start, serve, serve_copy

DESCRIPTION: Mapping[str, Any] = tomllib.loads(
    Path(__file__).with_name("target.toml").read_text(encoding="utf-8")
)


@dataclass(frozen=True)
class Route:
    """An address with its methods; `arguments` says of each variable whether it is a number."""

    endpoint: str
    rule: str
    methods: tuple[str, ...]
    arguments: tuple[tuple[str, bool], ...]

    def path(self, number: int | str, word: str = "x") -> str:
        """Return an address of the route with this number and word in the place of variables."""
        path = self.rule
        for name, is_number in self.arguments:
            start = path.index("<")
            end = path.index(">", start)
            assert path[start:end].endswith(name)
            path = f"{path[:start]}{number if is_number else word}{path[end + 1 :]}"
        return path


def how(planted: str | None) -> dict[str, Any]:
    """Return how a server is started, with a fault if one is to be planted."""
    if planted is None:
        return {"factory": DESCRIPTION["application"]}
    return {"factory": DESCRIPTION["twin"], "environment": {"WENZE_PLANTED": planted}}


@dataclass(frozen=True)
class Target:
    """What is attacked, and by whom."""

    served: Served
    description: Mapping[str, Any]
    planted: str | None = None
    #: Gives databases; None: files beside what is served.
    engine: TestEngine | None = None
    _visitors: list[Visitor] = field(default_factory=list)

    def close_visitors(self) -> None:
        """Close all browsers."""
        while self._visitors:
            self._visitors.pop().close()

    @cached_property
    def routes(self) -> tuple[Route, ...]:
        """The target's own list of its routes, by a command of its own."""
        command = [sys.executable, "-m", "tests.blackbox.twin", self.planted or ""]
        listed = subprocess.run(command, cwd=ROOT, check=True, capture_output=True, text=True)
        return tuple(
            Route(
                one["endpoint"],
                one["rule"],
                tuple(one["methods"]),
                tuple((name, is_number) for name, is_number in one["arguments"]),
            )
            for one in json.loads(listed.stdout)
        )

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """Be at the machine itself, with its database and files; the fault is planted here, too."""
        with self.served.inside() as app:
            if self.planted:
                FAULTS[self.planted](app)
            try:
                yield app
            finally:
                take_out()

    @contextmanager
    def another_database(self, folder: Path) -> Iterator[str]:
        """Return the address of an empty database on the target's engine, gone after the block."""
        if self.served.database_url is None or self.engine is None:
            yield f"sqlite:///{folder / DATABASE}"
            return
        url = self.engine.empty()
        try:
            yield url
        finally:
            self.engine.drop(url)

    def visitor(self, username: str | None = None) -> Visitor:
        """Return a browser, signed in as `username` if one is given."""
        visitor = Visitor(self.served.url)
        self._visitors.append(visitor)
        if username is not None:
            answer = visitor.sign_in(username, self.served.passwords[username])
            if answer.status != 303:
                raise RuntimeError(f"{username} cannot sign in: {answer.status}")
        return visitor

    def people(self, section: str, name: str) -> list[str]:
        """Return the usernames that the description lists."""
        listed: list[str] = self.description[section][name]
        return listed


@contextmanager
def target(
    folder: Path,
    *,
    planted: str | None = None,
    of: Served | None = None,
    engine: TestEngine | None = None,
    workers: int = 1,
    is_hashing_real: bool = False,
) -> Iterator[Target]:
    """Serve the demo in `folder` (a copy of what `of` serves) until the block ends, on a database
    of `engine` (None: on a file in `folder`).

    With a fault `planted` it is the twin that is served.
    """
    database_url = None
    if isinstance(engine, PostgresEngine):
        source = None if of is None else of.database_url
        database_url = engine.empty() if source is None else engine.copy_of(source)
    start = Start(
        **how(planted),
        workers=workers,
        database_url=database_url,
        is_hashing_real=is_hashing_real,
    )
    begun = (
        serve(folder, DESCRIPTION["day"], start) if of is None else serve_copy(of, folder, start)
    )
    with begun as served:
        found = Target(served, DESCRIPTION, planted, engine)
        try:
            yield found
        finally:
            found.close_visitors()
    if of is not None and engine is not None and database_url is not None:
        engine.drop(database_url)
