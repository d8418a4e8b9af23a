"""The law as data: rule packs, their typed model and the pure rules that read them.

Owns the packs (terms, switches, apportionment, severity, remedies, words), their checks on loading,
and the commands that show them. It stores nothing; cases and decisions name the pack and the
articles they used. An application with a faulty pack does not start. Its pages show the packs by
topic and side by side, and count days; an article elsewhere leads there by `rule_url`.
"""

from __future__ import annotations

from pathlib import Path

from flask import Flask
from flask_babel import lazy_gettext as _

from core.clocks.queries import use_terms


def init_app(app: Flask, folder: Path | None = None) -> None:
    """Load the packs of `folder` (else of the settings, else the shipped ones); wire commands and
    pages.

    Raises loader.PackFaults naming every fault.
    """
    from core.access import Permission
    from core.web import navigation
    from regulations import cli, labels, presenting, registry, views
    from regulations.loader import SHIPPED

    settings = app.extensions.get("wenze.settings")
    registry.load_into(app, folder or (settings.packs_dir if settings else SHIPPED))
    app.jinja_env.filters["clock_name"] = labels.clock_name
    use_terms(app, registry.period_of)
    app.cli.add_command(cli.group)
    app.register_blueprint(views.bp)
    app.jinja_env.globals["rule_url"] = presenting.rule_url
    for order, (label, endpoint, icon) in enumerate(
        (
            (_("规则库"), "regulations.pack_list", "book"),
            (_("规则对照"), "regulations.pack_compare", "layout-split"),
            (_("期限计算"), "regulations.deadline", "calendar-week"),
            (_("例题"), "regulations.example_list", "check2-all"),
        )
    ):
        navigation.register(
            app,
            label,
            endpoint,
            permission=Permission.DESK_READ,
            group="regulations",
            order=10 * order,
            icon=icon,
        )
