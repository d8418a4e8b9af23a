"""Settings: unknown values stop the start; production takes no development convenience."""

from __future__ import annotations

from pathlib import Path

import pytest

from config import SettingsError, fernet_key, is_development_key, make_key, read_settings


def _settings(tmp_path: Path, **environ: str) -> dict[str, str]:
    return {"WENZE_INSTANCE": str(tmp_path), **environ}


def test_everything_has_a_default_for_development(tmp_path: Path) -> None:
    settings = read_settings(_settings(tmp_path))
    assert settings.environment == "development"
    assert settings.database_url == f"sqlite:///{tmp_path / 'wenze.db'}"
    assert (settings.idle_minutes, settings.session_hours) == (30, 8)
    assert not settings.secure_cookies
    assert settings.packs_dir.is_dir()


def test_a_demo_may_do_without_what_production_asks_for(tmp_path: Path) -> None:
    demo = read_settings(_settings(tmp_path))
    assert (demo.second_factor, demo.one_session) == (False, False)
    real = read_settings(_settings(tmp_path, WENZE_ENV="production"))
    assert (real.second_factor, real.one_session) == (True, True)
    assert real.password_profile == "mlps"


def test_postgresql_is_always_addressed_with_its_driver(tmp_path: Path) -> None:
    settings = read_settings(_settings(tmp_path, DATABASE_URL="postgresql://u@h/d"))
    assert settings.database_url == "postgresql+psycopg://u@h/d"


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("WENZE_ENV", "prod"),
        ("WENZE_IDLE_MINUTES", "soon"),
        ("WENZE_IDLE_MINUTES", "0"),
        ("WENZE_IDLE_MINUTES", "-1"),
        ("WENZE_SESSION_HOURS", "10001"),
        ("WENZE_SECURE_COOKIES", "maybe"),
        ("WENZE_PASSWORD_PROFILE", "none"),
        ("WENZE_CLOCK_FILE", "clock"),  # in a test only
    ],
)
def test_an_unfit_value_is_named(tmp_path: Path, name: str, value: str) -> None:
    with pytest.raises(SettingsError, match=name):
        read_settings(_settings(tmp_path, **{name: value}))


def test_a_test_server_may_have_its_clock_in_a_file(tmp_path: Path) -> None:
    settings = read_settings(
        _settings(tmp_path, WENZE_ENV="test", WENZE_CLOCK_FILE=str(tmp_path / "clock"))
    )
    assert settings.clock_file == tmp_path / "clock"


def test_development_makes_its_keys_and_keeps_them(tmp_path: Path) -> None:
    settings = read_settings(_settings(tmp_path))
    first = settings.key("secret.key")
    assert settings.key("secret.key") == first
    path = tmp_path / "keys" / "secret.key"
    assert path.stat().st_mode & 0o077 == 0
    assert path.parent.stat().st_mode & 0o077 == 0


def test_production_does_not_start_without_its_keys(tmp_path: Path) -> None:
    settings = read_settings(_settings(tmp_path, WENZE_ENV="production"))
    assert settings.secure_cookies
    with pytest.raises(SettingsError, match="密钥文件不存在"):
        settings.key("secret.key")
    make_key(tmp_path / "keys" / "secret.key")
    assert len(settings.key("secret.key")) == 44


def test_production_refuses_the_keys_of_development_wherever_they_were_copied(
    tmp_path: Path,
) -> None:
    made = read_settings(_settings(tmp_path / "development")).key("sealed.key")
    assert is_development_key(made)
    path = tmp_path / "keys" / "sealed.key"
    make_key(path)
    path.write_bytes(path.read_bytes() + b"\n" + made + b"\n")  # not even as an old key
    with pytest.raises(SettingsError, match="开发环境"):
        read_settings(_settings(tmp_path, WENZE_ENV="production")).key("sealed.key")
    assert read_settings(_settings(tmp_path)).key("sealed.key")


def test_production_refuses_a_key_that_others_can_read(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret.key"
    make_key(path)
    path.chmod(0o640)
    with pytest.raises(SettingsError, match="chmod 600"):
        read_settings(_settings(tmp_path, WENZE_ENV="production")).key("secret.key")


def test_no_real_key_is_taken_for_one_of_development() -> None:
    assert not any(is_development_key(fernet_key()) for _ in range(1000))
    assert not is_development_key(b"not base64 at all!")


def test_a_short_key_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret.key"
    path.parent.mkdir()
    path.write_bytes(b"too short")
    with pytest.raises(SettingsError, match="过短"):
        read_settings(_settings(tmp_path)).key("secret.key")


def test_a_key_is_never_overwritten(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "secret.key"
    make_key(path)
    with pytest.raises(FileExistsError):
        make_key(path)


def test_keys_are_not_alike() -> None:
    assert len({fernet_key() for _ in range(100)}) == 100
