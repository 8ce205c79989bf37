"""Laws of the proxy's image: small, unprivileged, and in order on a root that can't be written."""

import json
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.containers.engine import Container, bytes_of, engine, eventually, once, running
from tests.ops.sidecar_process import free_port

pytestmark = pytest.mark.containers
MEGABYTE = 1_000_000


def name() -> str:
    return os.environ["IMAGE_NGINX"]


@pytest.fixture(scope="module")
def proxy() -> Iterator[Container]:
    """The proxy before apps that are not there."""
    port = free_port()
    variables = {"NGINX_PORT": str(port), "UPSTREAM_APPS": "127.0.0.1:1", "SIDECAR": "127.0.0.1:1"}
    with running("dashboard-proxy", port, "/nginx-alive", variables, of=name()) as container:
        yield container


def test_it_weighs_at_most_60_megabytes_more_than_what_it_stands_on(measured: Callable[[str], None]) -> None:
    facts = json.loads(engine("image", "inspect", name()).stdout)[0]
    own = bytes_of(name()) - bytes_of(facts["Labels"]["org.opencontainers.image.base.name"])
    measured(f"proxy's image: {own / MEGABYTE:.2f} MB above its base")
    assert 0 < own <= 60 * MEGABYTE


def test_it_says_what_it_is_and_how_to_ask_its_health(proxy: Container) -> None:
    facts = json.loads(engine("image", "inspect", name()).stdout)[0]
    assert facts["Config"]["User"] == "101:101"
    assert "8080/tcp" in facts["Config"]["ExposedPorts"]
    assert facts["Labels"]["org.opencontainers.image.title"] == "Sales dashboard: proxy"
    assert eventually(proxy.healthcheck, 10)


def test_it_runs_without_root_capability_or_a_folder_to_write_but_tmp(proxy: Container) -> None:
    status = Path(f"/proc/{proxy.pid}/status").read_text()
    told = dict(line.split(":\t", 1) for line in status.splitlines() if ":\t" in line)
    assert set(told["Uid"].split()) == {"101"}
    assert int(told["CapEff"], 16) == int(told["CapBnd"], 16) == 0
    assert "Read-only" not in proxy.log()


def test_an_app_that_is_not_there_is_told_by_the_proxys_own_page(proxy: Container) -> None:
    reply, page = proxy.get("/")
    assert reply.status == 502
    assert "nginx" not in page.lower()
    assert "<html" in page


def test_a_setting_that_nginx_would_misread_stops_it_with_one_line() -> None:
    done = once(variables={"NGINX_PORT": "eighty"}, check=False, of=name())
    assert done.returncode != 0
    assert "NGINX_PORT='eighty'" in done.stderr.strip().splitlines()[-1]
