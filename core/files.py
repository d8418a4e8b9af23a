"""Files kept by the hash of their content: written once, verified at every reading."""

from __future__ import annotations

import hashlib
import os
import tempfile
from pathlib import Path

from flask import Flask, current_app


class DamagedFile(RuntimeError):
    """The stored bytes no longer have the hash they were stored under, or are gone."""


def init_app(app: Flask, folder: Path) -> None:
    """Keep the files of `app` under `folder`."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    app.extensions["wenze.files"] = folder


def put(content: bytes) -> str:
    """Store `content` durably and return its SHA-256 in hexadecimal.

    The bytes are on disk before the name is, so a crash leaves no half-written file under a hash.
    Storing the same content twice keeps one copy.
    """
    sha256 = hashlib.sha256(content).hexdigest()
    target = _path(sha256)
    if target.exists():
        return sha256
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd, temporary = tempfile.mkstemp(dir=target.parent)
    try:
        with os.fdopen(fd, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        Path(temporary).replace(target)
    except BaseException:
        Path(temporary).unlink(missing_ok=True)
        raise
    _sync_folder(target.parent)
    return sha256


def read(sha256: str) -> bytes:
    """Return the content stored under `sha256`; raise DamagedFile if it is gone or was changed."""
    try:
        content = _path(sha256).read_bytes()
    except OSError as error:
        raise DamagedFile(sha256) from error
    if hashlib.sha256(content).hexdigest() != sha256:
        raise DamagedFile(sha256)
    return content


def _path(sha256: str) -> Path:
    if len(sha256) != 64 or not set(sha256) <= set("0123456789abcdef"):
        raise ValueError("not a SHA-256 in hexadecimal")
    folder: Path = current_app.extensions["wenze.files"]
    return folder / sha256[:2] / sha256


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
