"""Look after the store of files."""

from __future__ import annotations

import sys

import click
from flask.cli import AppGroup
from sqlalchemy import select

from core import moment
from core.db import db
from core.documents.models import IssuedDocument
from core.files import read, store
from core.files.models import Attachment
from core.files.services import content_of
from core.files.storage import DamagedFile

#: A file without a row may belong to an upload that is not finished; after a day it does not.
GRACE_SECONDS = 24 * 3600

group = AppGroup("files", help="Check stored files.")


@group.command("check")
@click.option("--remove-orphans", is_flag=True, help="Remove what nothing refers to (a day old).")
def check(remove_orphans: bool) -> None:
    """Read every stored file again and compare its hash; exit 1 where one is damaged."""
    damaged = 0
    known: set[str] = set()
    for row in db.session.scalars(select(Attachment).execution_options(yield_per=200)):
        known.add(row.stored_as)
        try:
            content_of(row)
        except DamagedFile:
            damaged += 1
            click.echo(f"已损坏：附件{row.id}（{row.subject_type} {row.subject_id}）")
    for document in db.session.scalars(select(IssuedDocument).execution_options(yield_per=200)):
        known.add(document.sha256)
        try:
            read(document.sha256)
        except DamagedFile:
            damaged += 1
            click.echo(f"已损坏：文书{document.id}（{document.number or document.title}）")
    orphans = [
        name
        for name, stored in store().names()
        if name not in known and stored < moment.now().timestamp() - GRACE_SECONDS
    ]
    for name in orphans if remove_orphans else ():
        store().remove(name)
    click.echo(f"文件{len(known)}个，损坏{damaged}个，无主{len(orphans)}个。")
    if damaged:
        sys.exit(1)
