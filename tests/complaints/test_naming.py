"""Who reported is found in a text however it is written there, and nobody else is."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from complaints import naming

MOBILE = st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True)
GAPS = st.lists(st.sampled_from(["", "", " ", "-", "—", "\u3000", "  "]), min_size=11, max_size=11)


@given(MOBILE, GAPS, st.text("的是在电话号码，。 ", max_size=8))
def test_a_number_is_found_in_a_text_and_taken_out(
    digits: str, gaps: list[str], around: str
) -> None:
    parted = "".join(digit + gap for digit, gap in zip(digits, gaps, strict=True)).strip()
    text = f"{around}{parted}{around}"
    assert naming.mentions(text, [digits])
    assert not naming.mentions(naming.without(text, [digits], "投诉举报人"), [digits])


@given(st.text(max_size=60), st.lists(st.text(min_size=1, max_size=6), max_size=3))
def test_what_is_taken_out_is_out_and_it_ends(text: str, secrets: list[str]) -> None:
    left = naming.without(text, secrets, "□")
    assert not any(naming.mentions(left, [secret]) for secret in secrets if "□" not in secret)


@pytest.mark.requirement("SEC-01")
@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"name": "敖日格勒"}, "敖日 格勒来访"),
        ({"name": "王 芳"}, "王芳反映"),
        ({"name": "买买提·吐尔逊"}, "买买提吐尔逊反映"),
        ({"name": "Li-Wei Chen"}, "来信人LI WEI CHEN"),
        ({"phone": "+86 139-0482-0017"}, "电话１３９０４８２００１７"),
        ({"phone": "13904820017"}, "电话+86 139 0482 0017"),
        ({"phone": "0482-7123456转802"}, "请打7123456"),
        ({"phone": "13800000000、13904820017"}, "请打13904820017"),
        ({"phone": "13800000000 13904820017"}, "请打139—0482—0017"),
        ({"address": "阿尔山市温泉街道林海路八号"}, "他住林海路 八号"),
        ({"address": "林海街3号楼2单元501室"}, "林海街3号楼2单元501室停暖"),
        ({"address": "明水镇幸福小区12栋"}, "幸福小区12栋停暖"),
    ],
)
def test_it_is_seen_through_every_way_of_writing(known: dict[str, str], text: str) -> None:
    secrets = naming.secrets_of(**known)
    assert naming.mentions(text, secrets)
    assert not naming.mentions(naming.without(text, secrets, "□"), secrets)


@pytest.mark.parametrize(
    ("known", "text"),
    [
        ({"name": "王"}, "王局长不作为"),
        ({"name": "· ·"}, "任何文字"),
        ({"name": "Ann"}, "A n n"),
        ({"phone": "13904820017"}, "工单139048200171"),
        ({"address": "阿尔山市"}, "阿尔山市自然资源局"),
        ({"address": "阿尔山市温泉街道"}, "温泉街道林海路八号"),
        ({"address": "林海路八号"}, "林海路九号"),
        ({}, "任何文字"),
    ],
)
def test_nobody_is_named_by_what_tells_nobody(known: dict[str, str], text: str) -> None:
    """The twin: a street, a town, a longer number and a single character are free to be written."""
    assert not naming.mentions(text, naming.secrets_of(**known))


def test_a_hostile_address_is_read_in_no_time() -> None:
    assert naming.houses_of("市" * 200 + "场") == []
    assert naming.secrets_of(phone=" -" * 2_000) == []
