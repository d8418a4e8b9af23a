"""Frozen types of a rule pack.

A pack is one jurisdiction's rules as data. Three values differ everywhere: *absent* (the row is
not in the pack: inherit), ``not_stated`` (the source is silent: stop, inherit nothing) and
``none`` (the source gives none, or it was decided that there is none). Every row carries its
article, its source and the short quote that proves it.
"""

from core.clocks.periods import Direction, Unit
from regulations.codes import GuardId, Role, TermId, WordList
from regulations.model.assessments import (
    Assessment,
    Band,
    Deduction,
    Dimension,
    Falsification,
    Item,
    ItemId,
    Points,
    Rule,
)
from regulations.model.duties import Document, Duty, Post, Review, ReviewStep, Word
from regulations.model.pack import Header, Instrument, Pack
from regulations.model.responsibility import (
    Answerer,
    ApportionmentRow,
    Consequence,
    Remedy,
    Responsibility,
    Severity,
    Step,
    Trigger,
    When,
)
from regulations.model.rows import Basis, Code, Days, PackId, Row, RowId, Text
from regulations.model.terms import Counting, Extension, Guard, RegisterId, Term

#: With the codes that are asked for together with the rows.
__all__ = [
    "Answerer",
    "ApportionmentRow",
    "Assessment",
    "Band",
    "Basis",
    "Code",
    "Consequence",
    "Counting",
    "Days",
    "Deduction",
    "Dimension",
    "Direction",
    "Document",
    "Duty",
    "Extension",
    "Falsification",
    "Guard",
    "GuardId",
    "Header",
    "Instrument",
    "Item",
    "ItemId",
    "Pack",
    "PackId",
    "Points",
    "Post",
    "RegisterId",
    "Remedy",
    "Responsibility",
    "Review",
    "ReviewStep",
    "Role",
    "Row",
    "RowId",
    "Rule",
    "Severity",
    "Step",
    "Term",
    "TermId",
    "Text",
    "Trigger",
    "Unit",
    "When",
    "Word",
    "WordList",
]
