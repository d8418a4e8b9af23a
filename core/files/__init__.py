"""Files: bytes kept by their hash, and attachments that people upload.

`put` and `read` keep what the house itself makes (issued documents). What comes from outside is an
attachment: examined by what it is and not by what it is called (`policy`), stripped of metadata
where it is a reporter's (`metadata`), sealed at rest (`sealing`), bounded by quotas (`services`),
and handed out as a download that no browser opens in this site's name (`sending`). A feature gives
its form an `AttachmentsField`, its view `@accepts_files`, and calls `services.attach`.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask, current_app

from config import Settings
from core.files.storage import DamagedFile, FolderStorage, Storage

__all__ = [
    "DamagedFile",
    "Storage",
    "accept_uploads",
    "examine_early",
    "init_app",
    "put",
    "read",
    "store",
]


def init_app(app: Flask, folder: Path) -> None:
    """Keep the files of `app` under `folder`."""
    app.extensions["wenze.files"] = FolderStorage(folder)


def accept_uploads(app: Flask, settings: Settings) -> None:
    """Let people upload files to `app`, within the limits of `settings` and sealed with the key of
    the sealed fields.

    Called after `init_app` and before the web ground, whose form guard reads the request.
    """
    from core import refusals  # imported here: all of these need the database
    from core.files import cli, labels, receiving, sealing, sending, services

    sealing.init_app(app, settings.key("sealed.key"))
    services.init_app(app, services.limits_from(settings.file_mb, settings.uploads_mb))
    receiving.init_app(app)
    sending.init_app(app)
    refusals.register(app, labels.REFUSALS)
    app.jinja_env.filters["file_size"] = labels.size_words
    app.cli.add_command(cli.group)


def examine_early(app: Flask) -> None:
    """Look through uploads before the act's transaction begins; called after the gate is there."""
    from core.files import receiving

    receiving.examine_early(app)


def store() -> Storage:
    """Return where the running application keeps its files."""
    kept: Storage = current_app.extensions["wenze.files"]
    return kept


def put(content: bytes) -> str:
    """Store `content` durably and return its SHA-256 in hexadecimal; the same is kept once."""
    return store().put(content)


def read(sha256: str) -> bytes:
    """Return the content stored under `sha256`; raise DamagedFile if it is gone or was changed."""
    return store().read(sha256)
