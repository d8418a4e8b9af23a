"""What the columns of a hotline's spreadsheet are called, and which one means what; pure.

domain.md I: the names differ from system to system, what they mean does not.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Mapping, Sequence
from enum import StrEnum
from typing import Final


class Column(StrEnum):
    """What a column means to us."""

    NUMBER = "number"
    RECEIVED = "received"
    TITLE = "title"
    FACTS = "facts"
    UNIT = "unit"
    PERSON = "person"
    POST = "post"
    NAME = "name"
    PHONE = "phone"
    ADDRESS = "address"
    ID_NUMBER = "id_number"
    KIND = "kind"
    ORIGIN = "origin"
    DEADLINE = "deadline"
    SECRECY = "secrecy"


#: Without these nothing can be registered.
REQUIRED: Final = (Column.NUMBER, Column.RECEIVED, Column.TITLE, Column.FACTS, Column.UNIT)
#: What tells who called: shown masked, kept sealed or not at all.
PERSONAL: Final = (Column.NAME, Column.PHONE, Column.ADDRESS, Column.ID_NUMBER)

#: How each is called, the surest name first: of two columns that fit, the surer is taken.
_NAMES: Final[Mapping[Column, str]] = {
    Column.NUMBER: """
        工单编号 工单号 工单号码 工单流水号 热线工单号 热线工单编号 原工单号 受理编号 诉求编号
        事件编号 案件编号 流水号 编号""",
    Column.RECEIVED: """
        收到时间 收到日期 接收时间 接收日期 收件时间 收件日期 签收时间 受理时间 受理日期 来电时间
        来电日期 登记时间 登记日期 诉求时间 反映时间 反映日期 创建时间 派单时间 派发时间 转办时间
        转办日期 首次转办时间 交办时间 工单时间""",
    Column.TITLE: "标题 工单标题 诉求标题 事由 主题 工单主题 诉求主题 问题名称 事项名称",
    Column.FACTS: """
        内容 工单内容 诉求内容 反映内容 来电内容 问题描述 诉求描述 内容描述 事件描述 主要内容
        诉求详情 反映情况 具体内容 事项描述""",
    Column.UNIT: """
        被投诉举报单位 被投诉单位 被举报单位 被反映单位 投诉对象单位 涉及单位 涉事单位 反映单位
        责任单位 投诉对象 反映对象 主办单位 承办单位 办理单位 承办部门 二级承办单位""",
    Column.PERSON: """
        被投诉人 被举报人 被反映人 被投诉举报人 被投诉人姓名 被举报人姓名 被反映人姓名 涉及人员
        涉事人员""",
    Column.POST: "被投诉人职务 被举报人职务 被反映人职务 被反映人职级 职务",
    Column.NAME: """
        来电人姓名 来电人 诉求人姓名 诉求人 反映人姓名 反映人 投诉人姓名 投诉人 举报人姓名 举报人
        投诉举报人 联系人姓名 联系人 市民姓名 群众姓名 当事人姓名 姓名""",
    Column.PHONE: """
        来电号码 来电电话 来电人电话 来电人号码 主叫号码 联系电话 联系号码 联系方式 诉求人电话
        反映人电话 投诉人电话 举报人电话 联系人电话 手机号码 手机号 手机 电话号码 电话 联系手机""",
    Column.ADDRESS: """
        来电人地址 来电人住址 诉求人地址 联系地址 联系人地址 家庭住址 通信地址 通讯地址 现住址
        居住地址 住址""",
    Column.ID_NUMBER: """
        身份证号 身份证号码 身份证 证件号码 证件号 来电人身份证号 公民身份号码 居民身份证号""",
    Column.KIND: """
        来电类别 诉求类别 工单类别 工单类型 诉求类型 来电类型 事项类型 诉求性质 来件类别 类别
        类型""",
    Column.ORIGIN: "受理渠道 来源渠道 诉求渠道 诉求来源 工单来源 受理方式 渠道 来源",
    Column.DEADLINE: """
        截止时间 截止日期 办理期限 办结期限 办理时限 办结时限 要求办结时间 要求完成时间 处理时限
        到期时间 到期日期 应办结时间""",
    Column.SECRECY: "是否保密 保密 要求保密 是否要求保密 信息保密",
}
_RANK: Final[Mapping[str, tuple[Column, int]]] = {
    name: (column, rank)
    for column, names in _NAMES.items()
    for rank, name in enumerate(names.split())
}
#: Remarks in brackets, stars, colons: not part of a name.
_REMARK = re.compile(r"[(\[【〔〈<][^)\]】〕〉>]*[)\]】〕〉>]|[\s*＊:：、,.。_\-/]")


def plain(heading: str) -> str:
    """Return a heading without what differs from sheet to sheet: width, blanks, remarks, stars."""
    return _REMARK.sub("", unicodedata.normalize("NFKC", heading)).lower()


def meaning(heading: str) -> Column | None:
    """Return what a heading means; None for a name nobody uses."""
    found = _RANK.get(plain(heading))
    return found[0] if found else None


def propose(headings: Sequence[str]) -> list[Column | None]:
    """Return what each column means, each meaning once: where two fit, the surer name has it."""
    best: dict[Column, tuple[int, int]] = {}
    for index, heading in enumerate(headings):
        found = _RANK.get(plain(heading))
        if found is not None:
            column, rank = found
            best[column] = min(best.get(column, (rank, index)), (rank, index))
    proposed: list[Column | None] = [None] * len(headings)
    for column, (_rank, index) in best.items():
        proposed[index] = column
    return proposed


def find_headings(rows: Sequence[Sequence[str]]) -> int:
    """Return which of the first rows holds the headings: the one that most names are known of.

    A title often stands above them. Where no name is known it is the first row.
    """
    known = [sum(meaning(text) is not None for text in row) for row in rows]
    return known.index(max(known)) if known else 0


def missing(columns: Sequence[Column | None]) -> list[Column]:
    """Return what is required and has no column."""
    return [column for column in REQUIRED if column not in columns]
