"""The packs are loaded once with the application and read from it."""

from __future__ import annotations

import pytest
from flask.testing import FlaskCliRunner

from regulations.registry import all_packs, get_pack
from regulations.rules import UnknownPack, find_term


def test_packs_are_read_from_the_application(runner: FlaskCliRunner) -> None:
    with runner.app.app_context():
        assert list(all_packs()) == [
            "aershan-2021",
            "common-000-05",
            "national-2019",
            "xx-county-2022",
        ]
        assert get_pack("aershan-2021").includes == ("common-000-05",)
        assert find_term(get_pack("national-2019"), "complaint.acceptance") is None
        with_common = get_pack("national-2019", ["common-000-05"])
        assert find_term(with_common, "complaint.acceptance") is not None
        with pytest.raises(UnknownPack):
            get_pack("atlantis")
