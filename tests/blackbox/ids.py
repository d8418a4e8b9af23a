"""b: what some see with an id in its address, others ask for: it must be as if it had never been.

The owners' pages are read as far as their links go. Each address with an id, and each form, is then
asked for by strangers and by nobody, beside the same address with an id that never existed; status
and text must be the same, but for what the stranger reaches by links of their own.
"""

from __future__ import annotations

import re
import time
from collections import Counter, deque
from statistics import median
from urllib.parse import urljoin, urlsplit

from tests.blackbox.report import Section
from tests.blackbox.target import Target
from tests.blackbox.visitor import Answer, Visitor, forms

NEVER = "1999999999"
#: Of fewer a median says more of what else the machine does than of the application.
ENOUGH = 500
_LINK = re.compile(rb'(?:href|hx-get|action|hx-post)="([^"#?]+)')
_ID = re.compile(r"(?<=/)\d+(?=/|$|\?)")
#: What differs between any two answers: tokens, the address itself.
_CHANGING = re.compile(rb'(csrf_token"[^>]*value|form_token"[^>]*value|nonce)="[^"]*"')


def run(target: Target, owners: int = 99, pages: int = 400, strangers: int = 99) -> Section:
    """Probe what so many owners see in so many pages each, by so many strangers."""
    section = Section("b 越权探测")
    reading, writing = set[str](), set[str]()
    for owner in target.people("ids", "owners")[:owners]:
        for path, posts in _crawl(target.visitor(owner), pages).items():
            reading.add(path)
            writing |= posts
    common = tuple(target.people("ids", "common"))
    reading = {p for p in reading if _ID.search(p) and not p.startswith(common)}
    writing = {p for p in writing if _ID.search(p) and not p.startswith(common)}
    probes = 0
    hidden_times: list[float] = []
    never_times: list[float] = []
    for stranger in (None, *target.people("ids", "strangers")[:strangers]):
        own: dict[str, set[str]] = {}
        if stranger is not None:
            own = _crawl(target.visitor(stranger), pages)
        theirs = set(own) | {post for posts in own.values() for post in posts}
        visitor = target.visitor(stranger)
        token = visitor.token("/" if stranger else "/sign-in")
        for method, paths in (("GET", reading), ("POST", writing)):
            for path in sorted(paths - theirs):
                probes += 1
                data = {"csrf_token": token} if method == "POST" else None
                began = time.perf_counter()
                hidden = visitor.ask(method, path, data)
                between = time.perf_counter()
                never = visitor.ask(method, _ID.sub(NEVER, path), data)
                if hidden.status == 404:
                    hidden_times.append(between - began)
                    never_times.append(time.perf_counter() - between)
                if _told(hidden, path) != _told(never, _ID.sub(NEVER, path)):
                    who = stranger or "nobody"
                    section.found(f"{who}: {method} {path}: {hidden.status} and {never.status}")
        visitor.close()
    difference = abs(median(hidden_times) - median(never_times)) if hidden_times else 0.0
    if difference >= 0.005 and len(hidden_times) >= ENOUGH:
        section.found(f"hidden and never differ by {difference * 1000:.1f} ms")
    section.figures |= {
        "probes": str(probes),
        "timing difference": f"{difference * 1000:.2f} ms",
    }
    return section


def _told(answer: Answer, path: str) -> tuple[int, str, bytes]:
    """Return what an answer tells, but for the address that was asked for."""
    said = _CHANGING.sub(b"", answer.body).replace(path.encode(), b"")
    return answer.status, answer.location.replace(path, ""), said


def _crawl(visitor: Visitor, pages: int) -> dict[str, set[str]]:
    """Follow links from the first page; return each address with where its forms post to."""
    queue, seen = deque(["/"]), {"/"}
    found: dict[str, set[str]] = {}
    kinds = Counter[str]()
    while queue and len(found) < pages:
        path = queue.popleft()
        kind = _ID.sub("#", path)
        kinds[kind] += 1
        if kinds[kind] > 6 or path.startswith(("/sign-out", "/static")):
            continue
        answer = visitor.ask("GET", path)
        if answer.status != 200:
            continue
        found[path] = {urlsplit(urljoin(path, to)).path for to, _ in forms(answer) if to}
        if not answer.is_page:
            continue
        for link in _LINK.findall(answer.body):
            linked = urljoin(path, link.decode("utf-8", "replace"))
            if linked.startswith("/") and linked not in seen and linked.isascii():
                seen.add(linked)
                queue.append(linked)
    visitor.close()
    return found
