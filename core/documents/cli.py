"""Look after what documents are printed with."""

from __future__ import annotations

import click
from flask.cli import AppGroup

from core.documents.folder import in_use

group = AppGroup("documents", help="Look after official documents.")


@group.command("fonts")
def fonts() -> None:
    """List the font file of each role."""
    for role, name in in_use().items():
        click.echo(f"{role}：{name}")
