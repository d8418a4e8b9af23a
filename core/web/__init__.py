"""The web ground: pages and fragments, forms, lists, panels, navigation, errors, headers.

Owns how an answer looks and travels, and nothing of what it says. Features use `pages.page`,
`forms.Form`, `acts.acted`, `lists.list_page`, `navigation.register`, `panels.register` and the
macros of `templates/components/`; `docs/pages.md` shows a whole list and a whole form.
"""

from __future__ import annotations

from flask import Flask


def init_app(app: Flask) -> None:
    """Wire everything; templates see only what is defined (StrictUndefined)."""
    # imported here: core.access and core.identity use parts of this package as it is loaded
    from core.web import (
        addresses,
        assets,
        cli,
        errors,
        filters,
        forms,
        headers,
        i18n,
        navigation,
        pages,
        panels,
        probes,
        shapes,
    )

    addresses.init_app(app)  # before the first address
    for part in (
        filters,
        i18n,
        pages,
        assets,
        panels,
        shapes,
        navigation,
        forms,
        errors,
        headers,
        cli,
        probes,
    ):
        part.init_app(app)
