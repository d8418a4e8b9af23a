"""Read a two-dimensional code as a telephone does, from the dark squares that are drawn.

Only what a clean drawing of error correction M, versions 3 to 6, needs (ISO/IEC 18004): no errors
are corrected, so a wrongly drawn square gives other words.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

Squares = frozenset[tuple[int, int]]

#: Blocks among which the data are dealt out, and bytes of data, by version.
_BLOCKS, _DATA = {3: 1, 4: 2, 5: 2, 6: 4}, {3: 44, 4: 64, 5: 86, 6: 108}
_MASKS: tuple[Callable[[int, int], bool], ...] = (
    lambda x, y: (x + y) % 2 == 0,
    lambda _x, y: y % 2 == 0,
    lambda x, _y: x % 3 == 0,
    lambda x, y: (x + y) % 3 == 0,
    lambda x, y: (y // 2 + x // 3) % 2 == 0,
    lambda x, y: x * y % 2 + x * y % 3 == 0,
    lambda x, y: (x * y % 2 + x * y % 3) % 2 == 0,
    lambda x, y: ((x + y) % 2 + x * y % 3) % 2 == 0,
)
#: Bytes are told by this mode.
_BYTES = 4


def squares(path: str) -> Squares:
    """Return the dark squares of an SVG path of runs, each in one line, without the quiet zone."""
    runs = [tuple(map(int, run)) for run in re.findall(r"M(\d+) (\d+)h(\d+)", path)]
    margin = min(x for x, _y, _length in runs)
    return frozenset((x + n - margin, y - margin) for x, y, length in runs for n in range(length))


def read(dark: Squares) -> str:
    """Return the text of a code."""
    size = max(x for x, _y in dark) + 1
    version = (size - 17) // 4
    mask = sum(((x, 8) in dark) << (4 - x) for x in (2, 3, 4)) ^ 0b101
    bits = [((x, y) in dark) != _MASKS[mask](x, y) for x, y in _way(size)]
    words = [sum(bit << 7 - n for n, bit in enumerate(bits[at : at + 8])) for at in
             range(0, 8 * _DATA[version], 8)]  # fmt: skip
    data = bytes(
        word for block in range(_BLOCKS[version]) for word in words[block :: _BLOCKS[version]]
    )
    nibbles = data.hex()
    assert int(nibbles[0], 16) == _BYTES
    length = int(nibbles[1:3], 16)
    return bytes.fromhex(nibbles[3 : 3 + 2 * length]).decode()


def _way(size: int) -> Iterator[tuple[int, int]]:
    """Yield the squares of data in their order: up and down in pairs of columns from the right."""
    up = True
    for right in (*range(size - 1, 6, -2), 5, 3, 1):
        for y in range(size - 1, -1, -1) if up else range(size):
            for x in (right, right - 1):
                if not _is_fixed(x, y, size):
                    yield x, y
        up = not up


def _is_fixed(x: int, y: int, size: int) -> bool:
    """Tell whether a square belongs to the frame of the code: finders, timing, alignment."""
    near, far = 9, size - 8
    finder = (x < near and y < near) or (x >= far and y < near) or (x < near and y >= far)
    aligned = size - 9 <= min(x, y) and max(x, y) <= size - 5
    return finder or aligned or 6 in (x, y)
