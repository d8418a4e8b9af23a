"""What a DOCX or XLSX tells of its author, taken out by writing the archive anew.

Pure. The text stays as it is; properties, thumbnails, names of commenters and correctors, times and
the EXIF of pictures go.
"""

from __future__ import annotations

import io
import re
import zipfile

from core.files.archives import CONTENT_TYPES, opened
from core.files.images import JPEG_MAGIC, PNG_MAGIC, strip_jpeg, strip_png
from core.files.kinds import Unfit

#: The first instant a zip archive can state; every entry gets it.
_NO_TIME = (1980, 1, 1, 0, 0, 0)
_EMPTY = {
    "docProps/core.xml": b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/'
    b'2006/metadata/core-properties"/>',
    "docProps/app.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/2006/'
    b'extended-properties"/>',
    "docProps/custom.xml": b'<Properties xmlns="http://schemas.openxmlformats.org/officeDocument/'
    b'2006/custom-properties"/>',
}
_DROPPED = re.compile(
    r"docProps/thumbnail\.|customXml/|xl/(revisions|persons|threadedComments)/|word/people\.xml"
    r"|(xl|word)/printerSettings/",
    re.IGNORECASE,
)
#: Attributes with names, initials and times of people, in any prefix.
_PERSONAL = re.compile(
    rb'(\s(?:\w+:)?(?:author|initials|date|dT|userName|rsid\w*))\s*=\s*("[^"]*"|\'[^\']*\')'
)
_TIMES = re.compile(rb"(?:date|dT|rsid\w*)$")
_RSIDS = re.compile(rb"<w:rsids>.*?</w:rsids>", re.DOTALL)
_AUTHORS = re.compile(rb"<((?:\w+:)?author)>[^<]*</")
_ABSOLUTE = re.compile(rb"<(?:\w+:)?absPath\b[^>]*/>")
_OTHER_ENCODING = re.compile(rb'^<\?xml[^>]*encoding=["\'](?!utf-8)', re.IGNORECASE)
_TEXT_PARTS = (".xml", ".rels", ".vml")


def strip(content: bytes) -> bytes:
    """Return the archive without what tells of people, tools and times.

    Unfit where a part is in an encoding in which such marks cannot be found.
    """
    made = io.BytesIO()
    with opened(content) as archive, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as target:
        names = [entry.filename for entry in archive.infolist() if not entry.is_dir()]
        dropped = {name for name in names if _DROPPED.match(name)}
        for name in names:
            if name in dropped:
                continue
            part = _EMPTY.get(name) or _clean(name, archive.read(name), dropped)
            target.writestr(zipfile.ZipInfo(name, _NO_TIME), part, zipfile.ZIP_DEFLATED)
    return made.getvalue()


def _clean(name: str, part: bytes, dropped: set[str]) -> bytes:
    if part.startswith(JPEG_MAGIC):
        return strip_jpeg(part)
    if part.startswith(PNG_MAGIC):
        return strip_png(part)
    if not name.endswith(_TEXT_PARTS):
        return part
    if part.startswith((b"\xff\xfe", b"\xfe\xff")) or _OTHER_ENCODING.match(part):
        raise Unfit("file_metadata_stays")
    if name == CONTENT_TYPES or name.endswith(".rels"):
        return _without(part, name, dropped)
    part = _RSIDS.sub(b"", _ABSOLUTE.sub(b"", part))
    part = _AUTHORS.sub(rb"<\1></", part)
    return _PERSONAL.sub(_blank, part)


def _without(part: bytes, name: str, dropped: set[str]) -> bytes:
    """Take the lines that point to what was dropped out of a list of parts."""
    if not dropped:
        return part
    here = name.rpartition("_rels/")[0]

    def keep(found: re.Match[bytes]) -> bytes:
        target = found.group(2).decode("utf-8", "replace")
        return b"" if _resolved(here, target) in dropped else found.group(0)

    return re.sub(
        rb"""<(?:\w+:)?(?:Override|Relationship)\b[^>]*?\s(PartName|Target)=["']([^"']*)["'][^>]*/>""",
        keep,
        part,
    )


def _resolved(here: str, target: str) -> str:
    """Return the entry that a target means, seen from the folder `here`."""
    if target.startswith("/"):
        return target[1:]
    parts = here.strip("/").split("/") if here.strip("/") else []
    for step in target.split("/"):
        if step == "..":
            parts = parts[:-1]
        elif step != ".":
            parts.append(step)
    return "/".join(parts)


def _blank(found: re.Match[bytes]) -> bytes:
    """Empty an attribute; one that holds a time goes whole, since an empty time is no time."""
    attribute = found.group(1)
    return b"" if _TIMES.search(attribute) else attribute + b'=""'
