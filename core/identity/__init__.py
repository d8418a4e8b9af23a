"""Units, users, posts and signing in. A person has one account; roles come from dated posts."""

from __future__ import annotations

from flask import Flask
from flask_login import LoginManager

from config import Settings
from core import refusals


def init_app(app: Flask, settings: Settings) -> None:
    """Wire signing in: server-side sessions, Flask-Login on top of them, pages and commands."""
    # imported here: the gate needs this package's queries, and the views need the gate
    from core.identity import account, blueprint, cli, factor_pages, labels, sessions, views

    sessions.init_app(app, settings)
    manager = LoginManager(app)
    manager.session_protection = None  # a token is random and lives on the server; addresses change
    manager.user_loader(views.load_signed_in)
    refusals.register(app, labels.REFUSALS)
    _pages = (account, factor_pages, views)  # importing them puts their pages on the blueprint
    app.register_blueprint(blueprint.bp)
    app.cli.add_command(cli.group)
