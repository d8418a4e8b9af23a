"""Sealed fields: encrypted with a key outside the database.

What is sealed is in no list, search, log or record entry. Opening it is an act of its own with a
reason (see the package that owns the field). `fields` encrypts, `lookup` finds an exact value by a
keyed hash, `masking` shows enough of a value to recognise it, `rotation` moves to a new key.
"""

from __future__ import annotations

from flask import Flask

from core.sealed.fields import Sealed, SealedText

__all__ = ["Sealed", "SealedText", "init_app"]


def init_app(app: Flask, keys: bytes, lookup_key: bytes | None = None) -> None:
    """Open the seals of `app` with `keys`, one Fernet key a line; the first seals what is new.

    `lookup_key` is another key, for the hashes by which a sealed value is looked up.
    """
    from core.sealed import cli, fields, lookup  # the command needs the database

    fields.init_app(app, keys)
    if lookup_key is not None:
        lookup.init_app(app, lookup_key)
        app.cli.add_command(cli.group)
