"""Routes of review, posts, duties, documents and lists of words in words."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator

from regulations import labels
from regulations.codes import WordList
from regulations.lines.line import Line, line
from regulations.lines.line import say as _
from regulations.model import Document, Duty, Post, Review, ReviewStep, Word
from regulations.rules import EffectivePack, Found
from regulations.topics import Topic, topic_of_list, topic_of_regime


def papers(pack: EffectivePack) -> Iterator[Line]:
    """Yield what a pack says on who does what with which paper, and its lists of words."""
    for review in pack.reviews:
        yield _review(review)
    offices: Counter[str] = Counter()
    for post in pack.posts:
        office = post.value.office
        offices[office] += 1  # a source may have several words for one office
        yield _post(post, f"{office}.{offices[office]}")
    for duty in pack.duties:
        yield _duty(duty)
    for document in pack.documents:
        yield _document(document)
    for name, words in pack.words.items():
        for word in words:
            yield _word(name, word)


def _review(found: Found[Review]) -> Line:
    row = found.value
    value = " → ".join(_level(step) for step in row.levels)
    topic = topic_of_regime(row.regime)
    return line(found, topic, "review", row.code, row.label, value)


def _level(step: ReviewStep) -> str:
    what = _("%(what)s，发布以后", what=step.what) if step.after_release else step.what
    return f"{step.by}（{what}）"


def _post(found: Found[Post], key: str) -> Line:
    row = found.value
    details = [row.duty] if row.duty else []
    if row.count is not None:
        details.append(_("%(count)s人", count=row.count))
    return line(found, Topic.POSTS, "post", key, labels.OFFICES[row.office], row.wording, details)


def _duty(found: Found[Duty]) -> Line:
    row = found.value
    details = [_("由%(who)s承担", who=row.bearer)]
    if row.addressee:
        details.append(_("向%(who)s", who=row.addressee))
    if row.term is not None:
        details.append(_("期限见“%(term)s”", term=labels.TERMS[row.term]))
    label = labels.DUTY_KINDS[row.kind]
    return line(found, topic_of_regime(row.regime), "duty", row.code, label, row.label, details)


def _document(found: Found[Document]) -> Line:
    row = found.value
    details = []
    if row.variants:
        details.append(_("分为：%(names)s", names="、".join(row.variants)))
    if row.fields:
        details.append(_("载明：%(names)s", names="、".join(row.fields)))
    label = labels.DOCUMENT_USES[row.used_at]
    return line(found, Topic.DOCUMENTS, "document", row.code, label, row.label, details)


def _word(name: WordList, found: Found[Word]) -> Line:
    word = found.value
    details = [_("地方做法")] if word.local else []
    key = f"{name}.{word.code}"
    label = labels.WORD_LISTS[name]
    return line(found, topic_of_list(name), "word", key, label, word.label, details)
