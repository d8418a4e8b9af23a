"""Words for the enums of rule packs, for the trace of an apportionment and for what is refused."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.clocks.periods import Direction
from regulations.codes import (
    ApprovalState,
    Bearer,
    CountingId,
    DecidedBy,
    ExtensionKind,
    Grade,
    GuardId,
    InstructionState,
    MeasureBearer,
    ObjectionState,
    RemedyBody,
    RemedyKind,
    ReviewState,
    Role,
    ShareValue,
    StartEvent,
    State,
    TermId,
    Vote,
    WordList,
)
from regulations.rules import Fact, Missing, MissingKind, OfferNote, Origin, Reason, TraceLine, Why
from regulations.topics import Topic

STATES: Final[Mapping[State, LazyString]] = {
    State.STATED: _("已规定"),
    State.NOT_STATED: _("来源未规定"),
    State.NONE: _("无"),
    State.PER_CASE: _("逐案确定"),
}

TERMS: Final[Mapping[TermId, LazyString]] = {
    TermId.COMPLAINT_ACCEPTANCE: _("举报受理期限"),
    TermId.INVESTIGATION_PERIOD: _("调查期限"),
    TermId.REMEDY_PERIOD: _("申请复核或提出申诉的期限"),
    TermId.REMEDY_DECISION: _("复核、申诉的处理期限"),
    TermId.FEEDBACK_PERIOD: _("改正情况报告期限"),
    TermId.EXECUTION_PERIOD: _("处理决定执行期限"),
    TermId.DOA_REPLY: _("政府信息公开申请答复期限"),
    TermId.SANCTION_DECISION: _("处分案件办案期限"),
    TermId.SANCTION_RECONSIDERATION: _("不服处分申请复核的期限"),
    TermId.SANCTION_RECONSIDERATION_DECISION: _("处分复核决定期限"),
    TermId.SANCTION_APPEAL: _("不服处分直接提出申诉的期限"),
    TermId.SANCTION_APPEAL_AFTER_RECONSIDERATION: _("不服处分复核提出申诉的期限"),
    TermId.SANCTION_APPEAL_DECISION: _("处分申诉处理期限"),
    TermId.EVALUATION_RECTIFY: _("评议整改报告期限"),
}

STARTS: Final[Mapping[StartEvent, LazyString]] = {
    StartEvent.REPORT_RECEIVED: _("接到举报材料"),
    StartEvent.COMPLAINT_ACCEPTED: _("受理举报"),
    StartEvent.CASE_FILED: _("批准立案"),
    StartEvent.DECISION_SERVED: _("送达处理决定"),
    StartEvent.NOTICE_SERVED: _("接到处理通知"),
    StartEvent.HANDLING_KNOWN: _("知道人事处理"),
    StartEvent.APPLICATION_RECEIVED: _("收到公开申请"),
    StartEvent.REMEDY_RECEIVED: _("接到复核申请或申诉"),
    StartEvent.RECONSIDERATION_DECISION_RECEIVED: _("接到复核决定"),
    StartEvent.APPEAL_ACCEPTED: _("受理申诉"),
    StartEvent.FEEDBACK_RECEIVED: _("接到评议反馈通知"),
}

BEARERS: Final[Mapping[Bearer, LazyString]] = {
    Bearer.RECEIVING_UNIT: _("受理单位"),
    Bearer.INVESTIGATING_BODY: _("调查机构"),
    Bearer.DECIDING_BODY: _("决定机关"),
    Bearer.RESPONDENT: _("被追究责任的单位或人员"),
    Bearer.APPEAL_BODY: _("受理申诉的机关"),
    Bearer.EVALUATED_UNIT: _("被评议单位"),
}

EXTENSIONS: Final[Mapping[ExtensionKind, LazyString]] = {
    ExtensionKind.ADDED: _("另加"),
    ExtensionKind.TOTAL: _("合计"),
}

GUARDS: Final[Mapping[GuardId, LazyString]] = {
    GuardId.COMPLAINT_REGISTER: _("举报逐件登记"),
    GuardId.DECLINE_WRITTEN_REASONS: _("不予受理书面告知理由"),
    GuardId.RESULT_FEEDBACK: _("向举报人反馈结果"),
    GuardId.MIN_INVESTIGATORS: _("调查人员最低人数"),
    GuardId.CREDENTIALS: _("调查时出示证件"),
    GuardId.INVESTIGATING_BODY: _("调查机构"),
    GuardId.DECIDING_BODY: _("决定机关"),
    GuardId.STATEMENT_AND_DEFENCE: _("决定前听取陈述和申辩"),
    GuardId.WRITTEN_NOTICE: _("处理决定书面通知"),
    GuardId.COLLECTIVE_DISCUSSION: _("集体讨论"),
    GuardId.REVIEW_BY_DECIDER: _("由作出决定的机关处理复核、申诉"),
    GuardId.REMEDY_DECISION_NOTICE: _("复核、申诉结果书面通知"),
    GuardId.FEEDBACK_DUTY: _("书面报告改正情况"),
    GuardId.FEEDBACK_ADDRESSEE: _("改正情况报告的收件机构"),
    GuardId.EXECUTION_REPORT: _("报告执行情况"),
    GuardId.COURT_ENFORCEMENT: _("拒不执行可申请法院强制执行"),
    GuardId.SANCTION_MIN_INVESTIGATORS: _("处分案件办案人员最低人数"),
    GuardId.SANCTION_DISCUSSION: _("处分经领导成员集体讨论"),
    GuardId.SANCTION_WRITTEN_NOTICE: _("处分决定书面通知本人"),
    GuardId.SANCTION_NO_SECOND: _("已受政务处分的不再处分"),
    GuardId.EVALUATION_ORGANISER: _("社会评议的组织单位"),
    GuardId.EVALUATION_CONSENT: _("评定结果经同意后反馈"),
    GuardId.EVALUATION_GRADE_BOUNDS: _("评议档次的分界"),
    GuardId.EVALUATION_PUBLICATION: _("评议结果的公开范围"),
    GuardId.EVALUATION_RECTIFY_DUTY: _("被评议单位报送整改报告"),
    GuardId.EVALUATION_EXPLANATION: _("不具备整改条件的专题说明"),
    GuardId.EVALUATION_REPORT_ADDRESSEE: _("评议整改报告的收件机构"),
    GuardId.EVALUATION_UPWARD_REPORT: _("乡镇报送综合评议情况"),
    GuardId.EVALUATION_THEMATIC_FREQUENCY: _("专题评议的次数"),
}

COUNTING: Final[Mapping[CountingId, LazyString]] = {
    CountingId.START_DAY_EXCLUDED: _("起算当日不计"),
    CountingId.LAST_DAY_ROLLS: _("末日为休假日的顺延"),
    CountingId.POSTED_IN_TIME: _("期满前交邮的不算过期"),
    CountingId.POST_SERVED_ON_RECEIPT: _("邮寄送达以收件日为准"),
    CountingId.WORKING_DAY: _("工作日不含法定休假日"),
    CountingId.CONSULTATION_EXCLUDED: _("征求意见的时间不计"),
    CountingId.SUPPLEMENT_RESTARTS: _("补正后重新起算"),
}

WORD_LISTS: Final[Mapping[WordList, LazyString]] = {
    WordList.REPORT_CHANNEL: _("举报方式"),
    WordList.DECLINE_REASON: _("不予受理情形"),
    WordList.INVESTIGATION_ACTIVITY: _("调查措施"),
    WordList.PARTICIPANT_ROLE: _("其他参与人"),
    WordList.MEASURE: _("处理措施"),
    WordList.EVALUATION_CONTENT: _("评议内容"),
    WordList.EVALUATION_METHOD: _("评议方式"),
    WordList.EVALUATION_GRADE: _("评定档次"),
    WordList.EVALUATION_INSPECTION: _("检查评议形式"),
    WordList.PUBLIC_FEEDBACK: _("向公众反馈的方式"),
}

ROLES: Final[Mapping[Role, LazyString]] = {
    Role.HANDLER: _("直接承办人"),
    Role.SUPERVISOR: _("主管领导"),
    Role.PRINCIPAL_LEADER: _("主要领导"),
    Role.COLLECTIVE_MEMBER: _("其他领导成员"),
    Role.REVIEWER: _("保密审查人"),
}

SHARES: Final[Mapping[ShareValue, LazyString]] = {
    ShareValue.FULL: _("全部责任"),
    ShareValue.PRIMARY: _("主要责任"),
    ShareValue.SECONDARY: _("次要责任"),
    ShareValue.NONE: _("不承担责任"),
    ShareValue.RESPONSIBLE: _("承担责任（份额未写明）"),
    ShareValue.NOT_STATED: _("来源未规定"),
}

DECIDED_BY: Final[Mapping[DecidedBy, LazyString]] = {
    DecidedBy.INDIVIDUAL: _("个人作出"),
    DecidedBy.COLLECTIVE: _("领导班子集体决定"),
}

APPROVALS: Final[Mapping[ApprovalState, LazyString]] = {
    ApprovalState.NONE: _("未经主管领导批准"),
    ApprovalState.GIVEN: _("经主管领导批准或同意"),
    ApprovalState.UNKNOWN: _("是否批准尚未查明"),
}

REVIEWS: Final[Mapping[ReviewState, LazyString]] = {
    ReviewState.DONE: _("已经保密审查"),
    ReviewState.SKIPPED: _("未履行保密审查"),
    ReviewState.NOT_REQUIRED: _("无需保密审查"),
    ReviewState.UNKNOWN: _("是否审查尚未查明"),
}

INSTRUCTIONS: Final[Mapping[InstructionState, LazyString]] = {
    InstructionState.NONE: _("没有领导直接授意"),
    InstructionState.GIVEN: _("领导直接授意"),
}

OBJECTIONS: Final[Mapping[ObjectionState, LazyString]] = {
    ObjectionState.NONE: _("承办人未提出异议"),
    ObjectionState.UNPROVED: _("称提出异议但没有证据"),
    ObjectionState.PROVED: _("承办人提出异议且有证据"),
}

VOTES: Final[Mapping[Vote, LazyString]] = {
    Vote.FOR: _("赞成"),
    Vote.AGAINST: _("反对"),
    Vote.ABSTAIN: _("弃权"),
    Vote.ABSENT: _("缺席"),
}

GRADES: Final[Mapping[Grade, LazyString]] = {
    Grade.MINOR: _("情节轻微"),
    Grade.DISRUPTIVE: _("影响正常工作"),
    Grade.SERIOUS: _("情节严重"),
    Grade.CRIME: _("构成犯罪"),
}

MEASURE_BEARERS: Final[Mapping[MeasureBearer, LazyString]] = {
    MeasureBearer.PERSON: _("责任人"),
    MeasureBearer.LEADER: _("领导"),
    MeasureBearer.UNIT: _("单位"),
}

REMEDY_KINDS: Final[Mapping[RemedyKind, LazyString]] = {
    RemedyKind.RECONSIDERATION: _("复核"),
    RemedyKind.APPEAL: _("申诉"),
}

REMEDY_BODIES: Final[Mapping[RemedyBody, LazyString]] = {
    RemedyBody.DECIDING_BODY: _("作出处理决定的机关"),
    RemedyBody.SUPERIOR_BODY: _("上级机关"),
}

ORIGINS: Final[Mapping[Origin, LazyString]] = {
    Origin.OWN: _("本包"),
    Origin.INCLUDE: _("启用的通用规则"),
    Origin.PARENT: _("上级规则"),
}

TOPICS: Final[Mapping[Topic, LazyString]] = {
    Topic.INTAKE: _("投诉举报"),
    Topic.INVESTIGATION: _("调查"),
    Topic.TRIGGERS: _("追责情形"),
    Topic.APPORTIONMENT: _("责任区分"),
    Topic.HANDLING: _("处理程序"),
    Topic.SEVERITY: _("情节与处理措施"),
    Topic.REMEDY: _("救济"),
    Topic.FEEDBACK: _("执行与反馈"),
    Topic.SANCTION: _("处分"),
    Topic.APPLICATION: _("依申请公开"),
    Topic.EVALUATION: _("社会评议"),
    Topic.COUNTING: _("期间计算"),
    Topic.OTHER: _("其他"),
}

DIRECTIONS: Final[Mapping[Direction, LazyString]] = {
    Direction.AFTER: _("向后计算"),
    Direction.BEFORE: _("向前推算（提前若干日）"),
}

FACTS: Final[Mapping[Fact, LazyString]] = {
    Fact.DECIDED_BY: _("决定层级"),
    Fact.APPROVAL: _("是否经主管领导批准"),
    Fact.REVIEW: _("是否经保密审查"),
    Fact.INSTRUCTION: _("领导是否直接授意"),
    Fact.OBJECTION: _("承办人是否提出异议"),
}

_OBJECTOR = _("异议由哪一位承办人提出")

OFFER_NOTES: Final[Mapping[OfferNote, LazyString]] = {
    OfferNote.GRADE_NOT_IN_PACK: _("本规则没有这一档情节"),
    OfferNote.NONE_FOR_BEARER: _("本规则在这一档没有规定针对该对象的措施"),
    OfferNote.NEEDS_GRAVE: _("认定造成严重后果的，才有可选措施"),
    OfferNote.DIRECT_PERSON_ONLY: _("来源只规定对直接责任人采取"),
}

MISSING: Final[Mapping[MissingKind, LazyString]] = {
    MissingKind.FACT: _("尚未查明：%(name)s"),
    MissingKind.PERSON: _("尚未列明：%(name)s"),
    MissingKind.OBJECTOR: _("尚未查明：%(name)s"),
}

WHY: Final[Mapping[Why, LazyString]] = {
    Why.MATCHES: _("符合本项全部条件"),
    Why.NEEDS: _("须%(needed)s，本行为%(actual)s"),
    Why.UNKNOWN: _("缺少事实：%(fact)s尚未查明，不作推断"),
    Why.UNPROVED_OBJECTION: _("承办人称提出异议，但没有证据（文件、记录或证人），不适用免责"),
    Why.DISPLACED: _("条件符合，但让位于 %(row)s"),
    Why.ROLE_DISPLACED: _("%(role)s的份额依 %(row)s 确定"),
    Why.CONFLICT: _("%(rows)s结论不同，两种读法并列，由决定机关选择并说明理由"),
    Why.NO_CONFLICT: _("没有互相矛盾的两项同时成立"),
    Why.SILENT: _("来源没有规定份额"),
    Why.INFERRED: _("%(roles)s的份额来源没有直接写明，系推定"),
    Why.JOINTLY: _("由 %(people)s 共同承担"),
    Why.ONLY_FOR: _("只及于 %(people)s"),
    Why.NOBODY: _("名单中没有%(role)s"),
    Why.VOTES: _("表决已记录（%(votes)s），来源没有规定表决影响份额"),
    Why.NOTE: _("%(text)s"),
}

TYPES: Final[Mapping[str, LazyString]] = {
    "str": _("文字"),
    "int": _("整数"),
    "bool": _("true 或 false"),
    "array": _("列表"),
    "object": _("一组键值"),
    "date": _("日期"),
}

FAULTS: Final[Mapping[str, LazyString]] = {
    "not_toml": _("不是有效的 TOML"),
    "not_toml_at": _("不是有效的 TOML（第 %(line)s 行第 %(column)s 列）"),
    "not_json": _("不是有效的 JSON"),
    "not_readable": _("文件无法读取"),
    "no_packs": _("文件夹中没有规则包（*.toml）"),
    "not_a_table": _("应当是一组键值"),
    "not_a_list": _("应当是列表"),
    "unknown_key": _("未知的键"),
    "missing_key": _("缺少必填的键"),
    "not_allowed": _("不是允许的值，应为：%(allowed)s"),
    "bad_form": _("为空或者格式不对"),
    "out_of_range": _("超出允许的范围"),
    "not_a_date": _("不是有效的日期"),
    "wrong_type": _("类型不对，应为 %(expected)s"),
    "empty": _("不能为空"),
    "duplicate": _("重复"),
    "stranger": _("名单 people 中没有这个人"),
    "handler_as_leader": _("承办人不能同时是批准或授意的领导"),
    "contradicts": _("与同组的状态矛盾"),
    "id_not_file": _("规则包编号应与文件名一致"),
    "unknown_pack": _("没有这个规则包"),
    "circle": _("规则包互相引用成环"),
    "same_in_includes": _("启用的两个通用规则都规定了这一项"),
    "dates_reversed": _("失效日期早于生效日期"),
    "undated": _("写明生效日期的，应当写明依据"),
    "needs_length": _("写明期限的，应当写明长度、单位和起算事由"),
    "must_be_empty": _("来源未规定、无或者逐案确定的，不能写数值"),
    "extension_short": _("延长后的合计应当长于原期限"),
    "needs_value": _("应当写明取值"),
    "guard_type": _("取值类型不对，应为 %(expected)s"),
    "state_not_here": _("这里不能使用该状态"),
    "needs_shares": _("应当写明份额，或者写明来源未规定"),
    "inferred_unknown": _("推定的角色没有份额"),
    "unknown_row": _("没有这一行"),
    "override_circle": _("行与行互相取代成环"),
    "overlap": _("%(rows)s 同时成立而份额不同，没有写明取代或者矛盾：%(facts)s"),
    "uncovered": _("没有任何一行适用（共 %(count)s 种），例如：%(facts)s"),
    "unknown_measure": _("没有这种处理措施"),
    "unknown_term": _("没有这项期限"),
    "remedy_incomplete": _("应当写明救济种类和受理机关"),
}


def fact_value(fact: Fact, value: str) -> str:
    """Return the words of one value of a fact, such as "经主管领导批准或同意"."""
    tables: Mapping[Fact, Mapping[str, LazyString]] = {
        Fact.DECIDED_BY: {k.value: v for k, v in DECIDED_BY.items()},
        Fact.APPROVAL: {k.value: v for k, v in APPROVALS.items()},
        Fact.REVIEW: {k.value: v for k, v in REVIEWS.items()},
        Fact.INSTRUCTION: {k.value: v for k, v in INSTRUCTIONS.items()},
        Fact.OBJECTION: {k.value: v for k, v in OBJECTIONS.items()},
    }
    return str(tables[fact][value])


def reason(item: Reason) -> str:
    """Return one reason of a trace in words."""
    given = dict(item.params)
    shown = dict(given)
    if item.code is Why.NEEDS:
        fact = Fact(given["fact"])
        shown["needed"] = "或".join(fact_value(fact, v) for v in given["needed"].split("|"))
        shown["actual"] = fact_value(fact, given["actual"])
    elif "fact" in given:
        shown["fact"] = _fact_name(given["fact"])
    if "role" in given:
        shown["role"] = str(ROLES[Role(given["role"])])
    if "roles" in given:
        shown["roles"] = "、".join(str(ROLES[Role(r)]) for r in given["roles"].split("|"))
    if "people" in given:
        shown["people"] = given["people"].replace("|", "、")
    if "rows" in given:
        shown["rows"] = "；".join(pair.replace("|", "与") for pair in given["rows"].split(","))
    if item.code is Why.VOTES:
        shown["votes"] = "，".join(f"{VOTES[Vote(k)]} {n}" for k, n in item.params if n != "0")
    return str(WHY[item.code]) % shown


def why(line: TraceLine) -> str:
    """Return all reasons of a trace line as one Chinese sentence."""
    return "；".join(reason(item) for item in line.reasons)


def missing(item: Missing) -> str:
    """Return in words what the facts still lack."""
    person = item.kind is MissingKind.PERSON
    name = str(ROLES[Role(item.name)]) if person else _fact_name(item.name)
    return str(MISSING[item.kind]) % {"name": name}


def fault(code: str, params: Mapping[str, str]) -> str:
    """Return why a value of a pack or of the facts is refused."""
    shown = dict(params)
    if "expected" in shown:
        kinds = [kind for kind in shown["expected"].split(" | ") if kind != "null"]
        shown["expected"] = "或".join(str(TYPES.get(kind, kind)) for kind in kinds)
    return str(FAULTS[code]) % shown


def _fact_name(name: str) -> str:
    return str(_OBJECTOR) if name == MissingKind.OBJECTOR.value else str(FACTS[Fact(name)])
