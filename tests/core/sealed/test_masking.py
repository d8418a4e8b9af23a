"""Enough to recognise, no more; and keyed hashes that say nothing without their key."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask

from config import fernet_key
from core.sealed import lookup
from core.sealed.masking import mask_address, mask_id, mask_name, mask_phone


@pytest.mark.parametrize(
    ("mask", "value", "shown"),
    [
        (mask_name, "张三", "张*"),
        (mask_name, "敖日格勒", "敖*"),
        (mask_name, "𬭩", "𬭩*"),
        (mask_name, "", None),
        (mask_name, None, None),
        (mask_phone, "13812345678", "138****5678"),
        (mask_phone, "138 1234 5678", "138****5678"),
        (mask_phone, "0482-7123456", "048****3456"),
        (mask_phone, "7123456", "****3456"),
        (mask_phone, "110", "****"),
        (mask_phone, None, None),
        (mask_address, "温泉街道林海路八号", "温泉****"),
        (mask_address, "林海路", "****"),
        (mask_id, "152202198001011234", "1********4"),
        (mask_id, "1234", "****"),
    ],
)
def test_a_value_is_masked(
    mask: Callable[[str | None], str | None], value: str | None, shown: str | None
) -> None:
    assert mask(value) == shown


@pytest.mark.parametrize(
    "written",
    [
        "13904820017",
        "139-0482-0017",
        "+86 139 0482 0017",
        "0086 13904820017",
        "１３９０４８２００１７",
    ],
)
def test_a_number_is_the_same_however_it_is_written(written: str) -> None:
    assert lookup.phone(written) == "13904820017"


def test_a_hash_depends_on_key_use_and_value(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    one = lookup.index_of("phone", "13904820017")
    assert one == lookup.index_of("phone", "13904820017")
    assert one != lookup.index_of("phone", "13904820018")
    assert one != lookup.index_of("receipt", "13904820017")
    assert lookup.slow_index_of("receipt", "1") == lookup.slow_index_of("receipt", "1")
    assert len(one) == len(lookup.slow_index_of("receipt", "1")) == 64
    monkeypatch.setitem(app.extensions, "wenze.sealed.lookup", fernet_key())
    assert lookup.index_of("phone", "13904820017") != one
