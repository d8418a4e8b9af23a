"""What a running clock is called: by its term, in the language of the reader or as it is kept."""

from __future__ import annotations

from flask_babel import force_locale, gettext

from core.clocks.models import Clock
from regulations.codes import TermId
from regulations.labels.terms import TERMS


def term_words(term_id: TermId) -> str:
    """Return what a period is called, in Chinese whatever the language of the page: it is kept."""
    with force_locale("zh"):
        return str(TERMS[term_id])


def term_name(term_id: str) -> str:
    """Return the words for a term; its id where nobody knows it."""
    return str(TERMS[TermId(term_id)]) if term_id in TERMS else term_id


def clock_name(clock: Clock) -> str:
    """Return what a clock is called in the language of the reader.

    The stored label is the record of what was said: the name of the term in Chinese, and in
    brackets whom it concerns. Any other label stays as it was written.
    """
    if clock.term_id not in TERMS:
        return clock.label
    said = term_words(TermId(clock.term_id))
    if not clock.label.startswith(said):
        return clock.label
    rest = clock.label[len(said) :]
    if rest.startswith("（") and rest.endswith("）"):
        return str(gettext("%(term)s（%(more)s）", term=term_name(clock.term_id), more=rest[1:-1]))
    return clock.label if rest else term_name(clock.term_id)


def clock_with_article(clock: Clock) -> str:
    """Return the name of a clock with the article it rests on."""
    name = clock_name(clock)
    if not clock.article:
        return name
    return str(gettext("%(term)s（%(more)s）", term=name, more=clock.article))
