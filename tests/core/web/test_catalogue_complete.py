"""The English catalogue lacks no text of any package, and says what the Chinese says."""

from __future__ import annotations

import re
import shutil
from collections.abc import Iterable, Iterator
from pathlib import Path

import pytest
from babel.messages.catalog import Catalog
from flask import Flask

from core.web import catalogue, i18n

ROOT = Path(__file__).resolve().parents[3]
#: Folders with code whose texts nobody reads on a page.
NOT_SHOWN = {"bench", "demo", "migrations", "scripts", "tests"}
PLACEHOLDER = re.compile(r"%\(\w+\)(?:\.\d)?[a-z]|%%")
CHINESE = re.compile("[\u3001-\u303f\u4e00-\u9fff\uff01-\uff5e]")
#: What is typed as it stands: a field and a condition of a wording, and the words of a work order
#: in Chinese, which its reader has to look for or to write.
TYPED = re.compile(r"\{\{.*?\}\}|\[\[.*?\]\]|“投诉举报人”|\b2026年1月5日|是 \(yes\)|否 \(no\)")


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A folder with the real catalogue and one package without texts."""
    path = catalogue.catalogue_path(tmp_path)
    path.parent.mkdir(parents=True)
    shutil.copy(catalogue.catalogue_path(ROOT), path)
    (tmp_path / "casework").mkdir()
    return tmp_path


def pairs(english: Catalog) -> Iterator[tuple[str, str]]:
    """Yield (Chinese, English) of what has English, each form of a plural for itself."""
    for entry in english:
        ours = entry.id if isinstance(entry.id, str) else entry.id[0]
        theirs = [entry.string] if isinstance(entry.string, str) else entry.string or ()
        yield from ((ours, text) for text in theirs if ours and text)


def unlike(english: Catalog) -> list[str]:
    """Return the texts whose English has other placeholders, or Chinese left in it."""
    return [
        ours
        for ours, text in pairs(english)
        if sorted(PLACEHOLDER.findall(ours)) != sorted(PLACEHOLDER.findall(text))
        or CHINESE.search(TYPED.sub("", text))
    ]


def unread(folders: Iterable[Path]) -> set[str]:
    """Return the packages that are shown but not read for the catalogue."""
    shown = {folder.name for folder in folders if (folder / "__init__.py").is_file()}
    return shown - NOT_SHOWN - set(catalogue.PACKAGES)


def without_english(app: Flask, english: Catalog) -> set[str]:
    """Return the words of refusals, as the application knows them, that lack English."""
    words = set(app.extensions["wenze.refusals"].values())
    return words - {ours for ours, _text in pairs(english)}


class TestComplete:
    def test_every_text_has_english(self) -> None:
        assert catalogue.untranslated(ROOT) == []

    def test_every_package_is_read(self) -> None:
        assert unread(ROOT.iterdir()) == set()

    def test_every_refusal_has_english(self, app: Flask) -> None:
        assert without_english(app, catalogue.read_catalogue(ROOT)) == set()

    def test_english_says_what_the_chinese_says(self) -> None:
        assert unlike(catalogue.read_catalogue(ROOT)) == []

    def test_refusals_are_said_in_english(self, app: Flask) -> None:
        english = i18n.compile_catalogue(catalogue.catalogue_path(ROOT), "en")
        words = app.extensions["wenze.refusals"]["wrong_state"]
        said = english.gettext(words) % {"state": "Filed", "action": "Close case"}
        assert said == "In the state “Filed” this cannot be done: Close case."


class TestTwins:
    """Each guard above finds what is planted."""

    @pytest.mark.parametrize(
        ("file", "source"),
        [
            ("views.py", '_("从未翻译")'),
            ("views.py", 'ngettext("从未翻译", "从未翻译", 2)'),
            ("labels.py", 'LAW = N_("从未翻译")'),
            ("labels.py", 'REFUSALS: Final[Mapping[str, str]] = {"x_y": "从未翻译"}'),
            ("labels/acts.py", 'REFUSALS: Mapping[str, str] = {\n    "x_y": ("从未" "翻译"),\n}'),
            ("page.html", "{{ _('从未翻译') }}"),
        ],
    )
    def test_a_text_without_english_is_named(self, copy: Path, file: str, source: str) -> None:
        assert catalogue.untranslated(copy) == []
        path = copy / ("templates" if file.endswith("html") else "casework") / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(source, encoding="utf-8")
        name = path.relative_to(copy).as_posix()
        assert catalogue.untranslated(copy) == [("从未翻译", name)]

    def test_an_english_text_taken_away_is_missed(self, copy: Path) -> None:
        (copy / "casework" / "forms.py").write_text('_("案件")', encoding="utf-8")
        path = catalogue.catalogue_path(copy)
        text = path.read_text(encoding="utf-8")
        emptied = re.sub('(msgid "案件"\nmsgstr) ".+"', r'\1 ""', text)
        assert emptied != text
        path.write_text(emptied, encoding="utf-8")
        assert catalogue.untranslated(copy) == [("案件", "casework/forms.py")]

    def test_a_package_not_read_is_named(self, tmp_path: Path) -> None:
        (tmp_path / "newcomer").mkdir()
        (tmp_path / "newcomer" / "__init__.py").touch()
        assert unread(tmp_path.iterdir()) == {"newcomer"}

    def test_a_refusal_without_english_is_named(self, app: Flask) -> None:
        words = app.extensions["wenze.refusals"]
        words["planted"] = "从未翻译"
        try:
            found = without_english(app, catalogue.read_catalogue(ROOT))
        finally:
            del words["planted"]
        assert found == {"从未翻译"}

    @pytest.mark.parametrize(
        ("ours", "theirs"),
        [("%(n)s项", "items"), ("%(n)s项", "%(m)s items"), ("案件", "Case 案"), ("是，", "yes，")],
    )
    def test_an_unlike_text_is_named(self, ours: str, theirs: str) -> None:
        english = Catalog(locale="en")
        english.add(ours, theirs)
        assert unlike(english) == [ours]
