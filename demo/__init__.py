"""A town to try the product in: units, people, and some forty matters in every state.

Owns the made-up texts (`town.toml`, `stories.toml`, `texts.toml`) and the command that plays them
through the services, day by day, so that numbers, clocks and the record are what they would be had
officers done it. Nothing here is shown or run unless somebody asks for it.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Register the command `flask demo`."""
    from demo.cli import demo

    app.cli.add_command(demo)
