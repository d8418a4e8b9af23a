"""Words for what is refused in a pack, in facts, in a golden case."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from flask_babel import LazyString
from flask_babel import lazy_gettext as _

TYPES: Final[Mapping[str, LazyString]] = {
    "str": _("文字"),
    "int": _("整数"),
    "bool": _("true 或 false"),
    "array": _("列表"),
    "object": _("一组键值"),
    "date": _("日期"),
}

FAULTS: Final[Mapping[str, LazyString]] = {
    "not_toml": _("不是有效的 TOML"),
    "not_toml_at": _("不是有效的 TOML（第 %(line)s 行第 %(column)s 列）"),
    "not_json": _("不是有效的 JSON"),
    "not_readable": _("文件无法读取"),
    "no_packs": _("文件夹中没有规则包（*.toml）"),
    "not_a_table": _("应当是一组键值"),
    "not_a_list": _("应当是列表"),
    "unknown_key": _("未知的键"),
    "missing_key": _("缺少必填的键"),
    "not_allowed": _("不是允许的值，应为：%(allowed)s"),
    "bad_form": _("为空或者格式不对"),
    "out_of_range": _("超出允许的范围"),
    "not_a_date": _("不是有效的日期"),
    "wrong_type": _("类型不对，应为 %(expected)s"),
    "empty": _("不能为空"),
    "duplicate": _("重复"),
    "stranger": _("名单 people 中没有这个人"),
    "handler_as_leader": _("承办人不能同时是批准或授意的领导"),
    "contradicts": _("与同组的状态矛盾"),
    "id_not_file": _("规则包编号应与文件名一致"),
    "unknown_pack": _("没有这个规则包"),
    "circle": _("规则包互相引用成环"),
    "same_in_includes": _("启用的两个通用规则都规定了这一项"),
    "dates_reversed": _("失效日期早于生效日期"),
    "undated": _("写明生效日期的，应当写明依据"),
    "needs_length": _("写明期限的，应当写明长度、单位和起算事由"),
    "must_be_empty": _("来源未规定、无或者逐案确定的，不能写数值"),
    "extension_short": _("延长后的合计应当长于原期限"),
    "needs_value": _("应当写明取值"),
    "guard_type": _("取值类型不对，应为 %(expected)s"),
    "state_not_here": _("这里不能使用该状态"),
    "needs_shares": _("应当写明份额，或者写明来源未规定"),
    "inferred_unknown": _("推定的角色没有份额"),
    "unknown_row": _("没有这一行"),
    "override_circle": _("行与行互相取代成环"),
    "overlap": _("%(rows)s 同时成立而份额不同，没有写明取代或者矛盾：%(facts)s"),
    "uncovered": _("没有任何一行适用（共 %(count)s 种），例如：%(facts)s"),
    "unknown_measure": _("没有这种处理措施"),
    "unknown_term": _("没有这项期限"),
    "remedy_incomplete": _("应当写明救济种类和受理机关"),
    "needs_times": _("写明频次的，应当写明每一周期的次数"),
    "needs_date": _("指定日期的期限，应当写明月和日"),
    "date_not_here": _("月、日只用于指定日期或者每年一次的事项"),
    "needs_start": _("没有天数的期限，应当写明起算事由，以便显示已过天数"),
    "until_missing": _("不再有效的规则，应当同时写明失效日期和由什么代替"),
    "needs_answers": _("应当写明由谁承担责任，或者写明来源未规定"),
    "unknown_group": _("同一清单中没有这个上级代码"),
    "unknown_dimension": _("没有这个考核项目"),
    "unknown_document": _("没有这种文书"),
    "sums_differ": _("分值合计为 %(given)s，与写明的 %(stated)s 不符"),
    "band_gap": _("与“%(band)s”之间有空档"),
    "band_overlap": _("与“%(band)s”重叠"),
    "bands_mixed": _("等次要么都写分数，要么都不写"),
    "versions_overlap": _("与 %(other)s 是同一规则的两个版本，有效日期重叠"),
}
