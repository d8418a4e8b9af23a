"""Social evaluation and the yearly assessment.

Will own: evaluation rounds and their questionnaires (社会评议), the results per unit and their
feedback, the yearly assessment (考评) with its standard, deductions and bands. Built in its own
turn; until then this package is only its table of contents: nothing of it is shown in the product.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire nothing yet."""
