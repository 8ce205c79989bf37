"""Settings: what is taken, from where, and how a slip is refused in one line."""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from sales_core.errors import SettingsError
from sales_core.running import written
from sales_core.settings import PROJECT, Settings, launch_settings, load_settings

NAMES = [name.upper() for name in Settings.model_fields]


@pytest.fixture(autouse=True)
def plain_environment(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """No setting in the environment, and a data folder that no launcher works on."""
    for name in NAMES:
        monkeypatch.delenv(name, raising=False)
    monkeypatch.chdir(tmp_path)


@pytest.fixture
def dotenv(tmp_path: Path) -> Path:
    return tmp_path / ".env"


def refused(dotenv: Path) -> str:
    with pytest.raises(SettingsError) as raised:
        load_settings(dotenv)
    assert "\n" not in str(raised.value)
    return str(raised.value)


def test_without_any_setting_the_documented_defaults_hold(dotenv: Path, tmp_path: Path) -> None:
    settings = load_settings(dotenv)
    assert (settings.port, settings.sidecar_port, settings.demo) == (8501, 8600, 200_000)
    assert settings.data_dir == tmp_path / ".data"
    assert (settings.database_url, settings.redis_url, settings.limits_redis_url) == (None, None, None)
    assert (settings.company_currency, settings.business_time_zone) == ("USD", "UTC")
    assert settings.listen_address == "127.0.0.1"


def test_the_environment_wins_over_dotenv_and_dotenv_over_the_default(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    dotenv.write_text("PORT=9001\nDEMO=7\n")
    monkeypatch.setenv("PORT", "9002")
    settings = load_settings(dotenv)
    assert (settings.port, settings.demo) == (9002, 7)


def test_an_empty_variable_counts_as_not_set(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "")
    monkeypatch.setenv("DATABASE_URL", "")
    assert (load_settings(dotenv).port, load_settings(dotenv).database_url) == (8501, None)


@pytest.mark.parametrize("scheme", ["postgres", "postgresql", "postgresql+psycopg"])
def test_every_spelling_of_a_postgresql_url_names_the_one_driver(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch, scheme: str
) -> None:
    monkeypatch.setenv("DATABASE_URL", f"{scheme}://dashboard:pw@db:5432/sales")
    assert load_settings(dotenv).database_url == "postgresql+psycopg://dashboard:pw@db:5432/sales"


def test_the_owner_is_the_login_of_database_url_unless_another_is_named(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://dashboard@db/sales")
    assert load_settings(dotenv).owner_database_url == "postgresql+psycopg://dashboard@db/sales"
    monkeypatch.setenv("OWNER_DATABASE_URL", "postgresql://boss@db/sales")
    assert load_settings(dotenv).owner_database_url == "postgresql+psycopg://boss@db/sales"


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        (
            "ENVIRONMENT",
            "prodction",
            "ENVIRONMENT='prodction' must be one of development, staging, production; did you mean production?",
        ),
        ("SECRETS_DIR", "/nowhere", "SECRETS_DIR='/nowhere' must be a folder that is there"),
        ("PORT", "eighty", "PORT='eighty' must be a whole number"),
        ("PORT", "0", "PORT='0' must be a port, 1 to 65535"),
        ("PORT", "65536", "PORT='65536' must be a port, 1 to 65535"),
        ("PORT", "8600", "SIDECAR_PORT='8600' must differ from PORT"),
        ("APP_URL", "app:8501", "APP_URL='app:8501' must look like http://HOST:8501"),
        ("APP_URL", "http://", "APP_URL='http://' must look like http://HOST:8501"),
        ("APP_URL", "http://app1:8501,app2", "APP_URL='http://app1:8501,app2' must look like http://HOST:8501"),
        ("WORKER_CONCURRENCY", "0", "WORKER_CONCURRENCY='0' must be a number from 1 to 16"),
        ("WORKER_CONCURRENCY", "many", "WORKER_CONCURRENCY='many' must be a whole number"),
        ("METRICS_PORT", "65536", "METRICS_PORT='65536' must be 0 (off) or a port, 1 to 65535"),
        ("METRICS_PORT", "8501", "METRICS_PORT='8501' must differ from PORT"),
        ("METRICS_PORT", "8600", "METRICS_PORT='8600' must differ from SIDECAR_PORT"),
        ("SIDECAR_PORT", "-1", "SIDECAR_PORT='-1' must be a port, 1 to 65535"),
        ("SIDECAR_PORT", "8501", "SIDECAR_PORT='8501' must differ from PORT"),
        (
            "LISTEN_ADDRESS",
            "mybox",
            "LISTEN_ADDRESS='mybox' must be an IP address to listen on, such as 127.0.0.1 or 0.0.0.0",
        ),
        (
            "TRUSTED_PROXIES",
            "10.0.0.0/8, proxy",
            "TRUSTED_PROXIES='10.0.0.0/8, proxy' must be networks such as 10.89.0.0/24, separated by commas",
        ),
        ("DEMO", "many", "DEMO='many' must be a whole number"),
        ("DEMO", "-1", "DEMO='-1' must be 0 (none) or a number of lines"),
        ("DATA_DIR", "/dev/null", "DATA_DIR='/dev/null' must be a folder, and /dev/null is a file"),
        ("DATA_DIR", "/dev/null/x", "DATA_DIR='/dev/null/x' must be a folder, and /dev/null is a file"),
        (
            "DATABASE_URL",
            "mysql://sam:secret@db/sales",
            "DATABASE_URL='mysql://sam:***@db/sales' must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        ),
        (
            "DATABASE_URL",
            "postgresql://sam:secret@db:port/sales",
            "DATABASE_URL='postgresql://sam:***@db:port/sales' must look like "
            "postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        ),
        (
            "DATABASE_READ_URL",
            "replica",
            "DATABASE_READ_URL='replica' must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        ),
        (
            "OWNER_DATABASE_URL",
            "postgresql://",
            "OWNER_DATABASE_URL='postgresql://' must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE",
        ),
        (
            "REDIS_URL",
            "http://:secret@cache:6379",
            "REDIS_URL='http://:***@cache:6379' must look like redis://HOST:6379/0, rediss://HOST:6379/0 or unix:///PATH",
        ),
        (
            "LIMITS_REDIS_URL",
            "redis://db:x/0",
            "LIMITS_REDIS_URL='redis://db:x/0' must look like redis://HOST:6379/0, rediss://HOST:6379/0 or unix:///PATH",
        ),
        ("EMBEDDED_CACHE", "maybe", "EMBEDDED_CACHE='maybe' must be 1 (on) or 0 (off)"),
        ("COOKIE_SECURE", "maybe", "COOKIE_SECURE='maybe' must be 1 (on) or 0 (off)"),
        ("COMPANY_CURRENCY", "gbp", "COMPANY_CURRENCY='gbp' must be an ISO 4217 code; did you mean GBP?"),
        (
            "BUSINESS_TIME_ZONE",
            "Europe/Lodnon",
            "BUSINESS_TIME_ZONE='Europe/Lodnon' must be an IANA time zone; did you mean Europe/London?",
        ),
        (
            "BUSINESS_TIME_ZONE",
            "posix/Europe/London",
            "BUSINESS_TIME_ZONE='posix/Europe/London' must be an IANA time zone; did you mean Europe/London?",
        ),
        (
            "LOG_LEVEL",
            "warn",
            "LOG_LEVEL='warn' must be one of debug, info, warning, error; did you mean warning?",
        ),
        ("SLOW_QUERY_MS", "1s", "SLOW_QUERY_MS='1s' must be a whole number"),
        ("SLOW_QUERY_MS", "-1", "SLOW_QUERY_MS='-1' must be 0 (none) or a number of milliseconds"),
        ("SENTRY_DSN", "https://sentry/1", "SENTRY_DSN='https://sentry/1' must look like https://KEY@HOST/PROJECT"),
        ("OTLP_ENDPOINT", "collector:4318", "OTLP_ENDPOINT='collector:4318' must look like http://HOST:8501"),
        ("LOG_FORMAT", "jsno", "LOG_FORMAT='jsno' must be one of console, json; did you mean json?"),
    ],
)
def test_a_bad_value_is_refused_by_name_value_and_rule(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch, variable: str, value: str, sentence: str
) -> None:
    monkeypatch.setenv(variable, value)
    assert refused(dotenv) == sentence


def test_every_setting_but_the_free_ones_has_a_value_that_is_refused() -> None:
    """The table above must grow with the settings."""
    cases = test_a_bad_value_is_refused_by_name_value_and_rule.pytestmark[0].args[1]  # type: ignore[attr-defined]
    assert {case[0] for case in cases} == set(NAMES)


def test_several_bad_values_are_told_in_one_line(dotenv: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PORT", "x")
    monkeypatch.setenv("DATABASE_URL", "x")
    assert refused(dotenv) == (
        "PORT='x' must be a whole number; DATABASE_URL='x' must look like postgresql://USER:PASSWORD@HOST:5432/DATABASE"
    )


@pytest.mark.parametrize(
    ("name", "right"),
    [
        ("PROT", "PORT"),
        ("PORRT", "PORT"),
        ("DMEO", "DEMO"),
        ("DATABSE_URL", "DATABASE_URL"),
        ("DATABASE_URI", "DATABASE_URL"),
        ("DATABASEURL", "DATABASE_URL"),
        ("DATABASE_READ_ULR", "DATABASE_READ_URL"),
        ("OWNER_DATBASE_URL", "OWNER_DATABASE_URL"),
        ("REDDIS_URL", "REDIS_URL"),
        ("LIMIT_REDIS_URL", "LIMITS_REDIS_URL"),
        ("SECRETS_DRI", "SECRETS_DIR"),
        ("ENVIRONMETN", "ENVIRONMENT"),
        ("SIDECAR_PROT", "SIDECAR_PORT"),
        ("DATADIR", "DATA_DIR"),
        ("COMPANY_CURENCY", "COMPANY_CURRENCY"),
        ("BUSINESS_TIMEZONE", "BUSINESS_TIME_ZONE"),
        ("LOG_LEVLE", "LOG_LEVEL"),
    ],
)
def test_a_near_miss_in_the_environment_is_refused_with_the_right_name(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch, name: str, right: str
) -> None:
    monkeypatch.setenv(name, "1")
    assert refused(dotenv) == f"{name} is no setting; did you mean {right}?"


OTHERS = """
POST SORT FORT PORTS MEMO DEMOS HOST HOSTS GHOST HOSTNAME HOSTTYPE MOST LOGLEVEL LOG_FILE LOG_DIR TZ TIME_ZONE
DATABASE DATABASE_SSL DATABASE_USER DATABASE_NAME DATABASE_HOST TEST_DATABASE_URL PGPORT PGDATABASE PGDATA
REDIS_TLS REDIS_HOST CELERY_REDIS_URL XDG_DATA_DIRS DATA_FILE CURRENCY SSH_CLIENT WEB_PORT MAIL_PORT
"""


@pytest.mark.parametrize("name", OTHERS.split())
def test_another_programs_variable_is_left_alone(dotenv: Path, monkeypatch: pytest.MonkeyPatch, name: str) -> None:
    monkeypatch.setenv(name, "not for us")
    assert load_settings(dotenv).port == 8501


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("PROT=1", ".env line 1 sets PROT, which is no setting; did you mean PORT?"),
        (
            "# a comment\n\nDATABSE_URL=x",
            ".env line 3 sets DATABSE_URL, which is no setting; did you mean DATABASE_URL?",
        ),
        ("COLOUR=blue", f".env line 1 sets COLOUR, which is no setting; known: {', '.join(NAMES)}"),
        ("PORT=1\nDEMO", ".env line 2 must look like NAME=value"),
        ("= = 3", ".env line 1 must look like NAME=value"),
    ],
)
def test_a_line_of_dotenv_that_sets_nothing_known_is_refused(dotenv: Path, text: str, sentence: str) -> None:
    dotenv.write_text(text)
    assert refused(dotenv) == sentence


@pytest.mark.parametrize("name", ["POSTGRES_PASSWORD", "DASHBOARD_PASSWORD", "CACHE_PASSWORD", "COMPOSE_FILE"])
def test_what_compose_reads_stands_in_a_file_of_its_own(dotenv: Path, name: str) -> None:
    dotenv.write_text(f"DEMO=5\n{name}=x\n")
    assert refused(dotenv).startswith(f".env line 2 sets {name}, which is no setting")
    named = set(re.findall(r"--env-file ([\w.]*\w)", (PROJECT / "docker-compose.yml").read_text()))
    assert named == {"compose.env"}
    told = set(re.findall(r"--env-file ([\w.]*\w)", (PROJECT / "docs/operations.md").read_text()))
    assert told == named | {".env.production"}


@pytest.fixture
def launcher() -> Iterator[int]:
    """A process that is a launcher by its command."""
    command = [sys.executable, "-c", "import time; time.sleep(60)", "-m", "ops.launch"]
    with subprocess.Popen(command) as process:
        yield process.pid
        process.kill()


def test_commands_find_a_running_launchers_servers_and_the_launcher_itself_does_not(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, launcher: int
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path / "data"))
    (tmp_path / "data").mkdir()
    told = written(launcher, {"DATABASE_URL": "postgresql://dashboard@/postgres?host=/run/x"})
    (tmp_path / "data" / "running.env").write_text(told)
    assert load_settings(dotenv).database_url == "postgresql+psycopg://dashboard@/postgres?host=/run/x"
    assert launch_settings(dotenv).database_url is None
    monkeypatch.setenv("DATABASE_URL", "postgresql://mine/sales")
    assert load_settings(dotenv).database_url == "postgresql+psycopg://mine/sales"


def test_what_a_launcher_left_that_is_gone_is_passed_over_with_one_line(
    dotenv: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("DATA_DIR", str(tmp_path))
    with subprocess.Popen([sys.executable, "-c", "", "-m", "ops.launch"]) as ended:
        pass
    for process in (ended.pid, os.getpid()):  # the second number belongs to another program
        (tmp_path / "running.env").write_text(written(process, {"DATABASE_URL": "postgresql://dashboard@/sales"}))
        assert [load_settings(dotenv).database_url for _ in range(2)] == [None, None]
        assert capfd.readouterr().err == (
            f"settings: {tmp_path}/running.env is ignored: it was left by a launcher (process {process}) that is gone\n"
        )
