"""Words for what the rules answer: origins, reasons, what is missing, cautions."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from regulations.rules import CautionKind, Fact, MissingKind, OfferNote, Origin, Why

CAUTIONS: Final[Mapping[CautionKind, LazyString]] = {
    CautionKind.SHORTER_THAN_STATUTE: _(
        "%(local)s为%(length)s，短于法定的%(statute)s（"
        "%(statute_length)s，%(article)s）；处分决定应按"
        "法定期限告知，本地期限只用于不属处分的处理"
    ),
}

ORIGINS: Final[Mapping[Origin, LazyString]] = {
    Origin.OWN: _("本包"),
    Origin.INCLUDE: _("启用的通用规则"),
    Origin.PARENT: _("上级规则"),
}

FACTS: Final[Mapping[Fact, LazyString]] = {
    Fact.DECIDED_BY: _("决定层级"),
    Fact.APPROVAL: _("是否经主管领导批准"),
    Fact.REVIEW: _("是否经保密审查"),
    Fact.INSTRUCTION: _("领导是否直接授意"),
    Fact.OBJECTION: _("承办人是否提出异议"),
}

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
