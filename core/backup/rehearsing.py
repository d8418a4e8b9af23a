"""Restore a backup beside the live system, and note what came of it: a backup is proved by that."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from pathlib import Path

import msgspec
from flask import current_app

from config import ROOT, Settings, environment_beside
from core import moment
from core.refusals import Refusal, Refused

REHEARSALS = "rehearsals.jsonl"


class Rehearsal(msgspec.Struct, frozen=True):
    """One restore beside the live system: of which backup, when (UTC), how it went."""

    backup: str
    at: str
    is_good: bool
    seconds: float
    said: str


def rehearse(path: Path) -> float:
    """Restore a backup beside the live system by the very command of the manual, in a folder of
    its own that is removed afterwards; return the seconds it took.

    Refused with what the command said where it failed. Either way the result is noted.
    """
    settings: Settings = current_app.extensions["wenze.settings"]
    begun = time.monotonic()
    with tempfile.TemporaryDirectory(dir=settings.instance_dir) as scratch:
        done = subprocess.run(  # noqa: S603 - this program, and a file that somebody chose
            [sys.executable, "-m", "flask", "backup", "restore", str(path.resolve())],
            cwd=ROOT,
            env=environment_beside(settings, Path(scratch)),
            capture_output=True,
            text=True,
            check=False,
        )
    taken = time.monotonic() - begun
    said = (done.stdout + done.stderr).strip().splitlines()
    is_good = done.returncode == 0
    note = Rehearsal(
        path.name, moment.now().isoformat(), is_good, round(taken, 1), said[-1] if said else ""
    )
    with (path.parent / REHEARSALS).open("a", encoding="utf-8") as file:
        file.write(msgspec.json.encode(note).decode() + "\n")
    if not is_good:
        raise Refused(Refusal("backup.rehearsal_failed", {"said": note.said}))
    return taken


def last_rehearsal(folder: Path) -> Rehearsal | None:
    """Return what the last rehearsal found, None where there was none."""
    file = folder / REHEARSALS
    lines = file.read_text(encoding="utf-8").splitlines() if file.exists() else []
    return msgspec.json.decode(lines[-1], type=Rehearsal) if lines else None
