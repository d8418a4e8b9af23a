"""A backup restores what was there, row by row, on either engine; a broken one restores nothing."""

from __future__ import annotations

import fcntl
import shutil
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from flask_migrate import downgrade
from sqlalchemy import select

from complaints.models import Complaint
from config import ROOT, environment_beside
from core import moment
from core.backup import container, rehearsing, services, tables
from core.db import db
from core.files import init_app as keep_files
from core.files import store
from core.files.models import Attachment
from core.files.services import attach, content_of
from core.files.storage import FolderStorage
from core.record import services as record
from core.refusals import Refused
from tests.support import application, complaints, engines, files
from tests.support.factories import actor

#: Stands in rows of a table, in the record, and in an attachment.
CANARY = "敖登其木格"


@pytest.fixture
def office(committed_db: Flask, tmp_path: Path) -> Iterator[Flask]:
    """An office with a complaint and an attachment, on a database and a store of its own."""
    keep_files(committed_db, tmp_path / "files")
    with committed_db.app_context():
        made = complaints.complaint(facts=f"{CANARY}反映未公开财政决算。")
        attach(made, actor("intake"), [files.upload()])
        complaints.accept(made)
        db.session.commit()
        db.session.remove()
        yield committed_db


@pytest.fixture
def made(office: Flask, tmp_path: Path) -> Path:
    """A backup of the office."""
    return services.create(tmp_path / "backups").path


@pytest.fixture
def machine(office: Flask, tmp_path: Path) -> Iterator[Callable[[str], Flask]]:
    """Make empty installations on the database at an address, with the keys of the office."""
    keys = office.extensions["wenze.settings"].keys_dir
    built: list[Flask] = []

    def make(url: str) -> Flask:
        folder = tmp_path / f"machine-{len(built)}"
        shutil.copytree(keys, folder / "keys")
        built.append(application.build(url, folder))
        return built[-1]

    yield make
    for app in built:
        application.close(app)


def everything() -> dict[str, tuple[int, str]]:
    """Return number and hash of the rows of every table."""
    with db.engine.connect() as connection:
        return {t.name: tables.digest(connection, t) for t in tables.tables_of(connection)}


def refused(act: Callable[[], Any]) -> str:
    with pytest.raises(Refused) as caught:
        act()
    return caught.value.refusal.code


class TestRestored:
    def test_every_row_and_file_after_one_that_was_cut_left_nothing(
        self, made: Path, machine: Any, engine: engines.TestEngine, tmp_path: Path
    ) -> None:
        before = everything()
        (cut := tmp_path / "cut.backup").write_bytes(made.read_bytes()[:-1])
        with machine(url := engine.empty()).app_context():
            assert refused(lambda: services.restore(cut)) == "backup.damaged"
            with db.engine.connect() as connection:
                assert tables.tables_of(connection) == []
            assert list(store().names()) == []
            services.restore(made)
            assert everything() == before
            assert content_of(db.session.scalars(select(Attachment)).one())
            assert list(record.verify_chain()) == []
            assert db.session.scalar(db.text("SELECT count(*) FROM search_entries")) > 0
            complaints.complaint()  # ids go on after those restored
            db.session.commit()
            db.session.remove()
            db.engine.dispose()
        engine.drop(url)

    @pytest.mark.skipif(engines.chosen() == "sqlite", reason="needs the other engine")
    def test_from_postgresql_to_sqlite_and_back(
        self, made: Path, machine: Any, engine: engines.TestEngine, tmp_path: Path
    ) -> None:
        """How an office grows from one machine to PostgreSQL."""
        before = everything()
        with machine(f"sqlite:///{tmp_path / 'other.db'}").app_context():
            services.restore(made)
            assert everything() == before
            again = services.create(tmp_path / "again").path
            db.session.remove()
        with machine(url := engine.empty()).app_context():
            services.restore(again)
            assert everything() == before
            db.session.remove()
            db.engine.dispose()
        engine.drop(url)

    def test_a_backup_of_the_release_before_is_upgraded(
        self, made: Path, machine: Any, tmp_path: Path
    ) -> None:
        downgrade(revision="-1")
        with db.engine.connect() as connection:
            old = connection.scalar(db.text("SELECT version_num FROM alembic_version"))
        older = services.create(tmp_path / "older")
        assert older.manifest.revision == old != services.verify(made).manifest.revision
        with machine(f"sqlite:///{tmp_path / 'upgraded.db'}").app_context():
            services.restore(older.path)
            assert db.session.scalar(db.text("SELECT version_num FROM alembic_version")) != old
            assert db.session.scalars(select(Complaint)).one().facts.startswith(CANARY)


class TestRefused:
    def test_a_backup_with_any_bit_turned_or_cut_off(self, made: Path, tmp_path: Path) -> None:
        whole = made.read_bytes()
        places = [4, 30, 37, 60, len(whole) // 2, len(whole) - 1]
        for place in places:
            bad = bytearray(whole)
            bad[place] ^= 1
            (broken := tmp_path / "broken.backup").write_bytes(bad)
            assert refused(lambda: services.verify(broken)) in {
                "backup.damaged",
                "backup.wrong_key",
            }
        for length in (0, 3, 36, 200, len(whole) // 2, len(whole) - 1):
            broken.write_bytes(whole[:length])
            assert refused(lambda: services.verify(broken)).startswith("backup.")
        broken.write_bytes(whole + b"x")
        assert refused(lambda: services.verify(broken)) == "backup.damaged"

    def test_a_frame_left_out_or_moved(self, made: Path, tmp_path: Path) -> None:
        parts = split(made.read_bytes())
        for order in (parts[:2] + parts[3:], [*parts[:2], parts[3], parts[2], *parts[4:]]):
            (broken := tmp_path / "broken.backup").write_bytes(b"".join(order))
            assert refused(lambda: services.verify(broken)) == "backup.damaged"

    def test_another_key(self, made: Path, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(services, "_key", lambda: b"x" * 44)
        assert refused(lambda: services.verify(made)) == "backup.wrong_key"

    def test_keys_that_are_not_those_of_the_backup(
        self, made: Path, machine: Any, tmp_path: Path
    ) -> None:
        app = machine(f"sqlite:///{tmp_path / 'keys.db'}")
        key = app.extensions["wenze.settings"].keys_dir / "record.key"
        key.write_bytes(b"another" * 9)
        with app.app_context():
            assert refused(lambda: services.restore(made)) == "backup.other_keys"

    def test_an_installation_with_data(self, made: Path) -> None:
        before = everything()
        assert refused(lambda: services.restore(made)) == "backup.not_empty"
        assert everything() == before

    def test_a_newer_release(self, made: Path, machine: Any, tmp_path: Path) -> None:
        newer = tmp_path / "newer.backup"
        with newer.open("wb") as file, made.open("rb") as old:
            writer = container.Writer(file, services._key())
            for kind, payload in container.frames(old, services._key()):
                changed = payload.replace(b'"revision":"00', b'"revision":"99')
                writer.add(kind, changed if kind == container.Kind.MANIFEST else payload)
        with machine(f"sqlite:///{tmp_path / 'newer.db'}").app_context():
            assert refused(lambda: services.restore(newer)) == "backup.newer"

    @pytest.mark.parametrize("lost", [container.Kind.FILE, container.Kind.ROWS])
    def test_contents_that_differ_from_what_it_says(
        self, made: Path, machine: Any, tmp_path: Path, lost: container.Kind
    ) -> None:
        """Sealed rightly, by a machine that lost something on the way."""
        less = tmp_path / "less.backup"
        with less.open("wb") as file, made.open("rb") as old:
            writer = container.Writer(file, services._key())
            parts = list(container.frames(old, services._key()))
            gone = max(n for n, (kind, _payload) in enumerate(parts) if kind == lost)
            for n, (kind, payload) in enumerate(parts):
                if n != gone:
                    writer.add(kind, payload)
        assert refused(lambda: services.verify(less)) == "backup.contents_differ"
        with machine(f"sqlite:///{tmp_path / 'less.db'}").app_context():
            assert refused(lambda: services.restore(less)) == "backup.contents_differ"
            with db.engine.connect() as connection:
                assert tables.tables_of(connection) == []


@pytest.mark.usefixtures("office")
class TestMade:
    def test_nothing_of_it_can_be_read_without_the_key(self, made: Path) -> None:
        content = made.read_bytes()
        for text in (CANARY, "complaints", "财政决算"):
            assert text.encode() not in content
        assert made.stat().st_mode & 0o077 == 0

    def test_a_damaged_file_is_named_and_the_rest_is_kept(self, tmp_path: Path) -> None:
        name, _stored = next(store().names())
        (tmp_path / "files" / name[:2] / name).write_bytes(b"damaged")
        backup = services.create(tmp_path / "backups")
        assert backup.contents.damaged == [name]
        assert services.verify(backup.path).contents.rows == backup.contents.rows

    def test_only_the_newest_are_kept_when_asked(self, tmp_path: Path) -> None:
        for day in ("2026-03-02", "2026-03-03", "2026-03-04"):
            with moment.frozen(day):
                services.create(tmp_path / "backups", keep=2)
        names = [path.name for path in services.made_in(tmp_path / "backups")]
        assert names == ["wenze-20260304-090000.backup", "wenze-20260303-090000.backup"]

    def test_one_that_is_killed_leaves_no_backup_and_the_next_one_none_of_its_rest(
        self, tmp_path: Path
    ) -> None:
        folder = tmp_path / "backups"
        folder.mkdir()
        (folder / "wenze-20260101-000000.backup.part").write_bytes(b"what a killed run left")
        assert services.made_in(folder) == []
        services.create(folder)
        assert [path.suffix for path in folder.iterdir()] == [".backup"]

    def test_of_two_at_once_the_second_is_refused_and_the_first_is_whole(
        self, tmp_path: Path
    ) -> None:
        folder = tmp_path / "backups"
        folder.mkdir()
        with (folder / "wenze-20260101-000000.backup.part").open("wb") as running:
            fcntl.flock(running, fcntl.LOCK_EX)
            assert refused(lambda: services.create(folder)) == "backup.running"
            assert list(folder.glob("*.part")), "what another run writes is left alone"

    def test_a_full_disk_is_said_before_anything_is_written(
        self, made: Path, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(shutil, "disk_usage", lambda _folder: type("U", (), {"free": 9}))
        assert refused(lambda: services.create(made.parent)) == "backup.no_room"
        assert services.made_in(made.parent) == [made]


def split(content: bytes) -> list[bytes]:
    """Return head and frames of a backup as they lie in the file."""
    parts, at = [content[:36]], 36
    while at < len(content):
        size = 5 + int.from_bytes(content[at + 1 : at + 5], "big")
        parts.append(content[at : at + size])
        at += size
    return parts


@pytest.mark.once
def test_a_kill_in_the_middle_leaves_what_was_whole(office: Flask, tmp_path: Path) -> None:
    """The command itself, killed at some point of its work; the next one makes a good backup."""
    settings = office.extensions["wenze.settings"]
    kept = FolderStorage(tmp_path / "files")
    for number in range(48):
        kept.put(bytes([number]) * 4_000_000)
    running = subprocess.Popen(
        [sys.executable, "-m", "flask", "backup", "create"],
        cwd=ROOT,
        env={
            **environment_beside(settings, tmp_path),
            "DATABASE_URL": settings.database_url,
            "WENZE_FILES": str(tmp_path / "files"),
        },
    )
    folder = tmp_path / "backups"
    while not (begun := list(folder.glob("*.part"))) or begun[0].stat().st_size < 8_000_000:
        assert running.poll() is None
    running.send_signal(signal.SIGKILL)
    running.wait()
    assert services.made_in(folder) == []
    assert services.verify(services.create(folder).path).contents.files > 48
    assert list(folder.glob("*.part")) == []


@pytest.mark.once
def test_a_rehearsal_restores_beside_and_its_result_is_kept(
    office: Flask, made: Path, tmp_path: Path
) -> None:
    """The good one passes; the cut one fails with the words of the command. The office is as it
    was, and nothing is left of the rehearsal.
    """
    before, settings = everything(), office.extensions["wenze.settings"]
    beside = replace(settings, instance_dir=tmp_path)
    office.extensions["wenze.settings"] = beside
    there = set(tmp_path.iterdir())
    rehearsing.rehearse(made)
    assert (last := rehearsing.last_rehearsal(made.parent)) is not None
    assert last.is_good
    (cut := made.with_name("cut.backup")).write_bytes(made.read_bytes()[:-1])
    assert refused(lambda: rehearsing.rehearse(cut)) == "backup.rehearsal_failed"
    assert (last := rehearsing.last_rehearsal(made.parent)) is not None
    assert (last.is_good, "不能读取" in last.said) == (False, True)
    assert everything() == before
    assert set(tmp_path.iterdir()) == there
