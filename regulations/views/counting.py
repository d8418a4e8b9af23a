"""Pages: the deadline of a term with its day ledger, and lengths counted by the general rules.

The questions are put by GET: the address of an answer can be kept, sent and printed. Where htmx
asks while somebody still types, only the answer is drawn anew, and faults are no error yet.
"""

from __future__ import annotations

from flask import request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.web.pages import htmx_header, invalid, page, wants_fragment
from regulations import labels, presenting
from regulations.forms import PAUSES, CountForm, DeadlineForm
from regulations.registry import all_packs, get_pack
from regulations.views.blueprint import bp


@bp.get("/deadline")
@requires(Permission.DESK_READ)
def deadline() -> ResponseReturnValue:
    """Answer when a term of a pack ends."""
    form = DeadlineForm(request.args)
    form.pack.choices = presenting.pack_choices()
    if not request.args.get("pack"):
        form.pack.data = presenting.pack_of(actor().unit_id, moment.today())
    pack = get_pack(form.pack.data if form.pack.data in all_packs() else next(iter(all_packs())))
    form.term.choices = [("", _("请选择")), *presenting.term_choices(pack)]
    asked = "start" in request.args
    found = presenting.answer(form, pack) if asked and form.validate() else None
    terms_only = htmx_header("Target") == "term-choice"
    show = invalid if asked and found is None and not wants_fragment() else page
    return show(
        "regulations/deadline.html",
        fragment=f"regulations/_{'term_choice' if terms_only else 'deadline'}.html",
        form=form,
        pack=pack,
        found=found,
        pauses=PAUSES,
        labels=labels,
    )


@bp.get("/count")
@requires(Permission.DESK_READ)
def count() -> ResponseReturnValue:
    """Count working days, days and months from a day, without a term of a pack."""
    form = CountForm(request.args)
    asked = "start" in request.args
    found = presenting.counted(form) if asked and form.validate() else []
    show = invalid if asked and not found and not wants_fragment() else page
    return show(
        "regulations/count.html",
        fragment="regulations/_count.html",
        form=form,
        found=found,
        counting=presenting.counting_rules(),
    )
