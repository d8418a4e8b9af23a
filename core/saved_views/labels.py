"""Words."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REFUSALS: Final[Mapping[str, str]] = {
    "view_no_list": "没有这个列表，或者您的岗位不能查看。",
    "view_text_not_shared": "条件“%(names)s”是自己输入的文字，可能写有姓名，只能存为自己的视图。",
    "view_too_many": "一个列表最多保存%(most)s个视图，请先删除不用的。",
    "view_without_office": "您没有任职的单位，只能存为自己的视图。",
}
