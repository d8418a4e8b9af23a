"""A number in an address that no row can have is no address, whichever page it would be of."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.exceptions import NotFound
from werkzeug.routing import IntegerConverter

from core.db import MAX_ID
from core.identity.models import User
from core.web.addresses import BoundedInteger
from tests.support.client import Client

SignIn = Callable[[User], Client]

BEYOND = [str(MAX_ID + 1), str(2**63), "9" * 400, "-1", "1.0", "１", "٣", "+1", "0x1", " 1"]


def test_no_page_takes_a_number_no_database_holds(app: Flask) -> None:
    """Every number of every address, also where two stand in one (a year and its version)."""
    numbers = app.url_map.bind("localhost")
    addressed = 0
    for rule in app.url_map.iter_rules():
        names = [n for n, c in rule._converters.items() if isinstance(c, IntegerConverter)]
        for name in names:
            values = dict.fromkeys(rule.arguments, "1")
            for number in (*BEYOND, str(MAX_ID), "1"):
                address = rule.rule
                for other, value in values.items():
                    wanted = number if other == name else value
                    address = _filled(address, other, wanted)
                if number in BEYOND:
                    with pytest.raises(NotFound):
                        numbers.match(address, method=min(rule.methods or {"GET"}))
                else:
                    numbers.match(address, method=min(rule.methods or {"GET"}))
                addressed += 1
    assert addressed > 1_000


def test_the_page_is_the_one_of_what_never_existed(
    app: Flask, sign_in: SignIn, supervisor: User
) -> None:
    browser = sign_in(supervisor)
    never = browser.raw("GET", "/cases/2000000000")
    for address in (f"/cases/{2**63}", f"/administration/calendar/{2**63}/{10**40}"):
        answer = browser.raw("GET", address)
        assert (answer.status_code, answer.data) == (404, never.data), address


def test_the_converter_of_the_library_would_take_it() -> None:
    """The twin: the library's own bounds nothing."""
    own = IntegerConverter(None)  # type: ignore[arg-type]
    assert own.to_python(str(2**63)) == 2**63
    assert BoundedInteger(None).max == MAX_ID  # type: ignore[arg-type]


def _filled(address: str, name: str, value: str) -> str:
    before, _mark, rest = address.partition(f":{name}>")
    if not _mark:
        before, _mark, rest = address.partition(f"<{name}>")
        return before + value + rest
    return before.rpartition("<")[0] + value + rest
