"""Statutory clocks: a due date derived from events, and the day ledger that explains it.

`periods` names things, `history` folds events into one run, `replay` derives the due date and
`ledger` writes its days: all four pure. `models`, `services` and `queries` store clocks and their
events; `sweeping` and `recomputing` look over all of them, by the commands of `cli`. `subjects`
knows what a clock belongs to and so who may see its page (`views`); `labels` has the words.
"""

from __future__ import annotations

from flask import Flask

from core import refusals


def init_app(app: Flask) -> None:
    """Register pages, commands and the wording of refusals."""
    # imported here: the pages need the gate, which needs identity
    from core.clocks import cli, labels, subjects, views

    subjects.init_app(app)
    app.register_blueprint(views.bp)
    app.cli.add_command(cli.group)
    refusals.register(app, labels.REFUSALS)
