"""The rows of every pack are those that were reviewed: none can go or come unnoticed.

`reviewed_rows.txt` lists them, a line a row, those within a row (the steps of a ladder, the levels
of a review) below it; whoever changes a pack changes the list with it:

    python -m tests.regulations.test_rows
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from itertools import zip_longest
from pathlib import Path
from typing import Any

import pytest
from msgspec import Struct
from msgspec.structs import fields, replace

from regulations.loader import load_packs
from regulations.model import Pack

REVIEWED = Path(__file__).with_name("reviewed_rows.txt")
PACKS = load_packs()


def keys(packs: Iterable[Pack]) -> list[str]:
    """Return the rows of some packs by pack and key, those within a row after it."""
    return [line for pack in packs for line in sorted(_keys(pack))]


def _keys(pack: Pack) -> Iterator[str]:
    named = {id(row) for _key, row in pack.rows()}
    for key, row in (("pack", pack.pack), *pack.rows()):
        if key != "pack":
            yield f"{pack.id} {key}"
        for name, position, part in _parts(row):
            if id(part) not in named:
                what = getattr(part, part.__struct_fields__[0])
                yield f"{pack.id} {key} / {name} {position + 1} {what}"


def _parts(row: Struct) -> Iterator[tuple[str, int, Struct]]:
    """Yield what a row may lack: the rows within it, each with its field and its place there."""
    for name, is_optional in _fields(type(row)):
        value: Any = getattr(row, name)
        held = value if isinstance(value, tuple) else (value,) if is_optional else ()
        yield from ((name, n, part) for n, part in enumerate(held) if isinstance(part, Struct))


@cache
def _fields(kind: type[Struct]) -> list[tuple[str, bool]]:
    """Return the fields of a kind of row, and which of them may be left out."""
    return [(field.name, field.default is None) for field in fields(kind)]


def lessened(row: Any) -> Iterator[Any]:
    """Yield copies of a pack or row, each of which lacks one row, at whatever depth."""
    for name, position, part in _parts(row):
        value: Any = getattr(row, name)
        before, after = ((), ()) if value is part else (value[:position], value[position + 1 :])
        for less in ((), *((less,) for less in lessened(part))):
            left = (*before, *less, *after)
            yield replace(row, **{name: left if value is not part else left[0] if left else None})
    if isinstance(row, Pack):
        yield from (replace(row, pack=less) for less in lessened(row.pack))


def reviewed() -> list[str]:
    """Return the reviewed list."""
    return REVIEWED.read_text(encoding="utf-8").splitlines()


def test_the_rows_are_the_reviewed_ones() -> None:
    assert keys(PACKS.values()) == reviewed()


@pytest.mark.parametrize("pack_id", PACKS)
def test_deleting_any_single_row_is_noticed(pack_id: str) -> None:
    """The twin: taken out one by one, at whatever depth, each leaves another list."""
    pack = PACKS[pack_id]
    before = list(_keys(pack))
    assert len(set(before)) == len(before)
    taken = 0
    for less in lessened(pack):
        assert any(was != now for was, now in zip_longest(before, _keys(less)))
        taken += 1
    assert taken == len(before) == sum(line.split()[0] == pack_id for line in reviewed())


@pytest.mark.parametrize("section", Pack.__struct_fields__[1:])
def test_every_section_of_a_pack_is_among_the_rows(section: str) -> None:
    """A new section that `rows` forgets would escape the list, the quotes and the articles."""
    named = {key.split()[0] for pack in PACKS.values() for key, _ in pack.rows()}
    assert section in named


if __name__ == "__main__":
    REVIEWED.write_text("\n".join(keys(PACKS.values())) + "\n", encoding="utf-8")
