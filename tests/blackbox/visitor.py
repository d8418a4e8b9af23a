"""A browser without a screen: asks over one connection, keeps cookies, shows raw answers."""

from __future__ import annotations

import http.client
import re
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from urllib.parse import urlencode, urlsplit

from tests.support.html import parse

TIMEOUT = 60
FORM = "application/x-www-form-urlencoded"
_TOKEN = re.compile(rb'name="csrf_token"[^>]*value="([^"]+)"')


@dataclass(frozen=True)
class Answer:
    """What came back, byte for byte."""

    status: int
    headers: Mapping[str, str]
    body: bytes

    @property
    def location(self) -> str:
        """Where the answer sends the browser."""
        return self.headers.get("location") or self.headers.get("hx-redirect") or ""

    @property
    def is_page(self) -> bool:
        """Tell whether it is a page."""
        return self.headers.get("content-type", "").startswith("text/html")


class Visitor:
    """One browser with its cookies."""

    def __init__(self, url: str) -> None:
        self._netloc = urlsplit(url).netloc
        self._connection = http.client.HTTPConnection(self._netloc, timeout=TIMEOUT)
        self.cookies: dict[str, str] = {}
        self.set_cookies: list[str] = []

    def __del__(self) -> None:
        """Close the connection of a browser that nobody uses any more."""
        self._connection.close()

    def ask(
        self,
        method: str,
        path: str,
        data: Mapping[str, str] | bytes | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Answer:
        """Send a request as it is given; a path with a query may hold any bytes in ASCII."""
        body = urlencode(data).encode() if isinstance(data, Mapping) else data
        sent = {"Cookie": "; ".join(f"{k}={v}" for k, v in self.cookies.items())}
        if body is not None:
            sent["Content-Type"] = FORM
        return self._send(method, path, body, {**sent, **(headers or {})})

    def _send(
        self, method: str, path: str, body: bytes | None, headers: Mapping[str, str]
    ) -> Answer:
        try:
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
        except (http.client.HTTPException, ConnectionError):
            # the server may close a connection kept open; once more on a new one
            self._connection.close()
            self._connection.request(method, path, body, dict(headers))
            response = self._connection.getresponse()
        content = response.read()
        self.set_cookies = response.msg.get_all("Set-Cookie") or []
        for line in self.set_cookies:
            for name, morsel in SimpleCookie(line).items():
                self.cookies[name] = morsel.value
        found = {name.lower(): value for name, value in response.getheaders()}
        return Answer(response.status, found, content)

    def token(self, path: str = "/") -> str:
        """Return the token that forms of this session carry."""
        found = _TOKEN.search(self.ask("GET", path).body)
        return found.group(1).decode() if found else ""

    def sign_in(self, username: str, password: str) -> Answer:
        """Sign in; the answer tells whether it was let."""
        data = {"username": username, "password": password, "csrf_token": self.token("/sign-in")}
        return self.ask("POST", "/sign-in", data)

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()


def forms(answer: Answer) -> list[tuple[str, dict[str, str]]]:
    """Return the forms of a page that post: where to, and what a browser would send untouched."""
    if not answer.is_page:
        return []
    from tests.support.client import filled_in

    found = []
    for form in parse(answer.body.decode("utf-8", "replace")).all("form"):
        if form.get("method", "get").lower() == "post":
            values = filled_in(form)
            flat = {k: v if isinstance(v, str) else (v[0] if v else "") for k, v in values.items()}
            found.append((form.get("action") or "", flat))
    return found
