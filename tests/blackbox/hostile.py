"""g: seeded hostile requests to every route: none may break it, none comes back as markup."""

from __future__ import annotations

import random
import time
from pathlib import Path
from urllib.parse import quote

from tests.blackbox.doors import SIGN_OUT
from tests.blackbox.report import Section
from tests.blackbox.target import Route, Target
from tests.blackbox.visitor import Answer, Visitor, forms

SEED = 20260302
MARK = "<script>alert(1)</script>"
NUMBERS = (-1, 0, 2**31, 2**63, 2**64 + 1, 10**40)
WORDS = ("%00", "%ED%A0%80", "..%2f..%2fetc", "%EF%BC%91", "1%0d%0aX:y", "%E2%80%AE", "a" * 300)
TEXTS = (
    *("\x00a", "\u202e" + MARK + "{{7*7}}", "字" * 10_001, "9" * 400, "[]", "-1", "1e999", "NaN"),
    *("²", "' OR 1=1 --", "=HYPERLINK(1)", "\r\nX-Injected: 1", "2026-13-45", "\ud800"),
)
FIELDS = ("q", "after", "page", "on", "kind", "day", "start", "subject", "format", "next", "a[]")
#: Signs the attacker out or gives them another password: what comes after would prove nothing.
SPARED = {SIGN_OUT, "identity.password_change"}


def run(target: Target, requests: int = 10_000) -> Section:
    """Send so many hostile requests."""
    section = Section("g 畸形输入")
    dice = random.Random(SEED)  # noqa: S311 - a seed, not a secret
    attackers = [
        (name, target.visitor(name), "")
        for name in ("leader", "intake", "investigator", "organiser", "liaison-finance", "security")
    ]
    attackers = [(name, visitor, visitor.token()) for name, visitor, _ in attackers]
    routes = [route for route in target.routes if route.endpoint not in SPARED]
    times: list[float] = []
    before = 0
    for n in range(requests):
        if n == requests // 4:
            before = _memory(target)  # what is loaded once is loaded by now
        name, visitor, token = attackers[n % len(attackers)]
        route = routes[(n // len(attackers)) % len(routes)]
        method, path, data = _hostile(dice, route, visitor, token)
        began = time.perf_counter()
        try:
            answer = visitor.ask(method, path, data)
        except Exception as error:  # no answer is a finding, not the end
            section.found(f"{name}: {method} {ascii(path)[:120]}: {error!r}")
            continue
        times.append(time.perf_counter() - began)
        wrong = _wrong(answer)
        if wrong:
            section.found(f"{name}: {method} {ascii(path)[:160]}: {wrong}")
    times.sort()
    slow = times[int(len(times) * 0.99)] if times else 0.0
    grown = _memory(target) - before
    if slow >= 1:
        section.found(f"p99 {slow:.2f} s")
    if grown >= 50:
        section.found(f"memory grew by {grown} MB")
    section.figures |= {
        "requests": str(requests),
        "p99": f"{slow * 1000:.0f} ms",
        "memory": f"{grown:+d} MB",
    }
    return section


def _hostile(
    dice: random.Random, route: Route, visitor: Visitor, token: str
) -> tuple[str, str, bytes | None]:
    path = route.path(dice.choice((*NUMBERS, *WORDS, 1, 2, 3)), dice.choice((*WORDS, "x")))
    kind = dice.randrange(4)
    if kind == 0:
        query = "&".join(f"{dice.choice(FIELDS)}={_sent(dice.choice(TEXTS))}" for _ in range(3))
        return "GET", f"{path}?{query}", None
    if kind == 1:
        return dice.choice(("GET", "TRACE", "PUT", "FOO", "HEAD")), path, None
    names = dice.sample(FIELDS, 3)
    if kind == 2:
        page = visitor.ask("GET", route.path(dice.choice((1, 2, 3))))
        found = forms(page) if page.status == 200 and page.is_page else []
        if found:
            to, values = dice.choice(found)
            if to and "sign-out" not in to and "password" not in to:
                path, names = to, list(values)
    fields = {name: dice.choice(TEXTS) for name in names if not name.endswith("_token")}
    body = "&".join(f"{_sent(name)}={_sent(text)}" for name, text in fields.items())
    return "POST", path, f"csrf_token={quote(token)}&{body}".encode()


def _sent(text: str) -> str:
    return quote(text.encode("utf-8", "surrogatepass"))


def _wrong(answer: Answer) -> str | None:
    if answer.status >= 500:
        return str(answer.status)
    if b"Traceback" in answer.body:
        return "a traceback"
    if MARK.encode() in answer.body:
        return "markup comes back"
    if "x-injected" in answer.headers:
        return "a header was injected"
    return None


def _memory(target: Target) -> int:
    """Return what the server's processes hold, in MB."""
    total = 0
    for process in target.served.processes():
        status = Path(f"/proc/{process}/status")
        if status.exists():
            for line in status.read_text(encoding="ascii").splitlines():
                if line.startswith("VmRSS:"):
                    total += int(line.split()[1])
    return total // 1024
