"""Forms sent as a browser sends them, with files; and visitors whose every answer is looked at."""

from __future__ import annotations

import io
import re
from collections.abc import Callable, Mapping, Sequence
from urllib.parse import quote, urljoin, urlsplit

from werkzeug.datastructures import FileStorage, MultiDict
from werkzeug.test import stream_encode_multipart

from tests.blackbox.visitor import Answer, Visitor, forms

#: A name and what is in it.
File = tuple[str, bytes]
#: What would end the name of a file in its header.
_AS_BROWSERS_DO = str.maketrans({'"': "%22", "\r": "%0D", "\n": "%0A"})
Look = Callable[[str, Answer], None]


class Watched(Visitor):
    """A browser whose every answer is shown to `look`, with what was asked for."""

    def __init__(self, url: str, look: Look, headers: Mapping[str, str] | None = None) -> None:
        super().__init__(url)
        self._look, self._always = look, headers or {}

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        answer = super()._send(method, path, body, {**headers, **self._always})
        self._look(f"{method} {urlsplit(path).path}", answer)
        return answer


def encoded(values: Mapping[str, str], files: Mapping[str, Sequence[File]]) -> tuple[str, bytes]:
    """Return the type and the body of a form that carries files."""
    fields: MultiDict[str, object] = MultiDict(values)
    for name, given in files.items():
        for file_name, content in given:
            sent = file_name.translate(_AS_BROWSERS_DO)
            fields.add(name, FileStorage(io.BytesIO(content), sent))
    stream, _length, boundary = stream_encode_multipart(fields)
    return f"multipart/form-data; boundary={boundary}", stream.read()


def fill_in(
    visitor: Visitor,
    page: str,
    values: Mapping[str, str],
    files: Mapping[str, Sequence[File]] | None = None,
    to: str = "",
) -> Answer:
    """Open `page`, fill in its form (the one that goes to an address ending in `to`), send it.

    Raises LookupError where there is no such form.
    """
    path = urlsplit(page).path
    found = [
        (urlsplit(urljoin(path, action)).path, untouched)
        for action, untouched in forms(visitor.ask("GET", page))
        if not (action or path).endswith(("/sign-out", "/language"))
    ]
    fitting = [(action, untouched) for action, untouched in found if action.endswith(to)]
    if not fitting:
        raise LookupError(f"{page} has no form to {to!r}: {[action for action, _ in found]}")
    action, untouched = fitting[0]
    data = {**untouched, **values}
    if files is None:
        return visitor.ask("POST", action, data)
    kind, body = encoded(data, files)
    return visitor.ask("POST", action, body, {"Content-Type": kind})


def crawl(visitor: Visitor, starts: Sequence[str], pages: int, per_kind: int) -> set[str]:
    """Follow links from `starts` over so many pages, so many of each kind; return what was seen."""
    from tests.blackbox.ids import _ID, _LINK

    queue, seen, taken = list(starts), set(starts), dict[str, int]()
    asked = set[str]()
    while queue and len(asked) < pages:
        path = queue.pop(0)
        kind = _ID.sub("#", path.partition("?")[0])
        taken[kind] = taken.get(kind, 0) + 1
        if taken[kind] > per_kind or path.startswith(("/sign-out", "/static", "/language")):
            continue
        answer = visitor.ask("GET", path)
        asked.add(path)
        for link in _LINK.findall(answer.body) if answer.is_page else ():
            linked = urljoin(path, link.decode("utf-8", "replace"))
            if linked.startswith("/") and linked not in seen and linked.isascii():
                seen.add(linked)
                queue.append(linked)
    return asked


def linked(page: str, prefix: str) -> list[str]:
    """Return the addresses on a page that begin with `prefix`, in its order."""
    return re.findall(rf'href="({re.escape(prefix)}[^"?#]*)', page)


def quoted(text: str) -> str:
    """Return text as it stands in a query."""
    return quote(text)
