"""What production and staging refuse, and secrets that stand in files."""

import subprocess
import sys
from pathlib import Path

import pytest

from db.passwords import EXAMPLES, weakness
from db.told import told
from sales_core.errors import SettingsError
from sales_core.settings import PROJECT, Settings, load_settings

GOOD = "kf8s0d2mq6zx1vb7"  # sixteen characters
RIGHT = {
    "ENVIRONMENT": "production",
    "DATABASE_URL": f"postgresql://dashboard:{GOOD}@postgres/dashboard",
    "REDIS_URL": f"redis://:{GOOD}@redis-answers:6379/0",
    "COOKIE_SECURE": "true",
    "LOG_FORMAT": "json",
}
URLS = {
    "DATABASE_URL": "postgresql://dashboard:{}@postgres/dashboard",
    "DATABASE_READ_URL": "postgresql://dashboard:{}@replica/dashboard",
    "OWNER_DATABASE_URL": "postgresql://owner_login:{}@postgres/dashboard",
    "REDIS_URL": "redis://:{}@redis-answers:6379/0",
    "LIMITS_REDIS_URL": "redis://:{}@redis-limits:6379/0",
}
WEAK = {
    "": "must hold a password",
    "fifteen-letters": "must hold a password of at least 16 characters",
    "aaaaaaaaaaaaaaaaaaaaaaab": "must hold a password of at least 6 different characters",
    **dict.fromkeys(sorted(EXAMPLES), "must not hold a password of the examples"),
}


@pytest.fixture(autouse=True)
def a_right_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """All that production wants, and no secret of this machine."""
    for field in Settings.model_fields:
        monkeypatch.delenv(field.upper(), raising=False)
    for name, value in RIGHT.items():
        monkeypatch.setenv(name, value)
    (tmp_path / "secrets").mkdir()
    monkeypatch.setenv("SECRETS_DIR", str(tmp_path / "secrets"))
    monkeypatch.chdir(tmp_path)


def refused(tmp_path: Path) -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings(tmp_path / ".env")
    assert "\n" not in str(raised.value)
    return str(raised.value)


@pytest.mark.parametrize("environment", ["production", "staging"])
def test_what_production_wants_is_taken(environment: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("ENVIRONMENT", environment)
    assert load_settings(tmp_path / ".env").environment == environment


@pytest.mark.parametrize("environment", ["production", "staging"])
@pytest.mark.parametrize(
    ("variable", "value", "rule"),
    [
        ("DATABASE_URL", "", "DATABASE_URL must be set: embedded servers are for development"),
        ("REDIS_URL", "", "REDIS_URL must be set: app processes share one cache of answers"),
        ("COOKIE_SECURE", "", "COOKIE_SECURE must be true: people come by TLS only"),
        ("COOKIE_SECURE", "false", "COOKIE_SECURE must be true: people come by TLS only"),
        ("LOG_FORMAT", "", "LOG_FORMAT must be json: machines read these logs"),
        ("LOG_FORMAT", "console", "LOG_FORMAT must be json: machines read these logs"),
    ],
)
def test_outside_of_development_each_missing_or_loose_setting_is_refused_by_name_and_rule(
    environment: str, variable: str, value: str, rule: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("ENVIRONMENT", environment)
    monkeypatch.setenv(variable, value)
    assert refused(tmp_path) == f"{rule} ({environment})"
    monkeypatch.setenv("ENVIRONMENT", "development")
    assert load_settings(tmp_path / ".env").environment == "development"


@pytest.mark.parametrize("variable", URLS)
@pytest.mark.parametrize("password", WEAK)
def test_a_weak_password_is_refused_in_every_url_and_never_shown(
    variable: str, password: str, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv(variable, URLS[variable].format(password))
    assert refused(tmp_path) == f"{variable} {WEAK[password]} (production)"


def test_a_password_counts_as_it_is_meant_and_wherever_a_url_can_have_it(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://dashboard:%61%62%63%64%65%66@postgres/dashboard")
    assert refused(tmp_path) == "DATABASE_URL must hold a password of at least 16 characters (production)"
    monkeypatch.setenv("DATABASE_URL", f"postgresql://postgres/dashboard?user=dashboard&password={GOOD}")
    assert load_settings(tmp_path / ".env").environment == "production"


def test_all_that_is_wrong_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    for name in ("DATABASE_URL", "COOKIE_SECURE"):
        monkeypatch.delenv(name)
    assert refused(tmp_path) == (
        "DATABASE_URL must be set: embedded servers are for development (production); "
        "COOKIE_SECURE must be true: people come by TLS only (production)"
    )


def test_the_shortest_password_that_will_do_has_sixteen_characters() -> None:
    assert len(GOOD) == 16
    assert weakness(GOOD) is None
    assert weakness(GOOD[:-1]) is not None


def test_a_setting_can_stand_in_a_file_named_after_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL")
    (tmp_path / "secrets" / "database_url").write_text(f"postgresql://dashboard:{GOOD}@elsewhere/sales\n")
    expected = f"postgresql+psycopg://dashboard:{GOOD}@elsewhere/sales"
    assert load_settings(tmp_path / ".env").database_url == expected
    assert told("DATABASE_URL") == f"postgresql://dashboard:{GOOD}@elsewhere/sales"


def test_dotenv_can_name_the_folder_of_secrets(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("SECRETS_DIR")
    (tmp_path / "secrets" / "company_currency").write_text("GBP")
    (tmp_path / ".env").write_text(f"SECRETS_DIR={tmp_path}/secrets\n")
    assert load_settings(tmp_path / ".env").company_currency == "GBP"


def test_a_secret_is_held_to_the_rules_of_its_setting(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("REDIS_URL")
    secret = tmp_path / "secrets" / "redis_url"
    secret.write_text("http://:hidden@cache")
    assert refused(tmp_path).startswith("REDIS_URL='http://:***@cache' must look like redis://")
    secret.write_text("redis://:hidden@cache")
    assert refused(tmp_path) == "REDIS_URL must hold a password of at least 16 characters (production)"


def test_two_values_of_one_setting_are_refused_and_neither_is_shown(tmp_path: Path) -> None:
    secret = tmp_path / "secrets" / "database_url"
    secret.write_text(RIGHT["DATABASE_URL"])
    assert load_settings(tmp_path / ".env").environment == "production"
    secret.write_text("postgresql://dashboard:another@postgres/dashboard")
    assert refused(tmp_path) == f"DATABASE_URL is set in the environment and otherwise in {secret}: keep one"


def test_a_slip_in_the_name_of_a_secret_is_refused_and_other_programs_secrets_are_not(tmp_path: Path) -> None:
    (tmp_path / "secrets" / "postgres_password").write_text("theirs")
    assert load_settings(tmp_path / ".env").environment == "production"
    (tmp_path / "secrets" / "databse_url").write_text("x")
    assert refused(tmp_path) == "DATABSE_URL is no setting; did you mean DATABASE_URL?"


def test_a_secret_that_can_not_be_read_is_refused(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.delenv("DATABASE_URL")
    secret = tmp_path / "secrets" / "database_url"
    secret.write_bytes(b"\xff\xfe")
    assert refused(tmp_path) == f"DATABASE_URL stands in {secret}, which this process can not read"


@pytest.mark.parametrize("module", ["ops.web", "ops.sidecar"])
def test_a_program_that_production_refuses_ends_with_code_2_and_one_line(module: str, tmp_path: Path) -> None:
    environment = {**RIGHT, "PATH": "", "DATABASE_URL": "postgresql://dashboard:postgres@db/sales", "DATA_DIR": "/tmp"}  # noqa: S108
    ended = subprocess.run(
        [sys.executable, "-m", module], cwd=PROJECT, env=environment, capture_output=True, text=True, check=False
    )
    assert (ended.returncode, ended.stdout) == (2, "")
    assert ended.stderr == ("settings: DATABASE_URL must hold a password of at least 16 characters (production)\n")
