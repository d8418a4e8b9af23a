"""Make the questionnaire of a round: from the items of the pack, or as a copy of another."""

from __future__ import annotations

from sqlalchemy import select

from core.db import db
from evaluation.models import Questionnaire, SurveyOption, SurveyQuestion
from evaluation.procedure.drafting import options_for
from evaluation.rules import QuestionKind
from regulations.codes import WordList
from regulations.rules import EffectivePack, words


def questionnaire_of(pack: EffectivePack, scale: str) -> Questionnaire:
    """Return the pack's questionnaire: each item of its content, the overall question, remarks;
    answered on `scale`.
    """
    graded, overall, text = QuestionKind.SCALE, QuestionKind.GRADE, QuestionKind.TEXT
    items = words(pack, WordList.EVALUATION_CONTENT)
    asked: list[tuple[QuestionKind, str, str | None]] = [
        (graded, f"{item.label}，您的评价是？", item.code) for item in items
    ]
    asked.append((overall, "总体上，您对该单位的政务公开工作是否满意？", None))
    asked.append((text, "您对该单位的政务公开工作有什么意见和建议？", None))
    return Questionnaire(
        title="政务公开社会评议问卷",
        intro="请根据您的实际感受作答。本问卷不记名，不需要填写姓名、电话等个人信息。",
        scale=scale,
        questions=[
            SurveyQuestion(
                position=n,
                kind=kind,
                text=words_,
                is_required=kind is not text,
                item_code=code,
                options=options_for(pack, kind, [], scale),
            )
            for n, (kind, words_, code) in enumerate(asked, 1)
        ],
    )


def copy_of(source: Questionnaire) -> Questionnaire:
    """Return a further edition of `source`, question by question."""
    edition = db.session.scalars(
        select(Questionnaire.edition)
        .where(Questionnaire.copied_from_id == source.id)
        .order_by(Questionnaire.edition.desc())
        .limit(1)
    ).first()
    return Questionnaire(
        title=source.title,
        intro=source.intro,
        scale=source.scale,
        edition=max(source.edition, edition or 0) + 1,
        copied_from_id=source.id,
        questions=[
            SurveyQuestion(
                position=question.position,
                kind=question.kind,
                text=question.text,
                is_required=question.is_required,
                item_code=question.item_code,
                options=[
                    SurveyOption(
                        position=option.position,
                        label=option.label,
                        grade_code=option.grade_code,
                        is_dont_know=option.is_dont_know,
                        weight=option.weight,
                    )
                    for option in question.options
                ],
            )
            for question in source.questions
        ],
    )
