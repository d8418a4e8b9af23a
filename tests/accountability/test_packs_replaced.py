"""What was decided reads the same when the packs it rests on are replaced."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any

import msgspec
import pytest
from flask import Flask

from accountability.queries import decisions as queries
from accountability.rules import DecisionState, Grade
from core.identity.models import User
from regulations.model import Pack
from regulations.registry import all_packs, load_into
from tests.support import accountability as build
from tests.support.client import Client

SignIn = Callable[[User], Client]

#: The fields of a row that readers see
WORDS = {"article", "quote", "label", "wording", "note", "title", "to_wording"}


def _rewritten(part: Any, name: str = "") -> Any:
    """Return a pack with every text a reader may see changed, and every share turned round."""
    if isinstance(part, dict):
        return {key: _rewritten(value, key) for key, value in part.items()}
    if isinstance(part, list | tuple):
        return [_rewritten(value, name) for value in part]
    if isinstance(part, str):
        turned = {"primary": "secondary", "secondary": "primary"}
        return f"新{part}" if name in WORDS else turned.get(part, part)
    return part


@pytest.fixture
def replace_packs(app: Flask) -> Iterator[Callable[[], None]]:
    """Put packs that say something else in the place of those loaded."""

    def replace() -> None:
        new = {
            id_: msgspec.convert(_rewritten(msgspec.to_builtins(pack)), Pack)
            for id_, pack in all_packs().items()
        }
        app.extensions["wenze.regulations"] = new
        app.extensions["wenze.regulations.effective"] = {}

    yield replace
    load_into(app)


def _read(browser: Client, url: str) -> str:
    """Return what a page says."""
    return re.sub(r"\s+", " ", browser.get(url).text)


@pytest.mark.requirement("ACC-05", "ACC-09", "INF-29")
def test_a_decision_reads_the_same_after_its_packs_were_replaced(
    sign_in: SignIn, handler: User, replace_packs: Callable[[], None]
) -> None:
    made = build.ready()
    decided = build.decision(DecisionState.ISSUED, made, {"grade": Grade.DISRUPTIVE})
    act = queries.dossier_of(made).acts[0]
    browser = sign_in(handler)
    letters = [f"/decisions/{decided.id}/letters/{party.id}" for party in made.respondents]
    pages = [f"/decisions/{decided.id}", f"/acts/{act.id}"]
    before = [_read(browser, url) for url in pages]
    sent = [browser.raw("GET", url).data for url in letters]
    replace_packs()
    assert [_read(browser, url) for url in pages] == before
    assert [browser.raw("GET", url).data for url in letters] == sent


def test_what_is_not_decided_follows_the_packs(
    sign_in: SignIn, handler: User, replace_packs: Callable[[], None]
) -> None:
    """The twin: before confirming and signing, both pages say what the rules say now."""
    made = build.case()
    act = build.act(made)
    browser = sign_in(handler)
    was = _read(browser, f"/acts/{act.id}")
    replace_packs()
    assert _read(browser, f"/acts/{act.id}") != was
    build.confirm(act)
    decided = build.decision(DecisionState.DRAFTED, made, {"grade": Grade.DISRUPTIVE})
    page = _read(browser, f"/decisions/{decided.id}")
    assert "新影响正常工作" in page


def test_shares_taken_back_are_proposed_anew_by_the_packs_of_today(
    sign_in: SignIn, handler: User, replace_packs: Callable[[], None]
) -> None:
    made = build.ready()
    act = queries.dossier_of(made).acts[0]
    replace_packs()
    build.reopen(act)
    assert act.proposal is None
    assert "新未经主管领导审核批准" in _read(sign_in(handler), f"/acts/{act.id}")
