"""What the laws of the containers share.

For single containers, servers on loopback, a migrated database, the app and the sidecar: the database and the cache are
the embedded ones, and a container reaches them by the host's network. For the deployment, production with the demo
company in it, and a person in a browser; of each module its own.
"""

import os
import secrets
import time
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
from playwright.sync_api import Browser, sync_playwright
from redis import Redis
from sqlalchemy import URL, Engine, create_engine, make_url, text

from bench.chromium import ARGUMENTS, program
from db import embedded, migrate
from db.engine import make_engine
from sales_core.viewer import Role
from tests.browser.shop import drawn
from tests.browser.visits import Visit, fill_in
from tests.containers.engine import Container, once, running
from tests.containers.production import ORIGIN, Production, eventually, started
from tests.ops.people import Person, account
from tests.ops.sidecar_process import free_port


@pytest.fixture(scope="session")
def measured() -> Callable[[str], None]:
    """Keeps a line, which `make test-ops` prints when all is done."""

    def keep(line: str) -> None:
        with Path(os.environ["IMAGE_MEASURED"]).open("a", encoding="utf-8") as kept:
            kept.write(line + "\n")

    return keep


@pytest.fixture(scope="session")
def variables(tmp_path_factory: pytest.TempPathFactory) -> Iterator[dict[str, str]]:
    """What an operator sets: where PostgreSQL and the cache are, with the passwords that they ask for by TCP."""
    folder, port, cache_port = tmp_path_factory.mktemp("servers"), str(free_port()), str(free_port())
    passwords = [secrets.token_hex(16) for _ in range(3)]
    rules = folder / "pg_hba.conf"
    rules.write_text("local all all trust\nhost all all 127.0.0.1/32 scram-sha-256\n")
    with (
        embedded.postgres(
            folder / "pg", hba_file=str(rules), listen_addresses="127.0.0.1", port=port, fsync="off"
        ) as owner_url,
        embedded.valkey(folder / "cache", bind="127.0.0.1", port=cache_port) as cache_url,
    ):
        socket = make_url(owner_url).update_query_dict({"port": port})
        _ask_for_passwords(socket, cache_url, passwords)
        owner = socket.set(host="127.0.0.1", port=int(port), query={}, password=passwords[0])
        login = owner.set(username="dashboard", password=passwords[1])
        yield {
            "LISTEN_ADDRESS": "127.0.0.1",
            "OWNER_DATABASE_URL": owner.render_as_string(hide_password=False),
            "DATABASE_URL": login.render_as_string(hide_password=False),
            "REDIS_URL": f"redis://:{passwords[2]}@127.0.0.1:{cache_port}/0",
        }


def _ask_for_passwords(socket: URL, cache_url: str, passwords: list[str]) -> None:
    """Give the owner's login and the cache a password; the login `dashboard` gets its own from the migration."""
    admin = create_engine(socket)
    with admin.begin() as connection:
        connection.execute(text(f"ALTER ROLE {socket.username} PASSWORD '{passwords[0]}'"))
    admin.dispose()
    with Redis.from_url(cache_url) as cache:
        cache.config_set("requirepass", passwords[2])


@pytest.fixture(scope="session")
def migrated(variables: dict[str, str]) -> dict[str, str]:
    """The same, once the image itself has migrated the empty database."""
    done = once("python", "-m", "db.migrate", variables=variables)
    assert done.stdout.splitlines()[-1] == f"database is at {', '.join(sorted(migrate.heads()))}"
    return variables


@pytest.fixture(scope="session")
def app(migrated: dict[str, str], measured: Callable[[str], None]) -> Iterator[Container]:
    """The app, as the image starts it by itself."""
    port = free_port()
    began = time.monotonic()
    with running("dashboard-app", port, "/healthz", {**migrated, "PORT": str(port)}) as container:
        measured(f"the app in its container answers after {time.monotonic() - began:.1f} s")
        yield container


@pytest.fixture(scope="session")
def sidecar(migrated: dict[str, str], app: Container) -> Iterator[Container]:
    """The sidecar, from the same image, beside the app."""
    port = free_port()
    settings = {**migrated, "PORT": str(app.port), "SIDECAR_PORT": str(port)}
    with running("dashboard-sidecar", port, "/health/live", settings, "python", "-m", "ops.sidecar") as container:
        yield container


@pytest.fixture(scope="module")
def production(tmp_path_factory: pytest.TempPathFactory, measured: Callable[[str], None]) -> Iterator[Production]:
    """The deployment, up; the demo company in it."""
    began = datetime.now(UTC)
    with started(tmp_path_factory.mktemp("production")) as made:
        measured(f"production answers after {(datetime.now(UTC) - began).total_seconds():.0f} s")
        made.execute("app1", "python", "-m", "db.demo", "--lines", "1000")
        yield made


@pytest.fixture(scope="module")
def database(production: Production) -> Iterator[Engine]:
    """The login that every process works as, from here."""
    url = production.secret("database_url").replace("@postgres:", f"@{production.address('postgres', 'data')}:")
    made = make_engine(url)
    yield made
    made.dispose()


@pytest.fixture(scope="module")
def ada(database: Engine) -> Person:
    """A manager of everything."""
    return account(database, "ada", Role.MANAGER)


@pytest.fixture(scope="module")
def browser(production: Production) -> Iterator[Browser]:
    """A real browser, in the network of the deployment."""
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield opened
        opened.close()


@pytest.fixture
def visit(production: Production, browser: Browser, ada: Person) -> Iterator[Visit]:
    """Ada, signed in through nginx, at the overview."""
    assert eventually(production.answers) is not None
    made = Visit.begin(browser, 1440, 1000, ignore_https_errors=True)
    made.page.goto(ORIGIN)
    fill_in(made.page, ada.name, ada.password)
    drawn(made.page)
    yield made
    made.context.close()
