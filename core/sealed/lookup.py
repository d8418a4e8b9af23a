"""Keyed hashes: find an exact value without opening anything.

The key is not that of the seals: whoever holds one of the two reads nothing with it. Each use has a
key of its own, so that the hash of one use says nothing in another. A telephone number has few
possible values; without the key its hash proves nothing, with it everything, hence the look-up is
an act with a reason (see the package that offers it).
"""

from __future__ import annotations

import functools
import hashlib
import hmac
import unicodedata

from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.kdf.hkdf import HKDF
from flask import Flask, current_app

#: Cost of the slow hash: about 40 ms and 16 MiB. Memory = 128 · N · r bytes.
SCRYPT = {"n": 2**14, "r": 8, "p": 1}


def init_app(app: Flask, key: bytes) -> None:
    """Look up sealed values of `app` under `key` (its first line)."""
    app.extensions["wenze.sealed.lookup"] = key.split()[0]


def index_of(use: str, text: str) -> str:
    """Return the keyed hash of `text` for `use`, 64 hexadecimal digits."""
    return hmac.new(_key_for(use), text.encode(), hashlib.sha256).hexdigest()


def slow_index_of(use: str, text: str) -> str:
    """Return the same kind of hash, made costly: for short secrets that somebody might guess."""
    made = hashlib.scrypt(text.encode("utf-8", "replace"), salt=_key_for(use), dklen=32, **SCRYPT)
    return made.hex()


def phone(text: str) -> str:
    """Return a telephone number as it is compared: digits only, without the prefix of the country.

    Full-width digits count as digits.
    """
    digits = "".join(c for c in unicodedata.normalize("NFKC", text) if c in "0123456789")
    for prefix in ("0086", "86"):
        if digits.startswith(prefix) and len(digits) - len(prefix) >= 11:
            return digits.removeprefix(prefix)
    return digits


def _key_for(use: str) -> bytes:
    return _derived(current_app.extensions["wenze.sealed.lookup"], use)


@functools.lru_cache(maxsize=64)
def _derived(key: bytes, use: str) -> bytes:
    return HKDF(SHA256(), length=32, salt=None, info=f"wenze {use}".encode()).derive(key)
