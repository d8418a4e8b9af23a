"""Make a backup, look through one, put one back into an empty installation.

A backup holds the rows of all tables at one instant and all stored files, but no key: who has only
the file reads nothing, and who restores needs the folder of keys beside it.
"""

from __future__ import annotations

import fcntl
import hashlib
import hmac
import os
import shutil
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import msgspec
from alembic.script import ScriptDirectory
from alembic.util import CommandError
from flask import current_app
from flask_migrate import downgrade, upgrade
from sqlalchemy import Connection
from sqlalchemy.schema import AddConstraint, DropConstraint

from config import ROOT, Settings
from core import moment
from core.backup import container, tables
from core.backup.container import Kind
from core.db import db, snapshot, without_foreign_keys
from core.files import DamagedFile, store
from core.record import services as record
from core.refusals import Refusal, Refused
from core.search import services as search

SUFFIX, UNFINISHED = ".backup", ".part"
#: Keys without which what was restored cannot be read or proved.
CHECKED_KEYS = ("sealed.key", "record.key", "lookup.key")
#: Room for the backup and as much again, or none is begun.
SPARE = 2


class Manifest(msgspec.Struct, frozen=True):
    """What a backup says of itself: when it was made (UTC), of which engine and revision, with
    which keys (a check of each line), and how long the record was.
    """

    made: str
    engine: str
    revision: str
    keys: dict[str, list[str]]
    record: int


class Contents(msgspec.Struct, frozen=True):
    """What a backup holds: rows and hash of each table, number and bytes of the files, and the
    stored files that were damaged already.
    """

    tables: dict[str, tuple[int, str]]
    files: int
    file_bytes: int
    damaged: list[str]

    @property
    def rows(self) -> int:
        """All rows of all tables."""
        return sum(count for count, _hash in self.tables.values())


@dataclass(frozen=True)
class Backup:
    """A backup that was made or looked through."""

    path: Path
    manifest: Manifest
    contents: Contents


def create(folder: Path, keep: int | None = None) -> Backup:
    """Write a backup into `folder` while work goes on; of older ones keep `keep` (None: all).

    The file has its name only when it is whole and on the disk; what a killed run left is removed.
    Refused where another one is being made there, and where the disk has no room.
    """
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    _clear_unfinished(folder)
    path = _free_name(folder)
    part = path.with_name(path.name + UNFINISHED)
    try:
        with part.open("xb") as file, snapshot():
            fcntl.flock(file, fcntl.LOCK_EX)
            part.chmod(0o600)
            _refuse_full(folder)
            writer = container.Writer(file, _key())
            connection = db.session.connection()
            manifest = _manifest(connection)
            writer.add(Kind.MANIFEST, msgspec.json.encode(manifest))
            contents = _write(writer, connection)
            writer.add(Kind.END, msgspec.json.encode(contents))
            file.flush()
            os.fsync(file.fileno())
        part.rename(path)
        _sync(folder)
    except BaseException:
        part.unlink(missing_ok=True)
        raise
    for old in made_in(folder)[keep:] if keep else ():
        old.unlink()
    return Backup(path, manifest, contents)


def _clear_unfinished(folder: Path) -> None:
    """Remove what a killed run left; refuse where a run still holds its file."""
    for left in folder.glob(f"*{UNFINISHED}"):
        with left.open("rb") as file:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError as error:
                raise Refused(Refusal("backup.running")) from error
            left.unlink()


def made_in(folder: Path) -> list[Path]:
    """Return the backups in `folder`, newest first."""
    return sorted(folder.glob(f"*{SUFFIX}"), reverse=True)


def verify(path: Path) -> Backup:
    """Open every frame of a backup and compare counts and hashes; nothing is written.

    Refused where it was changed, cut, or sealed with another key.
    """
    with _opened(path) as (manifest, frames):
        counted: dict[str, tuple[int, Any]] = {}
        files, size, name = 0, 0, ""
        for kind, payload in frames:
            if kind == Kind.TABLE:
                name = _table_head(payload)[0]
                counted[name] = (0, hashlib.sha256())
            elif kind == Kind.ROWS:
                rows = _rows(payload)
                count, found = counted[name]
                counted[name] = (count + len(rows), found)
                for row in rows:
                    found.update(row)
            elif kind == Kind.FILE:
                files, size = files + 1, size + len(_file(payload)[1])
            else:
                contents = msgspec.json.decode(payload, type=Contents)
        seen = {name: (count, found.hexdigest()) for name, (count, found) in counted.items()}
        if (seen, files, size) != (contents.tables, contents.files, contents.file_bytes):
            raise Refused(Refusal("backup.contents_differ"))
    return Backup(path, manifest, contents)


def restore(path: Path) -> Backup:
    """Put a backup into this installation, which must be empty; bring an older one up to date.

    The tables are made at the revision of the backup, filled, read again and compared row by row;
    then the schema is upgraded, the files are stored, the search index is built and the record is
    verified. Refused as `verify`, where there is data already, where the keys are not those of the
    backup, or where it comes from a newer release. A run that fails leaves no data behind.
    """
    with _opened(path) as (manifest, frames):
        _refuse_other_keys(manifest)
        _refuse_newer(manifest)
        _refuse_data()
        try:
            upgrade(revision=manifest.revision)
            with (
                db.engine.connect() as connection,
                without_foreign_keys(connection),
                connection.begin(),
            ):
                contents = _load(connection, frames)
        except BaseException:
            _empty()
            raise
    upgrade()
    search.rebuild()
    db.session.commit()
    with snapshot():
        if any(record.verify_chain()):
            raise Refused(Refusal("backup.record_broken"))
    return Backup(path, manifest, contents)


def _empty() -> None:
    """Take back what a restore that failed had begun."""
    downgrade(revision="base")
    for name, _stored in list(store().names()):
        store().remove(name)


def _write(writer: container.Writer, connection: Connection) -> Contents:
    counted = {}
    for table in tables.tables_of(connection):
        names = [str(column.name) for column in tables.columns_of(table)]
        writer.add(Kind.TABLE, msgspec.msgpack.encode((str(table.name), names)))
        count, found = 0, hashlib.sha256()
        for batch in tables.batches(connection, table):
            count += len(batch)
            for row in batch:
                found.update(row)
            writer.add(Kind.ROWS, zlib.compress(msgspec.msgpack.encode(batch), level=1))
        counted[str(table.name)] = (count, found.hexdigest())
    files, size, damaged = 0, 0, []
    for name, _stored in store().names():
        try:
            content = store().read(name)
        except DamagedFile:
            damaged.append(name)
            continue
        writer.add(Kind.FILE, bytes.fromhex(name) + content)
        files, size = files + 1, size + len(content)
    return Contents(counted, files, size, damaged)


def _load(connection: Connection, frames: Iterator[tuple[Kind, bytes]]) -> Contents:
    """Fill the tables and the store, and compare both with what the backup says of them."""
    known = {table.name: table for table in tables.tables_of(connection)}
    pointing = _without_pointing(connection, known.values())
    table, contents = None, None
    names: list[str] = []
    files = 0
    for kind, payload in frames:
        if kind == Kind.TABLE:
            name, names = _table_head(payload)
            table = known[name]
        elif kind == Kind.ROWS:
            assert table is not None
            tables.load(connection, table, names, _rows(payload))
        elif kind == Kind.FILE:
            store().put(_file(payload)[1])
            files += 1
        else:
            contents = msgspec.json.decode(payload, type=Contents)
    assert contents is not None
    if files != contents.files:
        raise Refused(Refusal("backup.contents_differ"))
    for name, table in known.items():
        if tables.digest(connection, table) != contents.tables.get(name, (0, "")):
            raise Refused(Refusal("backup.contents_differ"))
    tables.count_on(connection, known.values())
    for constraint in pointing:
        connection.execute(AddConstraint(constraint))
    return contents


def _without_pointing(connection: Connection, known: Any) -> list[Any]:
    """Drop the foreign keys on PostgreSQL for as long as the tables are filled; return them."""
    if connection.dialect.name != "postgresql":
        return []
    found = [constraint for table in known for constraint in table.foreign_key_constraints]
    for constraint in found:
        connection.execute(DropConstraint(constraint))
    return found


@contextmanager
def _opened(path: Path) -> Iterator[tuple[Manifest, Iterator[tuple[Kind, bytes]]]]:
    """Open a backup; what is wrong with it while it is read becomes a refusal."""
    try:
        with path.open("rb") as file:
            frames = container.frames(file, _key())
            kind, payload = next(frames)
            if kind != Kind.MANIFEST:
                raise container.DamagedBackup(0)
            yield msgspec.json.decode(payload, type=Manifest), frames
    except container.WrongKey as error:
        raise Refused(Refusal("backup.wrong_key")) from error
    except DamagedFile as error:
        raise Refused(Refusal("backup.contents_differ")) from error
    except container.DamagedBackup as error:
        raise Refused(Refusal("backup.damaged", {"frame": error.frame})) from error


def _manifest(connection: Connection) -> Manifest:
    head = record.head()
    return Manifest(
        made=moment.now().isoformat(),
        engine=connection.dialect.name,
        revision=str(connection.scalar(db.text("SELECT version_num FROM alembic_version"))),
        keys=_key_checks(),
        record=head["seq"] if head else 0,
    )


def _key_checks() -> dict[str, list[str]]:
    """Return a check of each line of the keys; it tells nothing of them."""
    settings = _settings()
    return {
        name: [
            hmac.new(line, b"wenze backup " + name.encode(), hashlib.sha256).hexdigest()[:16]
            for line in settings.key(name).split()
        ]
        for name in CHECKED_KEYS
    }


def _refuse_other_keys(manifest: Manifest) -> None:
    """Refuse where a key of the backup is not here; keys added since do no harm."""
    here = _key_checks()
    other = [name for name, lines in manifest.keys.items() if not set(lines) <= set(here[name])]
    if other:
        raise Refused(Refusal("backup.other_keys", {"names": "、".join(other)}))


def _refuse_newer(manifest: Manifest) -> None:
    try:
        ScriptDirectory(str(ROOT / "migrations")).get_revision(manifest.revision)
    except CommandError as error:
        raise Refused(Refusal("backup.newer", {"revision": manifest.revision})) from error


def _refuse_data() -> None:
    with db.engine.connect() as connection:
        if tables.tables_of(connection):
            raise Refused(Refusal("backup.not_empty"))
    if next(store().names(), None):
        raise Refused(Refusal("backup.not_empty"))


def _refuse_full(folder: Path) -> None:
    """Refuse where the folder has not twice the room of the newest backup."""
    newest = next(iter(made_in(folder)), None)
    needed = newest.stat().st_size if newest else 0
    if shutil.disk_usage(folder).free < SPARE * needed:
        raise Refused(Refusal("backup.no_room"))


def _free_name(folder: Path) -> Path:
    return folder / f"wenze-{moment.local(moment.now()):%Y%m%d-%H%M%S}{SUFFIX}"


def _table_head(payload: bytes) -> tuple[str, list[str]]:
    return msgspec.msgpack.decode(payload, type=tuple[str, list[str]])


def _rows(payload: bytes) -> list[bytes]:
    return msgspec.msgpack.decode(zlib.decompress(payload), type=list[bytes])


def _file(payload: bytes) -> tuple[str, bytes]:
    """Return name and content of a stored file; DamagedFile where they do not fit."""
    name, content = payload[:32].hex(), payload[32:]
    if hashlib.sha256(content).hexdigest() != name:
        raise DamagedFile(name)
    return name, content


def _sync(folder: Path) -> None:
    fd = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(fd)
    finally:
        os.close(fd)


def _key() -> bytes:
    key: bytes = current_app.extensions["wenze.backup"]
    return key


def _settings() -> Settings:
    settings: Settings = current_app.extensions["wenze.settings"]
    return settings
