"""The settings of every process: from the environment, then `.env`, then what a running launcher wrote, then files.

Each is one row of `Settings`; its variable is the field's name in capitals. A bad value, an unknown name in
`.env` and a near miss in the environment are refused in one line, so that a slip never becomes a default.
"""

import os
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path
from typing import Annotated
from zoneinfo import ZoneInfo

from pydantic import AfterValidator, BeforeValidator, Field, ValidationError, ValidationInfo, field_validator
from pydantic_core import ErrorDetails
from pydantic_settings import BaseSettings, NoDecode, SettingsConfigDict

from db.told import SECRETS_DIR
from sales_core import setting_rules as rules
from sales_core.deployment import DEVELOPMENT, ENVIRONMENTS, objections
from sales_core.errors import SettingsError
from sales_core.misspellings import masked, refuse_near_misses, refuse_unknown
from sales_core.running import launcher_gone
from sales_core.secret_files import checked_folder

PROJECT = Path(__file__).resolve().parents[1]
DOTENV = PROJECT / ".env"

Port = Annotated[int, BeforeValidator(rules.whole_number), AfterValidator(rules.port)]
Lines = Annotated[int, BeforeValidator(rules.whole_number), AfterValidator(rules.not_negative)]
Milliseconds = Annotated[int, BeforeValidator(rules.whole_number), AfterValidator(rules.milliseconds)]
PortOrOff = Annotated[int, BeforeValidator(rules.whole_number), AfterValidator(rules.port_or_off)]
Switch = Annotated[bool, BeforeValidator(rules.switch)]
Folder = Annotated[Path, AfterValidator(rules.folder)]
Networks = Annotated[tuple[rules.Network, ...], NoDecode, BeforeValidator(rules.networks)]
Postgres = Annotated[str, AfterValidator(rules.postgresql_url)]
Redis = Annotated[str, AfterValidator(rules.redis_url)]


class Settings(BaseSettings):
    """What an operator may set. Frozen; URLs of PostgreSQL name SQLAlchemy's psycopg driver."""

    model_config = SettingsConfigDict(frozen=True, extra="ignore", env_ignore_empty=True)

    environment: Annotated[str, AfterValidator(rules.one_of(*ENVIRONMENTS))] = DEVELOPMENT
    """Outside of development much is refused: sales_core/deployment.py."""
    secrets_dir: Folder = Path(SECRETS_DIR)
    """Files named after a setting in small letters, each holding its value; it need not be there."""
    port: Port = 8501
    sidecar_port: Port = 8600
    listen_address: Annotated[str, AfterValidator(rules.address)] = "127.0.0.1"
    """The address that app and sidecar listen on."""
    app_url: Annotated[str, AfterValidator(rules.http_urls)] | None = None
    """Where the sidecar finds the app, several by commas; None: on this machine, by `listen_address` and `port`."""
    metrics_port: PortOrOff = 0
    """Where app and worker tell Prometheus of themselves, on `listen_address`; 0: nowhere."""
    trusted_proxies: Networks = ()
    """Whose word on address, scheme and request id is believed; none: nobody's."""
    data_dir: Folder = Field(default=Path(".data"), validate_default=True)
    """Where the embedded servers keep their data; absolute."""
    demo: Lines = 200_000
    """Order lines of demo data for an empty database; 0: none."""
    database_url: Postgres | None = None
    """None: the launcher starts a PostgreSQL; every other program needs it."""
    database_read_url: Postgres | None = None
    """A replica for reads; None: reads go to `database_url`."""
    owner_database_url: Postgres | None = Field(default_factory=lambda known: known.get("database_url"))
    """The login that migrates; like `database_url` when not set."""
    redis_url: Redis | None = None
    """The cache of answers; None: the launcher starts one, every other program caches in the process."""
    limits_redis_url: Redis | None = None
    """Reserved for limits shared by replicas: attempts stand in PostgreSQL, only the sidecar looks at this server."""
    worker_concurrency: Annotated[int, BeforeValidator(rules.whole_number), AfterValidator(rules.few)] = 2
    """How many jobs one worker runs at once."""
    embedded_cache: Switch = True
    """Whether the launcher starts a Valkey when `redis_url` is not set."""
    company_currency: Annotated[str, AfterValidator(rules.currency)] = "USD"
    business_time_zone: Annotated[str, AfterValidator(rules.time_zone)] = "UTC"
    cookie_secure: Switch = False
    """Whether people come by TLS only: cookies are Secure and of this host alone, browsers keep to TLS."""
    log_level: Annotated[str, AfterValidator(rules.one_of("debug", "info", "warning", "error"))] = "info"
    log_format: Annotated[str, AfterValidator(rules.one_of("console", "json"))] = "console"
    slow_query_ms: Milliseconds = 1000
    """Statements of so long and longer are logged with their plan; 0: none."""
    sentry_dsn: Annotated[str, AfterValidator(rules.sentry_dsn)] | None = None
    """Where errors are told too; needs the packages of the group `observe`, as does `otlp_endpoint`."""
    otlp_endpoint: Annotated[str, AfterValidator(rules.http_url)] | None = None
    """Where spans go, by OTLP over HTTP: the collector's address without `/v1/traces`."""

    @field_validator("sidecar_port", "metrics_port")
    @classmethod
    def _ports_differ(cls, value: int, known: ValidationInfo) -> int:
        taken = [name for name in ("port", "sidecar_port") if value == known.data.get(name)]
        if taken:
            raise ValueError(f"must differ from {taken[0].upper()}")
        return value

    @property
    def zone(self) -> ZoneInfo:
        """The zone whose midnight ends a business day."""
        return ZoneInfo(self.business_time_zone)

    @property
    def running_file(self) -> Path:
        """Where a running launcher writes how to reach its servers, for commands in other shells."""
        return self.data_dir / "running.env"


def launch_settings(dotenv: Path = DOTENV) -> Settings:
    """What the operator asked for: the environment, then `.env`, then secrets. Raises SettingsError, in one line."""
    known = [name.upper() for name in Settings.model_fields]
    refuse_unknown(dotenv, known)
    refuse_near_misses(os.environ, known)
    return _checked(dotenv)


def load_settings(dotenv: Path = DOTENV) -> Settings:
    """What the operator asked for and, without a DATABASE_URL, the servers of a running launcher.

    What a launcher that is gone has left is passed over, with one line on stderr.
    Raises SettingsError, whose message is one line with passwords masked.
    """
    asked = launch_settings(dotenv)
    if asked.database_url is not None or not asked.running_file.is_file():
        return asked
    gone = launcher_gone(asked.running_file)
    if gone is not None:
        _tell(gone)
        return asked
    return _checked(asked.running_file, dotenv)


@cache
def _tell(line: str) -> None:
    """Once a process, however often settings are loaded."""
    print(f"settings: {line}", file=sys.stderr)


def settings_or_exit() -> Settings:
    """For a program's first line: the settings, or one line on stderr and exit code 2."""
    try:
        return load_settings()
    except SettingsError as refused:
        print(f"settings: {refused}", file=sys.stderr)
        raise SystemExit(2) from None


def _checked(*files: Path) -> Settings:
    """The later file wins over the earlier one, the environment over both, SECRETS_DIR stands behind them."""
    build: Callable[..., Settings] = Settings  # mypy knows only the fields as arguments
    names = [name.upper() for name in Settings.model_fields]
    try:
        asked = build(_env_file=files, _secrets_dir=checked_folder(names, files))
    except ValidationError as refused:
        errors = [error for error in refused.errors() if error["type"] != "default_factory_not_called"]
        raise SettingsError("; ".join(_sentence(error) for error in errors)) from None
    if broken := objections(asked):
        raise SettingsError("; ".join(broken))
    return asked


def _sentence(error: ErrorDetails) -> str:
    name = str(error["loc"][0]).upper()
    return f"{name}={masked(str(error['input']))!r} {error['msg'].removeprefix('Value error, ')}"
