"""Papers served on who is accused: given to the team, handed to them on their desk."""

from __future__ import annotations

from collections.abc import Callable

from flask import abort, flash, render_template
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup

from casework.defence.queries import invitations_for
from casework.telling.queries import tellings_for
from core.access.actor import Actor
from core.documents import Letter, MissingGlyphs, render
from core.documents.models import IssuedDocument
from core.documents.sending import pdf
from core.documents.services import pdf_bytes
from core.web.pages import redirect_to


def served(document: IssuedDocument | None, name: str) -> ResponseReturnValue:
    """Hand out what was served, byte for byte; 404 where there is nothing."""
    if document is None:
        abort(404)
    return pdf(pdf_bytes(document), f"{name}-{document.id}.pdf", attached=True)


def given(
    back: str, document: IssuedDocument | None, draft: Callable[[], Letter], name: str
) -> ResponseReturnValue:
    """Give the very bytes once issued, before that a marked draft; back where it cannot print."""
    if document is not None:
        return pdf(pdf_bytes(document), f"{name}-{document.id}.pdf")
    letter = draft()
    try:
        return pdf(render(letter), f"{name}.pdf")
    except MissingGlyphs as missing:
        characters = "、".join(missing.characters)
        flash(_("字库没有下列字，不能生成文书：%(what)s", what=characters), "warning")
        return redirect_to(back)


def desk_panel(_subject: None, reader: Actor) -> Markup | None:
    """Draw what was served on a desk beside any decision (two statements)."""
    invitations, tellings = invitations_for(reader), tellings_for(reader)
    if not invitations and not tellings:
        return None
    return Markup(  # noqa: S704 - a rendered template
        render_template(
            "casework/_desk_invitations.html",
            invitations=invitations,
            tellings=tellings,
        )
    )
