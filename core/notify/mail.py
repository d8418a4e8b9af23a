"""E-mail by the standard library. A mail leaves the house: it carries no name and no fact.

Number, next action, clock with its article, and a link that asks for signing in; that is all.
"""

from __future__ import annotations

import smtplib
import ssl
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from email.message import EmailMessage
from email.policy import SMTP

from flask_babel import gettext as _

from config import Settings
from core.notify.labels import LEVELS
from core.notify.models import Level, Notice
from core.web.filters import cn_date

#: Seconds to wait for the mail server.
PATIENCE = 20


@dataclass(frozen=True)
class Post:
    """The mail server, and when it is left alone (hours in Shanghai)."""

    host: str
    port: int
    sender: str
    username: str | None
    password: str | None = field(repr=False)
    starttls: bool
    quiet: tuple[int, int]
    base_url: str

    @classmethod
    def from_settings(cls, settings: Settings) -> Post | None:
        """Return the server of the settings; None where none is set: no mail is sent."""
        if settings.smtp_host is None:
            return None
        return cls(
            settings.smtp_host,
            settings.smtp_port,
            settings.smtp_from,
            settings.smtp_user,
            settings.smtp_password,
            settings.smtp_starttls,
            settings.quiet_hours,
            settings.base_url,
        )

    def send(self, to: str, subject: str, text: str) -> None:
        """Send one mail; raises OSError or SMTPException where the server does not take it."""
        message = EmailMessage(policy=SMTP)
        message["From"], message["To"], message["Subject"] = self.sender, to, subject
        message["Auto-Submitted"] = "auto-generated"
        message.set_content(text)
        with smtplib.SMTP(self.host, self.port, timeout=PATIENCE) as server:
            if self.starttls:
                server.starttls(context=ssl.create_default_context())
            if self.username is not None:
                server.login(self.username, self.password or "")
            server.send_message(message)


def digest_text(notices: Sequence[Notice], today: date, base_url: str) -> tuple[str, str]:
    """Return subject and text of the digest of `notices`, what is due first coming first."""
    late = sum(notice.level is Level.RED for notice in notices)
    subject = _("问责系统：%(n)s项待办", n=len(notices))
    if late:
        subject += _("，其中%(n)s项已逾期", n=late)
    lines = [_("截至%(date)s，以下事项待您办理：", date=cn_date(today)), ""]
    for notice in notices:
        lines.append(f"{notice.number}　{notice.action}")
        if notice.due_on is not None:
            lines.append(f"　　{_('期限')}：{cn_date(notice.due_on)}　{_words(notice.level)}")
        if notice.term:
            lines.append(f"　　{notice.term}")
        lines += [f"　　{base_url.rstrip('/')}{notice.url}", ""]
    lines.append(_("本邮件由系统每日发送一次，办理完毕的事项不再提醒。请勿回复。"))
    return subject, "\n".join(lines)


def _words(level: Level) -> str:
    return "" if level is Level.PLAIN else str(LEVELS[level])
