"""The package of a case is checked with Python alone; what was done to it is named, place by place.

The script runs as an auditor would run it: alone, isolated, without site packages.
"""

from __future__ import annotations

import hashlib
import io
import json
import subprocess
import sys
import zipfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import pytest
from flask import Flask

from casework.archive.package import MANIFEST, READ_ME, RECORD, SEAL, VOLUME, packed
from casework.models import Case
from config import ROOT
from core.db import db
from core.record.models import RecordEntry
from tests.support import archives
from tests.support.client import Client
from tests.support.factories import person
from tests.support.tampering import WRONG_KEY

SCRIPT = ROOT / "scripts" / "verify_record.py"


@pytest.fixture
def package(app: Flask) -> bytes:
    """The package of a closed and archived case."""
    made = archives.archive(archives.closed())
    db.session.commit()
    return packed(made, archives.volume(made))


@pytest.fixture
def key(app: Flask) -> Path:
    """The file with the key of the record."""
    path: Path = app.extensions["wenze.settings"].keys_dir / "record.key"
    return path


def _verify(folder: Path, content: bytes, key: Path | None = None) -> tuple[int, list[str]]:
    """Return exit code and the places that the script names."""
    file = folder / "package.zip"
    file.write_bytes(content)
    arguments = [str(file), *([str(key)] if key else [])]
    run = subprocess.run(
        [sys.executable, "-I", "-S", str(SCRIPT), *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        check=False,
    )
    assert run.stderr == ""
    named = [line.split("\t")[0] for line in run.stdout.splitlines() if "\t" in line]
    return run.returncode, named


def _files(package: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def _zip(files: Mapping[str, bytes]) -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w") as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return made.getvalue()


def _flipped(content: bytes, at: int | None = None) -> bytes:
    """Return the content with one bit of one byte turned over."""
    place = len(content) // 2 if at is None else at
    return content[:place] + bytes([content[place] ^ 1]) + content[place + 1 :]


@pytest.mark.requirement("ARC-01", "ARC-07")
def test_an_untouched_package_verifies_with_and_without_the_key(
    package: bytes, key: Path, tmp_path: Path
) -> None:
    assert _verify(tmp_path, package) == (0, [])
    assert _verify(tmp_path, package, key) == (0, [])


@pytest.mark.requirement("ARC-01", "ARC-07")
def test_one_byte_of_each_kind_of_file_is_named(package: bytes, key: Path, tmp_path: Path) -> None:
    files = _files(package)
    kinds = {name.rpartition(".")[2] for name in files}
    assert kinds == {"pdf", "jpg", "txt", "jsonl", "json", "seal"}
    for name, content in files.items():
        broken = _zip({**files, name: _flipped(content)})
        code, named = _verify(tmp_path, broken, key)
        assert code == 1, name
        assert name in named, name
        code, named = _verify(tmp_path, broken)
        assert (code, name in named) == ((1, True) if name != SEAL else (0, False)), name


def test_a_byte_of_the_list_and_of_its_seal_is_told_apart_by_the_key(
    package: bytes, key: Path, tmp_path: Path
) -> None:
    files = _files(package)
    of_list = _zip({**files, MANIFEST: files[MANIFEST] + b" "})
    of_hash = _zip({**files, SEAL: _flipped(files[SEAL], 0)})
    assert _verify(tmp_path, of_list, key) == (1, [MANIFEST])
    assert _verify(tmp_path, of_hash, key) == (1, [SEAL])
    for broken in (of_list, of_hash):
        assert _verify(tmp_path, broken) == (1, [MANIFEST])
    without = {name: content for name, content in files.items() if name != SEAL}
    assert _verify(tmp_path, _zip(without)) == (1, [SEAL])


def test_a_byte_of_the_packed_file_itself_is_named(package: bytes, tmp_path: Path) -> None:
    with zipfile.ZipFile(io.BytesIO(package)) as archive:
        member = archive.getinfo(VOLUME)
    start = member.header_offset + 30 + len(VOLUME.encode())
    code, named = _verify(tmp_path, _flipped(package, start + member.compress_size // 2))
    assert code == 1
    assert VOLUME in named


@pytest.mark.requirement("ARC-07")
def test_a_missing_and_an_added_file_are_named(package: bytes, key: Path, tmp_path: Path) -> None:
    files = _files(package)
    document = next(name for name in files if name.startswith("文件/"))
    without = {name: content for name, content in files.items() if name != document}
    assert _verify(tmp_path, _zip(without)) == (1, [document])
    assert _verify(tmp_path, _zip({**files, "文件/999-伪造.pdf": b"%PDF-"})) == (
        1,
        ["文件/999-伪造.pdf"],
    )
    assert _verify(tmp_path, _zip({k: v for k, v in files.items() if k != MANIFEST})) == (
        1,
        [MANIFEST],
    )
    twice = io.BytesIO(package)
    with zipfile.ZipFile(twice, "a") as archive, pytest.warns(UserWarning, match="Duplicate"):
        archive.writestr(document, b"%PDF-")
    assert _verify(tmp_path, twice.getvalue(), key) == (1, [document])


Change = Callable[[list[bytes]], list[bytes]]


def _entry(line: bytes, **changes: object) -> bytes:
    return json.dumps({**json.loads(line), **changes}, ensure_ascii=False).encode() + b"\n"


@pytest.mark.requirement("ARC-07")
@pytest.mark.parametrize(
    ("change", "names"),
    [
        (lambda lines: [_entry(lines[0], reason="改过"), *lines[1:]], lambda seqs: [seqs[0]]),
        (lambda lines: lines[1:], lambda seqs: [seqs[0]]),
        (lambda lines: [*lines[:3], *lines[4:]], lambda seqs: [seqs[3]]),
        (
            lambda lines: [*lines[:-1], _entry(lines[0], seq=900_000), lines[-1]],
            lambda _seqs: [900_000],
        ),
    ],
)
def test_a_changed_missing_or_added_entry_is_named(
    package: bytes,
    tmp_path: Path,
    change: Change,
    names: Callable[[list[int]], list[int]],
) -> None:
    files = _files(package)
    lines = files[RECORD].splitlines(keepends=True)
    seqs = [json.loads(line)["seq"] for line in lines[:-1]]
    broken = {**files, RECORD: b"".join(change(lines))}
    code, named = _verify(tmp_path, _zip(broken))
    assert (code, named) == (1, [RECORD, *(f"{RECORD} 第{seq}条" for seq in names(seqs))])


def _relisted(files: Mapping[str, bytes], name: str, content: bytes) -> dict[str, bytes]:
    """Change a file and the list with it, as somebody without the key can."""
    manifest = json.loads(files[MANIFEST])
    for row in manifest["files"]:
        if row["path"] == name:
            row["sha256"] = hashlib.sha256(content).hexdigest()
    if name == RECORD:
        manifest["entries"] = [
            {"seq": json.loads(line)["seq"], "sha256": hashlib.sha256(line).hexdigest()}
            for line in content.splitlines(keepends=True)
            if b'"head"' not in line[:8]
        ]
    listed = json.dumps(manifest).encode()
    seal = hashlib.sha256(listed).hexdigest().encode() + b"\n" + files[SEAL].split()[1]
    return {**files, name: content, MANIFEST: listed, SEAL: seal}


@pytest.mark.requirement("ARC-07")
def test_a_forger_who_rewrites_the_list_is_found_by_the_key(
    package: bytes, key: Path, tmp_path: Path
) -> None:
    files = _files(package)
    forged = _relisted(files, READ_ME, "改过".encode())
    assert _verify(tmp_path, _zip(forged)) == (0, []), "the list alone proves no origin"
    assert _verify(tmp_path, _zip(forged), key) == (1, [SEAL])
    assert _verify(tmp_path, _zip({**forged, SEAL: files[SEAL]}), key) == (1, [MANIFEST])
    lines = files[RECORD].splitlines(keepends=True)
    seq = json.loads(lines[2])["seq"]
    content = b"".join([*lines[:2], _entry(lines[2], reason="改过"), *lines[3:]])
    code, named = _verify(tmp_path, _zip(_relisted(files, RECORD, content)), key)
    assert (code, named) == (1, [SEAL, f"{RECORD} 第{seq}条"])


def test_another_key_proves_nothing(package: bytes, tmp_path: Path) -> None:
    wrong = tmp_path / "wrong.key"
    wrong.write_bytes(WRONG_KEY)
    code, named = _verify(tmp_path, package, wrong)
    assert code == 1
    assert named[0] == SEAL


def test_what_is_no_package_is_said_to_be_none(tmp_path: Path) -> None:
    assert _verify(tmp_path, b"PK nothing") == (1, [str(tmp_path / "package.zip")])


def _entries() -> Iterator[RecordEntry]:
    yield from db.session.query(RecordEntry).order_by(RecordEntry.seq)


def test_the_package_holds_all_that_was_done_to_the_case(package: bytes) -> None:
    lines = _files(package)[RECORD].splitlines()
    inside = {json.loads(line).get("seq") for line in lines} - {None}
    about = {
        *("cases", "responsible_acts", "decisions", "notice_services"),
        *("remedies", "rectifications", "issued_documents", "attachments"),
        "investigation_reports",
    }
    wanted = {entry.seq for entry in _entries() if entry.subject_type in about}
    assert wanted <= inside
    types = {entry.subject_type for entry in _entries() if entry.seq in inside}
    assert types == about | {"clocks"}
    manifest = json.loads(_files(package)[MANIFEST])
    assert "包晓梅" in manifest["people"].values()


def test_the_leader_downloads_the_package(app: Flask, key: Path, tmp_path: Path) -> None:
    case: Case = archives.closed()
    archives.archive(case)
    leader = Client(app)
    leader.sign_in(person("supervisor"))
    answer = leader.raw("GET", f"/cases/{case.id}/archive/package")
    assert answer.mimetype == "application/zip"
    assert answer.headers["Content-Disposition"].startswith("attachment")
    assert _verify(tmp_path, answer.data, key) == (0, [])
