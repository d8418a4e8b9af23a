"""A small tree of an HTML page, enough to find things in it; bad nesting is refused."""

from __future__ import annotations

from collections.abc import Iterator
from html.parser import HTMLParser

VOID = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "wbr"]
)

#: Elements whose text runs on into what follows.
INLINE = frozenset(["a", "abbr", "b", "code", "em", "i", "mark", "small", "strong", "time", "u"])


class NotWellNested(AssertionError):
    """A tag was closed that was not open, or left open."""


class Element:
    """One element: its tag, attributes and content (elements and text, in order).

    All elements of a page stand in one list, in its order: what is inside of one is a run of it.
    """

    __slots__ = ("_end", "_page", "_start", "attrs", "content", "parent", "tag")

    def __init__(
        self, tag: str, attrs: dict[str, str], parent: Element | None, page: list[Element]
    ) -> None:
        self.tag, self.attrs, self.parent = tag, attrs, parent
        self.content: list[Element | str] = []
        page.append(self)
        self._page, self._start, self._end = page, len(page), len(page)

    def __repr__(self) -> str:
        shown = "".join(f' {name}="{value}"' for name, value in self.attrs.items())
        return f"<{self.tag}{shown}>"

    def __getitem__(self, name: str) -> str:
        return self.attrs[name]

    def get(self, name: str, default: str = "") -> str:
        """Return the attribute `name`, or `default`."""
        return self.attrs.get(name, default)

    @property
    def children(self) -> list[Element]:
        """The elements directly inside."""
        return [item for item in self.content if isinstance(item, Element)]

    @property
    def text(self) -> str:
        """All text inside, with runs of white space as one blank."""
        return " ".join("".join(self._texts()).split())

    def walk(self) -> list[Element]:
        """Return all elements inside, in the order of the page."""
        return self._page[self._start : self._end]

    def close(self) -> None:
        """What is opened from now on is not inside."""
        self._end = len(self._page)

    def all(self, tag: str | None = None, **attrs: str | bool) -> list[Element]:
        """Return the elements inside with this tag and these attributes.

        `class_` is one of the classes, `text` a part of the text, True any value; `aria_label`
        means aria-label.
        """
        return [
            element
            for element in self.walk()
            if (tag is None or element.tag == tag)
            and all(element._has(name, wanted) for name, wanted in attrs.items())
        ]

    def one(self, tag: str | None = None, **attrs: str | bool) -> Element:
        """Return the only such element; AssertionError where there is none or more than one."""
        found = self.all(tag, **attrs)
        assert len(found) == 1, f"{len(found)} of <{tag}> {attrs}: {found}"
        return found[0]

    def has(self, tag: str | None = None, **attrs: str | bool) -> bool:
        """Tell whether there is such an element."""
        return bool(self.all(tag, **attrs))

    def inside(self, tag: str) -> bool:
        """Tell whether some element around this one has the tag."""
        return self.parent is not None and (self.parent.tag == tag or self.parent.inside(tag))

    def _has(self, name: str, wanted: str | bool) -> bool:
        if name == "text":
            return str(wanted) in self.text
        if name == "class_":
            return wanted in self.get("class").split()
        name = name.rstrip("_").replace("_", "-") if name not in self.attrs else name
        return name in self.attrs if wanted is True else self.attrs.get(name) == wanted

    def _texts(self) -> Iterator[str]:
        for item in self.content:
            if isinstance(item, str):
                yield item
            elif item.tag not in {"script", "style", "template"}:
                yield from item._texts()
                yield "" if item.tag in INLINE else " "


class _Builder(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.page: list[Element] = []
        self.root = self.open = Element("#document", {}, None, self.page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if len(given) != len(attrs):
            raise NotWellNested(f"<{tag}> has an attribute twice: {[name for name, _ in attrs]}")
        element = Element(tag, given, self.open, self.page)
        self.open.content.append(element)
        if tag not in VOID:
            self.open = element

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.handle_starttag(tag, attrs)
        if tag not in VOID:
            self.handle_endtag(tag)

    def handle_endtag(self, tag: str) -> None:
        if self.open.tag != tag or self.open.parent is None:
            raise NotWellNested(f"</{tag}> closes {self.open!r}, line {self.getpos()[0]}")
        self.open.close()
        self.open = self.open.parent

    def handle_data(self, data: str) -> None:
        self.open.content.append(data)


def parse(text: str) -> Element:
    """Return the tree of `text`, a page or a fragment."""
    builder = _Builder()
    builder.feed(text)
    builder.close()
    if builder.open is not builder.root:
        raise NotWellNested(f"{builder.open!r} is never closed")
    builder.root.close()
    return builder.root
