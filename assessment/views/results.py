"""What an approved result is used for: the year-end assessment, praise, rectification."""

from __future__ import annotations

from flask import abort, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _

from accountability.labels.rectifications import STATES as ORDER_STATES
from assessment import labels
from assessment.models import Assessment
from assessment.queries import assessments as queries
from assessment.queries.packs import methods, pack_of, standard_of
from assessment.queries.results import Result, results_of
from assessment.rules import RESULT_STANDS, points_words
from assessment.views.blueprint import bp
from core.access.gate import actor, requires
from core.access.permissions import Permission
from core.web import exports
from core.web.pages import page
from regulations.codes import GuardId
from regulations.rules import guard, has_points


@bp.get("/assessments/<int:assessment_id>/results")
@requires(Permission.EVALUATION_READ)
def assessment_results(assessment_id: int) -> ResponseReturnValue:
    """Show the approved results by rank: who is praised, who rectifies, and by which article."""
    assessment = _approved(assessment_id)
    pack = pack_of(assessment)
    use, praise = guard(pack, GuardId.ASSESSMENT_USE), guard(pack, GuardId.ASSESSMENT_EXCELLENT)
    return page(
        "assessment/results.html",
        assessment=assessment,
        results=results_of(assessment),
        scored=has_points(standard_of(assessment)),
        use=use.value if use else None,
        praise=praise.value if praise and praise.value.value else None,
        order_words=ORDER_STATES,
        points=points_words,
        labels=labels,
    )


@bp.get("/assessments/<int:assessment_id>/results/sheet")
@requires(Permission.EVALUATION_READ)
def assessment_results_sheet(assessment_id: int) -> ResponseReturnValue:
    """Hand the results out as a spreadsheet for the year-end assessment (ASM-08, XAS-09)."""
    assessment = _approved(assessment_id)
    ways = methods(pack_of(assessment))
    headings = [
        *(_("考核年度"), _("名次"), _("单位"), _("自评得分"), _("考评得分"), _("弄虚作假扣减")),
        *(_("等次"), _("通报表彰"), _("检查方式"), _("整改通知书"), _("整改状态")),
    ]
    lines = [_line(assessment, one, ways) for one in results_of(assessment)]
    subject = (assessment.__tablename__, assessment.id)
    return exports.sheet(actor(), subject, headings, lines, _("考核结果"), assessment.title)


def _line(assessment: Assessment, one: Result, ways: dict[str, str]) -> list[str | int]:
    return [
        assessment.year,
        one.rank,
        one.assessed.unit.name,
        points_words(one.score.own),
        points_words(one.assessed.score),
        one.assessed.falsification,
        one.band.label if one.band else "",
        _("是") if one.praised else _("已取消评先评优资格") if one.barred else _("否"),
        _("、").join(ways.get(code, code) for code in one.methods),
        _("、").join(order.number or "" for order in one.orders),
        _("、").join(str(ORDER_STATES[order.state]) for order in one.orders),
    ]


def results_url(assessment: Assessment) -> str | None:
    """Return where the results stand, None until they are approved."""
    if assessment.state not in RESULT_STANDS:
        return None
    return url_for("assessment.assessment_results", assessment_id=assessment.id)


def _approved(assessment_id: int) -> Assessment:
    assessment = queries.get_visible_assessment(assessment_id, actor())
    if assessment.state not in RESULT_STANDS:
        abort(404)
    return assessment
