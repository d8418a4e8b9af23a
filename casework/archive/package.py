"""The package of an archived case: the volume, each document as it was, and the record with proof.

`scripts/verify_record.py` checks it with nothing but Python: against the list of contents without
a key, and with the key of the record also that list and every entry (docs/decisions/0141).
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import literal, select, union_all

from casework import deadlines
from casework.models import Case, CaseArchive, CaseRespondent, Defence, Evidence
from core.db import Model, db
from core.documents.models import IssuedDocument
from core.documents.services import pdf_bytes
from core.files.models import Attachment
from core.files.services import content_of
from core.identity.models import User
from core.record import services as record

FORMAT = "wenze-case-package-1"
VOLUME, RECORD, MANIFEST, SEAL, READ_ME = (
    "案卷.pdf",
    "record.jsonl",
    "manifest.json",
    "manifest.seal",
    "说明.txt",
)
_MOST_OF_A_NAME = 60
#: What no file name may hold on some system or other.
_UNFIT = re.compile(r'[\\/:*?"<>|\x00-\x1f]')

_WORDS = """案卷数据包　{number}

案卷.pdf　　　　整卷，含卷内目录、连续页码和校验值
文件　　　　　　印发的文书和收集的附件，逐件与办理时一致
record.jsonl　　本案办理过程的操作记录，逐条带有防篡改链值
manifest.json　 包内各件及各条记录的SHA-256校验值
manifest.seal　 上述清单的封签

核验（只需Python，不需本系统）：
　　python3 verify_record.py 数据包.zip
　　　　核对包内各件、各条与清单一致，改动、缺少、多出的逐一指出；清单本身不能证明来源。
　　python3 verify_record.py 数据包.zip record.key
　　　　另用本单位保管的记录密钥核验清单的封签和每条记录的链值。密钥由本单位保管，不随包提供。

投诉举报人的身份、投诉举报的内容和往来材料依法保密，不在包内。
"""


def packed(archive: CaseArchive, volume: bytes) -> bytes:
    """Return the package of an archived case as a ZIP, made now: the record goes on.

    Raises DamagedFile where a document is not what it was.
    """
    entries = record.excerpt(_subjects(archive.case))
    lines = [*map(_line, entries), _line({"head": dict(record.head() or {})})]
    files = {
        READ_ME: _WORDS.format(number=archive.number).encode(),
        VOLUME: volume,
        **dict(_documents(archive.contents)),
        RECORD: b"".join(lines),
    }
    manifest = {
        "format": FORMAT,
        "archive": archive.number,
        "case": archive.case.number,
        "archived_on": archive.archived_on.isoformat(),
        "people": _people(entries),
        "files": [
            {"path": path, "sha256": _sha256(content), "size": len(content)}
            for path, content in files.items()
        ],
        "entries": [
            {"seq": entry["seq"], "sha256": _sha256(line)}
            for entry, line in zip(entries, lines, strict=False)
        ],
    }
    listed = json.dumps(manifest, ensure_ascii=False, indent=1).encode()
    seal = f"{_sha256(listed)}\n{record.package_seal(_sha256(listed))}\n"
    return _zip({MANIFEST: listed, SEAL: seal.encode(), **files}, archive)


def _subjects(case: Case) -> Any:
    """Return what the record of a case is about, its issued documents and its attachments too."""
    own = deadlines.subjects_of(case.id)
    evidence = select(Evidence.id).where(Evidence.case_id == case.id)
    archives = select(CaseArchive.id).where(CaseArchive.case_id == case.id)
    defences = select(Defence.id).join(Defence.respondent).where(CaseRespondent.case_id == case.id)
    documents = select(literal(IssuedDocument.__tablename__), IssuedDocument.id).join(
        own,
        (IssuedDocument.subject_type == own.c.subject_type)
        & (IssuedDocument.subject_id == own.c.subject_id),
    )
    attached = (
        select(literal(Attachment.__tablename__), Attachment.id).where(
            Attachment.subject_type == model.__tablename__, Attachment.subject_id.in_(ids)
        )
        for model, ids in ((Evidence, evidence), (Defence, defences), (CaseArchive, archives))
    )
    return union_all(select(own.c.subject_type, own.c.subject_id), documents, *attached).subquery()


def _people(entries: Iterable[Mapping[str, Any]]) -> dict[str, str]:
    """Return who acted, by the number that stands in the entries."""
    ids = {entry["actor_id"] for entry in entries} - {None}
    rows = db.session.execute(select(User.id, User.name).where(User.id.in_(ids)).order_by(User.id))
    return {str(user_id): name for user_id, name in rows}


def _documents(contents: Sequence[Mapping[str, Any]]) -> Iterator[tuple[str, bytes]]:
    """Yield the documents that have bytes of their own, under the number of the contents."""
    sources: dict[tuple[str, int], bytes] = {}
    if ids := _ids(Attachment, contents):
        for row in db.session.scalars(select(Attachment).where(Attachment.id.in_(ids))):
            sources[Attachment.__tablename__, row.id] = content_of(row)
    if ids := _ids(IssuedDocument, contents):
        for document in db.session.scalars(
            select(IssuedDocument).where(IssuedDocument.id.in_(ids))
        ):
            sources[IssuedDocument.__tablename__, document.id] = pdf_bytes(document)
    for number, line in enumerate(contents, 1):
        if "source" in line:
            stem, _dot, ending = _UNFIT.sub("_", line["name"]).rpartition(".")
            path = f"文件/{number:03}-{stem[:_MOST_OF_A_NAME]}.{ending}"
            yield path, sources[tuple(line["source"])]


def _ids(model: type[Model], contents: Sequence[Mapping[str, Any]]) -> list[int]:
    """Return the ids of the documents that are rows of a table."""
    sources = (line["source"] for line in contents if "source" in line)
    return [number for table, number in sources if table == model.__tablename__]


def _line(row: Mapping[str, Any]) -> bytes:
    return json.dumps(row, ensure_ascii=False).encode() + b"\n"


def _sha256(content: bytes) -> str:
    return hashlib.sha256(content).hexdigest()


def _zip(files: Mapping[str, bytes], archive: CaseArchive) -> bytes:
    made = io.BytesIO()
    day = archive.archived_on
    with zipfile.ZipFile(made, "w") as package:
        for path, content in files.items():
            member = zipfile.ZipInfo(path, (day.year, day.month, day.day, 0, 0, 0))
            member.external_attr = 0o644 << 16
            package.writestr(member, content, zipfile.ZIP_DEFLATED)
    return made.getvalue()
