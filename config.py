"""Settings, read once from the environment (`WENZE_…`); the only place that reads it."""

from __future__ import annotations

import base64
import hashlib
import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

ROOT = Path(__file__).resolve().parent

#: The key files: who signs in, what is sealed, the chain of the record, look-ups of sealed values,
#: backups.
KEY_FILES = ("secret.key", "sealed.key", "record.key", "lookup.key", "backup.key")

#: A key that development made ends in a checksum of itself, so that production knows it again
#: wherever it was copied to.
_DEVELOPMENT = b"wenze development key"
_CHECKSUM = 8


class SettingsError(RuntimeError):
    """A setting is missing or unfit; the application does not start."""


@dataclass(frozen=True)
class Settings:
    """What an installation may choose.

    `password_profile` names a policy of `core.identity.passwords`. `second_factor`: whether those
    with power must have one; `one_session`: whether signing in ends the sessions elsewhere (both
    on in production, off for a demo). `proxies` counts the reverse proxies in front, whose word
    about the client's address is taken.
    `environment` is `development`, `test` or `production`. `keys_dir` holds the secret keys, one a
    file; it must lie outside the database and its backups. `file_mb` bounds one uploaded file,
    `uploads_mb` what one person uploads on one day, both in MiB. `opening_minutes` is how long a
    consent to see who reported holds. Without `smtp_host` no mail is sent; in the `quiet_hours`
    (from, to; Shanghai) none either. `base_url` stands before the links of a mail.
    `fonts_dir` holds the office's own fonts, if it has any. `checkpoints` is the file of what the
    record once was, best on another disk; `syslog` (host:port or a socket) hears of them, too.
    `backups_dir` is where backups go, best on another disk or machine.
    """

    environment: str
    database_url: str
    instance_dir: Path
    keys_dir: Path
    files_dir: Path
    packs_dir: Path
    fonts_dir: Path | None
    secure_cookies: bool
    idle_minutes: int
    session_hours: int
    password_profile: str
    second_factor: bool
    one_session: bool
    proxies: int
    file_mb: int
    uploads_mb: int
    opening_minutes: int
    checkpoints: Path
    backups_dir: Path
    syslog: str | None
    clock_file: Path | None
    base_url: str
    quiet_hours: tuple[int, int]
    smtp_host: str | None
    smtp_port: int
    smtp_from: str
    smtp_user: str | None
    smtp_password: str | None = field(repr=False)
    smtp_starttls: bool

    @property
    def is_production(self) -> bool:
        """Tell whether development conveniences are refused."""
        return self.environment == "production"

    def key(self, name: str) -> bytes:
        """Return the secret key kept in the file `name`.

        Development and test make a missing key at random; production refuses to start without it,
        since a key made on the spot would not be in anybody's safe keeping.
        """
        path = self.keys_dir / name
        if not path.is_file():
            if self.is_production:
                raise SettingsError(
                    f"密钥文件不存在：{name}。请先运行 flask keys create 生成，并妥善备份。"
                )
            make_key(path, development=True)
        value = path.read_bytes().strip()
        if len(value) < 43:
            raise SettingsError(f"密钥文件过短：{name}。")
        if self.is_production:
            _refuse_unfit(path, value)
        return value


def make_key(path: Path, *, development: bool = False) -> None:
    """Write a fresh key to `path`, readable by its owner only; never overwrite."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(_development_key() if development else fernet_key())
        file.flush()
        os.fsync(file.fileno())


def fernet_key() -> bytes:
    """Return a fresh key of 32 random bytes in URL-safe base64, the form Fernet wants."""
    return base64.urlsafe_b64encode(secrets.token_bytes(32))


def is_development_key(line: bytes) -> bool:
    """Tell whether `line` of a key file was made by development and not by `flask keys create`.

    A real key is taken for one by chance once in 2⁶⁴ times.
    """
    try:
        raw = base64.urlsafe_b64decode(line)
    except ValueError:
        return False
    return len(raw) == 32 and raw[-_CHECKSUM:] == _checksum(raw[:-_CHECKSUM])


def _development_key() -> bytes:
    body = secrets.token_bytes(32 - _CHECKSUM)
    return base64.urlsafe_b64encode(body + _checksum(body))


def _checksum(body: bytes) -> bytes:
    return hashlib.blake2b(body, digest_size=_CHECKSUM, key=_DEVELOPMENT).digest()


def _refuse_unfit(path: Path, value: bytes) -> None:
    """Refuse a key in production that development made or that others on the machine can read."""
    if any(is_development_key(line) for line in value.split()):
        raise SettingsError(f"{path.name} 是开发环境生成的密钥，正式环境拒绝使用。")
    if os.name == "posix" and path.stat().st_mode & 0o077:
        raise SettingsError(f"{path.name} 可被其他用户读取，请先运行 chmod 600。")


def read_settings(environ: Mapping[str, str] | None = None) -> Settings:
    """Read the settings from `environ` (the process environment by default).

    Raises SettingsError where a value is unknown.
    """
    env = os.environ if environ is None else environ
    environment = env.get("WENZE_ENV", "development")
    if environment not in {"development", "test", "production"}:
        raise SettingsError(f"WENZE_ENV 的值无效：{environment}")
    instance = Path(env.get("WENZE_INSTANCE", str(ROOT / "instance"))).resolve()
    url = env.get("DATABASE_URL", f"sqlite:///{instance / 'wenze.db'}")
    if url.startswith("postgresql://"):  # always name the driver (SQLAlchemy 2.1)
        url = "postgresql+psycopg://" + url.removeprefix("postgresql://")
    clock = env.get("WENZE_CLOCK_FILE")
    if clock and environment != "test":
        raise SettingsError("WENZE_CLOCK_FILE 只能用于测试环境。")
    return Settings(
        environment=environment,
        database_url=url,
        instance_dir=instance,
        keys_dir=Path(env.get("WENZE_KEYS", str(instance / "keys"))).resolve(),
        files_dir=Path(env.get("WENZE_FILES", str(instance / "files"))).resolve(),
        packs_dir=Path(env.get("WENZE_PACKS", str(ROOT / "regulations" / "packs"))).resolve(),
        fonts_dir=Path(fonts).resolve() if (fonts := env.get("WENZE_FONTS")) else None,
        secure_cookies=_flag(env, "WENZE_SECURE_COOKIES", default=environment == "production"),
        idle_minutes=_number(env, "WENZE_IDLE_MINUTES", 30),
        session_hours=_number(env, "WENZE_SESSION_HOURS", 8),
        second_factor=_flag(env, "WENZE_SECOND_FACTOR", default=environment == "production"),
        one_session=_flag(env, "WENZE_ONE_SESSION", default=environment == "production"),
        proxies=int(_word(env, "WENZE_PROXIES", ("0", "1", "2", "3"))),
        password_profile=_word(env, "WENZE_PASSWORD_PROFILE", ("mlps", "asvs")),
        file_mb=_number(env, "WENZE_FILE_MB", 20),
        uploads_mb=_number(env, "WENZE_UPLOADS_MB", 500),
        opening_minutes=_number(env, "WENZE_OPENING_MINUTES", 30),
        checkpoints=Path(
            env.get("WENZE_CHECKPOINTS", str(instance / "record-checkpoints.jsonl"))
        ).resolve(),
        backups_dir=Path(env.get("WENZE_BACKUPS", str(instance / "backups"))).resolve(),
        syslog=env.get("WENZE_SYSLOG") or None,
        clock_file=Path(clock) if clock else None,
        base_url=_base_url(env),
        quiet_hours=_hours(env, "WENZE_QUIET_HOURS", "20-8"),
        smtp_host=env.get("WENZE_SMTP_HOST") or None,
        smtp_port=_number(env, "WENZE_SMTP_PORT", 25, most=65_535),
        smtp_from=env.get("WENZE_SMTP_FROM", "wenze@localhost"),
        smtp_user=env.get("WENZE_SMTP_USER") or None,
        smtp_password=env.get("WENZE_SMTP_PASSWORD") or None,
        smtp_starttls=_flag(env, "WENZE_SMTP_STARTTLS", default=True),
    )


def environment_beside(settings: Settings, folder: Path) -> dict[str, str]:
    """Return the environment for a process that has the keys of this installation and else nothing
    of it: database, files and checkpoints lie below `folder`.
    """
    passed = {name: value for name, value in os.environ.items() if not name.startswith("WENZE_")}
    return {
        **passed,
        "WENZE_ENV": settings.environment,
        "WENZE_INSTANCE": str(folder),
        "WENZE_KEYS": str(settings.keys_dir),
        "WENZE_PACKS": str(settings.packs_dir),
        "DATABASE_URL": f"sqlite:///{folder / 'wenze.db'}",
    }


def _base_url(env: Mapping[str, str]) -> str:
    """Return the address by which people reach the application, for links in mails."""
    url = env.get("WENZE_BASE_URL", "http://127.0.0.1:5000")
    if not url.startswith(("http://", "https://")) or not url.isprintable():
        raise SettingsError(f"WENZE_BASE_URL 应以 http:// 或 https:// 开头：{url}")
    return url


def _hours(env: Mapping[str, str], name: str, default: str) -> tuple[int, int]:
    """Return two hours of the day, written 20-8."""
    begin, _dash, end = env.get(name, default).partition("-")
    if not (begin.isdecimal() and end.isdecimal() and int(begin) < 24 and int(end) < 24):
        raise SettingsError(f"{name} 应写成 20-8 的形式：{env.get(name)}")
    return int(begin), int(end)


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name)
    if value is None:
        return default
    if value.lower() not in {"0", "1", "true", "false"}:
        raise SettingsError(f"{name} 只能是 0 或 1：{value}")
    return value.lower() in {"1", "true"}


def _word(env: Mapping[str, str], name: str, words: tuple[str, ...]) -> str:
    value = env.get(name, words[0])
    if value not in words:
        raise SettingsError(f"{name} 只能是 {'、'.join(words)}：{value}")
    return value


def _number(env: Mapping[str, str], name: str, default: int, most: int = 10_000) -> int:
    value = env.get(name, str(default))
    if not value.isdecimal() or not 1 <= int(value) <= most:
        raise SettingsError(f"{name} 应为 1 至 {most} 的整数：{value}")
    return int(value)
