"""The fields of a form by which files are attached, or a table is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from werkzeug.datastructures import FileStorage
from wtforms.validators import StopValidation

from core.files.kinds import BY_EXTENSION, Origin, Upload
from core.files.receiving import MAX_AT_ONCE, received
from core.files.services import fit, limits
from core.refusals import Refused, say
from core.web.forms import FileField, MultipleFileField


def _advice(per_request: int | None) -> str:
    """Return what a reader should know before choosing."""
    most = per_request or limits().per_request
    words: str = gettext(
        "可以多选，每个文件不超过%(file)s MB，一次合计不超过%(all)s MB。"
        "接受PDF、OFD、JPG、PNG、docx、xlsx和txt文件。",
        file=min(limits().per_file // 2**20, most // 2**20 - 1),
        all=most // 2**20 - 1,
    )
    return words


class AttachmentsField(MultipleFileField):
    """Any number of files up to MAX_AT_ONCE; `data` is a list of `Upload`.

    What is not accepted is said beside the field, each file with its reason. A browser cannot keep
    the choice when the form comes back: the message asks to choose again. `per_request` is the
    bound of the view where it is not the usual one, in bytes.
    """

    def __init__(
        self,
        label: Any = None,
        validators: Any = None,
        per_request: int | None = None,
        **kw: Any,
    ) -> None:
        accept = ",".join(f".{ending}" for ending in sorted(BY_EXTENSION))
        kw.setdefault("render_kw", {"accept": accept})
        kw.setdefault("description", _advice(per_request))
        super().__init__(label, validators, **kw)
        self.data: list[Upload] = []

    def process_data(self, _value: Any) -> None:
        """Start empty: files cannot be preset."""
        self.data = []

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was sent; an empty choice is none."""
        known = received(self.name)
        if known is not None:
            self.data = known
            return
        files = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]
        self.data = [Upload(item.filename or "", item.stream.read()) for item in files]

    def pre_validate(self, form: Any) -> None:  # noqa: ARG002 - WTForms' signature
        """Refuse what is not accepted, in words."""
        if len(self.data) > MAX_AT_ONCE:
            raise StopValidation(gettext("一次最多上传%(n)s个文件。", n=MAX_AT_ONCE))
        reasons = []
        for upload in self.data:
            try:
                fit(upload, upload.outcome.origin if upload.outcome else Origin.STAFF)
            except Refused as refused:
                reasons.append(say(refused.refusal))
        if reasons:
            raise StopValidation("".join([*reasons, str(_l("文件需要重新选择。"))]))


class SheetField(FileField):
    """One spreadsheet; `data` is an `Upload`, None where nothing was chosen."""

    def process_data(self, _value: Any) -> None:
        """Start empty: a file cannot be preset."""
        self.data = None

    def process_formdata(self, valuelist: Sequence[Any]) -> None:
        """Read what was sent; an empty choice is none."""
        files = [item for item in valuelist if isinstance(item, FileStorage) and item.filename]
        self.data = Upload(files[0].filename or "", files[0].stream.read()) if files else None
