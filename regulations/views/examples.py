"""Pages: the worked examples shipped with the packs, worked anew each time they are opened."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core.access import Permission
from core.access.gate import requires
from core.clocks.queries import calendar_in_force
from core.web.pages import page
from regulations import presenting
from regulations.examples import Words, given
from regulations.forms import ExampleSearchForm
from regulations.golden import run
from regulations.registry import all_packs, examples, get_pack
from regulations.views.blueprint import bp


@bp.get("/examples")
@requires(Permission.DESK_READ)
def example_list() -> ResponseReturnValue:
    """Work all examples, or those of one pack, and say which come out as expected."""
    search = ExampleSearchForm(request.args)
    search.pack.choices = [("", _("全部")), *presenting.pack_choices()]
    return page(
        "regulations/example_list.html",
        fragment="regulations/_example_list.html",
        search=search,
        files=presenting.worked(search.values),
        words=Words(),
        packs=all_packs(),
    )


@bp.get("/examples/<int:number>")
@requires(Permission.DESK_READ)
def example_detail(number: int) -> ResponseReturnValue:
    """Work one example and show what is given, what is expected and what comes out."""
    numbered = dict(enumerate((golden, case) for golden in examples() for case in golden.cases()))
    golden, case = numbered.get(number) or abort(404)
    words = Words()
    (outcome,) = run([case], get_pack, calendar_in_force())
    return page(
        "regulations/example_detail.html",
        number=number,
        golden=golden,
        outcome=outcome,
        given=given(case, words),
        words=words,
        packs=all_packs(),
    )
