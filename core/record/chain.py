"""The hash chain: each link is an HMAC over the link before it and the entry's own content.

Whoever can write to the database but has no key can change rows, but cannot make a chain that
verifies: a changed, inserted, deleted, reordered or re-chained row is named by its number. The head
row is sealed under another label, so cutting the tail shows too. What a restored old database hides
only a checkpoint kept elsewhere can show.
"""

from __future__ import annotations

import hashlib
import hmac
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

#: What the first link leans on.
GENESIS = "0" * 64

#: The columns a link covers, in the order they are written.
FIELDS = (
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


@dataclass(frozen=True)
class Fault:
    """One thing wrong with the record: at which entry, and what."""

    seq: int
    code: str
    message: str


def link(key: bytes, previous: str, entry: Mapping[str, Any]) -> str:
    """Return the link of `entry` after the link `previous`, 64 hexadecimal digits."""
    return _mac(key, "entry", [previous, *(entry[name] for name in FIELDS)])


def seal_head(key: bytes, seq: int, last: str) -> str:
    """Return the seal over the head of the chain: its length and its last link."""
    return _mac(key, "head", [seq, last])


def seal_package(key: bytes, manifest_sha256: str) -> str:
    """Return the seal over the list of contents of a package that leaves the house."""
    return _mac(key, "package", [manifest_sha256])


def seal_checkpoint(key: bytes, at: str, seq: int, last: str, restored: str | None) -> str:
    """Return the seal over what a checkpoint says."""
    return _mac(key, "checkpoint", [at, seq, last, restored])


def verify(
    key: bytes, entries: Iterable[Mapping[str, Any]], head: Mapping[str, Any] | None
) -> Iterator[Fault]:
    """Yield every fault of `entries`, which come in ascending order of `seq`, and of their `head`.

    After a fault the chain is taken up again from the stored link, so that one changed row is named
    as one fault and not as thousands.
    """
    previous, expected = GENESIS, 1
    for entry in entries:
        seq = entry["seq"]
        if seq < expected:
            yield Fault(
                expected - 1, "out_of_order", f"第 {expected - 1} 条之后有序号重复或次序错误的条目"
            )
            continue
        if seq > expected:
            yield Fault(expected, "missing", f"第 {expected} 至 {seq - 1} 条缺失")
        elif not hmac.compare_digest(
            link(key, previous, entry).encode(), str(entry["link"]).encode("utf-8", "replace")
        ):
            yield Fault(seq, "altered", f"第 {seq} 条与链不符（内容被改、被换位或系伪造）")
        previous, expected = entry["link"], seq + 1
    yield from _verify_head(key, head, expected - 1, previous)


def _verify_head(
    key: bytes, head: Mapping[str, Any] | None, length: int, last: str
) -> Iterator[Fault]:
    if head is None:
        yield Fault(length, "head_missing", "链首记录缺失")
        return
    seal = seal_head(key, head["seq"], head["link"])
    if not hmac.compare_digest(seal.encode(), str(head["seal"]).encode("utf-8", "replace")):
        yield Fault(length, "head_altered", "链首记录被改动")
    elif head["seq"] > length:
        yield Fault(length + 1, "cut", f"末尾被截去：应有 {head['seq']} 条，实有 {length} 条")
    elif head["seq"] < length:
        yield Fault(head["seq"] + 1, "added", f"第 {head['seq'] + 1} 条起未经本系统写入")
    elif head["link"] != last:
        yield Fault(length, "altered", f"第 {length} 条与链首记录不符")


def _mac(key: bytes, label: str, values: list[Any]) -> str:
    payload = json.dumps(values, ensure_ascii=False, separators=(",", ":"))
    return hmac.new(key, f"{label}\0{payload}".encode(), hashlib.sha256).hexdigest()
