"""A sealed value shows nothing of itself, anywhere but where it is opened."""

from __future__ import annotations

import json

import pytest
from cryptography.fernet import InvalidToken
from flask import Flask
from sqlalchemy import Column, Integer, MetaData, Table, insert, select

from config import fernet_key
from core import sealed
from core.db import db
from core.sealed import Sealed, SealedText

NAME = "王𬭩"


def test_a_seal_opens_to_what_was_sealed(app: Flask) -> None:
    assert Sealed.of(NAME).open() == NAME


def test_a_sealed_value_says_nothing_of_itself(app: Flask) -> None:
    value = Sealed.of(NAME)
    assert str(value) == repr(value) == f"{value}" == "<sealed>"
    assert NAME not in repr([value])
    with pytest.raises(TypeError):
        json.dumps(value)


def test_equal_texts_look_different_when_sealed(app: Flask) -> None:
    assert Sealed.of(NAME).token != Sealed.of(NAME).token


def test_the_database_holds_no_readable_text(app: Flask) -> None:
    table = Table(
        "letters", MetaData(), Column("id", Integer, primary_key=True), Column("name", SealedText)
    )
    table.create(db.session.connection())
    db.session.execute(insert(table), [{"name": Sealed.of(NAME)}, {"name": None}])
    raw = db.session.scalars(db.text("SELECT name FROM letters ORDER BY id")).all()
    assert NAME not in raw[0]
    assert raw[1] is None
    first, second = db.session.scalars(select(table.c.name).order_by(table.c.id)).all()
    assert first.open() == NAME
    assert second is None


def test_after_a_change_of_keys_old_values_open_and_new_ones_use_the_new_key(app: Flask) -> None:
    old, new = fernet_key(), fernet_key()
    kept = {name: app.extensions[name] for name in ("wenze.sealed", "wenze.sealed.first")}
    sealed.init_app(app, old)
    before = Sealed.of(NAME)
    sealed.init_app(app, new + b"\n" + old)
    assert before.open() == NAME
    after = Sealed.of(NAME)
    sealed.init_app(app, new)
    assert after.open() == NAME
    with pytest.raises(InvalidToken):
        before.open()
    app.extensions.update(kept)


def test_a_forged_token_does_not_open(app: Flask) -> None:
    token = Sealed.of(NAME).token
    with pytest.raises(InvalidToken):
        Sealed(token[:-4] + "AAA=").open()
