"""Attachments: sealed in the store, bounded by quotas, checked when they are read again."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select
from sqlalchemy.exc import IntegrityError

from complaints.models import Complaint
from core import files as store_of_files
from core import moment
from core.db import db, transactional
from core.files import sealing, services
from core.files.kinds import FileKind, Origin, Upload
from core.files.models import Attachment
from core.files.storage import DamagedFile
from core.record.services import of_subject
from core.refusals import Refused
from tests.support import complaints, files
from tests.support.factories import actor

MIB = 1024 * 1024


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Iterator[Path]:
    """The store of this test."""
    before = app.extensions["wenze.files"]
    store_of_files.init_app(app, tmp_path)
    yield tmp_path
    app.extensions["wenze.files"] = before


@pytest.fixture
def subject(folder: Path) -> Complaint:
    return complaints.complaint()


def attach(subject: Complaint, *uploads: Upload, origin: Origin = Origin.STAFF) -> list[Attachment]:
    return services.attach(subject, actor("intake"), uploads, origin=origin)


def reason(subject: Complaint, *uploads: Upload, by: str = "intake") -> str:
    with pytest.raises(Refused) as refused:
        services.attach(subject, actor(by), uploads)
    return refused.value.refusal.code


def bounded(app: Flask, monkeypatch: pytest.MonkeyPatch, **limits: int) -> None:
    changed = replace(app.extensions["wenze.files.limits"], **limits)
    monkeypatch.setitem(app.extensions, "wenze.files.limits", changed)


def on_disk(folder: Path) -> list[Path]:
    return sorted(path for path in folder.rglob("*") if path.is_file())


def test_an_officers_file_comes_back_bit_by_bit(subject: Complaint) -> None:
    (row,) = attach(subject, files.upload("现场照片.jpg", files.photo()))
    assert services.content_of(row) == files.photo()
    assert (row.name, row.kind, row.size) == ("现场照片.jpg", FileKind.JPEG, len(files.photo()))
    assert row.sealed_name is None


@pytest.mark.requirement("SEC-01")
def test_a_reporters_file_loses_its_metadata_and_its_name(subject: Complaint) -> None:
    name = f"{files.CANARY_ZH}的身份证.jpg"
    rows = attach(
        subject,
        files.upload(name, files.photo()),
        files.upload("b.txt", b"text"),
        origin=Origin.REPORTER,
    )
    assert [row.name for row in rows] == ["材料1.jpg", "材料2.txt"]
    assert files.CANARY.encode() not in services.content_of(rows[0])
    assert rows[0].sealed_name is not None
    assert rows[0].sealed_name.open() == name
    written = of_subject("attachments", rows[0].id, limit=1)[0].after or ""
    assert files.CANARY_ZH not in written
    assert rows[0].sha256 in written


@pytest.mark.requirement("SEC-01")
def test_nothing_is_on_disk_in_clear(subject: Complaint, folder: Path) -> None:
    (row,) = attach(subject, files.upload("a.txt", files.CANARY_ZH.encode() * 50))
    stored = on_disk(folder)
    assert [path.name for path in stored] == [row.stored_as]
    content = stored[0].read_bytes()
    assert files.CANARY_ZH.encode() not in content
    assert row.sha256 != row.stored_as


def test_the_same_file_for_two_subjects_does_not_look_the_same(folder: Path) -> None:
    first, second = (attach(complaints.complaint(), files.upload())[0] for _number in range(2))
    assert first.sha256 == second.sha256
    assert first.stored_as != second.stored_as


def test_the_database_keeps_a_reporters_name_sealed(subject: Complaint) -> None:
    (row,) = attach(subject, files.upload())
    row.origin = Origin.REPORTER
    with pytest.raises(IntegrityError, match="reporter_name_sealed"):
        db.session.flush()


@pytest.mark.parametrize("broken", ["changed", "cut", "gone", "swapped", "other key"])
def test_a_file_that_was_touched_is_not_handed_out(
    subject: Complaint, folder: Path, app: Flask, broken: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    row, other = attach(subject, files.upload(), files.upload("b.txt", b"other words"))
    path = folder / row.stored_as[:2] / row.stored_as
    if broken == "changed":
        path.write_bytes(path.read_bytes()[:-1] + b"x")
    elif broken == "cut":
        path.write_bytes(b"")
    elif broken == "gone":
        path.unlink()
    elif broken == "swapped":
        row.stored_as = store_of_files.put(sealing.file_seal().seal(b"quite another content"))
    else:
        seal = sealing.FileSeal(b"another key, made for this test only, long enough")
        monkeypatch.setitem(app.extensions, "wenze.files.seal", seal)
    with pytest.raises(DamagedFile):
        services.content_of(row)
    if broken != "other key":
        assert services.content_of(other) == b"other words"


def test_a_damaged_file_is_recorded_once(subject: Complaint) -> None:
    (row,) = attach(subject, files.upload())
    for _time in range(3):
        services.note_damage(row, actor("intake").id)
    actions = [entry.action for entry in of_subject("attachments", row.id, limit=9)]
    assert actions == ["damage_found", "attach"]


def test_keys_may_be_added_in_front_of_old_ones() -> None:
    old = sealing.FileSeal(b"old-key")
    both = sealing.FileSeal(b"new-key\nold-key\n")
    assert both.open(old.seal(b"content")) == b"content"
    with pytest.raises(DamagedFile):
        old.open(both.seal(b"content"))
    with pytest.raises(ValueError, match="no key"):
        sealing.FileSeal(b"\n")


# --- all or none ---


def test_one_bad_file_keeps_all_out(subject: Complaint, folder: Path) -> None:
    assert reason(subject, files.upload(), files.upload("b.svg", b"<svg/>")) == "file_markup"
    assert on_disk(folder) == []
    assert db.session.scalars(select(Attachment)).all() == []


def test_what_was_stored_goes_when_the_act_fails(subject: Complaint, folder: Path) -> None:
    @transactional
    def act() -> None:
        attach(subject, files.upload())
        assert len(on_disk(folder)) == 1
        raise RuntimeError("something later fails")

    with pytest.raises(RuntimeError, match="later"):
        act()
    assert on_disk(folder) == []


def test_the_same_content_twice_is_refused_and_leaves_nothing(
    subject: Complaint, folder: Path
) -> None:
    assert reason(subject, files.upload("a.jpg"), files.upload("b.jpg")) == "file_same"
    assert on_disk(folder) == []
    attach(subject, files.upload("a.jpg"))
    assert reason(subject, files.upload("c.jpg")) == "file_same"
    assert len(on_disk(folder)) == 1


# --- quotas ---


def text(size: int, fill: str = "a") -> Upload:
    return Upload(f"{fill}.txt", fill.encode() * size)


def test_a_file_over_the_limit(
    subject: Complaint, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded(app, monkeypatch, per_file=MIB)
    attach(subject, text(MIB))
    assert reason(subject, text(MIB + 1, "b")) == "file_too_big"


def test_a_subject_is_full(subject: Complaint, app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    bounded(app, monkeypatch, per_subject=100)
    attach(subject, text(60))
    assert reason(subject, text(41, "b")) == "file_subject_full"
    attach(subject, text(40, "c"))


def test_a_subject_has_enough_files(
    subject: Complaint, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded(app, monkeypatch, count=2)
    assert reason(subject, text(1), text(1, "b"), text(1, "c")) == "file_too_many"
    attach(subject, text(1), text(1, "b"))


def test_a_person_has_uploaded_enough_for_one_day(
    subject: Complaint, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded(app, monkeypatch, per_day=100)
    attach(subject, text(100))
    other = complaints.complaint()
    assert reason(other, text(1, "b")) == "file_quota"
    services.attach(other, actor("supervisor"), [text(50, "c")])
    with moment.frozen("2026-03-03"):
        attach(other, text(1, "d"))


def test_the_disk_is_not_filled_to_the_brim(
    subject: Complaint, app: Flask, monkeypatch: pytest.MonkeyPatch
) -> None:
    bounded(app, monkeypatch, reserve=2**60)
    assert reason(subject, text(1)) == "file_no_room"


# --- looking after the store ---


def _check(app: Flask, *options: str) -> Any:
    return app.test_cli_runner().invoke(args=["files", "check", *options])


def test_the_check_reads_everything_again(app: Flask, subject: Complaint, folder: Path) -> None:
    row, _other = attach(subject, files.upload(), text(5))
    db.session.commit()
    sound = _check(app)
    assert (sound.exit_code, "损坏0个" in sound.output) == (0, True)
    (folder / row.stored_as[:2] / row.stored_as).write_bytes(b"x")
    found = _check(app)
    assert found.exit_code == 1
    assert f"附件{row.id}" in found.output


def test_the_check_removes_only_old_files_without_an_owner(
    app: Flask, subject: Complaint, folder: Path
) -> None:
    (row,) = attach(subject, files.upload())
    db.session.commit()
    store_of_files.put(b"left behind by a crash")
    kept = {path.name for path in on_disk(folder)}
    assert "无主0个" in _check(app, "--remove-orphans").output  # it might be just being written
    with moment.frozen("2099-01-01"):
        assert "无主1个" in _check(app).output
        assert {path.name for path in on_disk(folder)} == kept
        _check(app, "--remove-orphans")
    assert [path.name for path in on_disk(folder)] == [row.stored_as]
