"""Whatever the bytes, a file is accepted or refused with a reason; nothing else ever happens."""

from __future__ import annotations

import random

import pytest

from core.files import metadata, policy
from core.files.kinds import KINDS, FileKind, Unfit, Upload
from core.files.labels import REFUSALS
from core.refusals import Refused
from tests.core.files.test_metadata import TELLING
from tests.support import files

SAMPLES: dict[str, tuple[FileKind, bytes]] = {
    **TELLING,
    "OFD": (FileKind.OFD, files.ofd(**{"Doc_0/Document.xml": b"<a/>"})),
    "text": (FileKind.TEXT, "如实反映".encode("gb18030") * 9),
}
ROUNDS = 250


def _spoilt(content: bytes, chance: random.Random) -> bytes:
    """Return `content` with a few bytes changed, taken out, doubled, or its end cut off."""
    spoilt = bytearray(content)
    for _time in range(chance.randint(1, 6)):
        at, length = chance.randrange(len(spoilt)), chance.randint(1, 12)
        what = chance.randrange(5)
        if what == 0:
            spoilt[at] ^= 1 << chance.randrange(8)
        elif what == 1:
            del spoilt[at : at + length]
        elif what == 2:
            spoilt[at:at] = spoilt[at : at + length]
        elif what == 3:
            spoilt[at : at + length] = chance.randbytes(length)
        else:
            spoilt[at : at + 4] = b"\xff\xff\xff\x7f"
        if len(spoilt) < 20:
            break
    return bytes(spoilt)


@pytest.mark.parametrize("case", SAMPLES)
def test_a_spoilt_file_is_accepted_or_refused(case: str) -> None:
    kind, content = SAMPLES[case]
    chance = random.Random(case)  # noqa: S311 - the same every time
    codes = set()
    for _round in range(ROUNDS):
        upload = Upload(f"材料.{KINDS[kind].extensions[0]}", _spoilt(content, chance))
        try:
            accepted = policy.examine(upload, 2**20)
            metadata.strip(accepted.content, accepted.kind)
        except Refused as refused:
            codes.add(refused.refusal.code)
        except Unfit as unfit:
            codes.add(unfit.code)
    assert codes
    assert codes <= REFUSALS.keys()
