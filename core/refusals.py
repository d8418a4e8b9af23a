"""Why an act is refused: a code with parameters and, where law is the reason, its article."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from flask import Flask, current_app
from flask_babel import gettext

from core.web.filters import cn_date


@dataclass(frozen=True)
class Refusal:
    """A reason not to act. `code` has its words in a package's `labels.REFUSALS`; `article` cites
    the law. A day among `params` is said as the reader writes days.
    """

    code: str
    params: Mapping[str, str | int | date | None] = field(default_factory=dict)
    article: str | None = None


class Refused(Exception):
    """An act was refused; nothing was changed."""

    def __init__(self, refusal: Refusal) -> None:
        super().__init__(refusal.code)
        self.refusal = refusal


def init_app(app: Flask) -> None:
    """Give `app` its table of words, with those of the core."""
    app.extensions["wenze.refusals"] = {}


def register(app: Flask, words: Mapping[str, str]) -> None:
    """Add the Chinese wording of refusal codes (message ids with %(name)s parameters).

    Raises ValueError where a code has words already.
    """
    table: dict[str, str] = app.extensions["wenze.refusals"]
    if clash := table.keys() & words.keys():
        raise ValueError(f"refusal codes registered twice: {sorted(clash)}")
    table.update(words)


def say(refusal: Refusal) -> str:
    """Return the words of `refusal` in the reader's language, followed by the article it rests
    on.
    """
    table: dict[str, str] = current_app.extensions["wenze.refusals"]
    said = {k: cn_date(v) if isinstance(v, date) else v for k, v in refusal.params.items()}
    text: str = gettext(table[refusal.code], **said)
    if refusal.article:
        return f"{text}（{refusal.article}）"
    return text
