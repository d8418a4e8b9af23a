"""Bytes kept by the hash of what they are: written once, verified at every reading."""

from __future__ import annotations

import hashlib
import os
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import Protocol


class DamagedFile(RuntimeError):
    """The stored bytes no longer have the hash they were stored under, or are gone."""


class Storage(Protocol):
    """Where files are kept. All names are SHA-256 in hexadecimal; another name is a ValueError."""

    def put(self, content: bytes) -> str:
        """Store `content` durably and return its name; the same content is kept once."""

    def read(self, sha256: str) -> bytes:
        """Return the content; raise DamagedFile if it is gone or was changed."""

    def remove(self, sha256: str) -> None:
        """Forget a content nothing refers to; one that is gone already is no error."""

    def names(self) -> Iterator[tuple[str, float]]:
        """Yield the name of everything stored, with the time (Unix) it was stored."""

    def free(self) -> int:
        """Return how many bytes can still be stored."""


class FolderStorage:
    """A folder on this machine; a file lies under the first two digits of its name."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._folder = folder

    def put(self, content: bytes) -> str:
        """See `Storage.put`.

        The bytes are on disk before the name is, so a crash leaves no half-written file under a
        hash.
        """
        sha256 = hashlib.sha256(content).hexdigest()
        target = self._path(sha256)
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

    def read(self, sha256: str) -> bytes:
        """See `Storage.read`."""
        try:
            content = self._path(sha256).read_bytes()
        except OSError as error:
            raise DamagedFile(sha256) from error
        if hashlib.sha256(content).hexdigest() != sha256:
            raise DamagedFile(sha256)
        return content

    def remove(self, sha256: str) -> None:
        """See `Storage.remove`."""
        self._path(sha256).unlink(missing_ok=True)

    def names(self) -> Iterator[tuple[str, float]]:
        """See `Storage.names`."""
        for path in sorted(self._folder.glob("??/*")):
            if _is_name(path.name):
                yield path.name, path.stat().st_mtime

    def free(self) -> int:
        """See `Storage.free`."""
        return shutil.disk_usage(self._folder).free

    def _path(self, sha256: str) -> Path:
        if not _is_name(sha256):
            raise ValueError("not a SHA-256 in hexadecimal")
        return self._folder / sha256[:2] / sha256


def _is_name(text: str) -> bool:
    return len(text) == 64 and set(text) <= set("0123456789abcdef")


def _sync_folder(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)
