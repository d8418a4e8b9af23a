"""What a restored old database hides, the checkpoints kept outside it show."""

from __future__ import annotations

import json
import socket
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from core import record
from core.db import db
from core.record import checkpoints, services
from tests.support import factories
from tests.support.tampering import drop_triggers, run


@pytest.fixture
def kept(committed_db: Flask, tmp_path: Path) -> Iterator[Flask]:
    """A record whose checkpoints go to a folder of the test; its triggers dropped."""
    from dataclasses import replace

    settings = committed_db.extensions["wenze.settings"]
    file = tmp_path / "elsewhere" / "checkpoints.jsonl"
    committed_db.extensions["wenze.settings"] = replace(settings, checkpoints=file)
    with committed_db.app_context():
        drop_triggers()
        yield committed_db


def write(count: int) -> None:
    """Add entries to the record."""
    user = factories.person("handler")
    for number in range(count):
        record.append(f"act_{number}", user, actor_id=user.id)
        db.session.commit()


def faults() -> list[tuple[str, int]]:
    """Verify; return what is wrong."""
    return [(fault.code, fault.seq) for fault in services.verify()]


def kept_state() -> tuple[int, dict[str, Any]]:
    """Return the head, as an old backup holds it."""
    head = dict(services.head() or {})
    return head["seq"], head


def restore(length: int, head: dict[str, Any]) -> None:
    """Bring the record back to what the backup held: chain and seal are those of then."""
    run(f"DELETE FROM record_entries WHERE seq > {length}")
    run(
        f"UPDATE record_head SET seq = {head['seq']}, link = '{head['link']}', "
        f"seal = '{head['seal']}'"
    )


def test_a_restored_old_database_is_found(kept: Flask) -> None:
    write(3)
    backup = kept_state()
    write(4)
    point = services.set_checkpoint()
    assert faults() == []
    restore(*backup)
    assert faults() == [("rolled_back", backup[0] + 1)]
    assert point.seq == backup[0] + 4


def test_without_a_checkpoint_the_chain_alone_does_not_see_it(kept: Flask) -> None:
    """The twin: this is what checkpoints are for."""
    write(3)
    backup = kept_state()
    write(4)
    restore(*backup)
    assert faults() == []


def test_other_entries_written_after_a_restore_are_found(kept: Flask) -> None:
    write(3)
    backup = kept_state()
    write(4)
    services.set_checkpoint()
    restore(*backup)
    user = factories.person("supervisor")
    for number in range(6):
        record.append(f"other_{number}", user, actor_id=user.id)
        db.session.commit()
    assert faults() == [("replaced", backup[0] + 4)]


def test_a_restore_that_is_owned_up_to_is_no_fault(kept: Flask) -> None:
    write(3)
    backup = kept_state()
    write(4)
    services.set_checkpoint()
    restore(*backup)
    services.set_checkpoint("磁盘损坏，恢复到3月1日的备份")
    assert faults() == []
    write(1)
    later = kept_state()
    write(2)
    services.set_checkpoint()
    restore(*later)
    assert faults() == [("rolled_back", later[0] + 1)]


@pytest.mark.parametrize("field", ["at", "seq", "link", "restored", "seal"])
def test_an_altered_checkpoint_is_found(kept: Flask, field: str) -> None:
    write(2)
    services.set_checkpoint()
    file = services.checkpoint_file()
    line = json.loads(file.read_text(encoding="utf-8"))
    line[field] = 1 if field == "seq" else "改过"
    file.write_text(json.dumps(line) + "\n", encoding="utf-8")
    assert [code for code, _ in faults()] == ["checkpoint_altered"]


def test_a_line_that_cannot_be_read_is_named(kept: Flask) -> None:
    write(1)
    services.set_checkpoint()
    with services.checkpoint_file().open("a", encoding="utf-8") as file:
        file.write("{half\n")
    assert [fault.message for fault in services.verify()] == ["核验点文件第 2 行不能读取"]
    assert services.latest_checkpoints(5) == []


def test_the_command_keeps_one_and_says_where(kept: Flask) -> None:
    write(2)
    result = kept.test_cli_runner().invoke(args=["record", "seal"])
    assert result.exit_code == 0
    assert str(services.checkpoint_file()) in result.output
    (point,) = services.latest_checkpoints(5)
    assert point.link[:16] in result.output
    assert services.checkpoint_file().stat().st_mode & 0o077 == 0


def test_the_system_log_hears_of_it(kept: Flask) -> None:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as listener:
        listener.bind(("127.0.0.1", 0))
        listener.settimeout(5)
        checkpoints.speak_to(f"127.0.0.1:{listener.getsockname()[1]}")
        try:
            write(1)
            point = services.set_checkpoint()
            heard = listener.recv(4096).decode()
        finally:
            checkpoints.speak_to(None)
    assert point.link in heard
    assert point.seal in heard
