"""Words for wordings: states, acts, faults, refusals."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString, gettext
from flask_babel import lazy_gettext as _

from core.documents.templates.language import Fault, FaultCode
from core.documents.templates.models import TemplateState
from wording.rules import TemplateAction

STATES: Final[Mapping[TemplateState, LazyString]] = {
    TemplateState.DRAFT: _("草稿"),
    TemplateState.APPROVED: _("已批准"),
    TemplateState.DISCARDED: _("已作废"),
}
TONES: Final[Mapping[TemplateState, str]] = {
    TemplateState.DRAFT: "open",
    TemplateState.APPROVED: "done",
    TemplateState.DISCARDED: "plain",
}
ACTIONS: Final[Mapping[TemplateAction, LazyString]] = {
    TemplateAction.EDIT: _("修改"),
    TemplateAction.APPROVE: _("批准"),
    TemplateAction.DISCARD: _("作废"),
}
EXTRA_ACTIONS: Final[Mapping[str, LazyString]] = {"draft": _("拟稿")}

#: With %(text)s where the fault names something.
FAULTS: Final[Mapping[FaultCode, str]] = {
    FaultCode.EMPTY: "不能为空",
    FaultCode.TOO_LONG: "不能超过 %(text)s 字",
    FaultCode.UNKNOWN_FIELD: "没有名为“%(text)s”的字段",
    FaultCode.UNKNOWN_CONDITION: "没有名为“%(text)s”的条件",
    FaultCode.UNKNOWN_TAG: "不认识“[[%(text)s]]”，只能写 [[若…]]、[[若非…]] 和 [[结束]]",
    FaultCode.STRAY: "“%(text)s”没有成对",
    FaultCode.NOT_CLOSED: "“[[若%(text)s]]”缺少 [[结束]]",
    FaultCode.NOT_OPENED: "[[结束]] 前面没有 [[若…]]",
    FaultCode.MISSING_FIELD: "必须写入字段“%(text)s”，且不能放在条件里面",
    FaultCode.TOO_MANY_HEADINGS: "标题不能超过 %(text)s 个",
    FaultCode.EMPTY_HEADING: "标题没有文字",
    FaultCode.CELLS: "表格每行应有二至四格，相邻各行格数相同",
    FaultCode.UNPRINTABLE: "字体中没有“%(text)s”",
}

REFUSALS: Final[Mapping[str, str]] = {
    "template_own_words": "文字是您自己写的，应由另一人批准。",
    "template_begins_too_early": "生效日期最早为明天：当天的文书用语不在当天改变。",
    "template_has_faults": "模板有错误，不能保存：%(faults)s",
    "template_nothing_changed": "与现行文字相同，没有可批准的内容。",
    "template_has_draft": "该文书已有一份草稿。",
}


def say_fault(fault: Fault) -> str:
    """Return the words of a fault with its line and column, where it has a place."""
    words: str = gettext(FAULTS[fault.code], text=fault.text)
    if not fault.line:
        return words
    place = gettext("第 %(line)s 行第 %(column)s 字", line=fault.line, column=fault.column)
    return f"{place}：{words}"
