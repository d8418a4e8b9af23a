"""h: signing in and the session: guessing, reuse, cookies, headers, forms from elsewhere."""

from __future__ import annotations

import time
from statistics import median

from tests.blackbox.report import Section
from tests.blackbox.target import Target

WRONG = "falsches Passwort 1"
LOCK_AT = 6


def run(target: Target, tries: int = 200) -> Section:
    """Try what an attacker at the door would."""
    section = Section("h 登录与会话")
    _cookies_and_headers(target, section)
    _csrf(target, section)
    _reuse(target, section)
    if tries:
        section.figures["difference of known and unknown"] = _timing(target, section, tries)
    section.figures["locked at try"] = _lock(target, section)
    return section


def _cookies_and_headers(target: Target, section: Section) -> None:
    visitor = target.visitor()
    page = visitor.ask("GET", "/sign-in")
    before = dict(visitor.cookies)
    name = target.description["roles"]["V"]
    visitor.sign_in(name, target.served.passwords[name])
    if any(visitor.cookies.get(key) == value for key, value in before.items() if value):
        section.found("the session before signing in goes on under the same token")
    for line in visitor.set_cookies:
        for wanted in ("HttpOnly", "SameSite="):
            if wanted.lower() not in line.lower():
                section.found(f"the cookie lacks {wanted}")
    policy = page.headers.get("content-security-policy", "")
    if "default-src" not in policy or "unsafe-" in policy or "frame-ancestors 'none'" not in policy:
        section.found(f"content-security-policy: {policy}")
    for header, value in (("x-content-type-options", "nosniff"), ("cache-control", "no-store")):
        if value not in visitor.ask("GET", "/").headers.get(header, ""):
            section.found(f"no {header}: {value}")
    if page.headers.get("referrer-policy") not in ("no-referrer", "same-origin"):
        section.found("no referrer-policy")


def _csrf(target: Target, section: Section) -> None:
    visitor = target.visitor("organiser")
    for path in ("/account/password", "/sign-out"):
        status = visitor.ask("POST", path, {}).status
        if status != 400:
            section.found(f"{path} takes a form without a token: {status}")
    if visitor.ask("GET", "/").status != 200:
        section.found("a form without a token ended the session")


def _reuse(target: Target, section: Section) -> None:
    """Use a session again after it was ended: by its owner, by another sign-in of theirs."""
    victim = target.description["sessions"]["victim"]
    first = target.visitor(victim)
    kept = dict(first.cookies)
    first.ask("POST", "/sign-out", {"csrf_token": first.token()})
    _must_be_out(target, section, kept, "signing out")
    second = target.visitor(victim)
    kept = dict(second.cookies)
    other = target.visitor(victim)
    new = "新的密码 Berg-und-Tal 2026"
    page = "/account/password"
    answer = other.ask(
        "POST",
        page,
        {
            "csrf_token": other.token(page),
            "current": target.served.passwords[victim],
            "new": new,
            "again": new,
        },
    )
    if answer.status != 303:
        section.found(f"the password could not be changed: {answer.status}")
    _must_be_out(target, section, kept, "another password")


def _must_be_out(target: Target, section: Section, cookies: dict[str, str], after: str) -> None:
    again = target.visitor()
    again.cookies = dict(cookies)
    answer = again.ask("GET", "/")
    if answer.status == 200:
        section.found(f"the session is good after {after}")


def _timing(target: Target, section: Section, tries: int) -> str:
    """Compare the time of a refusal for names that exist and for names that do not."""
    visitor = target.visitor()
    token = visitor.token("/sign-in")
    known = [name for name in target.served.passwords if name.startswith("liaison-")]
    known = [name for name in known if name != target.description["sessions"]["victim"]]
    times: dict[bool, list[float]] = {True: [], False: []}
    words: set[tuple[int, int]] = set()
    for n in range(tries):
        exists = n % 2 == 0
        # at most four tries a name: none is locked
        name = known[n // 2 % len(known)] if exists else f"liaison-{n}"
        if exists and n // 2 // len(known) >= 4:
            break
        began = time.perf_counter()
        answer = visitor.ask(
            "POST", "/sign-in", {"username": name, "password": WRONG, "csrf_token": token}
        )
        times[exists].append(time.perf_counter() - began)
        words.add((answer.status, answer.body.count(b"error")))
    if len(words) > 1:
        section.found(f"a refusal says whether the name exists: {words}")
    difference = abs(median(times[True]) - median(times[False])) * 1000
    if difference >= 5:
        section.found(f"a name that exists takes {difference:.1f} ms longer or shorter")
    return f"{difference:.2f} ms of {len(times[True])} each"


def _lock(target: Target, section: Section) -> str:
    """Guess until the right password is refused, too."""
    name = "liaison-transport"
    visitor = target.visitor()
    for _ in range(1, LOCK_AT):
        visitor.sign_in(name, WRONG)
    answer = visitor.sign_in(name, target.served.passwords[name])
    if answer.status == 303:
        section.found("the right password is taken after five wrong ones")
        return "never"
    return str(LOCK_AT)
