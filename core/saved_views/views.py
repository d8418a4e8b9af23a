"""Pages: keep a view, all views, and the line of views on a list."""

from __future__ import annotations

from urllib.parse import parse_qs, urlencode

from flask import Blueprint, flash, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from markupsafe import Markup
from werkzeug.datastructures import MultiDict

from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.refusals import Refused
from core.saved_views import queries, services
from core.saved_views.forms import SavedViewForm
from core.saved_views.models import SavedView
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from core.web.shapes import Listing, Shape, asked_of

bp = Blueprint("saved_views", __name__)

#: A longer query is no list's.
MAX_QUERY = 2_000


@bp.get("/views")
@requires(Permission.DESK_READ)
def view_list() -> ResponseReturnValue:
    """Show the views the reader may use, their own and those of their units."""
    shown = []
    for view in queries.all_views(actor()):
        listing = _open(view)
        if listing is not None:
            removable = queries.may_remove(view, actor())
            shown.append((view, listing, _url(view), view.owner_id == actor().id, removable))
    return page("saved_views/view_list.html", views=shown)


@bp.route("/views/new", methods=["GET", "POST"])
@requires(Permission.DESK_READ)
def view_new() -> ResponseReturnValue:
    """Keep a list as it stands under a name."""
    form = SavedViewForm(
        data={
            "endpoint": request.args.get("list", "")[:80],
            "query": request.args.get("query", "")[:MAX_QUERY],
        }
    )
    endpoint = form.endpoint.data or ""
    asked = parse_qs((form.query.data or "")[:MAX_QUERY], max_num_fields=200)
    try:
        listing = services.open_list(endpoint, actor())
    except Refused:
        return redirect_to(url_for("saved_views.view_list"))
    url = url_for(endpoint, **asked_of(listing, MultiDict(asked)))
    if form.validate_on_submit() and acted(
        form,
        services.keep_view,
        actor(),
        endpoint=endpoint,
        name=form.name.data,
        asked=asked,
        is_shared=form.audience.data == "office",
    ):
        flash(_("已保存视图“%(name)s”。", name=form.name.data), "success")
        return redirect_to(url)
    show = invalid if form.is_submitted() else page
    return show("saved_views/view_new.html", form=form, listing=listing, url=url)


@bp.post("/views/<int:view_id>/remove")
@requires(Permission.DESK_READ)
def view_remove(view_id: int) -> ResponseReturnValue:
    """Remove a view."""
    services.remove_view(queries.removable(view_id, actor()))
    flash(_("已删除视图。"), "success")
    return redirect_to(url_for("saved_views.view_list"))


def line(shape: Shape, _visitor: object) -> Markup:
    """Draw the views of a list, the one that is shown marked, and the link to keep another."""
    listing = shape.listing
    here = asked_of(listing, request.args)
    views = [
        (view, _url(view), view.asked == here)
        for view in queries.views_of(listing.endpoint, actor())
    ]
    known = any(is_here for _view, _address, is_here in views)
    new = None
    if here and not known:
        query = urlencode(here, doseq=True)
        new = url_for("saved_views.view_new", list=listing.endpoint, query=query)
    return Markup(  # noqa: S704 - a rendered template
        render_template("saved_views/_line.html", views=views, new_url=new)
    )


def _url(view: SavedView) -> str:
    return url_for(view.endpoint, **view.asked)


def _open(view: SavedView) -> Listing | None:
    """Return the list of a view, None where it is gone or closed to the reader."""
    try:
        return services.open_list(view.endpoint, actor())
    except Refused:
        return None
