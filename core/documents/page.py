"""The page of GB/T 9704-2012: measures in millimetres from the top left corner, and elements."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from core.documents.fonts import EM_ASCENT, UNITS_PER_EM, Role
from core.documents.typeset import Run, Style

MM_PER_POINT = 25.4 / 72

PAGE_WIDTH, PAGE_HEIGHT = 210.0, 297.0
MARGIN_TOP, MARGIN_LEFT = 37.0, 28.0
AREA_WIDTH, AREA_HEIGHT = 156.0, 225.0
AREA_BOTTOM = MARGIN_TOP + AREA_HEIGHT
AREA_RIGHT = MARGIN_LEFT + AREA_WIDTH

LINES, COLUMNS = 22, 28
PITCH = AREA_HEIGHT / LINES
CELL = AREA_WIDTH / COLUMNS

SIZE_2 = 22.0  # 2号
SIZE_3 = 16.0  # 3号
SIZE_4 = 14.0  # 4号

CELL_POINTS = CELL / MM_PER_POINT


def body_style(role: Role = Role.BODY) -> Style:
    """Return the style of text on the grid: 3号 in cells of 156/28 mm."""
    return Style(role, SIZE_3, CELL_POINTS)


def small_style(role: Role = Role.BODY) -> Style:
    """Return the style of 4号 text, set solid."""
    return Style(role, SIZE_4, SIZE_4)


TITLE_STYLE = Style(Role.TITLE, SIZE_2, SIZE_2)


class Colour(Enum):
    """The colours of an official document, as red, green and blue."""

    BLACK = (0.0, 0.0, 0.0)
    RED = (0.86, 0.0, 0.0)
    GREY = (0.72, 0.72, 0.72)


@dataclass(frozen=True, slots=True)
class Text:
    """One line of text: left end and top of its em box, type size in points.

    ``stretch`` narrows or widens the whole line.
    """

    name: str
    x: float
    top: float
    size: float
    role: Role
    runs: tuple[Run, ...]
    width: float
    colour: Colour = Colour.BLACK
    stretch: float = 1.0

    @property
    def height(self) -> float:
        """Return the height of the em box."""
        return self.size * MM_PER_POINT

    @property
    def baseline(self) -> float:
        """Return the baseline, from the top of the page."""
        return self.top + self.height * EM_ASCENT / UNITS_PER_EM

    @property
    def text(self) -> str:
        """Return the characters of the line."""
        return "".join(run.text for run in self.runs)

    def down(self, distance: float) -> Text:
        """Return the same line lower on the page."""
        return replace(self, top=self.top + distance)


@dataclass(frozen=True, slots=True)
class Rule:
    """A straight line, horizontal or vertical; ``thickness`` in millimetres."""

    name: str
    x: float
    top: float
    to_x: float
    to_top: float
    thickness: float
    colour: Colour = Colour.BLACK

    def down(self, distance: float) -> Rule:
        """Return the same line lower on the page."""
        return replace(self, top=self.top + distance, to_top=self.to_top + distance)


@dataclass(frozen=True, slots=True)
class Symbol:
    """A square symbol of dark modules; ``side`` in millimetres."""

    name: str
    x: float
    top: float
    side: float
    modules: tuple[str, ...]

    def down(self, distance: float) -> Symbol:
        """Return the same symbol lower on the page."""
        return replace(self, top=self.top + distance)


Element = Text | Rule | Symbol


@dataclass(frozen=True, slots=True)
class Page:
    """One page; ``number`` is ``None`` where the standard prints none."""

    number: int | None
    elements: tuple[Element, ...]

    def named(self, name: str) -> tuple[Element, ...]:
        """Return the elements of a name, from top to bottom."""
        return tuple(element for element in self.elements if element.name == name)

    def texts(self, name: str) -> tuple[Text, ...]:
        """Return the lines of text of a name, from top to bottom."""
        return tuple(element for element in self.named(name) if isinstance(element, Text))
