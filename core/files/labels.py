"""Words for files: kinds, sizes, and why one is not accepted."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

from core.files.kinds import FileKind

KIND_WORDS: Final[Mapping[FileKind, LazyString]] = {
    FileKind.PDF: _("PDF文件"),
    FileKind.PNG: _("PNG图片"),
    FileKind.JPEG: _("JPG图片"),
    FileKind.DOCX: _("Word文档"),
    FileKind.XLSX: _("Excel表格"),
    FileKind.OFD: _("OFD文件"),
    FileKind.TEXT: _("文本文件"),
}

REFUSALS: Final[Mapping[str, str]] = {
    "file_empty": "“%(name)s”是空文件，请核对后重新选择。",
    "file_too_big": "“%(name)s”过大，每个文件不得超过%(limit)s MB。请压缩或者拆分后上传。",
    "file_kind": (
        "不接受“%(name)s”这种类型的文件。可以上传PDF、OFD、JPG、PNG、Word（docx）、"
        "Excel（xlsx）和文本（txt）文件。"
    ),
    "file_old_office": (
        "“%(name)s”是旧版办公软件格式，无法检查其内容。请另存为docx、xlsx或者PDF后上传。"
    ),
    "file_markup": "“%(name)s”是网页、SVG或者含有网页代码，不予接受。请转换为PDF或者图片后上传。",
    "file_lies": "“%(name)s”的内容与扩展名不符。请用原来的软件重新保存后上传。",
    "file_double_ending": "“%(name)s”的名称中夹有可执行文件的扩展名。请改名后上传。",
    "file_name_unusable": "文件名“%(name)s”无法使用。请改名后上传。",
    "file_broken": "“%(name)s”已损坏或者不符合格式规范。请重新保存或者重新扫描后上传。",
    "file_encrypted": "“%(name)s”设有密码，无法检查其内容。请去除密码后上传。",
    "file_two_in_one": (
        "“%(name)s”除本身内容以外还夹带了其他内容，不予接受。请用原来的软件重新保存后上传。"
    ),
    "file_bomb": "“%(name)s”展开后体积异常，不予接受。",
    "file_path": "“%(name)s”内含指向文件以外的路径，不予接受。",
    "file_macro": "“%(name)s”含有宏，不予接受。请另存为不含宏的文件后上传。",
    "file_external": (
        "“%(name)s”会自动读取外部的模板、图片或者数据，不予接受。请断开外部链接后上传。"
    ),
    "file_embedded": "“%(name)s”内嵌有其他文件或者控件，不予接受。请取出后分别上传。",
    "file_active": "“%(name)s”含有会自动运行的内容，不予接受。请打印为新的PDF后上传。",
    "file_pixels": "“%(name)s”的图片尺寸过大，不得超过%(limit)s万像素。请缩小后上传。",
    "file_metadata_stays": (
        "无法去除“%(name)s”中可能暴露投诉举报人的附带信息。请转换为PDF或者图片后上传。"
    ),
    "file_same": "“%(name)s”与已有的附件内容相同，无需重复上传。",
    "file_too_many": "附件不得超过%(limit)s个。",
    "file_subject_full": "附件合计不得超过%(limit)s MB。",
    "file_quota": "您今天上传的文件合计已达%(limit)s MB，请明天再传，或者联系系统管理员。",
    "sheet_kind": "只能导入Excel（xlsx）或者CSV表格。其他格式请另存为xlsx后再导入。",
    "sheet_none": "表格中没有可见的工作表。",
    "sheet_rows": "表格超过%(limit)s行。请拆分后分次导入。",
    "sheet_columns": "表格超过%(limit)s列。请删去无关的列后再导入。",
    "sheet_unpacked": "表格展开后超过%(limit)s MB。请拆分，或者删去图片等无关内容后再导入。",
    "sheet_row_broken": "第%(row)s行无法读取：引号不成对或者单元格过长。请更正后再导入。",
    "file_no_room": "存储空间不足，暂时不能上传文件。请联系系统管理员。",
}

_UNITS = ((1024 * 1024, "MB"), (1024, "KB"))


def size_words(size: int) -> str:
    """Write a size as people read it: 1.4 MB, 12 KB, 300 B."""
    for step, unit in _UNITS:
        if size >= step:
            number = f"{size / step:.1f}" if size < 10 * step else f"{size / step:.0f}"
            return f"{number.removesuffix('.0')} {unit}"
    return f"{size} B"
