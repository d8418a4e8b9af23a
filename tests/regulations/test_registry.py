"""The packs are loaded once with the application and read from it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskCliRunner

from regulations.loader import SHIPPED
from regulations.registry import all_packs, get_pack
from regulations.rules import UnknownPack, find_term


def test_packs_are_read_from_the_application(runner: FlaskCliRunner) -> None:
    with runner.app.app_context():
        assert list(all_packs()) == sorted(file.stem for file in SHIPPED.glob("*.toml"))
        assert get_pack("aershan-2021").includes == ("common-000-05",)
        assert find_term(get_pack("national-2019"), "complaint.acceptance") is None
        with_common = get_pack("national-2019", ["common-000-05"])
        assert find_term(with_common, "complaint.acceptance") is not None
        with pytest.raises(UnknownPack):
            get_pack("atlantis")


def test_a_pack_is_put_together_once(runner: FlaskCliRunner) -> None:
    with runner.app.app_context():
        assert get_pack("duodao-finance") is get_pack("duodao-finance")
        assert get_pack("duodao-finance", ["common-000-05"]) is not get_pack("duodao-finance")
