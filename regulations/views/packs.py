"""Pages: the packs, one pack by topic, several side by side."""

from __future__ import annotations

from flask import abort, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access import Permission
from core.access.gate import requires
from core.web.pages import page
from regulations import labels, presenting
from regulations.comparison import change_of, changes, versions
from regulations.forms import CompareForm, LineSearchForm
from regulations.registry import all_packs, get_pack
from regulations.rules import EffectivePack, UnknownPack, cautions, effective_pack
from regulations.views.blueprint import bp


@bp.get("/packs")
@requires(Permission.DESK_READ)
def pack_list() -> ResponseReturnValue:
    """List the packs; any of them can be ticked and compared."""
    return page(
        "regulations/pack_list.html",
        overviews=presenting.overviews(moment.today()),
        packs=all_packs(),
    )


@bp.get("/packs/<string:pack_id>")
@requires(Permission.DESK_READ)
def pack_detail(pack_id: str) -> ResponseReturnValue:
    """Show what a pack says, topic by topic, each row with article, quote and origin."""
    pack = _get(pack_id)
    search = LineSearchForm(request.args)
    return page(
        "regulations/pack_detail.html",
        fragment="regulations/_pack_lines.html",
        pack=pack,
        packs=all_packs(),
        versions=versions(all_packs(), pack_id),
        cautions=[labels.caution(item) for item in cautions(pack)],
        search=search,
        sections=presenting.sections(pack, search.values),
        labels=labels,
    )


@bp.get("/compare")
@requires(Permission.DESK_READ)
def pack_compare() -> ResponseReturnValue:
    """Lay packs side by side and mark where they differ."""
    search = CompareForm(request.args)
    search.pack.choices = presenting.pack_choices()
    search.topic.choices = [("", _("全部")), *((t.value, str(w)) for t, w in labels.TOPICS.items())]
    packs = [_get(pack_id) for pack_id in search.values.get("pack", [])]
    return page(
        "regulations/pack_compare.html",
        fragment="regulations/_compared.html",
        search=search,
        packs=packs,
        topics=presenting.compared(packs, search.values) if len(packs) > 1 else [],
        labels=labels,
    )


@bp.get("/packs/<string:pack_id>/changes")
@requires(Permission.DESK_READ)
def pack_changes(pack_id: str) -> ResponseReturnValue:
    """Show what a version changed against the one before it, or against `?since=` another."""
    newer = _get(pack_id)
    series = versions(all_packs(), pack_id)
    ids = [pack.id for pack in series]
    earlier = ids[: ids.index(pack_id)]
    chosen = request.args.get("since") or (earlier[-1] if earlier else None)
    if chosen is not None and chosen not in ids:
        abort(404)
    older = _get(chosen) if chosen else None
    return page(
        "regulations/pack_changes.html",
        newer=newer,
        older=older,
        versions=series,
        topics=changes(older, newer) if older else [],
        change_of=change_of,
        labels=labels,
    )


def _get(pack_id: str) -> EffectivePack:
    """Return a pack; a selection that an address names is put together for this page only."""
    try:
        return effective_pack(all_packs(), pack_id) if "+" in pack_id else get_pack(pack_id)
    except UnknownPack:
        abort(404)
