"""Templates compile and hold no code, no style, no address of another host."""

from __future__ import annotations

import pytest
from flask import Flask

from config import ROOT
from tests.architecture import rules

TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))


def _name(path: object) -> str:
    return str(path).removeprefix(str(ROOT / "templates") + "/")


@pytest.mark.parametrize("path", TEMPLATES, ids=_name)
def test_a_template_compiles_and_is_clean(app: Flask, path: object) -> None:
    name = _name(path)
    source, _file, _current = app.jinja_env.loader.get_source(app.jinja_env, name)  # type: ignore[union-attr]
    app.jinja_env.get_template(name)
    assert not list(rules.template(name, source))


def test_there_are_templates() -> None:
    assert len(TEMPLATES) > 10


@pytest.mark.parametrize(
    "source",
    [
        '<a onclick="go()">',
        '<b hx-on:click="x">',
        '<p style="color: red">',
        "<style>p {}</style>",
        "<script>alert(1)</script>",
        '<a href="javascript:x">',
        '<script src="https://cdn.example/x.js"></script>',
        '<img src="//cdn.example/x.png">',
        '<form hx-post="https://example/">',
        "{{ text|safe }}",
        "{% if case.state == 'filed' %}",
        "{% if role != 'signer' %}",
        "<div hx-vals='js:{a: 1}'>",
    ],
)
def test_a_planted_violation_is_found(source: str) -> None:
    assert list(rules.template("planted.html", source))


def test_comments_and_own_addresses_are_let_through() -> None:
    source = '{# style="x" on*= #}<script src="{{ asset_url("wenze.js") }}"></script><a href="/x">'
    assert not list(rules.template("right.html", source))


def test_templates_know_only_what_they_are_given(app: Flask) -> None:
    assert app.jinja_env.undefined.__name__ == "StrictUndefined"
    assert app.jinja_env.autoescape is not False
    assert app.select_jinja_autoescape("x.html")
