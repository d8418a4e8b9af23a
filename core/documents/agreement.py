"""Whether title, counts and lists of a text agree with what it is made from, before it goes out.

Somebody's circular once named ten units under “nine”. Read are counts of units (“优秀9家”, “9个单位
评为优秀”), the units named beside a grade, whole lists under a heading, and the year of the title.
What is not understood is let pass: a count of anything else than units, a clause of several grades
that cannot be taken apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from flask_babel import gettext as _

from core.documents.letter import Heading, Letter, Paragraph, Table
from core.documents.wording import CHINESE_LIMIT, chinese_ordinal

#: A name is one sign while its clause is read, so that nothing in it is taken for a count or grade.
_FIRST_SIGN: Final = 0xE000
_NUMERALS: Final = {chinese_ordinal(n): n for n in range(1, CHINESE_LIMIT + 1)} | {"两": 2}
_COUNT: Final = re.compile(
    r"(?P<n>\d{1,3}|[一二三四五六七八九十两]{1,3})(?:家|个(?=单位|部门|乡镇|街道|考核对象|被评议"
    r"|为|被|评|获|“|[，。、；：）,;:)]|$))(?P<of>(?:被评议|考核)?(?:单位|部门|对象)?中)?"
)
_CLAUSE: Final = re.compile(r"[。！？；;，,\n]")
_PART: Final = re.compile(r"[、和及]")
_ALL: Final = re.compile(r"(?:共有?|对|全部|涉及|参加)(?:[^0-9一二三四五六七八九十两]{0,4})$")
#: What may stand between a grade and the colon before the list of its units.
_LISTS: Final = (
    r"(?:等次|档次|等级|的|单位|部门|名单|有|共|为|是|分别|[“”（）]"
    r"|[0-9一二三四五六七八九十两]{1,3}[家个])*$"
)
_AND_OTHERS: Final = re.compile("[\ue000-\uf8ff]等")
_YEAR: Final = re.compile(r"(?<!\d)(20\d\d)年")


@dataclass(frozen=True)
class Listed:
    """A unit by all the names it may stand under, and its grade."""

    names: tuple[str, ...]
    grade: str


def text_of(letter: Letter) -> list[str]:
    """Return the text of a letter: a heading with what stands below it, a row of a table each as
    one line.
    """
    lines, heading = [], ""
    for block in letter.body:
        if isinstance(block, Heading):
            heading = block.text
        elif isinstance(block, Paragraph):
            lines.append(f"{heading}：{block.text}" if heading else block.text)
            heading = ""
        elif isinstance(block, Table):
            lines += ["\t".join(row) for row in block.rows[1:]]
    return lines


def years_in(title: str) -> set[int]:
    """Return the years a title names."""
    return {int(said) for said in _YEAR.findall(title)}


def disagreements(
    title: str,
    lines: Sequence[str],
    units: Sequence[Listed],
    grades: Sequence[str],
    year: int | None = None,
) -> list[str]:
    """Return in words what does not agree; empty where everything does."""
    found = []
    years = years_in(title)
    if year is not None and years and year not in years:
        said = "、".join(str(one) for one in sorted(years))
        found.append(_("标题写的是%(said)s年，实际是%(year)s年", said=said, year=year))
    reader = _Reader(units, grades)
    for line in (title, *lines):
        found += reader.read(line)
    return list(dict.fromkeys(found))


class _Reader:
    """Reads clauses against the units and their grades."""

    def __init__(self, units: Sequence[Listed], grades: Sequence[str]) -> None:
        self.units = units
        spelt = [name for unit in units for name in unit.names]
        self.signs = {
            name: chr(_FIRST_SIGN + place)
            for place, unit in enumerate(units)
            for name in unit.names
            if spelt.count(name) == 1
        }
        self.names = _any_of(self.signs)
        self.grades = _any_of(grades)
        self.lists = re.compile(f"(?P<grade>{self.grades.pattern}){_LISTS}")

    def read(self, line: str) -> Iterator[str]:
        """Yield what disagrees in a line."""
        text = self.names.sub(lambda name: self.signs[name[0]], line)
        heading, colon, below = text.partition("：")
        if colon and (end := self.lists.search(heading)):
            # a list under its grade: all that is named up to the first full stop
            listed, _stop, text = below.partition("。")
            yield from self._graded(f"{heading}：{listed}", end["grade"], whole=True)
        for clause in _CLAUSE.split(text):
            yield from self._clause(clause)

    def _clause(self, clause: str) -> Iterator[str]:
        grades = set(self.grades.findall(clause))
        if not grades:
            yield from self._everybody(clause)
        elif len(grades) == 1:
            yield from self._graded(clause, grades.pop())
        else:
            parts = _PART.split(clause)
            for part in parts if len(parts) > 1 else ():
                found = set(self.grades.findall(part))
                if len(found) == 1:
                    yield from self._graded(part, found.pop())

    def _graded(self, clause: str, grade: str, *, whole: bool = False) -> Iterator[str]:
        own = [place for place, unit in enumerate(self.units) if unit.grade == grade]
        named = self._places(clause)
        said = None
        for count in _COUNT.finditer(clause):
            if count["of"]:
                yield from self._all_units(_value(count["n"]))
                continue
            said = _value(count["n"])
            if said != len(own):
                yield _("写的是“%(grade)s”%(said)s个，实际%(n)s个", grade=grade, said=said,
                        n=len(own))  # fmt: skip
        if re.search(rf"(?:没有|无)(?:被?评定?为)?“?{re.escape(grade)}", clause) and own:
            yield _("写的是没有“%(grade)s”单位，实际%(n)s个", grade=grade, n=len(own))
        for place in named:
            if self.units[place].grade != grade:
                unit = self.units[place]
                yield _("“%(unit)s”写在“%(grade)s”中，实际是“%(real)s”", unit=unit.names[0],
                        grade=grade, real=unit.grade)  # fmt: skip
        short = _AND_OTHERS.search(clause) is not None
        if said is not None and len(named) > 1 and len(named) != said and not short:
            listed = len(named)
            yield _("写的是“%(grade)s”%(said)s个，列出%(n)s个", grade=grade, said=said, n=listed)
        missing = [self.units[place].names[0] for place in own if place not in named]
        if (whole or len(named) > 1) and missing and not short:
            yield _("“%(grade)s”中漏列：%(units)s", grade=grade, units="、".join(missing))

    def _everybody(self, clause: str) -> Iterator[str]:
        for count in _COUNT.finditer(clause):
            if count["of"] or _ALL.search(clause[: count.start()]):
                yield from self._all_units(_value(count["n"]))

    def _all_units(self, said: int) -> Iterator[str]:
        if said != len(self.units):
            yield _("写的是共%(said)s个单位，实际%(n)s个", said=said, n=len(self.units))

    def _places(self, text: str) -> list[int]:
        found = (ord(sign) - _FIRST_SIGN for sign in text)
        return list(dict.fromkeys(place for place in found if 0 <= place < len(self.units)))


def _any_of(words: Sequence[str] | dict[str, str]) -> re.Pattern[str]:
    """Match any of the words, the longest first: “基本满意” is not “满意”."""
    ordered = sorted(words, key=len, reverse=True)
    return re.compile("|".join(re.escape(word) for word in ordered) or r"(?!)")


def _value(said: str) -> int:
    return int(said) if said.isdecimal() else _NUMERALS.get(said, 0)
