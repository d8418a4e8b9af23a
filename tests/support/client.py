"""The page object: a browser without JavaScript that looks at every page it is given.

Every answer is checked: the status, one `h1`, a title, unique ids, labels on inputs, the CSRF field
in forms that post, no inline code or style, the id of a fragment's root.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from werkzeug.test import TestResponse

from core.db import db
from core.identity.models import User
from tests.support.factories import PASSWORD
from tests.support.html import Element, parse

Data = Mapping[str, Any]

REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Page:
    """An answer and, where it is HTML, its tree. Unknown attributes are looked up in the tree."""

    def __init__(self, client: Client, response: TestResponse) -> None:
        self._client = client
        self.response = response
        self.status = response.status_code
        self.headers = response.headers
        is_page = response.mimetype == "text/html" and self.status not in REDIRECTS
        self.tree = parse(response.get_data(as_text=True) if is_page else "")

    @property
    def location(self) -> str:
        """Where the answer sends the browser (a plain redirect or one for htmx)."""
        return self.headers.get("Location") or self.headers.get("HX-Redirect") or ""

    @property
    def text(self) -> str:
        """All text a reader can see."""
        return self.tree.text

    @property
    def h1(self) -> str:
        """The heading."""
        return self.tree.one("h1").text

    @property
    def errors(self) -> list[str]:
        """The messages of the error summary."""
        return [
            item.text for box in self.tree.all(class_="error-summary") for item in box.all("li")
        ]

    def all(self, tag: str | None = None, **attrs: str | bool) -> list[Element]:
        """See `Element.all`."""
        return self.tree.all(tag, **attrs)

    def one(self, tag: str | None = None, **attrs: str | bool) -> Element:
        """See `Element.one`."""
        return self.tree.one(tag, **attrs)

    def has(self, tag: str | None = None, **attrs: str | bool) -> bool:
        """See `Element.has`."""
        return self.tree.has(tag, **attrs)

    def follow(self, text: str) -> Page:
        """Click the link with this text."""
        return self._client.get(self._only_link(text)["href"])

    def form(self, action: str | None = None) -> Element:
        """Return the form with this action (a path or its end); without one, the form in `main`."""
        forms = [
            form
            for form in self.tree.all("form")
            if (form.inside("main") if action is None else _path(form).endswith(action))
        ]
        assert len(forms) == 1, f"{len(forms)} forms for {action}: {[_path(f) for f in forms]}"
        return forms[0]

    def submit(self, action: str | None = None, *, status: int = 303, **values: Any) -> Page:
        """Fill in `values` and send the form as a browser would, with hidden fields and presets."""
        form = self.form(action)
        data = {**filled_in(form), **values}
        assert form.get("method", "get") == "post", "use follow() or get() for a form that reads"
        return self._client.post(_path(form) or self._client.path, data, status=status)

    def _only_link(self, text: str) -> Element:
        exact = [link for link in self.tree.all("a", href=True) if link.text == text]
        return exact[0] if len(exact) == 1 else self.tree.one("a", href=True, text=text)


class Client:
    """A browser of its own: cookies, the CSRF token of the last page, checks on every answer."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.path = "/"
        self._http = app.test_client()
        self._csrf: str | None = None

    def sign_in(self, user: User, password: str = PASSWORD) -> Page:
        """Sign in through the form and return the answer."""
        username = user.username
        self._http.delete_cookie("wenze")
        return self.get("/sign-in").submit(username=username, password=password)

    def sign_out(self) -> Page:
        """Sign out through the form."""
        return self.post("/sign-out")

    def window(self) -> Client:
        """Return another window of the same browser: signed in alike, for a thread of its own."""
        other = Client(self.app)
        cookie = self._http.get_cookie("wenze")
        if cookie is not None:
            other._http.set_cookie("wenze", cookie.value)
        return other

    def get(self, url: str, *, status: int = 200, follow: bool = True) -> Page:
        """Ask for a page; a redirect is followed when a page is expected."""
        page = self._send("GET", url)
        hops = 0
        while follow and status == 200 and page.status in REDIRECTS and hops < 3:
            page, hops = self._send("GET", page.location), hops + 1
        return self._checked(page, status)

    def post(self, url: str, data: Data | None = None, *, status: int = 303) -> Page:
        """Send a form; without a CSRF token of its own it gets that of the last page."""
        return self._checked(self._send("POST", url, self._with_token(data)), status)

    def htmx(
        self, url: str, target: str, data: Data | None = None, *, status: int = 200, **headers: str
    ) -> Page:
        """Ask as htmx would for the part `target` (an id); with `data` it posts."""
        sent = {"HX-Request": "true", "HX-Target": target, **headers}
        method = "GET" if data is None else "POST"
        body = None if data is None else self._with_token(data)
        page = self._send(method, url, body, sent)
        return self._checked(page, status, fragment=target)

    def status_of(self, url: str) -> int:
        """Return only the status of a GET, beside the session of the test (also from a thread)."""
        return self._http.get(url).status_code

    def raw(
        self,
        method: str,
        url: str,
        data: Data | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> TestResponse:
        """Send anything and check nothing (for tests of what must be refused)."""
        return self._send(method, url, data, headers).response

    def look(self, url: str) -> Page:
        """Ask for what is there, whatever it is: no redirect is followed, no status expected."""
        return self._send("GET", url)

    def _with_token(self, data: Data | None) -> dict[str, Any]:
        if data and "csrf_token" in data:
            return dict(data)
        if self._csrf is None:
            self.get("/")
        return {"csrf_token": self._csrf, **(data or {})}

    def _send(
        self,
        method: str,
        url: str,
        data: Data | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Page:
        """Send in an application context of its own: nothing is carried over but the database.

        What the test wrote is committed first, as it would have to be for another session to see;
        what the request wrote is seen by the test afterwards.
        """
        db.session.commit()
        with self.app.app_context():
            response = self._http.open(
                url, method=method, data=_multi(data), headers=dict(headers or {})
            )
        db.session.expire_all()
        self.path = urlsplit(url).path
        page = Page(self, response)
        tokens = [field["value"] for field in page.tree.all("input", name="csrf_token")]
        if tokens:
            self._csrf = tokens[0]
        elif self.path in {"/sign-in", "/sign-out"} and method == "POST":
            self._csrf = None  # a new session has a new token
        return page

    def _checked(self, page: Page, status: int, *, fragment: str | None = None) -> Page:
        shown = page.text[:600] or page.location
        assert page.status == status, f"{self.path}: {page.status} instead of {status}: {shown}"
        if fragment is None and status not in REDIRECTS and page.response.mimetype == "text/html":
            assert page.has("html"), f"{self.path}: not a whole page"
        check(page.tree, fragment=fragment if page.tree.content and _is_part(status) else None)
        return page


def filled_in(form: Element) -> dict[str, Any]:
    """Return what a browser would send for `form` if nobody touched it."""
    data: dict[str, Any] = {}
    for field in form.all(name=True):
        name, kind = field["name"], field.get("type", "text")
        if field.tag == "input" and kind in {"checkbox", "radio"}:
            if "checked" in field.attrs:
                data.setdefault(name, []).append(field.get("value", "on"))
        elif field.tag == "input" and kind not in {"submit", "button", "file", "image", "reset"}:
            data[name] = field.get("value")
        elif field.tag == "textarea":
            data[name] = "".join(item for item in field.content if isinstance(item, str)).lstrip(
                "\n"
            )
        elif field.tag == "select":
            chosen = field.all("option", selected=True) or field.all("option")[:1]
            if chosen:
                data[name] = chosen[0].get("value", chosen[0].text)
    return data


def check(tree: Element, *, fragment: str | None = None) -> None:
    """Raise AssertionError for what no page and no fragment of ours may have."""
    whole = tree.has("html")
    if whole:
        assert len(tree.all("h1")) == 1, f"one h1, not {tree.all('h1')}"
        assert tree.one("title").text, "a title"
        assert tree.one("html").get("lang"), "the language of the page"
    elif fragment is not None:
        roots = [child.get("id") for child in tree.children]
        assert roots == [fragment], f"the fragment's root is #{fragment}, not {roots}"
    elements = tree.walk()
    ids = [element["id"] for element in elements if "id" in element.attrs]
    assert len(ids) == len(set(ids)), f"ids twice: {sorted({i for i in ids if ids.count(i) > 1})}"
    for element in elements:
        _check_element(tree, element)


def _check_element(tree: Element, element: Element) -> None:
    for name in element.attrs:
        assert name != "style", f"inline style: {element!r}"
        assert not name.startswith(("on", "hx-on")), f"inline code: {element!r}"
    assert element.tag != "style", "inline style sheet"
    assert element.tag != "script" or element.get("src"), "inline script"
    if element.tag in {"input", "select", "textarea"}:
        assert _is_labelled(tree, element), f"no label: {element!r}"
    if element.tag == "form" and element.get("method").lower() == "post":
        assert element.has("input", name="csrf_token"), f"no CSRF field: {element!r}"


def _is_labelled(tree: Element, field: Element) -> bool:
    if field.get("type") in {"hidden", "submit", "button", "image", "reset"}:
        return True
    if field.get("aria-label") or field.get("aria-labelledby") or field.inside("label"):
        return True
    return any(label.text for label in tree.all("label", for_=field.get("id", "\0")))


def _is_part(status: int) -> bool:
    return status < 400 or status == 422  # another refusal takes the place of the part


def _path(form: Element) -> str:
    return urlsplit(form.get("action")).path


def _multi(data: Data | None) -> dict[str, Any] | None:
    if data is None:
        return None
    return {
        name: [_plain(item) for item in value]
        if isinstance(value, Sequence) and not isinstance(value, str | bytes | tuple)
        else value
        if isinstance(value, tuple)
        else _plain(value)
        for name, value in data.items()
        if value is not None
    }


def _plain(value: Any) -> Any:
    return value if hasattr(value, "read") or isinstance(value, tuple) else str(value)
