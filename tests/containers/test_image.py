"""Laws of the image that ships while it runs. `make test-ops` builds it and names the engine."""

import json
import re
import time
from functools import partial
from pathlib import Path

import pytest

from db.engine import make_engine
from sales_core.accounts.check import check_password
from tests.containers.engine import Container, engine, eventually, frozen, once, running
from tests.ops.sidecar_process import free_port
from tests.ops.streamlit_client import tab
from tests.ops.web_process import Site

pytestmark = pytest.mark.containers
APP_UID = "10001"


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


def states(sidecar: Container) -> dict[str, str]:
    """What the sidecar tells a stranger."""
    found: dict[str, str] = json.loads(sidecar.get("/api/health")[1])
    return found


def _is_well(sidecar: Container, part: str) -> bool:
    return states(sidecar)[part] in ("ok", "development only")


def test_the_sidecar_of_the_same_image_says_ready(sidecar: Container) -> None:
    assert sidecar.get("/health/ready")[0].status == 200
    # The script is the app's own, run in the app's container by the sidecar in its.
    for part in ("app", "script", "database", "migrations", "cache"):
        assert eventually(partial(_is_well, sidecar, part)), f"{part}: {states(sidecar)}\n{sidecar.log()}"
    engine("exec", sidecar.name, "python", "-m", "ops.sidecar.probe", f"http://127.0.0.1:{sidecar.port}/health/live")


def test_the_worker_of_the_same_image_proves_by_its_heartbeat_that_it_works(migrated: dict[str, str]) -> None:
    port = free_port()
    probe = ("exec", "dashboard-worker", "python", "-m", "ops.worker.probe")
    settings = {**migrated, "METRICS_PORT": str(port)}
    with running("dashboard-worker", port, "/metrics", settings, "python", "-m", "ops.worker") as worker:
        assert eventually(lambda: engine(*probe, check=False).returncode == 0)
        engine("stop", "--time=20", worker.name)
        assert worker.facts()["State"]["ExitCode"] in (0, 143)
        assert "Traceback" not in worker.log()
    # Where no worker is, the same probe says so.
    assert "there was none" in once("python", "-m", "ops.worker.probe", check=False).stderr


def test_the_commands_of_the_operations_page_work_in_the_image(migrated: dict[str, str], sidecar: Container) -> None:
    words = ("python", "-m", "sales_core.accounts", "add", "admin", "--role", "admin", "--everything")
    (password,) = once(*words, variables=migrated).stdout.split()
    database = make_engine(migrated["DATABASE_URL"])
    signed_in = check_password(database, "admin", password, address="")
    database.dispose()
    assert signed_in is not None
    assert signed_in.must_change_password
    assert states(sidecar)["newest_source_row"] == "absent"
    once("python", "-m", "db.demo", "--lines", "2000", variables=migrated)
    assert eventually(lambda: states(sidecar)["newest_source_row"] == "ok")


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
