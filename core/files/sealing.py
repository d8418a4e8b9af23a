"""Attachments at rest: encrypted and authenticated with a key that lies outside the store.

AES-256-GCM under keys derived from the key file of the sealed fields (one Fernet key a line): new
files use the first key, old ones open with any. A sealed file begins with a mark and the id of its
key. Each sealing has a nonce of its own, so the same content never makes the same bytes twice: the
store shows nobody that two people handed in the same file. 等保 8.1.4.8, ASVS 11.3.
"""

from __future__ import annotations

import os

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

from core.files.storage import DamagedFile

MARK = b"WZF1"
ID_LENGTH = 8
NONCE_LENGTH = 12


class FileSeal:
    """Seals and opens file contents with the keys of one application."""

    def __init__(self, keys: bytes) -> None:
        pairs = [_derive(line) for line in keys.split()]
        if not pairs:
            raise ValueError("no key to seal files with")
        self._first = pairs[0][0]
        self._keys = dict(pairs)

    def seal(self, content: bytes) -> bytes:
        """Return `content` sealed."""
        head = MARK + self._first
        nonce = os.urandom(NONCE_LENGTH)
        return head + nonce + self._keys[self._first].encrypt(nonce, content, head)

    def open(self, sealed: bytes) -> bytes:
        """Return the content; DamagedFile where it was changed or sealed with another key."""
        head, rest = sealed[: len(MARK) + ID_LENGTH], sealed[len(MARK) + ID_LENGTH :]
        key = self._keys.get(head[len(MARK) :])
        if not head.startswith(MARK) or key is None:
            raise DamagedFile("sealed with a key that is not in the key file")
        try:
            return key.decrypt(rest[:NONCE_LENGTH], rest[NONCE_LENGTH:], head)
        except (InvalidTag, ValueError) as error:
            raise DamagedFile("the seal is broken") from error


def init_app(app: Flask, keys: bytes) -> None:
    """Seal the attachments of `app` with `keys`."""
    app.extensions["wenze.files.seal"] = FileSeal(keys)


def file_seal() -> FileSeal:
    """Return the seal of the running application."""
    seal: FileSeal = current_app.extensions["wenze.files.seal"]
    return seal


def _derive(line: bytes) -> tuple[bytes, AESGCM]:
    """Return id and key for a line of the key file."""
    made = HKDF(SHA256(), length=32 + ID_LENGTH, salt=None, info=b"wenze attachments").derive(line)
    return made[32:], AESGCM(made[:32])
