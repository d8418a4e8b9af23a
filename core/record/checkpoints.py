"""Checkpoints: how long the record was and what its last link was, kept outside the database.

A restored old database has a chain that verifies; only what was noted elsewhere tells that it was
once longer. Each night a signed line is added to a file (`WENZE_CHECKPOINTS`, best on another
disk or machine) and said to the system log (`WENZE_SYSLOG`); the page of the verification prints
the latest. What was written after the last checkpoint is not proved by it, and that is said.
"""

from __future__ import annotations

import hmac
import json
import logging
import logging.handlers
import os
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from core.record.chain import Fault, seal_checkpoint

log = logging.getLogger("wenze.checkpoint")


@dataclass(frozen=True)
class Checkpoint:
    """The head of the record at an instant (ISO 8601, UTC).

    `restored` says why what earlier checkpoints saw beyond it is gone: a backup was restored.
    """

    at: str
    seq: int
    link: str
    restored: str | None
    seal: str


class Unreadable(ValueError):
    """The file of checkpoints holds a line that is none; `line` is its number."""

    def __init__(self, line: int) -> None:
        super().__init__(f"line {line}")
        self.line = line


def made(key: bytes, at: str, head: Mapping[str, object], restored: str | None) -> Checkpoint:
    """Return a signed checkpoint of `head`."""
    seq, link = int(str(head["seq"])), str(head["link"])
    return Checkpoint(at, seq, link, restored, seal_checkpoint(key, at, seq, link, restored))


def write(path: Path, checkpoint: Checkpoint) -> None:
    """Add a checkpoint to the file, on the disk before this returns, and say it to the log."""
    line = json.dumps(asdict(checkpoint), ensure_ascii=False)
    path.parent.mkdir(parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
    with os.fdopen(fd, "w", encoding="utf-8") as file:
        file.write(line + "\n")
        file.flush()
        os.fsync(file.fileno())
    log.info("checkpoint %s", line)


def read(path: Path) -> list[Checkpoint]:
    """Return the checkpoints of the file, oldest first; none where there is no file.

    Raises Unreadable.
    """
    if not path.exists():
        return []
    found = []
    for number, line in enumerate(
        path.read_text(encoding="utf-8", errors="replace").splitlines(), 1
    ):
        try:
            found.append(Checkpoint(**json.loads(line)))
        except (ValueError, TypeError) as error:
            raise Unreadable(number) from error
    return found


def verify(
    key: bytes, checkpoints: Sequence[Checkpoint], links: Mapping[int, str], length: int
) -> Iterator[Fault]:
    """Yield what contradicts the checkpoints; `links` are the record's own at their numbers.

    Beyond a restored backup earlier checkpoints count no more.
    """
    for n, point in enumerate(checkpoints):
        seal = seal_checkpoint(key, point.at, point.seq, point.link, point.restored)
        if not hmac.compare_digest(seal.encode(), str(point.seal).encode("utf-8", "replace")):
            yield Fault(0, "checkpoint_altered", f"第 {n + 1} 个核验点被改动或系伪造")
            continue
        reset = min((one.seq for one in checkpoints[n + 1 :] if one.restored), default=None)
        if point.seq == 0 or (reset is not None and point.seq > reset):
            continue
        if point.seq > length:
            yield Fault(
                length + 1,
                "rolled_back",
                f"核验点 {point.at} 时已有 {point.seq} 条，现仅有 {length} 条：末尾被截去，"
                "或者数据库被恢复到旧备份",
            )
        elif links.get(point.seq) != point.link:
            yield Fault(point.seq, "replaced", f"第 {point.seq} 条与核验点 {point.at} 所记不同")


def speak_to(address: str | None) -> None:
    """Send what is said of checkpoints to the system log at `host:port` (UDP) or a socket."""
    for handler in list(log.handlers):
        log.removeHandler(handler)
        handler.close()
    if address is None:
        return
    host, _colon, port = address.rpartition(":")
    target: str | tuple[str, int] = (host, int(port)) if host and port.isdecimal() else address
    log.addHandler(logging.handlers.SysLogHandler(target))
    log.setLevel(logging.INFO)
