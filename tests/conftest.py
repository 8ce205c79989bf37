"""Real servers for the whole session: one PostgreSQL cluster, one Valkey, a fresh database where a test wants one."""

import itertools
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, make_url, text

from db import embedded, migrate
from db.engine import make_engine
from db.log_lines import lines_to
from tests.kept_secrets import PLANTED, leaks, logs_in

_numbers = itertools.count(1)


@pytest.fixture(scope="session", autouse=True)
def lines() -> None:
    """What the tests' own process logs goes the way of every process's: without local variables, and caught."""
    lines_to(sys.stderr, "console")


@pytest.fixture(scope="session", autouse=True)
def no_log_holds_what_it_may_not(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    """Around everything: when all processes of the session have ended, their logs are looked through."""
    yield
    assert leaks(logs_in(tmp_path_factory.getbasetemp()), PLANTED) == []


@pytest.fixture(scope="session")
def cluster(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a superuser on a PostgreSQL that lives as long as the session."""
    folder = tmp_path_factory.mktemp("postgres")
    with embedded.postgres(folder / "cluster", fsync="off", max_connections="200") as url:
        yield url


@pytest.fixture(scope="session")
def redis_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """URL of a Valkey that lives as long as the session."""
    with embedded.valkey(Path(tmp_path_factory.mktemp("valkey")) / "server") as url:
        yield url


def _on(url: str, database: str) -> str:
    return make_url(url).set(database=database).render_as_string(hide_password=False)


@pytest.fixture(scope="session")
def template(cluster: str) -> str:
    """Name of a migrated database that others are copied from; nobody connects to it."""
    _execute(cluster, "CREATE DATABASE migrated")
    migrate.upgrade(_on(cluster, "migrated"))
    return "migrated"


def _execute(url: str, statement: str) -> None:
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text(statement))
    admin.dispose()


@pytest.fixture(scope="session")
def new_database(cluster: str, template: str) -> Callable[..., str]:
    """Makes a database, migrated unless told not to; gives the superuser's URL on it."""

    def make(*, migrated: bool = True) -> str:
        name = f"test_{next(_numbers)}"
        _execute(cluster, f"CREATE DATABASE {name} TEMPLATE {template if migrated else 'template0'}")
        return _on(cluster, name)

    return make


def as_login(url: str) -> str:
    """The URL with the plain login role that every process of the dashboard connects as."""
    return make_url(url).set(username="dashboard").render_as_string(hide_password=False)


@pytest.fixture
def owner_url(new_database: Callable[..., str]) -> str:
    """Superuser's URL on a freshly migrated database of the test's own."""
    return new_database()


@pytest.fixture
def engine(owner_url: str) -> Iterator[Engine]:
    """Engine of the login role `dashboard` on the test's own database."""
    made = make_engine(as_login(owner_url))
    yield made
    made.dispose()


SHARED_DATA = Path(__file__).resolve().parents[2] / "shared" / "data"
"""Published data sets beside the project; tests that need them fail where they are absent."""


@pytest.fixture(scope="session")
def online_retail(new_database: Callable[..., str]) -> str:
    """Superuser's URL on a database, in GBP, that took in the whole Online Retail file; read only, please."""
    from sales_core.company import settle
    from sales_core.intake import preset_named, take_in
    from sales_core.settings import Settings

    file = SHARED_DATA / "online_retail" / "online_retail.csv.gz"
    assert file.is_file(), f"the published data set is missing: {file.relative_to(SHARED_DATA.parents[1])}"
    url = new_database()
    engine = make_engine(as_login(url))
    settle(engine, Settings(company_currency="GBP", business_time_zone="Europe/London"))
    take_in(engine, file, preset_named("online_retail"), "tests")
    engine.dispose()
    _execute(url, "VACUUM ANALYZE")
    return url


@pytest.fixture(scope="session")
def adventureworks(new_database: Callable[..., str]) -> str:
    """Superuser's URL on a database, in USD, that took in the whole AdventureWorks folder; read only, please."""
    from sales_core.company import settle
    from sales_core.intake import preset_named, take_in
    from sales_core.settings import Settings

    folder = SHARED_DATA / "adventureworks"
    assert folder.is_dir(), f"the published data set is missing: {folder.relative_to(SHARED_DATA.parents[1])}"
    url = new_database()
    engine = make_engine(as_login(url))
    settle(engine, Settings(company_currency="USD", business_time_zone="America/Los_Angeles"))
    take_in(engine, folder, preset_named("adventureworks"), "tests")
    engine.dispose()
    _execute(url, "VACUUM ANALYZE")
    return url
