"""How a document reaches its addressee (送达): each way of service, its proof, and when it counts.

One mechanism for all that is served: the notice of a decision, the invitation to state and defend.
"""

from __future__ import annotations

from flask import Flask

from core import refusals


def init_app(app: Flask) -> None:
    """Register what of a service is refused."""
    from core.serving.labels import REFUSALS

    refusals.register(app, REFUSALS)
