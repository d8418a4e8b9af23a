"""File names: what is kept of what the sender wrote, and what their ending promises.

Pure. A stored file is never called by its name (see `storage`); the name is only shown and sent.
"""

from __future__ import annotations

import re
import unicodedata

from core.files.kinds import BY_EXTENSION, FileKind, Unfit

#: The longest name kept, in characters; a longer one is shortened before its ending.
MAX_NAME = 200

#: Endings that a computer runs or a browser opens; before the last one they only deceive.
_ACTIVE_WORDS = """
    exe com scr bat cmd ps1 psm1 vbs vbe js jse mjs wsf wsh hta msi msp msix dll sys cpl lnk url pif
    jar class reg inf scf app apk deb rpm dmg iso img vhd sh bash py pl rb php php5 phtml jsp jspx
    asp aspx cgi htm html xhtml xht shtml mht mhtml svg svgz xml xsl xslt swf chm hlp
    docm dotm xlsm xltm xlam pptm
"""
ACTIVE = frozenset(_ACTIVE_WORDS.split())
MARKUP = frozenset({"htm", "html", "xhtml", "xht", "shtml", "mht", "mhtml", "svg", "svgz", "xml"})
OLD_OFFICE = frozenset({"doc", "xls", "ppt", "wps", "et", "rtf"})
#: NUL, line ends, direction marks, zero width, half a character. Not Cn: what this Python does not
#: know yet may be a rare character of a name.
_INVISIBLE = frozenset({"Cc", "Cf", "Cs", "Zl", "Zp"})
_RESERVED = re.compile(r"(con|prn|aux|nul|com[0-9]|lpt[0-9])", re.IGNORECASE)


def clean_name(name: str) -> str:
    """Return `name` as it is kept: composed, without folders, control and direction marks.

    Chinese and rare characters stay. Raises Unfit for a name of which nothing remains.
    """
    last = re.split(r"[/\\]", unicodedata.normalize("NFC", name))[-1]
    kept = "".join(char for char in last if unicodedata.category(char) not in _INVISIBLE)
    kept = re.sub(r"\s+", " ", re.sub(r'[<>:"|?*]', "_", kept)).strip(" .")
    stem, dot, ending = kept.rpartition(".")
    if not dot:
        stem, ending = kept, ""
    stem = stem.strip(" .")
    if not stem:
        raise Unfit("file_name_unusable")
    if _RESERVED.fullmatch(stem.split(".")[0]):
        stem = f"_{stem}"
    room = MAX_NAME - len(dot + ending)
    if room < 1:
        raise Unfit("file_name_unusable")
    return (stem if len(stem) <= room else stem[: room - 1] + "…") + dot + ending


def promised_kind(name: str) -> FileKind:
    """Return the kind that the ending of a cleaned name promises.

    Unfit for one that is not accepted, and for a name with a second ending that computers run.
    """
    parts = [part.strip().lower() for part in name.split(".")]
    ending = parts[-1] if len(parts) > 1 else ""
    if ending in MARKUP:
        raise Unfit("file_markup")
    if ending in OLD_OFFICE:
        raise Unfit("file_old_office")
    kind = BY_EXTENSION.get(ending)
    if kind is None:
        raise Unfit("file_kind")
    if ACTIVE & set(parts[1:-1]):
        raise Unfit("file_double_ending")
    return kind
