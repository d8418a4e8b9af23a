"""People at their browsers: sign in, open, fill in, submit; with JavaScript and without."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from playwright.sync_api import Browser, BrowserContext, Locator, Page, Request, expect

from config import ROOT
from tests.support import looking
from tests.support.served import Served

FLAGS = [
    *("--headless", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run"),
    *("--disable-background-networking", "--disable-component-update", "--disable-sync"),
]
SCREENSHOTS = ROOT / "build" / "screenshots"
DESK, PHONE = 1440, 390
#: Milliseconds until something that is not there counts as missing.
WAIT = 15_000
#: So many presses of Tab are enough on any page.
MOST_TABS = 120


@dataclass
class Office:
    """One server, one browser; whatever goes wrong in any window is collected in `faults`."""

    served: Served
    browser: Browser
    has_scripts: bool = True
    pictures: Path | None = None
    faults: list[str] = field(default_factory=list)
    #: Endpoints whose pages are looked at as a journey comes by, and those that were.
    looks_at: frozenset[str] = frozenset()
    looked: set[str] = field(default_factory=set)

    @contextmanager
    def at_door(self, width: int = DESK) -> Iterator[Officer]:
        """A browser in which nobody is signed in."""
        context = self._context(width)
        if self.has_scripts:
            looking.overhear(context)
        try:
            yield Officer(self._watched(context.new_page()), self)
        finally:
            context.close()

    @contextmanager
    def at_desk(self, username: str, width: int = DESK) -> Iterator[Officer]:
        """Sign `username` in, in a browser of their own."""
        with self.at_door(width) as officer:
            officer.sign_in(username, self.served.passwords[username])
            yield officer

    def _context(self, width: int) -> BrowserContext:
        return self.browser.new_context(
            base_url=self.served.url,
            java_script_enabled=self.has_scripts,
            locale="zh-CN",
            viewport={"width": width, "height": 900},
            reduced_motion="reduce",
        )

    def _watched(self, page: Page) -> Page:
        def asked(request: Request) -> None:
            if not request.url.startswith((self.served.url, "data:")):
                self.faults.append(f"asked elsewhere: {request.url}")

        page.set_default_timeout(WAIT)
        page.on("request", asked)
        page.on(
            "console",
            lambda m: self.faults.append(f"{page.url}: {m.text}") if m.type == "error" else None,
        )
        page.on("pageerror", lambda error: self.faults.append(f"{page.url}: {error}"))
        return page


class Officer:
    """Somebody at a page."""

    def __init__(self, page: Page, office: Office) -> None:
        self.page, self._office = page, office

    def sign_in(self, username: str, password: str) -> None:
        """Sign in through the form."""
        self.page.goto("/sign-in")
        self.fill(username=username, password=password)
        self.page.locator("main form button[type=submit]").click()
        expect(self.page.locator("h1")).to_have_text("待办事项")

    def open(self, path: str) -> None:
        """Go to an address of ours; the answer must be a page."""
        answer = self.page.goto(path)
        assert answer is not None
        assert answer.ok, f"{path}: {answer.status}"

    @property
    def path(self) -> str:
        """The address without host."""
        return self.page.url.removeprefix(self._office.served.url)

    @property
    def main(self) -> Locator:
        """The part of the page that is not frame."""
        return self.page.locator("main")

    def follow(self, text: str) -> None:
        """Click the first link of the page that says `text`."""
        self.main.get_by_role("link", name=text).first.click()

    def go_to(self, suffix: str) -> None:
        """Click the first link of the page whose address ends like this."""
        self.main.locator(f'a[href$="{suffix}"]').first.click()

    def act(self, action: str, **fields: str | bool | Sequence[str]) -> None:
        """Take the action whose link ends in `/action`: fill its form in and submit it."""
        self.main.locator(f'a[href*="/{action}"]').first.click()
        self._look_if_due()
        self.fill(**fields)
        self.submit()

    def fill(self, **fields: str | bool | Sequence[str]) -> None:
        """Fill in fields by their names; what may be several is given as a list."""
        for name, value in fields.items():
            self._fill(name, value)

    def _fill(self, name: str, value: str | bool | Sequence[str]) -> None:
        found = self.main.locator(f'[name="{name}"]')
        kind = found.first.get_attribute("type")
        if kind in {"radio", "checkbox"}:
            wanted = [value] if isinstance(value, str) else value
            if wanted is True:
                found.first.check()
                return
            assert not isinstance(wanted, bool)
            for item in wanted:
                self.main.locator(f'[name="{name}"][value="{item}"]').check()
        elif self.main.locator(f'select[name="{name}"]').count():
            found.select_option(str(value))
        else:
            found.fill(str(value))

    def links(self, selector: str) -> list[str]:
        """Return the addresses of the links that fit a CSS selector."""
        found = self.main.locator(selector)
        return [str(found.nth(i).get_attribute("href")) for i in range(found.count())]

    def values_of(self, name: str) -> list[str]:
        """Return what can be chosen for a field: values of options, boxes or buttons."""
        options = self.main.locator(f'select[name="{name}"] option')
        boxes = self.main.locator(f'input[name="{name}"]')
        items = options if options.count() else boxes
        values = [items.nth(i).get_attribute("value") for i in range(items.count())]
        return [value for value in values if value]

    def submit(self) -> None:
        """Press the button at the end of the form; it must be taken."""
        self.submit_anyway()
        refused = self.main.locator(".error-summary")
        assert not refused.count(), f"{self.path}: {refused.first.inner_text()}"

    def submit_anyway(self) -> None:
        """Press the button at the end of the form, whatever the answer."""
        self.main.locator("form .form__end button[type=submit]").first.click()
        self.page.wait_for_load_state()

    def tab_to(self, target: Locator) -> None:
        """Press Tab until `target` has the focus, as who has no mouse does."""
        for _ in range(MOST_TABS):
            if target.evaluate("e => e === document.activeElement"):
                return
            self.page.keyboard.press("Tab")
        raise AssertionError(f"{self.path}: {target} is not reached by Tab")

    def shows(self, text: str) -> None:
        """Expect `text` somewhere in the page."""
        expect(self.main).to_contain_text(text)

    def look(self) -> None:
        """Note what is wrong with the page for who sees badly or has no mouse."""
        found = [*looking.faults(self.page), *looking.walked(self.page)]
        self._office.faults += [f"{self.path}: {fault}" for fault in found]
        self._office.looked.add(self._office.served.endpoint_of(self.path))

    def _look_if_due(self) -> None:
        if self._office.served.endpoint_of(self.path) in self._office.looks_at:
            self.look()

    def picture(self, name: str, widths: Sequence[int] = (DESK, PHONE)) -> None:
        """Keep the page as a picture, as wide as a desk and as a phone."""
        self._look_if_due()
        folder = self._office.pictures
        if folder is None:
            return
        folder.mkdir(parents=True, exist_ok=True)
        for width in widths:
            with self._as_wide_as(width):
                self.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)

    def fits(self, width: int) -> None:
        """Note if the page is wider than the window."""
        with self._as_wide_as(width):
            pass

    @contextmanager
    def _as_wide_as(self, width: int) -> Iterator[None]:
        before = self.page.viewport_size
        assert before is not None
        self.page.set_viewport_size({"width": width, "height": 900})
        wide = self.page.locator("html").evaluate("e => e.scrollWidth")
        if wide > width:
            self._office.faults.append(f"{self.path} is {wide} wide on {width}")
        yield
        self.page.set_viewport_size(before)
