"""Gap-free number series, one per unit, kind and year: 阿政公责〔2026〕12号."""

from __future__ import annotations

from sqlalchemy import CheckConstraint, select
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Mapped, mapped_column

from core.db import Model, db
from core.documents.wording import document_number


class NumberSeries(Model):
    """The last number given out in one series and year."""

    __tablename__ = "number_series"
    __table_args__ = (CheckConstraint("last >= 0", name="last_not_negative"),)

    prefix: Mapped[str] = mapped_column(primary_key=True)
    year: Mapped[int] = mapped_column(primary_key=True)
    last: Mapped[int] = mapped_column(default=0)


def allocate(prefix: str, year: int) -> str:
    """Give out the next number of the series `prefix` in `year`, written 〔2026〕12号 after the
    prefix.

    The number belongs to the caller's transaction: rolled back with it, so the series has no gaps;
    two callers at once wait for each other on the row of the series.
    """
    return allocate_several(prefix, year, 1)[0]


def allocate_several(prefix: str, year: int, count: int) -> list[str]:
    """Give out the next `count` numbers of a series at once, in order."""
    insert = postgresql_insert if db.engine.dialect.name == "postgresql" else sqlite_insert
    db.session.execute(
        insert(NumberSeries)
        .values(prefix=prefix, year=year, last=0)
        .on_conflict_do_nothing(index_elements=["prefix", "year"])
    )
    series = db.session.scalars(
        select(NumberSeries)
        .where(NumberSeries.prefix == prefix, NumberSeries.year == year)
        .with_for_update()
        .execution_options(populate_existing=True)
    ).one()
    first = series.last + 1
    series.last += count
    db.session.flush()
    return [document_number(prefix, year, number) for number in range(first, first + count)]
