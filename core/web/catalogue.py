"""The English catalogue beside the code: which messages exist, which lack their English."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog
from babel.messages.extract import DEFAULT_KEYWORDS, extract_from_dir
from babel.messages.pofile import read_po, write_po

PACKAGES = (
    "core", "regulations", "complaints", "casework", "accountability", "evaluation", "disclosure",
    "assessment",
    "oversight", "administration", "wording", "templates",
)  # fmt: skip
METHODS = [("**.py", "python"), ("**.html", "jinja2")]
OPTIONS = {"**.html": {"silent": "false"}}  # a template that does not parse is an error, not a gap
#: Tables of plain texts that `core.refusals.say` looks up; their values are message ids.
TABLES = {"REFUSALS"}
KEYWORDS = {**DEFAULT_KEYWORDS, "lazy_gettext": None, "lazy_ngettext": (1, 2), "_l": None}


def catalogue_path(root: Path) -> Path:
    """Return where the English catalogue lies."""
    return root / "translations" / "en" / "LC_MESSAGES" / "messages.po"


def messages(root: Path) -> Iterator[tuple[str, str | tuple[str, ...]]]:
    """Yield (file, message id) for every translatable text of code and templates."""
    for package in PACKAGES:
        folder = root / package
        if not folder.is_dir():
            continue
        found = extract_from_dir(folder, METHODS, OPTIONS, KEYWORDS)
        for name, _line, message, _comments, _context in found:
            yield f"{package}/{name}", message
        for path in sorted(folder.rglob("*.py")):
            name = path.relative_to(root).as_posix()
            for words in _words_of_tables(path.read_text(encoding="utf-8")):
                yield name, words


def read_catalogue(root: Path) -> Catalog:
    """Read the English catalogue; empty where there is none yet."""
    path = catalogue_path(root)
    if not path.is_file():
        return Catalog(locale="en")
    with path.open("rb") as file:
        return read_po(file, locale="en")


def untranslated(root: Path) -> list[tuple[str, str]]:
    """Return (message id, file) of every text without English, in order of the file."""
    english = read_catalogue(root)
    missing: dict[str, str] = {}
    for name, message in messages(root):
        singular = message if isinstance(message, str) else message[0]
        entry = english.get(singular)
        translated = entry is not None and (
            all(entry.string) if isinstance(entry.string, tuple | list) else bool(entry.string)
        )
        if not translated or (entry is not None and entry.fuzzy):
            missing.setdefault(singular, name)
    return sorted(missing.items(), key=lambda item: (item[1], item[0]))


def write_catalogue(root: Path) -> int:
    """Add new texts to the catalogue, drop unused ones; return how many lack English."""
    template = Catalog(locale="en")
    for name, message in messages(root):
        template.add(message, locations=[(name, 0)])
    english = read_catalogue(root)
    english.update(template, no_fuzzy_matching=True)
    path = catalogue_path(root)
    path.parent.mkdir(parents=True, exist_ok=True)
    with path.open("wb") as file:
        write_po(
            file, english, width=100, omit_header=True, sort_output=True, ignore_obsolete=True,
            include_lineno=False,
        )  # fmt: skip
    return len(untranslated(root))


def _words_of_tables(source: str) -> Iterator[str]:
    """Yield the plain texts of the mappings in TABLES; those marked with N_ are found already."""
    for node in ast.walk(ast.parse(source)):
        if (
            isinstance(node, ast.AnnAssign)
            and isinstance(node.target, ast.Name)
            and node.target.id in TABLES
            and isinstance(node.value, ast.Dict)
        ):
            for value in node.value.values:
                if isinstance(value, ast.Constant) and isinstance(value.value, str):
                    yield value.value
