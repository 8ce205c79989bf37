"""Laws of the deployment that docker-compose.prod.yml describes, asserted on the running thing."""

import os
import re
import signal
import socket
import time
from collections.abc import Callable
from datetime import date, datetime
from pathlib import Path
from typing import Any
from zoneinfo import ZoneInfo

import pytest
import yaml
from playwright.sync_api import expect
from sqlalchemy import Engine, create_engine, text

from db.rules.roles import ROLES
from sales_core import overview, sessions
from sales_core.cache import ProcessCache
from sales_core.catalog.metrics import METRICS
from sales_core.catalog.model import Unit
from sales_core.catalog.oracles import TABLES
from sales_core.viewer import EVERYTHING, Role, Viewer
from sales_core.wording import short
from sales_core.workspace import Workspace
from tests.browser.shop import drawn, tile
from tests.browser.visits import PATIENCE_MS, Visit
from tests.containers.production import ORIGIN, ROOT, Production, away, eventually, name_of
from tests.ops.people import Person

pytestmark = [pytest.mark.containers, pytest.mark.timeout(900)]
SERVICES: dict[str, dict[str, Any]] = yaml.safe_load((ROOT / "docker-compose.prod.yml").read_text())["services"]
RUNNING = [name for name in SERVICES if name != "migrate"]
PASSWORDS = ("postgres_password", "owner_password", "dashboard_password")
UNITS = {"m": 2**20, "g": 2**30}
EVERYONE = Viewer("ada", "Ada", Role.MANAGER, EVERYTHING)
COOKIE = sessions.cookie_names(secure=True).session
expect.set_options(timeout=PATIENCE_MS)


def status_of(process: int) -> dict[str, str]:
    lines = Path(f"/proc/{process}/status").read_text().splitlines()
    return dict(line.split(":\t", 1) for line in lines if ":\t" in line)


@pytest.mark.parametrize("service", RUNNING)
def test_every_service_runs_under_its_limits_without_root_and_can_write_nothing(
    production: Production, service: str
) -> None:
    wanted, facts = SERVICES[service], production.facts(service)
    host, (user, group) = facts["HostConfig"], wanted["user"].split(":")
    memory = int(wanted["mem_limit"][:-1]) * UNITS[wanted["mem_limit"][-1]]
    assert (host["Memory"], host["PidsLimit"]) == (memory, wanted["pids_limit"])
    assert host["NanoCpus"] == float(wanted["cpus"]) * 1e9
    assert host["ReadonlyRootfs"]
    assert (host["RestartPolicy"]["Name"], host["LogConfig"]["Size"]) == ("unless-stopped", "10MB")
    inside = "cat /sys/fs/cgroup/memory/memory.limit_in_bytes 2>/dev/null || cat /sys/fs/cgroup/memory.max"
    assert int(production.execute(service, "sh", "-c", inside)) == memory
    status = status_of(facts["State"]["Pid"])
    assert set(status["Uid"].split()) == {user} != {"0"}
    assert set(status["Gid"].split()) == {group} != {"0"}
    assert int(status["CapEff"], 16) == int(status["CapBnd"], 16) == 0
    assert status["NoNewPrivs"] == "1"
    assert production.refuses(service, "sh", "-c", "touch /new || touch /etc/new || touch /run/new")


def test_each_service_sees_its_own_secrets_and_none_stands_in_its_environment(production: Production) -> None:
    secrets = {file.name: file.read_text().strip() for file in (production.folder / "secrets").iterdir()}
    passwords = {secrets[name] for name in PASSWORDS}
    passwords |= {secrets[name].removeprefix("requirepass ") for name in ("redis_answers", "redis_limits")}
    for service in RUNNING:
        there = set(production.execute(service, "sh", "-c", "ls /run/secrets 2>/dev/null || true").split())
        of_tls = {"tls_certificate.pem", "tls_key.pem"} if service == "nginx" else set()
        assert there == set(SERVICES[service].get("secrets", ())) | of_tls
        config = production.facts(service)["Config"]
        assert not [word for word in [*config["Env"], *(config["Cmd"] or ())] if any(p in word for p in passwords)]


def test_nginx_can_not_reach_the_data_and_the_data_can_not_reach_out(production: Production) -> None:
    database = production.address("postgres", "data")
    with socket.create_connection((database, 5432), timeout=5):
        pass  # it listens, so what follows is the network's doing
    asked = ["curl", "--silent", "--max-time", "3", "--output", "/dev/null"]
    assert production.refuses("nginx", *asked, f"telnet://{database}:5432")
    assert production.refuses("nginx", *asked, "telnet://postgres:5432")
    for service in ("postgres", "redis-answers", "redis-limits", "worker"):
        # /proc/net/route: the second column of the way to everywhere is 00000000.
        routes = production.execute(service, "cat", "/proc/net/route").splitlines()[1:]
        assert routes
        assert "00000000" not in {route.split()[1] for route in routes}


@pytest.mark.parametrize("service", RUNNING)
def test_every_healthcheck_passes(production: Production, service: str) -> None:
    check = ("healthcheck", "run", name_of(service))
    assert eventually(lambda: production.says_yes(*check)) is not None


def test_the_schema_was_made_from_empty_within_a_minute(
    production: Production, measured: Callable[[str], None]
) -> None:
    log = production.log("migrate")
    moments = [
        datetime.fromisoformat(word[:26] + "+00:00") for word in re.findall(r"^\S+(?= .*Running upgrade)", log, re.M)
    ]
    ended = datetime.fromisoformat(production.facts("migrate")["State"]["FinishedAt"][:26] + "+00:00")
    assert production.facts("migrate")["State"]["ExitCode"] == 0
    assert len(moments) >= 4
    measured(f"schema from empty: {(ended - moments[0]).total_seconds():.1f} s")
    assert (ended - moments[0]).total_seconds() < 60


def test_the_scripts_of_the_first_start_made_the_roles_that_the_schema_wants(production: Production) -> None:
    engine = create_engine(production.superuser())
    with engine.connect() as connection:
        asked = "SELECT rolname, rolsuper, rolcanlogin, rolbypassrls, rolinherit FROM pg_roles WHERE rolname !~ '^pg_'"
        found = {row[0]: tuple(row[1:]) for row in connection.execute(text(asked))}
        statements = connection.execute(text("SELECT count(*) FROM pg_stat_statements")).scalar_one()
    engine.dispose()
    for role, words in ROLES.items():
        wanted = (False, words.startswith("LOGIN"), "BYPASSRLS" in words, "NOINHERIT" not in words)
        assert found[role] == wanted, role
    assert found["owner_login"] == (False, True, False, True)
    assert [role for role, flags in found.items() if flags[0]] == ["postgres"]
    assert statements > 0


def test_limits_are_never_dropped_and_answers_are(production: Production) -> None:
    for service, policy in (("redis-answers", "allkeys-lru"), ("redis-limits", "noeviction")):
        login = f"REDISCLI_AUTH=$(sed 's/^requirepass //' /run/secrets/{service.replace('-', '_')})"
        asked = production.execute(service, "sh", "-c", f"{login} valkey-cli config get maxmemory-policy")
        assert asked.split() == ["maxmemory-policy", policy]
        assert "NOAUTH" in production.execute(service, "valkey-cli", "ping")


def in_sql(production: Production, first: date, after: date) -> Any:
    """Net sales of the days, from the rows themselves."""
    engine = create_engine(production.superuser())
    with engine.connect() as connection:
        territories = connection.execute(text("SELECT array_agg(territory_id) FROM sales.territories")).scalar_one()
        asked = {"territories": territories, "first": first, "after": after}
        found = connection.execute(text(TABLES + METRICS["net_sales"].oracle), asked).scalar_one()
    engine.dispose()
    return found


def test_a_person_signs_in_through_nginx_and_sees_the_number_that_sql_gives(
    production: Production, database: Engine, visit: Visit
) -> None:
    plan = (
        Workspace(database, ProcessCache(), ZoneInfo("UTC"))
        .run(overview.totals(overview.DEFAULT, EVERYONE), EVERYONE)
        .plan
    )
    expected = in_sql(production, plan.period.start, plan.period.end)
    assert expected > 0
    assert tile(visit.page, "net_sales") == short(expected, Unit.MONEY, "USD")
    visit.page.get_by_role("link", name="Products", exact=True).click()
    expect(visit.page).to_have_url(re.compile("/products"))
    expect(visit.page.get_by_role("heading", name="Products", exact=True)).to_be_visible()
    expect(visit.page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    cookies = {cookie["name"]: cookie for cookie in visit.context.cookies()}
    assert cookies[COOKIE]["secure"]
    assert cookies[COOKIE]["httpOnly"]
    assert visit.complaints == []


def test_what_nginx_leads_to_keeps_the_address_that_neighbours_remember(production: Production) -> None:
    for service in ("nginx", "app1", "app2", "sidecar"):
        edge = production.facts(service)["NetworkSettings"]["Networks"]["sales-dashboard_edge"]
        assert edge["MacAddress"] == SERVICES[service]["networks"]["edge"]["mac_address"]


def test_a_session_that_one_app_opened_is_known_to_the_other(
    production: Production, visit: Visit, measured: Callable[[str], None]
) -> None:
    session = {COOKIE: next(each["value"] for each in visit.context.cookies() if each["name"] == COOKIE)}
    for app in ("app1", "app2"):
        assert production.get("/overview", session, of=app).status == 200
        assert production.get("/overview", of=app).status == 303
    for gone in ("app1", "app2"):
        with away(production, gone):
            began = time.monotonic()
            visit.page.reload()
            drawn(visit.page)
            seconds = time.monotonic() - began
        measured(f"without {gone}, just stopped, the overview is drawn after {seconds:.1f} s")
        assert seconds < 20


def test_an_answer_that_one_app_computed_is_remembered_for_the_other(production: Production, ada: Person) -> None:
    words = ["--metrics", "net_sales,orders", "--by", "month", "--period", "2026", "--as", ada.name, "--json"]
    told = [production.execute(app, "python", "-m", "sales_core.ask", *words) for app in ("app1", "app2")]
    assert ['"from_cache": true' in each for each in told] == [False, True]


def test_while_the_database_is_away_the_page_says_so_and_then_heals(production: Production, visit: Visit) -> None:
    page = visit.page
    production.engine("stop", "--time=10", name_of("postgres"))
    try:
        page.get_by_role("link", name="Products", exact=True).click()
        # An open tab is let go, since nobody can say whether its session still is: its page stays, and tries again.
        expect(page.get_by_text(re.compile("not reachable|Connecting")).first).to_be_visible()
        page.goto(ORIGIN + "/products")
        words = re.compile("not reachable|not available|back in a moment", re.IGNORECASE)
        expect(page.get_by_text(words).first).to_be_visible()
        assert eventually(lambda: production.answers("/healthz", 503), 20) is not None
    finally:
        production.engine("start", name_of("postgres"))
    # Nobody presses anything: the page tries again by itself.
    expect(page.get_by_role("heading", name="Products", exact=True)).to_be_visible()
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()


def test_a_killed_database_is_started_again_by_the_engine_and_pages_heal(
    production: Production, visit: Visit, measured: Callable[[str], None]
) -> None:
    os.kill(production.facts("postgres")["State"]["Pid"], signal.SIGKILL)
    assert eventually(lambda: production.facts("postgres")["RestartCount"] > 0, 30) is not None
    seconds = eventually(production.answers)
    assert seconds is not None
    measured(f"people are let in again {seconds:.1f} s after the database was killed and started again")
    visit.page.reload()
    drawn(visit.page)


def test_without_the_servers_of_answers_and_limits_pages_are_slower_and_right(
    production: Production, visit: Visit
) -> None:
    before = tile(visit.page, "net_sales")
    servers = ("redis-answers", "redis-limits")
    for service in servers:
        production.engine("stop", "--time=5", name_of(service))
    visit.page.reload()
    drawn(visit.page)
    assert tile(visit.page, "net_sales") == before
    for service in servers:
        production.engine("start", name_of(service))
    visit.page.reload()
    drawn(visit.page)
    assert tile(visit.page, "net_sales") == before


def test_no_process_complained_of_its_bounds_or_told_a_secret(production: Production) -> None:
    passwords = [(production.folder / "secrets" / name).read_text().strip() for name in PASSWORDS]
    for service in SERVICES:
        log = production.log(service)
        assert not re.search("Traceback|Read-only file system|OutOfMemory", log), log[-3000:]
        assert not [word for word in passwords if word in log]
        assert not production.facts(service)["State"]["OOMKilled"]
