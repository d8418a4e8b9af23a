"""Pages: wordings by kind, one version, its editing, previews, approval."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, abort, flash, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from core import moment
from core.access import Permission
from core.access.gate import actor, requires
from core.documents import MissingGlyphs, render
from core.documents.templates.composing import as_wording
from core.documents.templates.kinds import Kind, registered
from core.documents.templates.models import TemplateVersion
from core.web.acts import acted
from core.web.pages import invalid, page, redirect_to
from wording import forms, labels, presenting, queries, services

bp = Blueprint("wording", __name__)


@bp.get("/templates")
@requires(Permission.TEMPLATE_READ)
def template_list() -> ResponseReturnValue:
    """List the kinds of letters with the wording in force, what comes and what is a draft."""
    today = moment.today()
    return page(
        "wording/template_list.html",
        kinds=presenting.of_kinds(
            registered(), queries.drafts(), queries.coming(today), queries.in_force(today)
        ),
        form=forms.TemplateActForm(data={"seen_version": 1}),
        may_edit=queries.may(actor(), Permission.TEMPLATE_EDIT),
        letter_url=presenting.letter_url,
    )


@bp.post("/templates/new")
@requires(Permission.TEMPLATE_EDIT)
def template_new() -> ResponseReturnValue:
    """Begin a draft with the words in force."""
    kind = registered().get(request.form.get("kind", "")) or abort(404)
    if not queries.may(actor(), Permission.TEMPLATE_EDIT):
        abort(404)
    form = forms.TemplateActForm()
    if form.validate_on_submit():
        acted(form, services.draft_wording, kind, actor(), token=form.form_token.data)
    draft = queries.drafts().get(kind.code)
    if draft is None:
        return redirect_to(url_for("wording.template_list"))
    return redirect_to(url_for("wording.template_edit", version_id=draft.id))


@bp.get("/templates/letter")
@requires(Permission.TEMPLATE_READ)
def template_letter() -> ResponseReturnValue:
    """Show a letter as PDF, marked as a draft: in a version, on a real case or on examples."""
    kind = registered().get(request.args.get("kind", "")) or abort(404)
    wording = presenting.in_force_today(kind)
    asked = request.args.get("version", "")
    if asked:
        if not (asked.isascii() and asked.isdecimal() and len(asked) <= 9):
            abort(404)
        version = queries.get_version(int(asked))
        wording = as_wording(version) if version.kind == kind.code else abort(404)
    occasion = presenting.occasion_for(kind, actor(), request.args.get("on"), moment.today())
    if occasion is None:
        abort(404)
    try:
        pdf = render(presenting.written(kind, wording, occasion))
    except MissingGlyphs as missing:
        flash(_("字体中没有“%(text)s”。", text="".join(missing.characters)), "warning")
        return redirect_to(url_for("wording.template_list"))
    response = Response(pdf, mimetype="application/pdf")
    response.headers["Content-Disposition"] = "inline"
    response.headers["Cache-Control"] = "no-store"
    return response


@bp.get("/templates/<int:version_id>")
@requires(Permission.TEMPLATE_READ)
def template_detail(version_id: int) -> ResponseReturnValue:
    """Show a version: its words, what they changed, who wrote and who approved them."""
    version = queries.get_version(version_id)
    kind = registered()[version.kind]
    previous = queries.before(version)
    opened, barred = presenting.actions(version, actor())
    return page(
        "wording/template_detail.html",
        version=version,
        kind=kind,
        labels=labels,
        actions=opened,
        barred=barred,
        previous=previous,
        differences=presenting.differences(
            as_wording(previous) if previous else None, as_wording(version)
        ),
        versions=queries.versions_of(version.kind),
        examples=kind.examples(actor()),
        letter_url=presenting.letter_url,
    )


@bp.route("/templates/<int:version_id>/edit", methods=["GET", "POST"])
@requires(Permission.TEMPLATE_EDIT)
def template_edit(version_id: int) -> ResponseReturnValue:
    """Write the words of a draft."""
    version = queries.get_own_version(version_id, actor(), Permission.TEMPLATE_EDIT)
    kind = registered()[version.kind]
    form = forms.TemplateEditForm(
        data={
            "seen_version": version.version,
            "title": version.title,
            "body": version.body,
            "note": version.note,
            "effective_from": version.effective_from,
        }
    )
    if form.is_submitted() and presenting.is_sound(form, kind) and _saved(version, form):
        flash(_("草稿已保存。批准前不影响任何文书。"), "success")
        return redirect_to(_url(version))
    if not form.is_submitted() and not presenting.actions(version, actor())[0]:
        return redirect_to(_url(version))
    show = invalid if form.is_submitted() else page
    return show("wording/template_edit.html", **_edit_context(version, kind, form))


@bp.post("/templates/<int:version_id>/preview")
@requires(Permission.TEMPLATE_EDIT)
def template_preview(version_id: int) -> ResponseReturnValue:
    """Show the letter as typed so far, on a real case if one is chosen; nothing is stored."""
    version = queries.get_own_version(version_id, actor(), Permission.TEMPLATE_EDIT)
    kind = registered()[version.kind]
    form = forms.TemplateEditForm()
    return page(
        "wording/template_edit.html",
        fragment="wording/_preview.html",
        **_edit_context(version, kind, form),
    )


@bp.route("/templates/<int:version_id>/approve", methods=["GET", "POST"])
@requires(Permission.TEMPLATE_APPROVE)
def template_approve(version_id: int) -> ResponseReturnValue:
    """Approve a draft another person wrote."""
    version = queries.get_own_version(version_id, actor(), Permission.TEMPLATE_APPROVE)
    return _act(version, _("批准"), services.approve_wording, _("已批准，从生效日期起使用。"))


@bp.route("/templates/<int:version_id>/discard", methods=["GET", "POST"])
@requires(Permission.TEMPLATE_EDIT)
def template_discard(version_id: int) -> ResponseReturnValue:
    """Give a draft up."""
    version = queries.get_own_version(version_id, actor(), Permission.TEMPLATE_EDIT)
    return _act(version, _("作废"), services.discard_wording, _("草稿已作废。"))


def _url(version: TemplateVersion) -> str:
    return url_for("wording.template_detail", version_id=version.id)


def _saved(version: TemplateVersion, form: forms.TemplateEditForm) -> bool:
    return acted(
        form,
        services.edit_wording,
        version,
        actor(),
        title=form.title.data,
        body=form.body.data,
        note=form.note.data or "",
        effective_from=form.effective_from.data,
        seen_version=form.version,
        token=form.form_token.data,
    )


def _act(
    version: TemplateVersion, title: str, service: Callable[..., Any], done: str
) -> ResponseReturnValue:
    form = forms.TemplateActForm(data={"seen_version": version.version})
    known = {"seen_version": form.version, "token": form.form_token.data}
    if form.validate_on_submit() and acted(form, service, version, actor(), **known):
        flash(done, "success")
        return redirect_to(_url(version))
    show = invalid if form.is_submitted() else page
    kind = registered()[version.kind]
    return show(
        "wording/template_act.html",
        version=version,
        kind=kind,
        form=form,
        act=title,
        action=request.path,
    )


def _edit_context(
    version: TemplateVersion, kind: Kind, form: forms.TemplateEditForm
) -> dict[str, Any]:
    subject = request.form.get("subject", "")
    wording, faults = presenting.typed(form, kind)
    occasion = presenting.occasion_for(kind, actor(), subject, moment.today())
    letter = presenting.written(kind, wording, occasion) if wording and occasion else None
    return {
        "version": version,
        "kind": kind,
        "form": form,
        "examples": kind.examples(actor()),
        "subject": subject,
        "faults": faults,
        "letter": letter,
        "blocks": presenting.blocks(letter) if letter else [],
    }
