"""What leaves the house as a table: marked with who took it and when, and noted.

The mark stands above and below the lines and in the header and footer of each printed sheet. It
does not hinder copying; it says from whom a copy came. Every export stands in the access log.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from flask import Response
from flask_babel import gettext as _

from core import moment
from core.access.actor import Actor
from core.access_log import AccessKind, note_key
from core.files import sheets
from core.files.kinds import KINDS, FileKind
from core.files.sending import handed_out
from core.web.filters import cn_datetime


def mark_of(actor: Actor) -> str:
    """Return the words that say who takes something out of the house now."""
    return str(
        _(
            "%(unit)s %(who)s 于%(when)s从问责系统导出，仅供工作使用",
            unit=actor.unit_name,
            who=actor.name,
            when=cn_datetime(moment.now()),
        )
    )


def sheet(
    actor: Actor,
    subject: tuple[str, int],
    headings: Sequence[str],
    lines: Iterable[Sequence[str | int]],
    title: str,
    name: str,
) -> Response:
    """Return the lines as a marked XLSX called `name`, saved by the browser; note the export of
    `subject` (its table, and its id or 0 for none in particular).
    """
    content = sheets.write(headings, lines, title, mark=mark_of(actor))
    note_key(actor.id, AccessKind.EXPORT, *subject)
    return handed_out(content, f"{name}.xlsx", KINDS[FileKind.XLSX].media_type)
