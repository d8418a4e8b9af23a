"""Statutory clocks: a due date derived from events, and the day ledger that explains it.

`periods` names things, `history` folds events into one run, `replay` derives the due date and
`ledger` writes its days: all four pure. `models`, `services` and `queries` store clocks and their
events; `sweeping` looks over all of them, by the commands of `cli`; `labels` has the words.
"""

from __future__ import annotations

from flask import Flask

from core import refusals


def init_app(app: Flask) -> None:
    """Register the commands and the wording of refusals."""
    from core.clocks import cli, labels

    app.cli.add_command(cli.group)
    refusals.register(app, labels.REFUSALS)
