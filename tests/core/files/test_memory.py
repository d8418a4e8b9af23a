"""The worst files of the attack list cost neither memory nor time."""

from __future__ import annotations

import random
import resource
import subprocess
import sys
import time
import zlib
from collections.abc import Callable

import pytest

from config import ROOT
from core.files import metadata, policy
from core.files.kinds import FileKind, Upload
from core.refusals import Refused
from tests.support import files

MIB = 1024 * 1024
LIMIT = 20 * MIB
#: reliability.md §5 g2: what the peak may grow by, and how long an answer may take.
GROWTH = 100 * MIB
SECONDS = 2.0

Maker = Callable[[], tuple[str, bytes]]


def _jpeg() -> tuple[str, bytes]:
    body = files.jpeg()
    end = body.rindex(b"\xff\xd9")
    return "a.jpg", body[:end] + b"\xff\x00" * (9 * MIB) + b"\xff\xd9"


def _png() -> tuple[str, bytes]:
    return "a.png", files.png(8, 8, *[files.chunk(b"tEXt", b"")] * 90_000)


def _pdf(count: int) -> Maker:
    line = b"%d 0 obj\n<< /A << /B [ 1 2 ] >> >>\nendobj\n"
    return lambda: ("a.pdf", files.pdf() + b"".join(line % n for n in range(9, count)))


def _pdf_bomb(name: bytes) -> Maker:
    """Return a PDF whose list of objects unpacks to 600 MiB."""

    def make() -> tuple[str, bytes]:
        packer = zlib.compressobj(9)
        packed = b"".join(packer.compress(bytes(MIB)) for _n in range(600)) + packer.flush()
        body = b"%PDF-1.5\n1 0 obj\n<< /Type /Catalog >>\nendobj\n"
        head = b"3 0 obj\n<< /Type /XRef /Size 4 /W [1 4 0] /Root 1 0 R /Filter /%s /Length %d >>"
        stream = b"\nstream\n%s\nendstream\nendobj\nstartxref\n%d\n%%%%EOF\n"
        return "a.pdf", body + head % (name, len(packed)) + stream % (packed, len(body))

    return make


def _directory() -> tuple[str, bytes]:
    return "a.docx", files.docx(**{f"word/{n:05}.xml": b"" for n in range(60_000)})


def _sound() -> tuple[str, bytes]:
    noise = random.Random(3).randbytes(MIB)  # noqa: S311 - not for keys
    parts = {f"word/media/{n}.dat": noise for n in range(18)}
    return "a.docx", files.docx(**parts)


WORST: dict[str, Maker] = {
    "one to a thousand": lambda: ("a.docx", files.docx(**{"word/a.xml": b"\0" * (40 * MIB)})),
    "sound but large": _sound,
    "overlapping": lambda: ("a.docx", files.flat_bomb(1_900)),
    "a long directory": _directory,
    "a JPEG of stuffing": _jpeg,
    "a PNG of crumbs": _png,
    "a PDF of crumbs": _pdf(59_000),
    "a PDF of too many crumbs": _pdf(400_000),
    "a PDF that swells": _pdf_bomb(b"FlateDecode"),
    "a PDF that swells by another name": _pdf_bomb(b"Fl#61teDecode"),
    "twenty megabytes of text": lambda: ("a.txt", b"a" * LIMIT),
}


def _measure(name: str) -> tuple[int, float]:
    """Return by how much the peak grows and how long it takes to look at one of WORST."""
    file, content = WORST[name]()
    _warm()
    begin, before = time.perf_counter(), _peak_reset()
    try:
        accepted = policy.examine(Upload(file, content), LIMIT)
        if accepted.kind is not FileKind.OFD:
            metadata.strip(accepted.content, accepted.kind)
    except Refused:
        pass
    return _peak() - before, time.perf_counter() - begin


def _warm() -> None:
    for kind, content in ((FileKind.PDF, files.pdf()), (FileKind.DOCX, files.docx())):
        metadata.strip(content, kind)


def _peak_reset() -> int:
    """Forget the peak so far (Linux), and return what is in use."""
    with open("/proc/self/clear_refs", "w") as control:  # noqa: PTH123 - no file
        control.write("5")
    return _peak()


def _peak() -> int:
    with open("/proc/self/status") as status:  # noqa: PTH123
        for line in status:
            if line.startswith("VmHWM"):
                return int(line.split()[1]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024


@pytest.mark.skipif(sys.platform != "linux", reason="reads the peak from /proc")
@pytest.mark.parametrize("name", WORST)
def test_the_peak_and_the_time_stay_bounded(name: str) -> None:
    code = f"from tests.core.files.test_memory import _measure; print(*_measure({name!r}))"
    output = subprocess.run(
        [sys.executable, "-c", code], cwd=ROOT, check=True, capture_output=True, text=True
    ).stdout
    growth, seconds = output.split()
    assert int(growth) < GROWTH, f"{int(growth) // MIB} MiB"
    assert float(seconds) < 3 * SECONDS, f"{seconds} s"  # thrice: the machine may be busy
