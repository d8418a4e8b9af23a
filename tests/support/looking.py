"""Look at a page as somebody who sees badly, or who has no mouse: what is wrong with it.

`faults` costs one run of axe and one pass over what can take the focus; `walked` presses the key.
"""

from __future__ import annotations

import json
from typing import Any

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import BrowserContext, Page

SERIOUS = ("serious", "critical")
#: More presses of Tab than a page has stops: to leave it, and for scrolling boxes a browser adds.
SPARE = 6

#: Remembers what listens for clicks and keys; scripts of the page cannot be asked afterwards.
_OVERHEAR = """
(() => {
  const add = EventTarget.prototype.addEventListener;
  window.listening = new Set();
  EventTarget.prototype.addEventListener = function (type, ...rest) {
    if (/^(click|mousedown|keydown|pointerdown)$/.test(type) && this instanceof Element)
      window.listening.add(this);
    return add.call(this, type, ...rest);
  };
})();
"""

_HELPERS = """
const stops = () => Array.from(document.querySelectorAll(
  'a[href], button, input:not([type=hidden]), select, textarea, summary, [tabindex]'
)).filter((e) => e.tabIndex >= 0 && !e.disabled && e.checkVisibility({ visibilityProperty: true }));
const says = (e) => e.outerHTML.slice(0, 90);
"""

_KEYBOARD = """
() => {
  HELPERS
  const found = [], list = stops();
  const shown = (e) => {
    const s = getComputedStyle(e);
    return `${s.outlineStyle !== 'none' && parseFloat(s.outlineWidth) > 0} ${s.boxShadow}`;
  };
  if (document.querySelector('main') && list.findIndex((e) => e.closest('main')) > 1 &&
      !(list[0].matches('.skip-link') && (list[0].focus(), true) &&
        list[0].getBoundingClientRect().top >= 0 &&
        document.querySelector(list[0].hash)?.matches('main[tabindex="-1"]')))
    found.push('no skip link is the first stop, seen, and leads to main');
  document.activeElement.blur();
  const before = list.map(shown);
  list.forEach((e, n) => {
    if (e.tabIndex > 0) found.push(`jumps the order: ${says(e)}`);
    e.focus({ preventScroll: true });
    if (document.activeElement !== e) found.push(`takes no focus: ${says(e)}`);
    else if (!shown(e).startsWith('true') && shown(e) === before[n])
      found.push(`focus not seen: ${says(e)}`);
  });
  document.activeElement.blur();
  for (const e of new Set([...(window.listening || []), ...document.querySelectorAll(
      '[onclick], [hx-get]:not([hx-trigger]), [hx-post]:not([hx-trigger]), [role=button]')]))
    if (e.isConnected && e.checkVisibility() && !e.matches('form, fieldset, label, body, main') &&
        e.tabIndex < 0 && !e.disabled)
      found.push(`works by mouse only: ${says(e)}`);
  const boxes = list.map((e) => e.getBoundingClientRect());
  for (let n = 1; n < list.length; n++)
    if (list[n].closest('main') && list[n - 1].closest('main') &&
        boxes[n].bottom <= boxes[n - 1].top && boxes[n].left <= boxes[n - 1].left)
      found.push(`order leads back up to ${says(list[n])}`);
  for (const form of document.querySelectorAll('form'))
    if (form.querySelector('input:not([type=hidden]), select, textarea') &&
        !Array.from(form.elements).some((e) => e.type === 'submit'))
      found.push(`Enter sends nothing: ${says(form)}`);
  return found;
}
""".replace("HELPERS", _HELPERS)

_LISTEN = """
() => {
  HELPERS
  const groups = new Set();
  window.expected = stops().filter((e) => {
    if (e.type !== 'radio') return true;
    const group = `${e.form?.id} ${e.name}`, first = !groups.has(group);
    groups.add(group);
    return first;
  });
  window.visited = [];
  document.activeElement.blur();
  document.addEventListener('focusin', (event) => window.visited.push(event.target), true);
  const inside = { date: 4, 'datetime-local': 7 };
  return window.expected.reduce((n, e) => n + (inside[e.type] || 1), 0);
}
""".replace("HELPERS", _HELPERS)

_COMPARE = """
() => {
  HELPERS
  const same = (a, b) => a === b || (a.type === 'radio' && b.type === 'radio' && a.name === b.name);
  return window.expected.filter((e) => !window.visited.some((v) => same(v, e)))
    .map((e) => `not reached: ${says(e)}`);
}
""".replace("HELPERS", _HELPERS)

_AXE = """
() => {
  // of rows that are made alike the first is looked at: most of the time goes into colours
  const shape = (e) => Array.from(e.querySelectorAll('*'), (c) => c.tagName + c.className).join();
  const alike = new Set();
  for (const row of document.querySelectorAll('tbody > tr, li')) {
    const key = row.closest('section, nav, main')?.className + row.className + shape(row);
    if (alike.has(key)) row.setAttribute('data-alike', '');
    alike.add(key);
  }
  const where = { include: [['html']], exclude: [['[data-alike]']] };
  return axe.run(alike.size ? where : document, { resultTypes: ['violations'] }).then((found) => {
    document.querySelectorAll('[data-alike]').forEach((e) => e.removeAttribute('data-alike'));
    return found.violations.filter((one) => SERIOUS.includes(one.impact))
      .map((one) => `${one.id} ${one.nodes[0].html.slice(0, 120)}`);
  });
}
""".replace("SERIOUS", json.dumps(SERIOUS))


def overhear(context: BrowserContext) -> None:
    """Let pages of `context` be asked which of their elements listen for clicks."""
    context.add_init_script(_OVERHEAR)


def faults(page: Page) -> list[str]:
    """Return what axe finds serious, and what of the page does not work without a mouse."""
    return [*serious(page), *mouse_only(page)]


def serious(page: Page) -> list[str]:
    """Return the serious and critical faults that axe finds."""
    page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(_AXE)
    return found


def mouse_only(page: Page) -> list[str]:
    """Return what does not work by keyboard: stops, their order, the sight of the focus, Enter."""
    page.evaluate("() => { document.activeElement.blur(); scrollTo(0, 0); }")
    page.keyboard.press("Tab")
    found: list[str] = page.evaluate(_KEYBOARD)
    return found


def walked(page: Page) -> list[str]:
    """Press Tab through the page; return what is not reached (a trap, or out of reach).

    Once more round where something is left: a browser that is busy loses a key.
    """
    count: Any = page.evaluate(_LISTEN)
    found: list[str] = []
    for _round in range(2):
        for _ in range(count + SPARE):
            page.keyboard.press("Tab")
        found = page.evaluate(_COMPARE)
        if not found:
            break
    return found
