"""The file of a backup: frames, each sealed and numbered, one after another.

AES-256-GCM under a key of its own for each file, derived from `backup.key`. The number of a frame
is its nonce and its kind is authenticated with it, so that a frame that was changed, moved, left
out or taken from another file does not open; the last frame says that it is the last, so that a
file that was cut is known. Written and read as a stream: nothing is ever unsealed on the disk.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from enum import IntEnum
from typing import BinaryIO

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF

MARK = b"WZB1"
SALT_LENGTH = CHECK_LENGTH = 16
NONCE_LENGTH, TAG_LENGTH, SIZE_LENGTH = 12, 16, 4
#: No frame is longer: an uploaded file is the largest thing that is kept in one.
MAX_FRAME = 2**30


class Kind(IntEnum):
    """What a frame holds."""

    MANIFEST = 1
    TABLE = 2
    ROWS = 3
    FILE = 4
    END = 5


class WrongKey(Exception):
    """The file was sealed with another `backup.key`, or is no backup at all."""


class DamagedBackup(Exception):
    """The file was changed or cut; `frame` is the first that does not open, from 0."""

    def __init__(self, frame: int) -> None:
        super().__init__(f"frame {frame}")
        self.frame = frame


class Writer:
    """Seals frames into `file`."""

    def __init__(self, file: BinaryIO, key: bytes) -> None:
        salt = os.urandom(SALT_LENGTH)
        check, self._key = _derive(key, salt)
        self._file, self._number = file, 0
        file.write(MARK + salt + check)

    def add(self, kind: Kind, payload: bytes) -> None:
        """Seal one frame; ValueError where it is too long."""
        if len(payload) > MAX_FRAME - TAG_LENGTH:
            raise ValueError("a frame of a backup is too long")
        sealed = self._key.encrypt(_nonce(self._number), payload, bytes([kind]))
        self._file.write(bytes([kind]) + len(sealed).to_bytes(SIZE_LENGTH, "big") + sealed)
        self._number += 1


def frames(file: BinaryIO, key: bytes) -> Iterator[tuple[Kind, bytes]]:
    """Yield kind and payload of each frame, the END last.

    Raises WrongKey before the first; DamagedBackup where a frame does not open, is missing, or
    something stands after the END.
    """
    head = file.read(len(MARK) + SALT_LENGTH + CHECK_LENGTH)
    salt, check = head[len(MARK) : len(MARK) + SALT_LENGTH], head[len(MARK) + SALT_LENGTH :]
    expected, opener = _derive(key, salt)
    if not head.startswith(MARK) or check != expected:
        raise WrongKey
    number, kind = 0, None
    while kind != Kind.END:
        kind, payload = _frame(file, opener, number)
        number += 1
        yield kind, payload
    if file.read(1):
        raise DamagedBackup(number)


def _frame(file: BinaryIO, opener: AESGCM, number: int) -> tuple[Kind, bytes]:
    head = file.read(1 + SIZE_LENGTH)
    size = int.from_bytes(head[1:], "big")
    if len(head) < 1 + SIZE_LENGTH or not TAG_LENGTH <= size <= MAX_FRAME:
        raise DamagedBackup(number)
    sealed = file.read(size)
    try:
        payload = opener.decrypt(_nonce(number), sealed, head[:1])
        return Kind(head[0]), payload
    except (InvalidTag, ValueError) as error:
        raise DamagedBackup(number) from error


def _nonce(number: int) -> bytes:
    return number.to_bytes(NONCE_LENGTH, "big")


def _derive(key: bytes, salt: bytes) -> tuple[bytes, AESGCM]:
    """Return the check of the key, which tells another key at once, and the key of this file."""
    made = HKDF(SHA256(), length=CHECK_LENGTH + 32, salt=salt, info=b"wenze backup").derive(key)
    return made[:CHECK_LENGTH], AESGCM(made[CHECK_LENGTH:])
