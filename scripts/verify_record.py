#!/usr/bin/env python3
"""Verify an exported record, or the package of a case: no application, no database, no library.

usage: verify_record.py EXPORT.jsonl KEYFILE
       verify_record.py PACKAGE.zip [KEYFILE]

One JSON object a line: the entries in order, then {"head": …}. Each entry's link is the HMAC-SHA256
under the key of "entry", a zero byte, and the JSON array of the link before it and the entry's
columns; the head's seal is that of "head", a zero byte, and the JSON array of length and last link.

A package lists its files and entries with their SHA-256 in manifest.json; manifest.seal holds the
hash of that list and, below it, the seal over it with the key ("package"). Each entry carries the
link before it, so that the key proves it without the rest of the record. Without the key the
package is compared with its list alone.

Prints one line a fault and exits with 1; exits with 2 where the files cannot be read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Mapping
from pathlib import Path
from typing import Any

GENESIS = "0" * 64
COLUMNS = (
    "seq",
    "at",
    "actor_id",
    "action",
    "subject_type",
    "subject_id",
    "before",
    "after",
    "reason",
)
MANIFEST, SEAL, RECORD = "manifest.json", "manifest.seal", "record.jsonl"
_BROKEN = (zipfile.BadZipFile, zlib.error, EOFError, NotImplementedError, RuntimeError)


def main(export: str, keyfile: str | None = None) -> int:
    """Print each fault of the file `export`; return 1 if there is one, else 0."""
    key = Path(keyfile).read_bytes().strip() if keyfile else None
    with Path(export).open("rb") as file:
        is_package = file.read(2) == b"PK" or export.endswith(".zip")
    if is_package:
        return _main_of_package(export, key)
    if key is None:
        raise ValueError("操作记录须用密钥核验")
    faults = 0
    with Path(export).open(encoding="utf-8") as lines:
        for seq, message in faults_of(key, map(json.loads, lines)):
            faults += 1
            print(f"{seq}\t{message}")
    if not faults:
        print("操作记录完整，逐条相符。")
    return 1 if faults else 0


def _main_of_package(export: str, key: bytes | None) -> int:
    faults = 0
    for where, message in faults_of_package(export, key):
        faults += 1
        print(f"{where}\t{message}")
    if faults:
        return 1
    if key is None:
        print("包内各件、各条与清单相符。未用密钥：清单的来源未经核验。")
    else:
        print("数据包完整：各件、各条与清单相符，清单封签和每条记录的链值经密钥核验无误。")
    return 0


def faults_of_package(export: str, key: bytes | None) -> Iterator[tuple[str, str]]:
    """Yield place (a file, or an entry of the record) and description of every fault."""
    try:
        with zipfile.ZipFile(export) as package:
            files, broken = _members(package)
    except _BROKEN:
        yield export, "数据包已损坏，无法打开"
        return
    for name in broken:
        yield name, "被改动（无法读出）"
    listed = files.pop(MANIFEST, None)
    seal = files.pop(SEAL, None)
    if listed is None:
        if MANIFEST not in broken:
            yield MANIFEST, "缺少"
        return
    if seal is None:
        if SEAL not in broken:
            yield SEAL, "缺少"
    else:
        yield from _faults_of_seal(seal.decode("utf-8", "replace"), _sha256(listed), key)
    try:
        manifest = json.loads(listed)
        expected = {str(row["path"]): str(row["sha256"]) for row in manifest["files"]}
        entries = {int(row["seq"]): str(row["sha256"]) for row in manifest["entries"]}
    except (ValueError, KeyError, TypeError):
        yield MANIFEST, "被改动（不是清单）"
        return
    yield from _faults_of_files(files, expected, broken)
    if RECORD in files:
        yield from _faults_of_entries(files[RECORD], entries, key)


def _faults_of_seal(seal: str, listed: str, key: bytes | None) -> Iterator[tuple[str, str]]:
    """Compare the hash of the list with its seal; only the key tells which of the two is true."""
    said, _line, rest = seal.partition("\n")
    is_same = said == listed
    if key is None:
        if not is_same:
            yield MANIFEST, "与封签不符（清单或者封签被改动）"
    elif not _equal(rest.strip(), _mac(key, "package", [listed])):
        yield (SEAL, "封签与密钥不符") if is_same else (MANIFEST, "被改动")
    elif not is_same:
        yield SEAL, "被改动"


def _members(package: zipfile.ZipFile) -> tuple[dict[str, bytes], list[str]]:
    """Return the files of a package, and the names of those that cannot be read or are twice."""
    files: dict[str, bytes] = {}
    broken: list[str] = []
    for member in package.infolist():
        name = member.filename
        if name in files or name in broken:
            files.pop(name, None)
            broken.append(name)
            continue
        try:
            files[name] = package.read(member)
        except _BROKEN:
            broken.append(name)
    return files, list(dict.fromkeys(broken))


def _faults_of_files(
    files: Mapping[str, bytes], expected: Mapping[str, str], broken: Iterable[str]
) -> Iterator[tuple[str, str]]:
    for name, sha256 in expected.items():
        if name in files and _sha256(files[name]) != sha256:
            yield name, "被改动"
        elif name not in files and name not in broken:
            yield name, "缺少"
    for name in files:
        if name not in expected:
            yield name, "清单以外，系多出"


def _faults_of_entries(
    content: bytes, expected: Mapping[int, str], key: bytes | None
) -> Iterator[tuple[str, str]]:
    """Compare each entry with the list, and with the key its link; the head's seal at the end."""
    found: set[int] = set()
    head: Mapping[str, Any] = {}
    for number, line in enumerate(content.splitlines(keepends=True), 1):
        try:
            row = json.loads(line)
            if "head" in row:
                head = row["head"]
                continue
            seq = int(row["seq"])
        except (ValueError, KeyError, TypeError):
            yield f"{RECORD} 第{number}行", "被改动（不是记录）"
            continue
        place = f"{RECORD} 第{seq}条"
        if seq in found or seq not in expected:
            yield place, "清单以外，系多出"
            continue
        found.add(seq)
        if _sha256(line) != expected[seq]:
            yield place, "被改动"
        elif key is not None and not _equal(
            row.get("link"), _mac(key, "entry", [row.get("previous"), *map(row.get, COLUMNS)])
        ):
            yield place, "与链不符（内容被改或系伪造）"
    for seq in sorted(set(expected) - found):
        yield f"{RECORD} 第{seq}条", "缺少"
    if key is not None:
        length, link = head.get("seq"), head.get("link")
        if not _equal(head.get("seal"), _mac(key, "head", [length, link])):
            yield f"{RECORD} 链首", "被改动或者缺失"
        elif max(expected, default=0) > int(str(length)):
            yield f"{RECORD} 链首", "早于包内的记录"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def faults_of(key: bytes, rows: Iterable[Mapping[str, Any]]) -> Iterator[tuple[int, str]]:
    """Yield number and description of every fault; after one the chain is taken up again."""
    previous: object = GENESIS
    length, head = 0, {}
    for row in rows:
        if "head" in row:
            head = row["head"]
            continue
        seq = row.get("seq")
        if not isinstance(seq, int) or seq <= length:
            yield length, f"第 {length} 条之后有序号重复或次序错误的条目"
            continue
        if seq > length + 1:
            yield length + 1, f"第 {length + 1} 至 {seq - 1} 条缺失"
        elif not _equal(row.get("link"), _mac(key, "entry", [previous, *map(row.get, COLUMNS)])):
            yield seq, f"第 {seq} 条与链不符（内容被改、被换位或系伪造）"
        previous, length = row.get("link"), seq
    yield from _faults_of_head(key, head, length, previous)


def _faults_of_head(
    key: bytes, head: Mapping[str, Any], length: int, last: object
) -> Iterator[tuple[int, str]]:
    seq, link = head.get("seq"), head.get("link")
    if not head:
        yield length, "链首记录缺失"
    elif not isinstance(seq, int) or not _equal(head.get("seal"), _mac(key, "head", [seq, link])):
        yield length, "链首记录被改动"
    elif seq > length:
        yield length + 1, f"末尾被截去：应有 {seq} 条，实有 {length} 条"
    elif seq < length:
        yield seq + 1, f"第 {seq + 1} 条起未经本系统写入"
    elif link != last:
        yield length, f"第 {length} 条与链首记录不符"


def _mac(key: bytes, label: str, values: list[Any]) -> str:
    payload = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, f"{label}\0{payload}".encode(), hashlib.sha256).hexdigest()


def _equal(stored: object, computed: str) -> bool:
    return hmac.compare_digest(str(stored).encode("utf-8", "replace"), computed.encode())


if __name__ == "__main__":
    if len(sys.argv) not in (2, 3):
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, ValueError) as error:
        print(f"无法核验：{error}", file=sys.stderr)
        sys.exit(2)
