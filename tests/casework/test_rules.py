"""What a pack lets a unit do with itself."""

from __future__ import annotations

import pytest

from casework.rules import is_own_body_competent
from regulations.loader import load_packs
from regulations.rules import effective_pack


@pytest.mark.requirement("ACC-03", "FIN-32")
@pytest.mark.parametrize(
    ("pack_id", "own"),
    [
        ("aershan-2021", True),
        ("duodao-finance", True),
        ("county-004", False),
        ("common-000-05", False),
    ],
)
def test_only_two_packs_let_a_unit_look_into_itself(pack_id: str, own: bool) -> None:
    assert is_own_body_competent(effective_pack(load_packs(), pack_id)) is own
