"""The application as it is really served: a process and a folder of its own, a clock to set."""

from __future__ import annotations

import os
import shutil
import socket
import sqlite3
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.routing import Map

from config import ROOT
from core import moment
from core.db import db
from demo import building, script, stage
from tests.support import application

#: Seconds; a busy machine is not a fault of the code.
START_WITHIN = 180
DATABASE = "wenze.db"


@dataclass(frozen=True)
class Start:
    """How a server is started: what it serves, by how many processes, on which database."""

    factory: str = "app:create_app"
    workers: int = 1
    database_url: str | None = None
    environment: Mapping[str, str] = field(default_factory=dict)
    #: Hashing a password takes what it takes in production; else next to nothing.
    is_hashing_real: bool = False

    def database(self, folder: Path) -> str:
        """Return the address of the database."""
        return self.database_url or f"sqlite:///{folder / DATABASE}"


@dataclass(frozen=True)
class Served:
    """A running server: where it is, who may sign in, what time it is there, what it answers."""

    url: str
    passwords: Mapping[str, str]
    clock: Path
    routes: Map
    process: int = 0
    database_url: str | None = None

    def processes(self) -> list[int]:
        """Return the server's process and those it started."""
        children = Path(f"/proc/{self.process}/task/{self.process}/children")
        return [self.process, *map(int, children.read_text(encoding="ascii").split())]

    def endpoint_of(self, path: str) -> str:
        """Return the endpoint that shows `path`, "" where there is none."""
        try:
            found = self.routes.bind("localhost").match(urlsplit(path).path, method="GET")
        except HTTPException:
            return ""
        return str(found[0])

    @contextmanager
    def inside(self) -> Iterator[Flask]:
        """Act on what is served from within, by an application of its own on the same database."""
        folder = self.clock.parent
        url = self.database_url or f"sqlite:///{folder / DATABASE}"
        app = application.build(url, folder)
        try:
            with app.app_context():
                yield app
        finally:
            application.close(app)

    def set_day(self, day: date) -> None:
        """Let it be ten o'clock in the morning of `day` for the server."""
        self.set_time(datetime(day.year, day.month, day.day, 10, tzinfo=moment.SHANGHAI))

    def set_time(self, instant: datetime) -> None:
        """Let it be `instant` for the server."""
        text = instant.isoformat()
        target = self.clock.with_suffix(".new")
        target.write_text(text, encoding="ascii")
        target.replace(self.clock)


@contextmanager
def serve(folder: Path, day: date, start: Start | None = None) -> Iterator[Served]:
    """Build the demo of `day` in `folder` and serve it on a free port until the block ends.

    The database is a file in `folder`, or what `start` says.
    """
    start = start or Start()
    app = application.build(start.database(folder), folder, is_hashing_real=start.is_hashing_real)
    application.migrate(app)
    passwords = stage.new_passwords(script.read_town())
    with app.app_context(), moment.frozen(day):
        building.build(day, passwords)
        db.session.remove()
    application.close(app)
    with run_prepared(folder, passwords, app.url_map, start) as served:
        served.set_day(day)
        yield served


@contextmanager
def serve_copy(of: Served, folder: Path, start: Start | None = None) -> Iterator[Served]:
    """Serve a copy of what `of` serves from a file, for what would be in the way of whoever comes
    after; where `start` names a database, that is the copy.
    """
    shutil.copytree(of.clock.parent, folder, ignore=shutil.ignore_patterns(f"{DATABASE}*"))
    if start is None or start.database_url is None:
        with (
            closing(sqlite3.connect(of.clock.parent / DATABASE)) as source,
            closing(sqlite3.connect(folder / DATABASE)) as target,
        ):
            source.backup(target)
    with run_prepared(folder, of.passwords, of.routes, start or Start()) as served:
        yield served


@contextmanager
def run_prepared(
    folder: Path, passwords: Mapping[str, str], routes: Map, start: Start
) -> Iterator[Served]:
    """Serve what was prepared in `folder` and its database until the block ends."""
    port = _free_port()
    with (folder / "server.log").open("wb") as log:
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi", "--factory"),
                *(start.factory, "--host", "127.0.0.1", "--port", str(port)),
                *("--workers", str(start.workers), "--blocking-threads", "1", "--no-ws"),
            ],
            cwd=ROOT,
            env=_environment(folder, start),
            stdout=log,
            stderr=subprocess.STDOUT,
        )
        try:
            _wait_for(port, server)
            url = f"http://127.0.0.1:{port}"
            yield Served(url, passwords, folder / "clock", routes, server.pid, start.database_url)
        finally:
            server.terminate()
            server.wait(timeout=30)


def _environment(folder: Path, start: Start) -> dict[str, str]:
    kept = {name: value for name, value in os.environ.items() if not name.startswith("WENZE_")}
    return {
        **kept,
        "WENZE_ENV": "test",
        "WENZE_INSTANCE": str(folder),
        "WENZE_CLOCK_FILE": str(folder / "clock"),
        "DATABASE_URL": start.database(folder),
        **start.environment,
    }


def _wait_for(port: int, server: subprocess.Popen[bytes]) -> None:
    deadline = time.monotonic() + START_WITHIN
    while time.monotonic() < deadline:
        if server.poll() is not None:
            raise RuntimeError(f"the server ended with {server.returncode}")
        try:
            with socket.create_connection(("127.0.0.1", port), timeout=5):
                return
        except OSError:
            time.sleep(0.1)
    raise TimeoutError(f"nothing answers on port {port}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port
