"""The law as data: rule packs, their typed model and the pure rules that read them.

Owns the packs (terms, switches, apportionment, severity, remedies, words), their checks on loading,
and the commands that show them. It stores nothing; cases and decisions name the pack and the
articles they used. An application with a faulty pack does not start.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask

from core.clocks.queries import use_terms


def init_app(app: Flask, folder: Path | None = None) -> None:
    """Load the packs of `folder` (else of the settings, else the shipped ones); register commands.

    Raises loader.PackFaults naming every fault.
    """
    from regulations import cli, labels, registry
    from regulations.loader import SHIPPED

    settings = app.extensions.get("wenze.settings")
    registry.load_into(app, folder or (settings.packs_dir if settings else SHIPPED))
    app.jinja_env.filters["clock_name"] = labels.clock_name
    use_terms(app, registry.period_of)
    app.cli.add_command(cli.group)
