#!/usr/bin/env python3
"""Verify an exported record with the key file alone: no application, no database, no other file.

usage: verify_record.py EXPORT.jsonl KEYFILE

One JSON object a line: the entries in order, then {"head": …}. Each entry's link is the HMAC-SHA256
under the key of "entry", a zero byte, and the JSON array of the link before it and the entry's
columns; the head's seal is that of "head", a zero byte, and the JSON array of length and last link.
Prints one line a fault and exits with 1; exits with 2 where the files cannot be read.
"""

from __future__ import annotations

import hashlib
import hmac
import json
import sys
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


def main(export: str, keyfile: str) -> int:
    """Print each fault of the file `export`; return 1 if there is one, else 0."""
    key = Path(keyfile).read_bytes().strip()
    faults = 0
    with Path(export).open(encoding="utf-8") as lines:
        for seq, message in faults_of(key, map(json.loads, lines)):
            faults += 1
            print(f"{seq}\t{message}")
    if not faults:
        print("操作记录完整，逐条相符。")
    return 1 if faults else 0


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
    if len(sys.argv) != 3:
        print(__doc__, file=sys.stderr)
        sys.exit(2)
    try:
        sys.exit(main(*sys.argv[1:]))
    except (OSError, ValueError) as error:
        print(f"无法核验：{error}", file=sys.stderr)
        sys.exit(2)
