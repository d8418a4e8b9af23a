"""The rows of every pack are those that were reviewed: none can go or come unnoticed.

`reviewed_rows.txt` lists them, a line a row; whoever changes a pack changes the list with it:

    python -m tests.regulations.test_rows
"""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

import pytest

from regulations.loader import load_packs
from regulations.model import Pack

REVIEWED = Path(__file__).with_name("reviewed_rows.txt")


def keys(packs: Mapping[str, Pack]) -> list[str]:
    """Return the rows of all packs by pack and key."""
    return sorted(f"{pack.id} {key}" for pack in packs.values() for key, _ in pack.rows())


def reviewed() -> list[str]:
    """Return the reviewed list."""
    return REVIEWED.read_text(encoding="utf-8").splitlines()


def test_the_rows_are_the_reviewed_ones(packs: Mapping[str, Pack]) -> None:
    assert keys(packs) == reviewed()


def test_deleting_any_single_row_is_noticed(packs: Mapping[str, Pack]) -> None:
    """The twin: no two rows share a key, so that the list without any one of them differs."""
    found = keys(packs)
    assert len(set(found)) == len(found)
    for n in range(len(found)):
        assert found[:n] + found[n + 1 :] != reviewed()


@pytest.mark.parametrize("section", Pack.__struct_fields__[1:])
def test_every_section_of_a_pack_is_among_the_rows(packs: Mapping[str, Pack], section: str) -> None:
    """A new section that `rows` forgets would escape the list, the quotes and the articles."""
    named = {key.split()[0] for pack in packs.values() for key, _ in pack.rows()}
    assert section in named


if __name__ == "__main__":
    REVIEWED.write_text("\n".join(keys(load_packs())) + "\n", encoding="utf-8")
