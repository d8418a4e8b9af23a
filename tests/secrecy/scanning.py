"""Look for a secret in whatever dress: encodings, escapes, hashes, and layers of documents."""

from __future__ import annotations

import base64
import gzip
import hashlib
import io
import json
import os
import re
import subprocess
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import quote

import pikepdf
from pypdf import PdfReader

#: Beginnings of what `layers` unpacks.
PACKED = (b"\x1f\x8b", b"\x78", b"%PDF-", b"PK\x03\x04")


def dresses(secret: str) -> set[bytes]:
    """Return the bytes by which `secret` would show itself."""
    found: set[bytes] = set()
    for encoding in ("utf-8", "utf-16-le", "utf-16-be", "gb18030", "big5"):
        try:
            raw = secret.encode(encoding)
        except UnicodeEncodeError:
            continue
        found |= {raw, raw.hex().encode(), raw.hex().upper().encode(), *_base64(raw)}
        escaped = quote(raw, safe="")
        found |= {escaped.encode(), escaped.lower().encode()}
        found |= {hashlib.new(name, raw).hexdigest().encode() for name in _HASHES}
    if not secret.isascii():
        inside = json.dumps(secret)[1:-1]
        upper = re.sub(r"\\u(\w{4})", lambda m: f"\\u{m[1].upper()}", inside)
        decimal = "".join(f"&#{ord(c)};" for c in secret)
        hexadecimal = "".join(f"&#x{ord(c):x};" for c in secret)
        found |= {text.encode() for text in (inside, upper, decimal, hexadecimal)}
    return found


def layers(content: bytes) -> Iterator[bytes]:
    """Yield `content` and what is packed in it: text and streams of a PDF, members of a ZIP (Word,
    Excel), what gzip or deflate made smaller; each again to its ground.
    """
    yield content
    for unpack, mark in ((gzip.decompress, b"\x1f\x8b"), (zlib.decompress, b"\x78")):
        if content.startswith(mark):
            try:
                yield from layers(unpack(content))
            except (OSError, EOFError, zlib.error):
                continue
    if content.startswith(b"%PDF-"):
        for page in PdfReader(io.BytesIO(content)).pages:
            yield "".join(page.extract_text().split()).encode()
        with pikepdf.open(io.BytesIO(content)) as document:
            for item in document.objects:
                if isinstance(item, pikepdf.Stream):
                    try:
                        yield from layers(item.read_bytes())
                    except pikepdf.PdfError:
                        yield item.read_raw_bytes()
    elif content.startswith(b"PK\x03\x04"):
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            for name in archive.namelist():
                yield name.encode()
                yield from layers(archive.read(name))


@dataclass
class Scanner:
    """Knows the secrets; tells where one was found."""

    secrets: dict[str, str]
    _dresses: dict[str, set[bytes]] = field(init=False)
    #: Files that gave nothing away: a database is made of many of the same content.
    _clean: set[bytes] = field(init=False, default_factory=set)

    def __post_init__(self) -> None:
        self._dresses = {label: dresses(secret) for label, secret in self.secrets.items()}

    def found(self, content: bytes) -> list[str]:
        """Return the labels of the secrets that `content` gives away in any layer."""
        hits = {
            label
            for layer in layers(content)
            for label, dressed in self._dresses.items()
            if any(dress in layer for dress in dressed)
        }
        return sorted(hits)

    def in_files(self, folders: Iterable[Path]) -> list[str]:
        """Return the files below `folders` that give something away by content or name."""
        told = []
        for folder in folders:
            given_away = self._raw_hits(folder)
            for path in sorted(p for p in folder.rglob("*") if p.is_file()):
                hits = self.found(path.name.encode())
                if path in given_away or _is_packed(path):
                    hits = self._found_in(path) or hits
                told += [f"{path.name}: {hit}" for hit in hits]
        return told

    def _raw_hits(self, folder: Path) -> set[Path]:
        """Return the files whose bytes as they lie there give something away.

        By grep, which looks for a thousand dresses at once where Python looks for one at a time.
        """
        dressed = {dress for dresses_of in self._dresses.values() for dress in dresses_of}
        assert not any(b"\n" in dress for dress in dressed), "grep reads one pattern a line"
        found = subprocess.run(
            ["grep", "--recursive", "-laFZs", "--file=-", str(folder)],
            input=b"\n".join(sorted(dressed)) + b"\n",
            env={"LC_ALL": "C", "PATH": os.environ["PATH"]},
            capture_output=True,
            check=False,
        )
        # 2: a running server recycles its files while they are read
        assert found.returncode in (0, 1, 2), found.stderr
        assert not found.stderr, found.stderr
        return {Path(os.fsdecode(name)) for name in found.stdout.split(b"\0") if name}

    def _found_in(self, path: Path) -> list[str]:
        try:
            content = path.read_bytes()
        except FileNotFoundError:
            return []
        digest = hashlib.sha256(content).digest()
        if digest in self._clean:
            return []
        hits = self.found(content)
        if not hits:
            self._clean.add(digest)
        return hits


def _is_packed(path: Path) -> bool:
    """Tell whether a file holds more than its bytes show."""
    try:
        with path.open("rb") as file:
            return file.read(5).startswith(PACKED)
    except FileNotFoundError:
        return False


@dataclass
class Answer:
    """One answer as it went over the wire."""

    request: str
    content: bytes


class Recorder:
    """Stands before an application and keeps every answer, headers and body."""

    def __init__(self, wsgi_app: Any) -> None:
        self._inner = wsgi_app
        self.answers: list[Answer] = []

    def __call__(self, environ: Any, start_response: Any) -> list[bytes]:
        head: list[str] = []

        def keep(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            head.append(status + "".join(f"\n{name}: {value}" for name, value in headers))
            return start_response(status, headers, *rest)

        parts = self._inner(environ, keep)
        body = b"".join(parts)
        if hasattr(parts, "close"):
            parts.close()
        request = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        self.answers.append(Answer(request, head[0].encode("utf-8", "replace")))
        self.answers.append(Answer(request, body))
        return [body]


def _base64(raw: bytes) -> set[bytes]:
    """Return what stands in the base64 of a longer text, wherever `raw` begins in it."""
    found = set()
    for offset in range(3):
        text = base64.b64encode(bytes(offset) + raw)
        start = (0, 2, 3)[offset]
        end = len(text) - (0, 4, 4)[0 if (offset + len(raw)) % 3 == 0 else 1]
        part = text[start:end]
        found |= {part, part.translate(bytes.maketrans(b"+/", b"-_"))}
    return {part for part in found if len(part) >= 8}


_HASHES = [
    name for name in ("md5", "sha1", "sha256", "sm3") if name in hashlib.algorithms_available
]
