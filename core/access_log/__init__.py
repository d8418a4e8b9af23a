"""The log of reading: who looked at which case file, letter, attachment or sealed field, and when.

What is written is in the record; what is only looked at is here. Every answered page whose address
names a thing is noted by itself (`watching`); a view adds what an address does not tell, such as
the opening of a sealed field. Entries are written after the page is made, in a transaction of their
own, and sealed into the chain of the record in batches (`sealing`).
"""

from __future__ import annotations

from flask import Flask

from config import Settings
from core.access_log.models import AccessEntry, AccessKind, AccessSeal
from core.access_log.services import note, note_key

__all__ = ["AccessEntry", "AccessKind", "AccessSeal", "init_app", "note", "note_key"]


def init_app(app: Flask, settings: Settings) -> None:
    """Note what is read in `app`; what cannot be written at once waits in the instance folder."""
    from core.access_log import cli, services, watching  # these need the gate

    services.init_app(app, settings.instance_dir)
    watching.init_app(app)
    app.cli.add_command(cli.group)
