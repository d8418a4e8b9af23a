"""Files are kept by their hash, written whole or not at all, and checked at every reading."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest
from flask import Flask

from core import files
from tests.support.application import in_parallel

CONTENT = "证据𬭩".encode()


@pytest.fixture
def folder(app: Flask, tmp_path: Path) -> Path:
    files.init_app(app, tmp_path / "files")
    return tmp_path / "files"


def _stored(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.is_file()]


def test_what_is_put_is_read_back(folder: Path) -> None:
    sha256 = files.put(CONTENT)
    assert sha256 == hashlib.sha256(CONTENT).hexdigest()
    assert files.read(sha256) == CONTENT


def test_the_same_content_is_kept_once(folder: Path) -> None:
    assert files.put(CONTENT) == files.put(CONTENT)
    assert len(_stored(folder)) == 1


def test_only_the_owner_can_read_the_folder(folder: Path) -> None:
    stored = files.put(CONTENT)
    assert folder.stat().st_mode & 0o077 == 0
    assert (folder / stored[:2] / stored).stat().st_mode & 0o077 == 0


def test_a_changed_file_is_not_handed_out(folder: Path) -> None:
    sha256 = files.put(CONTENT)
    (folder / sha256[:2] / sha256).write_bytes(CONTENT + b"!")
    with pytest.raises(files.DamagedFile):
        files.read(sha256)


def test_a_file_that_is_gone_is_named(folder: Path) -> None:
    with pytest.raises(files.DamagedFile, match="0000"):
        files.read("0" * 64)


@pytest.mark.parametrize("name", ["", "../../etc/passwd", "A" * 64, "0" * 63, "0" * 63 + "/"])
def test_a_name_that_is_no_hash_reaches_no_file(folder: Path, name: str) -> None:
    with pytest.raises(ValueError, match="SHA-256"):
        files.read(name)


def test_a_write_that_fails_leaves_nothing_behind(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(_fd: int) -> None:
        raise OSError("disk full")

    monkeypatch.setattr("os.fsync", broken)
    with pytest.raises(OSError, match="disk full"):
        files.put(CONTENT)
    assert _stored(folder) == []


def test_eight_may_put_the_same_content_at_once(app: Flask, folder: Path) -> None:
    outcomes = in_parallel(app, 8, lambda _index: files.put(CONTENT))
    assert set(map(str, outcomes)) == {hashlib.sha256(CONTENT).hexdigest()}
    assert len(_stored(folder)) == 1
