"""Laws of the deployment as an operator looks at it: `make validate`, and one id from nginx to the database."""

import json
import re
import shlex
import subprocess
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import Any

import pytest
from playwright.sync_api import expect
from sqlalchemy import Engine, create_engine, text

from sales_core.viewer import EVERYTHING, Role
from tests.browser.visits import PATIENCE_MS, Visit
from tests.containers.production import ORIGIN, ROOT, Production, away, eventually
from tests.ops.operations_pages import VALIDATION
from tests.ops.people import PASSWORD, account

pytestmark = [pytest.mark.containers, pytest.mark.timeout(900)]
CHECKS = ("tls", "headers", "closed", "health", "cache", "worker", "sign-in", "cookies", "number", "sign-out")
expect.set_options(timeout=PATIENCE_MS)


@pytest.fixture(scope="module")
def command(production: Production, database: Engine, tmp_path_factory: pytest.TempPathFactory) -> str:
    """The documented line with its words filled in."""
    account(database, "vera", Role.VIEWER, EVERYTHING)
    file = tmp_path_factory.mktemp("operator") / "password"
    file.write_text(PASSWORD + "\n")
    line = VALIDATION.replace("https://YOUR.NAME", ORIGIN).replace("ANNA", "vera").replace("=FILE", f"={file}")
    login = database.url.render_as_string(hide_password=False)
    return line.removesuffix("DATABASE_URL") + shlex.quote(login)


def validated(production: Production, command: str, authority: str = "") -> subprocess.CompletedProcess[str]:
    """The line by the shell, with the authority of the test's certificate, or another, named as the page says."""
    trusted = {"SSL_CERT_FILE": authority or str(production.folder / "secrets/tls_certificate.pem")}
    words, environment = [*production.inside, "bash", "-c", command], {**production.environment, **trusted}
    return subprocess.run(words, cwd=ROOT, env=environment, capture_output=True, text=True, timeout=500, check=False)


def verdicts(done: subprocess.CompletedProcess[str]) -> dict[str, str]:
    """How each check ended, by its name."""
    found = re.findall(r"^(ok|FAILED|not asked) +(\S+) ", done.stdout, re.MULTILINE)
    return {what: verdict for verdict, what in found}


def test_the_documented_validation_finds_all_well_through_nginx_by_tls(
    production: Production, command: str, measured: Callable[[str], None]
) -> None:
    assert eventually(lambda: production.answers("/api/health")) is not None
    began = time.monotonic()
    done = validated(production, command)
    measured(f"make validate through nginx by TLS: {time.monotonic() - began:.1f} s")
    assert done.returncode == 0, done.stdout + done.stderr
    assert verdicts(done) == dict.fromkeys(CHECKS, "ok")
    assert re.search(r"^ok +tls +TLSv1\.3, the certificate is good for \d+ days$", done.stdout, re.MULTILINE)
    assert re.search(r"^ok +number +net sales of \d+ days, .* each day as in the database$", done.stdout, re.MULTILINE)
    assert re.search(r"^all well after", done.stdout, re.MULTILINE)


def test_validation_fails_and_names_the_app_that_is_stopped(production: Production, command: str) -> None:
    with away(production, "app2"):
        done = validated(production, command)
    assert done.returncode != 0
    assert verdicts(done) == {**dict.fromkeys(CHECKS, "ok"), "health": "FAILED"}, done.stdout + done.stderr
    assert re.search(r"^FAILED +health .*app_2 is down", done.stdout, re.MULTILINE)
    assert re.search(r"^1 not well after", done.stdout, re.MULTILINE)


def test_validation_fails_on_a_certificate_that_nobody_vouches_for(production: Production, command: str) -> None:
    done = validated(production, command, "/dev/null")
    assert done.returncode != 0
    assert re.search(r"^FAILED +tls .*CERTIFICATE_VERIFY_FAILED", done.stdout, re.MULTILINE), done.stdout + done.stderr


@contextmanager
def every_statement_logged(production: Production) -> Iterator[None]:
    """The server writes each statement with its comment into its own log until the block ends."""
    engine = create_engine(production.superuser(), isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET log_min_duration_statement = 0"))
        connection.execute(text("SELECT pg_reload_conf()"))
        try:
            yield
        finally:
            connection.execute(text("ALTER SYSTEM RESET log_min_duration_statement"))
            connection.execute(text("SELECT pg_reload_conf()"))
    engine.dispose()


def lines(production: Production, *services: str) -> list[dict[str, Any]]:
    """What the services have logged as JSON."""
    found = []
    for line in "\n".join(map(production.log, services)).splitlines():
        with suppress(ValueError):
            found.append(json.loads(line[line.index("{") :]))
    return found


def told(production: Production, request_id: str) -> list[dict[str, Any]]:
    """What the apps have logged of a request."""
    return [each for each in lines(production, "app1", "app2") if each.get("request_id") == request_id]


def tabs(production: Production) -> set[str]:
    """Ids of the WebSockets that have ended, as nginx tells of them."""
    return {each["request_id"] for each in lines(production, "nginx") if each.get("path") == "/_stcore/stream"}


def test_one_id_leads_from_nginx_by_the_app_to_the_statement(production: Production, visit: Visit) -> None:
    before = tabs(production)
    with every_statement_logged(production):
        tab = visit.tab()
        document = tab.goto(ORIGIN + "/products")
        assert document is not None
        expect(tab.get_by_role("heading", name="Products", exact=True)).to_be_visible()
        expect(tab.locator(".js-plotly-plot .main-svg").first).to_be_visible()
        tab.close()  # nginx tells of a WebSocket when it ends
        assert eventually(lambda: tabs(production) - before, 30) is not None
    of_page, (of_tab,) = document.headers["x-request-id"], tabs(production) - before
    assert of_page != of_tab
    assert eventually(lambda: "tab ended" in {each["event"] for each in told(production, of_tab)}, 30) is not None
    assert [each["path"] for each in lines(production, "nginx") if each.get("request_id") == of_page] == ["/products"]
    assert "request ended" in {each["event"] for each in told(production, of_page)}
    runs = {each["run_id"]: each["event"] for each in told(production, of_tab) if each.get("page") == "products"}
    assert "page run ended" in runs.values()
    stated = production.log("postgres")
    found = set(re.findall(rf"/\* request_id={of_tab} run_id=(\S+) page=products \*/", stated))
    assert found
    assert found <= runs.keys()
