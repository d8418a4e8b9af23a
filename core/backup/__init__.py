"""Backups: made while work goes on, sealed, proved by being restored.

`container` is the sealed file, `tables` turns rows into bytes and back alike on both engines,
`services` makes, looks through and restores, `rehearsing` restores beside the live system. A
backup of SQLite is restored into PostgreSQL and the other way round: that is how an office grows
(docs/decisions/0270).
"""

from __future__ import annotations

from flask import Flask

from core import refusals
from core.backup import cli, labels


def init_app(app: Flask, key: bytes) -> None:
    """Give `app` its commands and the words of their refusals, and the key that seals backups."""
    app.extensions["wenze.backup"] = key
    refusals.register(app, labels.REFUSALS)
    app.cli.add_command(cli.group)
