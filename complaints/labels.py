"""Words for complaints: states, kinds, channels, letters, and what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from complaints.hotline.columns import Column
from complaints.rules import (
    AnswerBy,
    Channel,
    ComplaintKind,
    ComplaintState,
    DocumentKind,
    ImportState,
    LeadOrigin,
    Likeness,
    OpeningState,
    ReplyState,
    ReporterKind,
    Satisfaction,
    TransferState,
    UrgingStep,
)

STATES: Final[Mapping[ComplaintState, LazyString]] = {
    ComplaintState.REGISTERED: _("已登记"),
    ComplaintState.ACCEPTED: _("已受理"),
    ComplaintState.DECLINED: _("不予受理"),
    ComplaintState.WITHDRAWN: _("已撤回"),
    ComplaintState.IN_CASE: _("案件办理中"),
    ComplaintState.REPLIED: _("已答复"),
    ComplaintState.CLOSED: _("已办结"),
}

#: How a state looks beside the number.
TONES: Final[Mapping[ComplaintState, str]] = {
    ComplaintState.REGISTERED: "open",
    ComplaintState.ACCEPTED: "open",
    ComplaintState.DECLINED: "plain",
    ComplaintState.WITHDRAWN: "plain",
    ComplaintState.IN_CASE: "open",
    ComplaintState.REPLIED: "done",
    ComplaintState.CLOSED: "done",
}

KINDS: Final[Mapping[ComplaintKind, LazyString]] = {
    ComplaintKind.COMPLAINT: _("投诉"),
    ComplaintKind.REPORT: _("举报"),
}

CHANNELS: Final[Mapping[Channel, LazyString]] = {
    Channel.WRITTEN: _("书面"),
    Channel.ORAL: _("口头"),
    Channel.TELEPHONE: _("电话"),
    Channel.VISIT: _("个人走访"),
    Channel.WEB: _("网上填报"),
    Channel.HOTLINE: _("热线工单"),
    Channel.BOX: _("监督意见箱"),
    Channel.MEDIA: _("媒体反映"),
    Channel.INTERNAL_CHECK: _("内部检查发现"),
    Channel.FROM_ABOVE: _("上级交办、转送"),
    Channel.BREACHED_DUTY: _("期限届满（系统登记）"),
    Channel.OVERTURNED_ACT: _("行为被撤销或者败诉（系统登记）"),
    Channel.EVALUATION_RESULT: _("社会评议结果（评议组织单位提出）"),
}

REPORTER_KINDS: Final[Mapping[ReporterKind, LazyString]] = {
    ReporterKind.PERSON: _("个人"),
    ReporterKind.UNIT: _("单位"),
    ReporterKind.JOINT: _("多人联名（由代表人联系）"),
}

#: Where a lead comes from, in the words of the rules.
ORIGINS: Final[Mapping[LeadOrigin, LazyString]] = {
    LeadOrigin.INTERNAL: _("内部监督"),
    LeadOrigin.SOCIAL: _("社会监督"),
    LeadOrigin.MEDIA: _("舆论监督"),
}

ANSWERS: Final[Mapping[AnswerBy, LazyString]] = {
    AnswerBy.CODE: _("凭回执码自行查询，不必联系"),
    AnswerBy.PHONE: _("电话告知"),
    AnswerBy.POST: _("书面邮寄"),
}

DOCUMENTS: Final[Mapping[DocumentKind, LazyString]] = {
    DocumentKind.ACCEPTANCE_NOTICE: _("受理告知书"),
    DocumentKind.DECLINE_NOTICE: _("不予受理告知书"),
    DocumentKind.RESULT_NOTICE: _("办理结果告知书"),
    DocumentKind.SUPPLEMENT_NOTICE: _("补充材料通知书"),
    DocumentKind.TRANSFER_SLIP: _("转办通知单"),
    DocumentKind.URGING_NOTICE: _("催办、督办文书"),
}

TRANSFER_STATES: Final[Mapping[TransferState, LazyString]] = {
    TransferState.SENT: _("待签收"),
    TransferState.SIGNED: _("办理中"),
    TransferState.RETURNED: _("已退回"),
    TransferState.REPORTED: _("已反馈"),
    TransferState.RECALLED: _("已撤回"),
}

TRANSFER_TONES: Final[Mapping[TransferState, str]] = {
    TransferState.SENT: "open",
    TransferState.SIGNED: "open",
    TransferState.RETURNED: "plain",
    TransferState.REPORTED: "done",
    TransferState.RECALLED: "plain",
}

URGING_STEPS: Final[Mapping[UrgingStep, LazyString]] = {
    UrgingStep.URGE: _("催办"),
    UrgingStep.ORAL: _("口头提醒"),
    UrgingStep.YELLOW: _("黄牌"),
    UrgingStep.RED: _("红牌"),
}

URGING_TONES: Final[Mapping[UrgingStep, str]] = {
    UrgingStep.URGE: "open",
    UrgingStep.ORAL: "open",
    UrgingStep.YELLOW: "warning",
    UrgingStep.RED: "overdue",
}

REPLY_STATES: Final[Mapping[ReplyState, LazyString]] = {
    ReplyState.DRAFTED: _("拟稿中"),
    ReplyState.SUBMITTED: _("待审核签字"),
    ReplyState.RETURNED: _("已退回修改"),
    ReplyState.APPROVED: _("已审核，待送出"),
    ReplyState.DELIVERED: _("已送出"),
}

REPLY_TONES: Final[Mapping[ReplyState, str]] = {
    ReplyState.DRAFTED: "plain",
    ReplyState.SUBMITTED: "open",
    ReplyState.RETURNED: "warning",
    ReplyState.APPROVED: "open",
    ReplyState.DELIVERED: "done",
}

#: What the leader did last with a draft that stands so.
REPLY_DECIDED: Final[Mapping[ReplyState, LazyString]] = {
    ReplyState.RETURNED: _("退回修改"),
    ReplyState.APPROVED: _("审核签字"),
    ReplyState.DELIVERED: _("审核签字"),
}

SATISFACTION: Final[Mapping[Satisfaction, LazyString]] = {
    Satisfaction.SATISFIED: _("满意"),
    Satisfaction.PARTLY: _("基本满意，仍有疑义"),
    Satisfaction.DISSATISFIED: _("不满意"),
    Satisfaction.UNREACHED: _("联系不上"),
}

SATISFACTION_TONES: Final[Mapping[Satisfaction, str]] = {
    Satisfaction.SATISFIED: "done",
    Satisfaction.PARTLY: "warning",
    Satisfaction.DISSATISFIED: "warning",
    Satisfaction.UNREACHED: "plain",
}

OPENING_STATES: Final[Mapping[OpeningState, LazyString]] = {
    OpeningState.REQUESTED: _("待同意"),
    OpeningState.CONSENTED: _("已同意，尚未查看"),
    OpeningState.REFUSED: _("不同意"),
    OpeningState.USED: _("已查看"),
    OpeningState.EXPIRED: _("已过期"),
}

OPENING_TONES: Final[Mapping[OpeningState, str]] = {
    OpeningState.REQUESTED: "open",
    OpeningState.CONSENTED: "open",
    OpeningState.REFUSED: "plain",
    OpeningState.USED: "done",
    OpeningState.EXPIRED: "plain",
}

#: What the reporter reads about where the report stands, in plain words.
FOLLOW_UP: Final[Mapping[ComplaintState, LazyString]] = {
    ComplaintState.REGISTERED: _("您反映的事项已经登记，正在审查是否受理。"),
    ComplaintState.ACCEPTED: _("您反映的事项已经受理，正在办理。"),
    ComplaintState.DECLINED: _("您反映的事项经审查不予受理，理由如下。"),
    ComplaintState.WITHDRAWN: _("您已撤回，本件不再办理。"),
    ComplaintState.IN_CASE: _("您反映的事项已经受理，正在调查处理。"),
    ComplaintState.REPLIED: _("您反映的事项已经办理完毕，结果如下。"),
    ComplaintState.CLOSED: _("您反映的事项已经办结。"),
}

IMPORT_STATES: Final[Mapping[ImportState, LazyString]] = {
    ImportState.WAITING: _("待确认"),
    ImportState.DONE: _("已导入"),
    ImportState.DISCARDED: _("已放弃"),
    ImportState.EXPIRED: _("已过期"),
}

IMPORT_TONES: Final[Mapping[ImportState, str]] = {
    ImportState.WAITING: "open",
    ImportState.DONE: "done",
    ImportState.DISCARDED: "plain",
    ImportState.EXPIRED: "plain",
}

#: What a column of a hotline's spreadsheet means.
COLUMNS: Final[Mapping[Column, LazyString]] = {
    Column.NUMBER: _("工单编号"),
    Column.RECEIVED: _("受理时间"),
    Column.TITLE: _("标题"),
    Column.FACTS: _("内容"),
    Column.UNIT: _("被投诉举报的单位"),
    Column.PERSON: _("被投诉举报的人员"),
    Column.POST: _("该人员的职务"),
    Column.NAME: _("来电人姓名"),
    Column.PHONE: _("来电人电话"),
    Column.ADDRESS: _("来电人住址"),
    Column.ID_NUMBER: _("来电人证件号码（不导入）"),
    Column.KIND: _("类别（投诉、举报）"),
    Column.ORIGIN: _("热线受理渠道"),
    Column.DEADLINE: _("热线办结期限"),
    Column.SECRECY: _("是否保密"),
}

IMPORT_EXTRA_ACTIONS: Final[Mapping[str, LazyString]] = {"upload": _("上传热线工单")}

TRANSFER_EXTRA_ACTIONS: Final[Mapping[str, LazyString]] = {"send": _("转办")}

REPLY_EXTRA_ACTIONS: Final[Mapping[str, LazyString]] = {"draft": _("拟写答复稿")}

OPENING_EXTRA_ACTIONS: Final[Mapping[str, LazyString]] = {"request": _("申请查看投诉举报人身份")}

#: What a report has in common with another one.
LIKENESS: Final[Mapping[Likeness, LazyString]] = {
    Likeness.UNIT: _("同一单位"),
    Likeness.PERSON: _("同一人员"),
    Likeness.PERIOD: _("时间重叠"),
    Likeness.BREACH: _("同一情形"),
    Likeness.TEXT: _("内容相近"),
}

#: Acts of the record that are not rows of the procedure.
EXTRA_ACTIONS: Final[Mapping[str, LazyString]] = {
    "take_in": _("另一件并入本件"),
    "let_go": _("并入的一件撤销并案"),
    "respondent_found": _("调查中发现所涉单位或人员"),
    "register": _("登记"),
    "open_reporter": _("查看投诉举报人身份"),
    "look_up_reporter": _("按来电号码查找"),
    "issue_receipt": _("生成回执码"),
    "replace_receipt": _("更换回执码"),
    "answer_message": _("回复来信"),
    "read_messages": _("阅看来信"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "complaint_channel_unfit": "请选择来件方式。",
    "sealed_days_wrong": "送出日期不能早于收到日期，也不能晚于今天。",
    "lead_no_receiver": "没有「%(unit)s」以外的单位可以受理关于该单位的线索。",
    "lead_has_no_reporter": "本件由系统登记，没有投诉举报人。",
    "lead_needs_findings": "请写明核查的情况和结论。",
    "complaint_no_pack": "「%(unit)s」在收到之日没有适用的制度规则，请联系系统管理员设定。",
    "complaint_received_in_future": "收到日期不能晚于今天。",
    "complaint_period_out_of_order": "行为的起止日期有误：止不得早于起，也不得晚于收到日期。",
    "complaint_needs_respondent": "请至少填写一个被投诉举报的单位。",
    "complaint_routed_to_respondent": (
        "不得由被投诉举报的单位「%(unit)s」自行受理，请选择其他受理单位。"
    ),
    "complaint_about_registrar": (
        "被投诉举报的是您本人、您的下属或者您所在的单位，请交由其他受理人员登记。"
    ),
    "complaint_person_ambiguous": (
        "「%(unit)s」有多人名为「%(name)s」，请填写与其岗位一致的职务，以便落实回避。"
    ),
    "complaint_trigger_unknown": "所选情形不在适用的制度规则之内，请重新选择。",
    "complaint_reporter_needs_name": "请填写投诉举报人的姓名或者单位名称；不愿具名的，请选择匿名。",
    "complaint_text_names_reporter": (
        "文字中含有投诉举报人的姓名、电话或者住址，请改用“投诉举报人”等称谓。"
    ),
    "complaint_joint_needs_number": "联名的，请填写联名人数，至少%(fewest)s人。",
    "complaint_joint_only": "联名人数和姓名只在联名投诉举报时填写。",
    "complaint_answer_needs_contact": "选择电话告知的请留下电话，选择邮寄的请留下地址。",
    "report_nowhere_to_go": (
        "您反映的情况涉及可以受理的单位本身或者其上级，本页不能接收。"
        "请向其上一级行政机关、政府信息公开工作主管部门或者纪检监察机关反映。"
    ),
    "complaint_decline_code_unknown": "请选择不予受理的情形。",
    "complaint_decline_needs_reason": "不予受理的，应当写明理由。",
    "complaint_withdrawal_needs_reason": "请写明撤回的原因。",
    "complaint_withdrawn_already": "撤回已经登记。",
    "complaint_reply_needs_text": "请填写答复内容。",
    "complaint_reply_needs_method": "请填写答复方式。",
    "complaint_not_notified": "不予受理告知书尚未告知投诉举报人，请填写告知日期和方式。",
    "complaint_told_out_of_order": "告知日期应当在决定不予受理之日以后，且不能晚于今天。",
    "complaint_letter_unprintable": "告知书字库中没有以下字符，请改用其他写法：%(characters)s。",
    "complaint_merge_unknown": "没有这一编号的投诉举报件，请核对。",
    "complaint_merge_itself": "不能并入本件自身，请填写另一件的编号。",
    "complaint_merge_chain": "%(number)s已并入%(leading)s，请直接并入%(leading)s。",
    "complaint_merge_not_open": "%(number)s已经办完、撤回或者是系统登记的线索，不能再并入。",
    "complaint_merge_retaliation": "%(number)s反映打击报复，单独办理，不与他件并案。",
    "complaint_merge_elsewhere": "%(number)s的受理单位与本件不同，不能并案。",
    "complaint_merge_beyond_case": (
        "%(number)s已转入案件，案件中没有本件反映的单位或者人员；请先在案件中增加，再并案。"
    ),
    "complaint_merge_needs_reason": "两件反映的单位不同，并案应当写明理由。",
    "complaint_unmerge_needs_reason": "请写明撤销并案的理由。",
    "complaint_joined_no_case": "本件已并入%(number)s，随该件转入案件，不单独立案。",
    "complaint_joined_decline": "本件已并入%(number)s，随该件决定；单独不予受理的，请先撤销并案。",
    "complaint_leads_accepted": "并入本件的%(numbers)s已经受理；本件不予受理的，请先撤销并案。",
    "complaint_joined_reply": "本件已并入%(number)s，请先答复该件，再将结果告知本件投诉举报人。",
    "transfer_to_respondent": (
        "「%(unit)s」是被投诉举报的单位或者其下属单位，不得将本件转给该单位。"
    ),
    "transfer_to_itself": "本件就在该单位，请选择其他单位。",
    "transfer_there_already": "本件已经转给「%(unit)s」，尚未退回或者反馈。",
    "transfer_no_handler": "「%(unit)s」没有可以接收本件的联络员或者受理人员，请先与其联系。",
    "transfer_needs_reason": "请写明转办的理由。",
    "transfer_needs_content": "请写明转给承办单位的内容。",
    "transfer_due_in_past": "办理期限应当晚于今天。",
    "transfer_over": "来件已经答复、撤回、办结或者转入案件，不需要再办理。",
    "transfer_return_needs_reason": "退回的，应当说明原因。",
    "transfer_report_needs_text": "请写明办理情况。",
    "transfer_report_needs_sign_off": "反馈应当经分管领导审核签字，请填写审核人。",
    "extension_asked_too_late": "办理期限至%(day)s，已经届满，不能再延期；请尽快办理并说明原因。",
    "extension_needs_reason": "申请延期应当说明不能按期办结的原因和进展。",
    "extension_not_later": "延长后的期限应当晚于现在的期限（%(day)s）。",
    "extension_of_nobody": "该单位没有待答复的延期申请。",
    "extension_own_decision": "延期申请由您提出，应当由他人答复。",
    "extension_refusal_needs_reason": "不同意延期的，应当说明理由。",
    "recall_of_signed": "承办单位已经签收或者退回，不能撤回。",
    "recall_needs_reason": "请写明撤回转办的理由。",
    "urging_not_yours": "这一级督办由有相应权限的人员提出。",
    "urging_of_nobody": "该单位已经退回或者反馈，不需要再催办。",
    "urging_needs_text": "请写明催办、督办的要求。",
    "urging_yellow_too_early": "黄牌应当在口头提醒的次日以后提出，请先口头提醒。",
    "urging_red_too_early": "红牌应当在黄牌的次日以后提出。",
    "urging_red_needs_talk": "红牌督办应当约谈，请填写今天或者以后的约谈日期。",
    "urging_red_unexplained": "红牌督办尚未书面说明，请先作出书面说明。",
    "urging_needs_explanation": "请写明没有按期办理的原因。",
    "complaint_doubt_open": "投诉举报人对答复有疑义，请先再次答复。",
    "call_back_needs_satisfaction": "请选择回访的结果。",
    "call_back_doubt_needs_note": "有疑义或者不满意的，请写明是什么。",
    "reply_again_needs_text": "请填写再次答复的内容。",
    "reply_needs_sign_off": "答复应当经分管领导审核签字后送出，请先拟写答复送审。",
    "reply_under_review": "答复稿尚未经审核签字，请先办理答复稿。",
    "reply_differs_from_signed": "送出的答复应当与审核签字的答复稿一致。",
    "reply_own_approval": "您参与拟写了这份答复稿，应当由他人审核签字。",
    "reply_return_needs_reason": "退回修改的，应当说明理由。",
    "reply_over": "来件已经答复、撤回或者办结，答复稿不需要再办理。",
    "supplement_needs_missing": "请写明需要补充什么。",
    "supplement_due_in_past": "补充期限应当晚于今天。",
    "supplement_reaches_nobody": "本件匿名，也没有回执码，无法告知投诉举报人。",
    "supplement_needs_received": "请写明补充了什么。",
    "supplement_still_awaited": "补充期限至%(day)s，尚未届满。",
    "complaint_material_missing": "请选择投诉举报人提交的材料。",
    "complaint_reporter_anonymous": "匿名投诉举报，没有身份信息。",
    "complaint_opening_needs_reason": "请写明查看身份的理由。",
    "opening_open_already": "您对本件已有一份待同意或者有效的查看申请。",
    "opening_expired": "同意查看的期限已过，请重新申请。",
    "opening_refusal_needs_reason": "不同意的，应当写明理由。",
    "lookup_needs_number": "请填写至少七位的电话号码。",
    "lookup_too_many": "今天按号码查找已达 %(limit)s 次的上限。",
    "receipt_replacing_needs_reason": "更换回执码的，应当写明理由。",
    "message_needs_text": "请填写内容。",
    "message_too_many": "您的来信尚待阅看，请等待答复后再写。",
    "order_missing": "未填写。",
    "order_formula": "单元格是公式，不能导入，请改为数值或者文字。",
    "order_error": "单元格是计算错误，请更正。",
    "order_imprecise": "长编号被表格软件按数字保存，末几位已经失真，请设为文本格式后重新填写。",
    "order_unseen": "含有不可见的控制字符，请删除。",
    "order_too_long": "超过%(limit)s字（现有%(length)s字），请缩短，系统不作截取。",
    "order_day": "不是可以识别的日期，请写成2026-01-05或者2026年1月5日。",
    "order_deadline_early": "早于受理时间，请核对。",
    "order_phone": "不是一个完整的电话号码，请核对；有多个的，保留一个。",
    "order_kind": "不属于投诉或者举报，请核对类别，或者删去该行。",
    "order_secrecy": "请填写“是”或者“否”。",
    "order_post_without_person": "填写了职务，没有填写姓名。",
    "order_unit_unknown": "没有这个单位，请填写全称或者简称。",
    "order_unit_ambiguous": "有%(n)s个单位使用这一简称，请填写全称。",
    "order_names_reporter": (
        "含有来电人的姓名、电话、住址或者证件号码，请改用“投诉举报人”；标题和内容中的可以由系统替换。"
    ),
    "order_twice": "与第%(row)s行的工单编号相同。",
    "import_empty": "表格中没有工单。",
    "import_too_many": "您已有%(limit)s份待确认的表格，请先确认或者放弃。",
    "import_columns_missing": "请指定以下内容在哪一列：%(columns)s。",
    "import_column_twice": "“%(column)s”只能指定一列。",
    "import_expired": "表格上传已满%(hours)s小时，已经删除，请重新上传。",
    "import_nothing_new": "没有可以导入的新工单。",
    "import_known_already": "表中的工单已由%(who)s于%(when)s导入，没有新的工单。",
    "message_no_receipt": "本件没有回执码，投诉举报人看不到回复。",
}
