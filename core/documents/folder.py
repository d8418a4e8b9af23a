"""The fonts of an office by role, from a folder of an administrator's choice.

A file is named by its role (小标宋, 仿宋, 楷体, 黑体, 宋体) and ends in .ttf or .otf. What it
lacks is taken from the free faces, character by character.
"""

from __future__ import annotations

from pathlib import Path
from typing import Final

from fontTools.ttLib import TTFont, TTLibError

from core.documents import embedding, fonts
from core.documents.fonts import Face, Role

NAMES: Final = {
    "小标宋": Role.TITLE,
    "仿宋": Role.BODY,
    "楷体": Role.KAI,
    "黑体": Role.HEI,
    "宋体": Role.SONG,
}
ENDINGS: Final = (".ttf", ".otf")

#: Bits of OS/2 fsType: no embedding at all, no subsets, bitmaps only.
_RESTRICTED, _NO_SUBSET, _BITMAPS = 0x0002, 0x0100, 0x0200
#: A face for a role of Chinese text has at least these.
_SAMPLE = "关于处理决定的通知，一二三〔〕0123456789"


class FontFault(ValueError):
    """A file in the folder cannot be used; the message says which and why."""


def use(folder: Path | None) -> None:
    """Take the faces of a folder for the whole process; None goes back to the free ones.

    Raises FontFault for a missing folder, a name that is no role, and a font that cannot be read,
    may not be embedded or lacks plain Chinese text.
    """
    found: dict[Role, Face] = {}
    if folder is not None:
        if not folder.is_dir():
            raise FontFault(f"字体文件夹不存在：{folder.name}")
        for path in sorted(folder.iterdir()):
            if path.suffix.lower() not in ENDINGS:
                continue
            role = NAMES.get(path.stem)
            if role is None:
                raise FontFault(f"字体文件应以用途命名（{'、'.join(NAMES)}）：{path.name}")
            found[role] = examined(path)
    fonts.replace_chains(found)
    embedding.register(fonts.CHAINS)


def examined(path: Path) -> Face:
    """Return the face of a file that can be used; FontFault otherwise."""
    try:
        with path.open("rb") as file, TTFont(file, lazy=True) as font:
            tables = set(font.keys())
            codes = font.getBestCmap() or {}
            rights = font["OS/2"].fsType if "OS/2" in tables else 0
    except (TTLibError, OSError, KeyError, ValueError, AssertionError) as error:
        raise FontFault(f"不是可用的字体文件：{path.name}") from error
    if not tables & {"glyf", "CFF ", "CFF2"}:
        raise FontFault(f"字体没有轮廓：{path.name}")
    if rights & (_RESTRICTED | _NO_SUBSET | _BITMAPS):
        raise FontFault(f"字体声明不得嵌入文档：{path.name}")
    missing = [c for c in _SAMPLE if ord(c) not in codes]
    if missing:
        raise FontFault(f"字体缺少常用字“{''.join(missing)}”：{path.name}")
    return Face(f"Office-{NAMES[path.stem].name.capitalize()}", path)


def in_use() -> dict[str, str]:
    """Return for each role, by its Chinese name, the file its text is set in."""
    return {name: fonts.CHAINS[role][0].path.name for name, role in NAMES.items()}
