"""The life of a case from acceptance to archive, walked by the officers, every answer seen."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from playwright.sync_api import BrowserContext, Route, sync_playwright

from tests.blackbox.target import Target
from tests.blackbox.visitor import Answer
from tests.journeys.chain import Chain
from tests.support.browser import found_chromium
from tests.support.officers import FLAGS, Office

Look = Callable[[str, Answer], None]


class WatchedOffice(Office):
    """An office in whose browsers every answer is shown to `look` before the officer sees it."""

    look: Look

    def _context(self, width: int) -> BrowserContext:
        context = super()._context(width)
        context.route("**/*", self._pass_on)
        return context

    def _pass_on(self, route: Route) -> None:
        answer = route.fetch(max_redirects=0)
        path = route.request.url.removeprefix(self.served.url)
        seen = Answer(answer.status, answer.headers, answer.body())
        self.look(f"{route.request.method} {path}", seen)
        route.fulfill(response=answer)


def live(target: Target, look: Look, complaint: str) -> list[str]:
    """Let what `complaint` became live to its end; return the addresses of what came of it."""
    with sync_playwright() as engine:
        browser = engine.chromium.launch(executable_path=found_chromium(), args=FLAGS)
        office = WatchedOffice(target.served, browser, has_scripts=False)
        office.look = look
        chain = Planted(office, date.fromisoformat(str(target.description["day"])))
        chain.complaint = complaint
        chain.walk()
        browser.close()
    return [chain.case, f"{chain.case}/archive", chain.act, chain.decision]


class Planted(Chain):
    """The chain, for a report that was registered before."""

    def register(self) -> None:
        """Nothing: it stands in the register."""
