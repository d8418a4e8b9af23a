"""Worked examples shipped with the packs, as data: staff can work them again at any time."""

from regulations.golden.model import Case, Golden
from regulations.golden.reading import load_golden
from regulations.golden.run import Outcome, run

__all__ = ["Case", "Golden", "Outcome", "load_golden", "run"]
