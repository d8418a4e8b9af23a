"""Names by their initials, with both readings of a surname."""

from __future__ import annotations

import pytest

from core.search.initials import SURNAMES, TWICE, name_tokens, readings, title_tokens


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("李建国", "ljg"),
        ("李建国", "lj"),
        ("李建国", "lijianguo"),
        ("单立", "sl"),
        ("单立", "dl"),
        ("仇和平", "qhp"),
        ("解放", "xf"),
        ("查良", "zl"),
        ("盖明", "gm"),
        ("区伟", "ow"),
        ("曾红", "zh"),
        ("朴成", "pc"),
        ("尉迟恭", "ycg"),
        ("万俟雄", "mqx"),
        ("万俟雄", "wqx"),
        ("敖日格勒", "argl"),
        ("阿尔山市自然资源局", "zrzyj"),
    ],
)
def test_a_name_is_found_by_its_initials(name: str, letters: str) -> None:
    assert f"p{letters}" in name_tokens(name)


def test_one_letter_finds_nobody() -> None:
    assert not {token for token in name_tokens("李建国") if len(token) == 2}


def test_a_character_without_a_reading_leaves_the_rest() -> None:
    assert "pjg" in name_tokens("\U00031350建国")
    assert name_tokens("\U00031350") == set()


def test_the_readings_of_a_name_are_few() -> None:
    assert len(readings("曾乐行长朝单重茜")) <= 8


def test_every_surname_has_one_sound_a_character() -> None:
    for surname, sounds in SURNAMES.items():
        assert len(sounds.split()) == len(surname)
        assert sounds.replace(" ", "").isalpha()
    assert set(TWICE) <= set(SURNAMES)


@pytest.mark.parametrize(
    ("title", "letters"),
    [
        ("征地补偿费用分配方案未公开", "zdbc"),
        ("征地补偿费用分配方案未公开", "wgk"),
        ("公示栏长期不更新", "cqbg"),
        ("重庆银行行长名单", "cqy"),
        ("2024年低保A公示名单", "ndb"),
    ],
)
def test_a_title_is_found_by_its_initials(title: str, letters: str) -> None:
    assert f"p{letters}" in title_tokens(title)


def test_a_window_of_a_title_ends_where_no_chinese_stands() -> None:
    assert "pbgs" not in title_tokens("低保A公示")
    assert not title_tokens("WPS 2024")
    assert {len(token) for token in title_tokens("征地补偿费用分配方案")} == {4, 5}
