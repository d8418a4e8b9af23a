"""From a form to an act: what a service refuses becomes words beside the form."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import g

from core.db import db
from core.procedure import AlreadyDone, Stale, check_seen
from core.refusals import Refused, say
from core.web.forms import ActionForm, Form


def acted(form: Form, service: Callable[..., Any], *args: Any, **kwargs: Any) -> bool:
    """Call `service(*args, **kwargs)` and tell whether the act is done.

    True after a success, and for the same form sent again (it acts once; the reader sees the
    result). False where the act was refused: the transaction is rolled back and the reason stands
    in the form. A stale version goes on to the 409 page together with what was typed.
    """
    try:
        service(*args, **kwargs)
    except AlreadyDone:
        db.session.rollback()
    except Refused as refused:
        db.session.rollback()
        form.form_errors.append(say(refused.refusal))
        return False
    except Stale:
        db.session.rollback()
        g.typed = form.typed() if isinstance(form, ActionForm) else {}
        raise
    return True


def seen_as_it_is(form: ActionForm, subject: Any) -> bool:
    """Look again at a form with faults: what its page offered may be gone since it was shown.

    True where the page was right; False where the act is done already (the same form sent again).
    A stale version goes on to the 409 page together with what was typed.
    """
    if not form.version:
        return True
    try:
        check_seen(subject, seen_version=form.version, token=form.form_token.data)
    except AlreadyDone:
        return False
    except Stale:
        g.typed = form.typed()
        raise
    return True
