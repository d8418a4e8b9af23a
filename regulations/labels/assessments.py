"""Words for the standard of an assessment."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from regulations.codes import AssessmentRule, EvidenceKind, FractionRule

EVIDENCE: Final[Mapping[EvidenceKind, LazyString]] = {
    EvidenceKind.CHECK: _("检查发现"),
    EvidenceKind.LATE_RELEASE: _("逾期公开"),
    EvidenceKind.WRONG_RELEASE: _("公开不应公开的信息"),
    EvidenceKind.IRREGULAR_APPLICATION: _("申请未按规定办理"),
    EvidenceKind.LATE_REPORT: _("逾期上报"),
    EvidenceKind.COMPLAINT_FOUND_TRUE: _("投诉被查实"),
    EvidenceKind.OVERTURNED_ACT: _("复议纠错或诉讼改判"),
    EvidenceKind.NOT_PURSUED: _("有过错未追究"),
    EvidenceKind.UNLAWFUL_FEE: _("违规收费"),
    EvidenceKind.SUBORDINATE_DEDUCTED: _("所属单位被扣分"),
}

ASSESSMENT_RULES: Final[Mapping[AssessmentRule, LazyString]] = {
    AssessmentRule.FLOOR_AT_ITEM: _("单项扣完为止"),
    AssessmentRule.ONE_PROBLEM_ONCE: _("同一问题只扣一处"),
    AssessmentRule.SPOT_CHECKS_COUNT: _("不定期检查扣分计入成绩"),
}

FRACTIONS: Final[Mapping[FractionRule, LazyString]] = {
    FractionRule.UP_TO_NEXT_LOWER_BOUND: _("不四舍五入，未达上一等次下限的归本等次"),
    FractionRule.ROUND_HALF_UP: _("四舍五入取整"),
}
