"""Forms of rectification: the report item by item, and its check."""

from __future__ import annotations

from datetime import date
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _

from accountability.labels.rectifications import FINDINGS, RULINGS
from accountability.models import Rectification, RectificationItem
from accountability.rules import CourtRuling, ItemState, VisitFinding
from core.files.fields import AttachmentsField
from core.files.kinds import Upload
from core.web.forms import (
    ActionForm,
    DateField,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    choices,
    not_in_future,
    optional,
    required,
)


class RectificationReportForm(ActionForm):
    """The report as a whole; `report_form` adds the fields of each item still to be done."""

    items: list[RectificationItem]

    text = LongTextField(_("改正情况报告"), [required(_("请写明改正情况。"))], max_length=10000)

    @property
    def parts(self) -> list[tuple[RectificationItem, Any, Any]]:
        """Return each item with the fields of what was done and when."""
        return [(item, self[f"done_{item.id}"], self[f"on_{item.id}"]) for item in self.items]

    @property
    def deeds(self) -> dict[int, tuple[str | None, date | None]]:
        """Return what was done and when, by item."""
        return {item.id: (done.data or None, on.data) for item, done, on in self.parts}

    @property
    def evidence(self) -> list[Any]:
        """Return the field for the files of each item."""
        return [self[f"files_{item.id}"] for item in self.items]

    @property
    def files(self) -> dict[int, list[Upload]]:
        """Return the files by item."""
        return {item.id: field.data for item, field in zip(self.items, self.evidence, strict=True)}


def report_form(rectification: Rectification) -> RectificationReportForm:
    """Return the report with two fields for each item that is not accepted yet."""
    open_items = [i for i in rectification.items if i.status is not ItemState.ACCEPTED]
    fields: dict[str, Any] = {}
    for item in open_items:
        fields[f"done_{item.id}"] = LongTextField(
            gettext("改正措施和结果"), [required(_("请写明这一项是怎样改正的。"))], max_length=4000
        )
        fields[f"on_{item.id}"] = DateField(
            gettext("改正日期"), [required(_("请填写改正日期。")), not_in_future]
        )
        fields[f"files_{item.id}"] = AttachmentsField(gettext("佐证材料"))
    known: dict[str, Any] = {"seen_version": rectification.version}
    known["text"] = rectification.report_text
    for item in open_items:
        known[f"done_{item.id}"], known[f"on_{item.id}"] = item.done_text, item.done_on
    form: RectificationReportForm = type("ReportForm", (RectificationReportForm,), fields)(
        data=known
    )
    form.items = open_items
    return form


class RectificationPlanForm(ActionForm):
    """What will be done; `plan_form` adds the fields of each item still to be done."""

    items: list[RectificationItem]

    @property
    def parts(self) -> list[tuple[RectificationItem, Any, Any, Any]]:
        """Return each item with the fields of measure, who answers for it, and until when."""
        names = ("measure", "responsible", "planned_on")
        return [(item, *(self[f"{name}_{item.id}"] for name in names)) for item in self.items]

    @property
    def plans(self) -> dict[int, tuple[str | None, str | None, date | None]]:
        """Return measure, who answers for it and until when, by item."""
        return {
            item.id: (measure.data or None, who.data or None, on.data)
            for item, measure, who, on in self.parts
        }


def plan_form(rectification: Rectification) -> RectificationPlanForm:
    """Return the plan with three fields for each item that is not accepted yet."""
    open_items = [i for i in rectification.items if i.status is not ItemState.ACCEPTED]
    fields: dict[str, Any] = {}
    known: dict[str, Any] = {"seen_version": rectification.version}
    for item in open_items:
        fields[f"measure_{item.id}"] = LongTextField(
            gettext("整改措施"), [required(_("请写明整改措施。"))], max_length=2000
        )
        fields[f"responsible_{item.id}"] = TextField(
            gettext("责任人"), [required(_("请填写责任人。"))], max_length=60
        )
        fields[f"planned_on_{item.id}"] = DateField(
            gettext("完成时限"), [required(_("请填写完成时限。"))]
        )
        for name in ("measure", "responsible", "planned_on"):
            known[f"{name}_{item.id}"] = getattr(item, name)
    form: RectificationPlanForm = type("PlanForm", (RectificationPlanForm,), fields)(data=known)
    form.items = open_items
    return form


class RectificationExplainForm(ActionForm):
    """Why nothing can be corrected yet."""

    text = LongTextField(
        _("不具备整改条件的情况"), [required(_("请写明不具备整改条件的情况。"))], max_length=10000
    )
    expected_on = DateField(_("预计具备条件的日期"), [optional()])


class RectificationAcceptItemForm(ActionForm):
    """One item is accepted."""

    item_id = RadioField(_("认可的项目"), [required(_("请选择项目。"))], coerce=int)

    def offer(self, rectification: Rectification, *states: ItemState) -> None:
        """Offer the items in these states."""
        self.item_id.choices = [
            (item.id, item.problem) for item in rectification.items if item.status in states
        ]


class RectificationReturnItemForm(RectificationAcceptItemForm):
    """One item is returned."""

    item_id = RadioField(_("退回的项目"), [required(_("请选择项目。"))], coerce=int)
    reason = LongTextField(_("退回理由"), [required(_("退回须写明理由。"))], max_length=2000)


class RectificationReturnForm(ActionForm):
    """The rectification goes back to the unit."""

    due_on = DateField(_("重新报告的期限"), [required(_("请填写重新报告的期限。"))])


class RectificationVisitForm(ActionForm):
    """A visit on the spot."""

    visited_on = DateField(_("核查日期"), [required(_("请填写核查日期。")), not_in_future])
    place = TextField(_("核查地点"), [required(_("请填写核查地点。"))], max_length=120)
    visitors = TextField(_("核查人员"), [required(_("请填写核查人员。"))], max_length=120)
    item_id = SelectField(_("核查项目"), [optional()])
    finding = RadioField(
        _("核查结论"),
        [required(_("请选择核查结论。"))],
        choices=choices(VisitFinding, FINDINGS),
    )
    found = LongTextField(_("核查情况"), [required(_("请写明核查情况。"))], max_length=4000)
    files = AttachmentsField(_("附件"))

    def offer(self, rectification: Rectification) -> None:
        """Offer the whole and each item."""
        items = [(str(item.id), item.problem) for item in rectification.items]
        self.item_id.choices = [("", _("全部项目")), *items]

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {
            "visited_on": self.visited_on.data,
            "place": self.place.data,
            "visitors": self.visitors.data,
            "item_id": int(self.item_id.data) if self.item_id.data else None,
            "finding": VisitFinding(self.finding.data),
            "found": self.found.data,
            "files": self.files.data,
        }


class RectificationFeedbackForm(ActionForm):
    """The outcome was fed back to the body that the rules name."""

    to_whom = TextField(_("反馈对象"), [required(_("请填写反馈对象。"))], max_length=120)
    sent_on = DateField(_("反馈日期"), [required(_("请填写反馈日期。")), not_in_future])
    way = TextField(
        _("反馈方式"),
        [required(_("请填写反馈方式。"))],
        max_length=120,
        description=_("如当面送交、机要交换、公文系统。"),
    )
    number = TextField(_("反馈文号"), [optional()], max_length=60)
    text = LongTextField(
        _("反馈内容"),
        [required(_("请写明反馈内容。"))],
        max_length=4000,
        description=_("改正情况和处理结果；不写投诉举报人。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        names = ("to_whom", "sent_on", "way", "number", "text")
        return {name: self[name].data for name in names}


class RectificationUrgeForm(ActionForm):
    """The unit is reminded, or supervised by a letter once it was."""

    way = TextField(
        _("提醒方式"),
        [required(_("请写明提醒的方式。"))],
        max_length=120,
        description=_("如电话、当面、即时通信；写明接听人。"),
    )
    text = LongTextField(
        _("提醒、督办内容"),
        [required(_("请写明提醒、督办的内容。"))],
        max_length=2000,
        description=_("督办的写入整改督办函。不写投诉举报人。"),
    )

    @property
    def values(self) -> dict[str, Any]:
        """As the service takes them."""
        return {"text": self.text.data, "way": self.way.data if "way" in self else None}


class EnforcementApplyForm(ActionForm):
    """The court is asked to enforce the decision."""

    court = TextField(_("受理法院"), [required(_("请填写受理法院。"))], max_length=120)
    applied_on = DateField(_("申请日期"), [required(_("请填写申请日期。")), not_in_future])
    grounds = LongTextField(_("申请理由"), [required(_("请写明申请理由。"))], max_length=4000)


class EnforcementRuleForm(ActionForm):
    """What the court said."""

    ruling = RadioField(
        _("裁定结果"),
        [required(_("请选择裁定结果。"))],
        choices=list(RULINGS.items()),
        coerce=CourtRuling,
    )
    ruled_on = DateField(_("裁定日期"), [required(_("请填写裁定日期。")), not_in_future])
    number = TextField(_("裁定书文号"), [optional()], max_length=60)


class EnforcementEndForm(ActionForm):
    """The court has carried it out."""

    on = DateField(_("执行完毕日期"), [required(_("请填写执行完毕日期。")), not_in_future])
    text = LongTextField(_("执行情况"), [required(_("请写明强制执行的情况。"))], max_length=4000)
