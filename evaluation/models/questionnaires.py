"""Questionnaires: questions of fixed kinds; a later edition is a copy of an earlier one."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from core.db import Model, enum_type
from evaluation.rules import QuestionKind


class Questionnaire(Model):
    """One edition of a questionnaire, used by one round; fixed once the round is published.

    `scale`: the options of the questions on a scale with their points, one a line.
    """

    __tablename__ = "questionnaires"
    __table_args__ = (CheckConstraint("edition >= 1", name="edition_positive"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    title: Mapped[str] = mapped_column(String(100))
    intro: Mapped[str] = mapped_column(Text)
    edition: Mapped[int] = mapped_column(default=1)
    scale: Mapped[str] = mapped_column(Text, default="")
    copied_from_id: Mapped[int | None] = mapped_column(ForeignKey("questionnaires.id"))

    questions: Mapped[list[SurveyQuestion]] = relationship(
        back_populates="questionnaire",
        order_by="SurveyQuestion.position",
        cascade="all, delete-orphan",
    )


class SurveyQuestion(Model):
    """One question; `item_code` names the item of the pack's content it asks about."""

    __tablename__ = "survey_questions"
    __table_args__ = (UniqueConstraint("questionnaire_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    questionnaire_id: Mapped[int] = mapped_column(ForeignKey("questionnaires.id"))
    position: Mapped[int]
    kind: Mapped[QuestionKind] = mapped_column(enum_type(QuestionKind))
    text: Mapped[str] = mapped_column(Text)
    is_required: Mapped[bool] = mapped_column(default=True)
    item_code: Mapped[str | None] = mapped_column(String(60))

    questionnaire: Mapped[Questionnaire] = relationship(back_populates="questions")
    options: Mapped[list[SurveyOption]] = relationship(
        order_by="SurveyOption.position", cascade="all, delete-orphan"
    )


class SurveyOption(Model):
    """One option; `grade_code` is the pack's code where the question asks for its scale, `weight`
    its points (0 to 100) in the index.
    """

    __tablename__ = "survey_options"
    __table_args__ = (UniqueConstraint("question_id", "position"),)

    id: Mapped[int] = mapped_column(primary_key=True)
    question_id: Mapped[int] = mapped_column(ForeignKey("survey_questions.id"))
    position: Mapped[int]
    label: Mapped[str] = mapped_column(String(100))
    grade_code: Mapped[str | None] = mapped_column(String(60))
    is_dont_know: Mapped[bool] = mapped_column(default=False)
    weight: Mapped[int | None]
