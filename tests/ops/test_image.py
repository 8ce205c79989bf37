"""Laws of the image that ships. Run by `make test-image`, which builds it and names the engine.

The database and the cache are the embedded ones, on loopback ports; a container reaches them by the host's network.
"""

import json
import re
import secrets
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from redis import Redis
from sqlalchemy import URL, create_engine, make_url, text

from db import embedded, migrate
from db.engine import make_engine
from sales_core.accounts.check import check_password
from tests.ops.container import Container, engine, eventually, frozen, image, once, running
from tests.ops.sidecar_process import free_port
from tests.ops.streamlit_client import tab
from tests.ops.web_process import Site

pytestmark = pytest.mark.image
APP_UID = "10001"


@pytest.fixture(scope="module")
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


@pytest.fixture(scope="module")
def migrated(variables: dict[str, str]) -> dict[str, str]:
    """The same, once the image itself has migrated the empty database."""
    done = once("python", "-m", "db.migrate", variables=variables)
    assert done.stdout.splitlines()[-1] == f"database is at {', '.join(sorted(migrate.heads()))}"
    return variables


@pytest.fixture(scope="module")
def app(migrated: dict[str, str]) -> Iterator[Container]:
    """The app, as the image starts it by itself."""
    port = free_port()
    began = time.monotonic()
    with running("dashboard-app", port, "/healthz", {**migrated, "PORT": str(port)}) as container:
        print(f"the app in the image answered after {time.monotonic() - began:.1f} s")
        yield container


@pytest.fixture(scope="module")
def sidecar(migrated: dict[str, str], app: Container) -> Iterator[Container]:
    """The sidecar, from the same image, beside the app."""
    port = free_port()
    settings = {**migrated, "PORT": str(app.port), "SIDECAR_PORT": str(port)}
    with running("dashboard-sidecar", port, "/health/live", settings, "python", "-m", "ops.sidecar") as container:
        yield container


def test_a_stranger_is_brought_to_the_sign_in_page(app: Container) -> None:
    reply, _ = app.get("/")
    assert (reply.status, reply.getheader("location", "").partition("?")[0]) == (303, "/sign-in")
    reply, page = app.get("/sign-in")
    assert (reply.status, reply.getheader("content-type", "").partition(";")[0]) == (200, "text/html")
    assert "<noscript>" in page
    scripts = re.findall(r'src="\.?(/static/[^"]+\.js)"', page)
    assert scripts
    assert {app.get(script)[0].status for script in scripts} == {200}


def test_the_sign_in_page_runs_in_a_container_that_can_write_nothing(app: Container, tmp_path: Path) -> None:
    site = Site(app.port, tmp_path / "none.log")
    with tab(site, site.get("/sign-in").cookies) as opened:
        opened.ask("sign-in")
        heard = opened.listen()
    elements = [message.delta.new_element for message in heard if message.WhichOneof("type") == "delta"]
    kinds = {element.WhichOneof("type") for element in elements}
    assert {"text_input"} <= kinds
    assert "exception" not in kinds
    assert "Password" in {element.text_input.label for element in elements}


def test_the_app_is_not_root_and_can_never_become_it(app: Container) -> None:
    status = dict(
        line.split(":\t", 1) for line in Path(f"/proc/{app.pid}/status").read_text().splitlines() if ":\t" in line
    )
    assert set(status["Uid"].split()) == {APP_UID}
    assert set(status["Gid"].split()) == {APP_UID}
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"


def test_the_healthcheck_passes_while_the_app_answers_and_fails_while_it_hangs(app: Container) -> None:
    assert app.healthcheck()
    with frozen(app.pid):
        began = time.monotonic()
        # The check runs in the container beside the frozen process, and gives up by itself.
        assert not app.healthcheck()
        assert time.monotonic() - began < 10
    assert eventually(app.healthcheck)


def test_the_sidecar_of_the_same_image_says_ready(sidecar: Container) -> None:
    assert sidecar.get("/health/ready")[0].status == 200
    reply, text = sidecar.get("/api/health")
    told = json.loads(text)
    assert (reply.status, told["status"], told["migrations"], told["cache"]) == (200, "ok", "ok", "ok")


def test_the_commands_of_the_operations_page_work_in_the_image(migrated: dict[str, str], sidecar: Container) -> None:
    words = ("python", "-m", "sales_core.accounts", "add", "admin", "--role", "admin", "--everything")
    (password,) = once(*words, variables=migrated).stdout.split()
    database = make_engine(migrated["DATABASE_URL"])
    signed_in = check_password(database, "admin", password, address="")
    database.dispose()
    assert signed_in is not None
    assert signed_in.must_change_password
    assert json.loads(sidecar.get("/api/health")[1])["newest_source_row"] == "absent"
    once("python", "-m", "db.demo", "--lines", "2000", variables=migrated)
    assert json.loads(sidecar.get("/api/health")[1])["newest_source_row"] == "ok"


def test_the_app_stops_by_itself_when_it_is_told_to(migrated: dict[str, str]) -> None:
    port = free_port()
    with running("dashboard-stops", port, "/healthz", {**migrated, "PORT": str(port)}) as container:
        began = time.monotonic()
        engine("stop", "--time=20", container.name)
        assert time.monotonic() - began < 15
        assert container.facts()["State"]["ExitCode"] in (0, 143)
        assert "Traceback" not in container.log()


def test_the_app_wrote_nothing_outside_tmp_and_complained_of_nothing(app: Container) -> None:
    app.get("/sign-in")
    log = app.log()
    assert "Traceback" not in log
    assert "Read-only file system" not in log
    assert "Permission denied" not in log


def test_without_a_database_the_image_ends_at_once_and_says_which_setting_is_missing() -> None:
    done = once(check=False)
    assert done.returncode != 0
    assert "DATABASE_URL" in done.stderr.splitlines()[-1]


def test_the_image_holds_what_runs_and_nothing_that_builds_or_installs() -> None:
    for program in ("gcc", "cc", "make", "git", "curl", "uv"):
        assert once("sh", "-c", f"command -v {program}", check=False).returncode != 0, program
    assert once("python", "-c", "import pip", check=False).returncode != 0
    left = once("sh", "-c", "ls -A /app; ls -A /tmp; find / -xdev -path '*/.cache/*' 2>/dev/null; true")
    allowed = {".streamlit", "app.py", "db", "migrations", "ops", "pages", "requirements-uv.lock", "requirements.lock"}
    assert set(left.stdout.split()) <= allowed | {"sales_core", "__pycache__"}


def test_nothing_of_the_product_can_be_changed_from_inside() -> None:
    done = engine("run", "--rm", image(), "sh", "-c", "touch /app/app.py /app/new /opt/dashboard/new", check=False)
    assert done.stderr.count("Permission denied") == 3


def test_the_image_says_what_it_is_and_how_to_ask_its_health() -> None:
    facts = json.loads(engine("image", "inspect", image()).stdout)[0]
    assert facts["Config"]["User"] == f"{APP_UID}:{APP_UID}"
    assert facts["Config"]["Cmd"] == ["python", "-m", "ops.web"]
    assert facts["Healthcheck"]["Test"] == ["CMD", "python", "-m", "ops.sidecar.probe"]
    assert set(facts["Config"]["ExposedPorts"]) == {"8501/tcp", "8600/tcp"}
    assert facts["Labels"]["org.opencontainers.image.title"] == "Sales dashboard"
    assert not [entry for entry in facts["Config"]["Env"] if re.search("CERT|PASSWORD|_URL", entry)]
