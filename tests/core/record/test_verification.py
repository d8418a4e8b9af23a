"""Whatever is done to the record by hand is found, and its first entry named: in the application by
`flask record verify`, outside it by the script that has nothing but the export and the key.
"""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from config import ROOT
from core import record
from core.db import db, snapshot
from core.record import services
from tests.support import factories
from tests.support.application import in_parallel
from tests.support.tampering import LENGTH, TAMPERINGS, WRONG_KEY, Tampering, drop_triggers, run

SCRIPT = ROOT / "scripts" / "verify_record.py"


@pytest.fixture
def written(committed_db: Flask) -> Iterator[Flask]:
    """A record of LENGTH entries, every column of them in use, its triggers dropped."""
    with committed_db.app_context():
        drop_triggers()
        run("DELETE FROM record_entries", "DELETE FROM record_head")
        services.start_chain(db.session.connection())
        user = factories.person("handler")
        for number in range(LENGTH):
            record.append(
                f"act_{number}",
                user,
                actor_id=user.id,
                before={"n": number},
                after={"n": number + 1},
                reason=f"理由{number}",
            )
            db.session.commit()
        assert (services.head() or {})["seq"] == LENGTH
        yield committed_db


def _verify(app: Flask, *args: str) -> tuple[int, Any]:
    result = app.test_cli_runner().invoke(args=["record", "verify", "--json", *args])
    return result.exit_code, json.loads(result.output)


def _script(*args: str | Path) -> subprocess.CompletedProcess[str]:
    """Run the script as an auditor would: alone in its folder, with no site packages."""
    return subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *map(str, args)],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )


def _export(app: Flask, tmp_path: Path) -> Path:
    file = tmp_path / "record.jsonl"
    result = app.test_cli_runner().invoke(args=["record", "export", str(file)])
    assert result.exit_code == 0, result.output
    return file


def _keyfile(app: Flask) -> Path:
    path: Path = app.extensions["wenze.settings"].keys_dir / "record.key"
    return path


@pytest.mark.parametrize("tampering", TAMPERINGS, ids=lambda t: t.name)
def test_tampering_is_found_and_its_first_entry_named(
    written: Flask, tampering: Tampering, tmp_path: Path
) -> None:
    tampering.act()
    code, answer = _verify(written)
    assert code == 1
    first = answer["faults"][0]
    assert (first["seq"], first["code"]) == (tampering.seq, tampering.code)
    outside = _script(_export(written, tmp_path), _keyfile(written))
    assert outside.returncode == 1
    named = [int(line.split("\t")[0]) for line in outside.stdout.splitlines()]
    assert named == [fault["seq"] for fault in answer["faults"]]


def test_an_untouched_record_verifies(written: Flask, tmp_path: Path) -> None:
    """The twin of all of the above: it is the tampering that is found."""
    assert _verify(written) == (0, {"length": LENGTH, "faults": []})
    result = written.test_cli_runner().invoke(args=["record", "verify"])
    assert f"共 {LENGTH} 条" in result.output
    outside = _script(_export(written, tmp_path), _keyfile(written))
    assert (outside.returncode, outside.stderr) == (0, "")


def test_an_empty_record_verifies(written: Flask) -> None:
    run("DELETE FROM record_entries", "DELETE FROM record_head")
    services.start_chain(db.session.connection())
    db.session.commit()
    assert _verify(written) == (0, {"length": 0, "faults": []})


def test_another_key_verifies_nothing(written: Flask, tmp_path: Path) -> None:
    export = _export(written, tmp_path)
    key = tmp_path / "wrong.key"
    key.write_bytes(WRONG_KEY)
    outside = _script(export, key)
    assert outside.returncode == 1
    assert outside.stdout.startswith("1\t")
    written.extensions["wenze.record"] = WRONG_KEY
    code, answer = _verify(written)
    assert (code, answer["faults"][0]["seq"]) == (1, 1)


def test_the_script_refuses_what_it_cannot_read(tmp_path: Path) -> None:
    bad = tmp_path / "bad.jsonl"
    bad.write_text("not json\n")
    key = tmp_path / "key"
    key.write_bytes(WRONG_KEY)
    assert _script(bad, key).returncode == 2
    assert _script(tmp_path / "absent", key).returncode == 2
    assert _script().returncode == 2
    assert "Traceback" not in _script(bad, key).stderr


def _append_one(_index: int) -> None:
    record.append("meanwhile", factories.person("handler"), actor_id=None)
    db.session.commit()


def test_a_writer_meanwhile_is_no_fault(written: Flask) -> None:
    with snapshot():
        entries = list(services.entries())
        assert in_parallel(written, 1, _append_one) == [None]
        head = services.head()
    assert head is not None
    assert (len(entries), head["seq"]) == (LENGTH, LENGTH)


def test_without_a_snapshot_a_writer_would_look_like_a_fault(written: Flask) -> None:
    """The twin, on PostgreSQL: entries and head of two moments do not fit together."""
    if db.engine.dialect.name == "sqlite":
        pytest.skip("a transaction of SQLite always reads from one state")
    entries = list(services.entries())
    assert in_parallel(written, 1, _append_one) == [None]
    head = services.head()
    assert head is not None
    assert (len(entries), head["seq"]) == (LENGTH, LENGTH + 1)
