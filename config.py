"""Settings, read once from the environment (`WENZE_…`); the only place that reads it."""

from __future__ import annotations

import os
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent


class SettingsError(RuntimeError):
    """A setting is missing or unfit; the application does not start."""


@dataclass(frozen=True)
class Settings:
    """What an installation may choose.

    `environment` is `development`, `test` or `production`. `keys_dir` holds the secret keys, one a
    file; it must lie outside the database and its backups. `file_mb` bounds one uploaded file,
    `uploads_mb` what one person uploads on one day, both in MiB.
    """

    environment: str
    database_url: str
    instance_dir: Path
    keys_dir: Path
    files_dir: Path
    packs_dir: Path
    secure_cookies: bool
    idle_minutes: int
    session_hours: int
    file_mb: int
    uploads_mb: int
    clock_file: Path | None

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
                raise SettingsError(f"密钥文件不存在：{name}。请先在密钥目录中生成并妥善备份。")
            make_key(path)
        value = path.read_bytes().strip()
        if len(value) < 43:
            raise SettingsError(f"密钥文件过短：{name}。")
        return value


def make_key(path: Path) -> None:
    """Write 32 random bytes (base64) to `path`, readable by its owner only; never overwrite."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(fd, "wb") as file:
        file.write(fernet_key())


def fernet_key() -> bytes:
    """Return a fresh key of 32 random bytes in URL-safe base64, the form Fernet wants."""
    import base64

    return base64.urlsafe_b64encode(secrets.token_bytes(32))


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
        secure_cookies=_flag(env, "WENZE_SECURE_COOKIES", default=environment == "production"),
        idle_minutes=_number(env, "WENZE_IDLE_MINUTES", 30),
        session_hours=_number(env, "WENZE_SESSION_HOURS", 8),
        file_mb=_number(env, "WENZE_FILE_MB", 20),
        uploads_mb=_number(env, "WENZE_UPLOADS_MB", 500),
        clock_file=Path(clock) if clock else None,
    )


def _flag(env: Mapping[str, str], name: str, *, default: bool) -> bool:
    value = env.get(name)
    if value is None:
        return default
    if value.lower() not in {"0", "1", "true", "false"}:
        raise SettingsError(f"{name} 只能是 0 或 1：{value}")
    return value.lower() in {"1", "true"}


def _number(env: Mapping[str, str], name: str, default: int) -> int:
    value = env.get(name, str(default))
    if not value.isdecimal() or not 1 <= int(value) <= 10_000:
        raise SettingsError(f"{name} 应为 1 至 10000 的整数：{value}")
    return int(value)
