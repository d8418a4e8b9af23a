"""Pages on which a hotline's work orders are imported."""

from __future__ import annotations

from typing import Any

from flask import abort, flash, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from complaints import forms, labels, presenting, queries, services
from complaints.models import HotlineImport
from complaints.rules import ImportState
from complaints.services.sorting import Sheet, Sorted
from complaints.views.blueprint import bp
from core import access_log, moment
from core.access import Permission
from core.access.gate import actor, requires
from core.access_log import AccessKind
from core.files.kinds import KINDS, FileKind
from core.files.receiving import accepts_files
from core.files.sending import handed_out
from core.identity.models import Unit
from core.identity.queries import all_units
from core.refusals import Refused, say
from core.sealed.masking import mask_name, mask_phone
from core.web.acts import acted
from core.web.filters import cn_date, cn_datetime
from core.web.forms import ActionForm
from core.web.lists import list_page
from core.web.pages import invalid, page, redirect_to

#: How many sound rows, faults and known rows a page shows; the file has all that are faulty.
SHOWN, SHOWN_FAULTS, SHOWN_KNOWN = 10, 100, 50


@bp.get("/complaints/imports")
@requires(Permission.COMPLAINT_REGISTER)
def import_list() -> ResponseReturnValue:
    """List the imports into the reader's registers, newest first."""
    imports = list_page(queries.import_list(actor()), [HotlineImport.id])
    return page("complaints/import_list.html", imports=imports, words=_WORDS)


@bp.route("/complaints/imports/new", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
@accepts_files(None)  # a table to read, no file to keep
def import_new() -> ResponseReturnValue:
    """Take a spreadsheet in."""
    units = queries.units_where(actor(), Permission.COMPLAINT_REGISTER)
    form = forms.ImportNewForm(data={"seen_version": 1})
    _offer(form, units)
    made = presenting.Kept(services.upload_orders)
    if form.validate_on_submit() and acted(
        form, made, actor(), _chosen(form, units), form.sheet.data, token=form.form_token.data
    ):
        if made.value is None:  # the same form again
            return redirect_to(url_for("complaints.import_list"))
        return redirect_to(_address(made.value))
    if form.form_errors:  # whatever is refused here is refused for the file
        form.sheet.errors, form.form_errors = [*form.form_errors], []
    show = invalid if form.is_submitted() else page
    bounds = services.BOUNDS
    hint = _(
        "接受xlsx和csv表格，不超过%(mb)s MB、%(rows)s行。",
        mb=bounds.file // 2**20,
        rows=services.MAX_ORDERS,
    )
    return show("complaints/import_new.html", form=form, hint=hint)


@bp.get("/complaints/imports/<int:import_id>")
@requires(Permission.COMPLAINT_REGISTER)
def import_detail(import_id: int) -> ResponseReturnValue:
    """Show what the rows are and what can be done, or what became of them."""
    import_ = queries.get_visible_import(import_id, actor())
    return _detail(import_, forms.ImportActForm(data={"seen_version": import_.version}))


@bp.route("/complaints/imports/<int:import_id>/choose-columns", methods=["GET", "POST"])
@requires(Permission.COMPLAINT_REGISTER)
def import_choose_columns(import_id: int) -> ResponseReturnValue:
    """Say what the columns mean."""
    import_ = queries.get_visible_import(import_id, actor())
    sheet = _sheet(import_)
    if sheet is None:
        return redirect_to(_address(import_))
    form = forms.ImportColumnsForm(
        sheet.headings,
        import_.columns,
        data={"seen_version": import_.version, "takes_names_out": import_.takes_names_out},
    )
    if len(form.columns) != len(sheet.headings):
        abort(400)
    if form.validate_on_submit() and acted(
        form,
        services.choose_columns,
        import_,
        actor(),
        columns=form.meanings,
        takes_names_out=bool(form.takes_names_out.data),
        seen_version=form.version,
        token=form.form_token.data,
    ):
        return redirect_to(_address(import_))
    show = invalid if form.is_submitted() else page
    return show("complaints/import_choose_columns.html", import_=import_, form=form)


@bp.post("/complaints/imports/<int:import_id>/confirm")
@requires(Permission.COMPLAINT_REGISTER)
def import_confirm(import_id: int) -> ResponseReturnValue:
    """Register what is new."""
    import_ = queries.get_visible_import(import_id, actor())
    form = forms.ImportActForm()
    if form.validate_on_submit() and _acted(form, services.confirm_import, import_):
        flash(_("已导入。"), "success")
        return redirect_to(_address(import_))
    return _detail(import_, form)


@bp.post("/complaints/imports/<int:import_id>/discard")
@requires(Permission.COMPLAINT_REGISTER)
def import_discard(import_id: int) -> ResponseReturnValue:
    """Give the upload up."""
    import_ = queries.get_visible_import(import_id, actor())
    form = forms.ImportActForm()
    if form.validate_on_submit() and _acted(form, services.discard_import, import_):
        flash(_("已放弃，表格已删除。"), "success")
        return redirect_to(url_for("complaints.import_list"))
    return _detail(import_, form)


@bp.get("/complaints/imports/<int:import_id>/rejected")
@requires(Permission.COMPLAINT_REGISTER)
def import_rejected(import_id: int) -> ResponseReturnValue:
    """Hand out the rows that cannot be taken, each with its reasons; who called is masked."""
    import_ = queries.get_visible_import(import_id, actor())
    try:
        content = services.rejected_file(import_, actor())
    except Refused:  # its time is over
        content = None
    if content is None:
        abort(404)
    access_log.note(actor().id, AccessKind.EXPORT, import_)
    return handed_out(content, f"未导入的工单-{import_.id}.xlsx", KINDS[FileKind.XLSX].media_type)


_WORDS = {"state": labels.IMPORT_STATES, "tone": labels.IMPORT_TONES}


def _acted(form: ActionForm, service: Any, import_: HotlineImport) -> bool:
    return acted(
        form, service, import_, actor(), seen_version=form.version, token=form.form_token.data
    )


def _detail(import_: HotlineImport, form: ActionForm) -> ResponseReturnValue:
    waits = import_.waits_at(moment.now())
    sheet, found, refused = None, None, None
    if waits:
        try:
            sheet, found = services.sorted_for(import_, actor())
        except Refused as error:  # broken, or its time ran out meanwhile
            refused = say(error.refusal)
    show = invalid if form.is_submitted() else page
    return show(
        "complaints/import_detail.html",
        import_=import_,
        form=form,
        waits=waits,
        words=_WORDS,
        expired=import_.state is ImportState.WAITING and not waits,
        before=_before(import_) if waits else None,
        refused=refused,
        columns=_columns(import_, sheet) if sheet is not None else (),
        looked=_looked(import_, sheet, found) if sheet is not None and found is not None else None,
        may_fetch=_may_fetch(import_),
    )


def _looked(import_: HotlineImport, sheet: Sheet, found: Sorted) -> dict[str, Any]:
    """Return what the page shows of the rows: counts, the first sound ones masked, every fault."""
    units = {unit.id: unit.short_name for unit in all_units()}
    meanings = services.meanings(import_)
    return {
        "counts": found.counts,
        "new": len(found.new),
        "good": [
            {
                "row": order.row,
                "number": order.number,
                "received": cn_date(order.received_on),
                "title": order.title,
                "unit": units[order.unit_id],
                "name": mask_name(order.name),
                "phone": mask_phone(order.phone),
            }
            for order in found.good[:SHOWN]
        ],
        "renamed": sum(order.renamed for order in found.good),
        "faults": [
            {
                "row": fault.row,
                "column": services.column_name(sheet, meanings, fault.column),
                "words": say(fault.refusal),
            }
            for fault in found.faults[:SHOWN_FAULTS]
        ],
        "more_faults": max(len(found.faults) - SHOWN_FAULTS, 0),
        "known": [
            {
                "row": known.row,
                "number": known.number,
                "complaint": known.complaint_number,
                "url": url_for("complaints.complaint_detail", complaint_id=known.complaint_id),
                **_taken(known.import_),
            }
            for known in found.known[:SHOWN_KNOWN]
        ],
        "more_known": max(len(found.known) - SHOWN_KNOWN, 0),
    }


def _taken(earlier: HotlineImport | None) -> dict[str, Any]:
    """Return when and by whom an order was registered before; without who: by the hotline."""
    if earlier is None or earlier.confirmed_by is None:
        return {"when": None, "who": None}
    return {"when": cn_datetime(earlier.confirmed_at), "who": earlier.confirmed_by.name}


def _columns(import_: HotlineImport, sheet: Sheet) -> list[tuple[str, str]]:
    """Return the headings and what each means."""
    return [
        (heading, str(labels.COLUMNS[column]) if column else _("不导入"))
        for heading, column in zip(sheet.headings, services.meanings(import_), strict=True)
    ]


def _before(import_: HotlineImport) -> str | None:
    earlier = queries.imported_before(import_)
    if earlier is None or earlier.confirmed_by is None:
        return None
    words: str = _(
        "这个文件已由%(who)s于%(when)s导入过，再次导入不会重复登记。",
        who=earlier.confirmed_by.name,
        when=cn_datetime(earlier.confirmed_at),
    )
    return words


def _may_fetch(import_: HotlineImport) -> bool:
    """Tell whether the rejected rows of a confirmed import are still there for the reader."""
    has_time = import_.expires_at is not None and moment.now() < import_.expires_at
    return bool(import_.rejected and has_time and import_.confirmed_by_id == actor().id)


def _sheet(import_: HotlineImport) -> Sheet | None:
    if not import_.waits_at(moment.now()):
        return None
    return services.sheet_of(import_)


def _offer(form: forms.ImportNewForm, units: Any) -> None:
    if len(units) == 1:
        del form.unit
    else:
        offered = [(str(unit.id), unit.name) for unit in units]
        form.unit.choices = [("", _("请选择")), *offered]


def _chosen(form: forms.ImportNewForm, units: Any) -> Unit:
    chosen = form.data.get("unit", str(units[0].id))
    found: Unit = next(unit for unit in units if str(unit.id) == chosen)
    return found


def _address(import_: HotlineImport) -> str:
    return url_for("complaints.import_detail", import_id=import_.id)
