"""Why a backup is not made, or not put back."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

REFUSALS: Final[Mapping[str, str]] = {
    "backup.wrong_key": "这不是备份文件，或者不是用本机的 backup.key 加密的。",
    "backup.damaged": "备份已损坏或不完整：自第 %(frame)s 段起不能读取。",
    "backup.contents_differ": "备份的内容与其自身所记的数目或校验值不符。",
    "backup.other_keys": "密钥文件夹与备份不配套：%(names)s 不是备份时所用的密钥。",
    "backup.newer": "备份出自更新的版本（%(revision)s），请先升级程序。",
    "backup.not_empty": "数据库或文件夹中已有内容；只能恢复到空的安装。",
    "backup.record_broken": "恢复的操作记录核验不符，不得使用。",
    "backup.no_room": "磁盘剩余空间不足上次备份的两倍，未备份。",
    "backup.running": "正在做另一份备份，请待其结束。",
    "backup.rehearsal_failed": "演练未通过：%(said)s",
}
