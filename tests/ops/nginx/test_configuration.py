"""The configuration: whole for nginx, filled in from the environment, and slips refused in one line."""

import os
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.ops.nginx.proxy import SOURCES, filled_in

HERE = {"UPSTREAM_APPS": "127.0.0.1:8501, 127.0.0.1:8502 down", "SIDECAR": "127.0.0.1:8600"}


def everything(folder: Path) -> str:
    return "".join(file.read_text() for file in sorted(folder.glob("*.conf")))


def test_nginx_takes_the_configuration_and_would_not_take_a_broken_one(tmp_path: Path) -> None:
    assert filled_in(tmp_path, **HERE).returncode == 0
    command = [str(shutil.which("nginx")), "-t", "-c", str(tmp_path / "nginx.conf")]
    tested = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (tested.returncode, "warn" in tested.stderr) == (0, False), tested.stderr
    with (tmp_path / "limits.conf").open("a") as file:
        file.write("client_max_body_sise 1k;\n")
    broken = subprocess.run(command, capture_output=True, text=True, check=False)
    assert broken.returncode == 1
    assert 'unknown directive "client_max_body_sise"' in broken.stderr


def test_without_any_variable_the_documented_defaults_hold(tmp_path: Path) -> None:
    assert filled_in(tmp_path, NGINX_FILES="").returncode == 0
    text = everything(tmp_path)
    for line in (
        "listen *:8080 default_server;",
        "server app1:8501 max_fails=3 fail_timeout=5s;",
        "server app2:8501 max_fails=3 fail_timeout=5s;",
        "server sidecar:8600 max_fails=0;",
        "zone=asked:10m rate=50r/s;",
        "limit_req zone=asked burst=500 nodelay;",
        "limit_conn connections 300;",
        "client_header_timeout 10s;",
        "client_body_timeout 10s;",
        "client_max_body_size 201m;",
        "limit_conn sockets 400;",
        "limit_conn sockets_of_session 20;",
    ):
        assert line in text, line
    assert "set_real_ip_from" not in text
    assert "${" not in text


def test_it_writes_below_one_folder_alone_and_names_no_user(tmp_path: Path) -> None:
    assert filled_in(tmp_path, **HERE).returncode == 0
    text = (tmp_path / "nginx.conf").read_text()
    paths = re.findall(r"^\s*(?:pid|\w+_temp_path|proxy_cache_path) (\S+?);?(?:\s|$)", text, re.MULTILINE)
    assert len(paths) == 7
    assert all(path.startswith(f"{tmp_path}/") for path in paths)
    assert not re.search(r"^\s*user ", text, re.MULTILINE)


def test_an_app_that_is_to_get_nothing_is_marked(tmp_path: Path) -> None:
    assert filled_in(tmp_path, **HERE).returncode == 0
    assert "server 127.0.0.1:8502 down max_fails" in (tmp_path / "upstreams.conf").read_text()


@pytest.mark.parametrize(
    ("variable", "value", "sentence"),
    [
        ("UPSTREAM_APPS", "app1", "must name apps, such as app1:8501, app2:8501; one that is to be left out ends in"),
        ("UPSTREAM_APPS", "app1:8501; app2:8501", "must name apps"),
        ("UPSTREAM_APPS", " , ", "must name apps"),
        ("SIDECAR", "sidecar", "must look like sidecar:8600"),
        ("OUTER_PROXIES", "10.0.0.0/8; allow all", "must be networks such as 10.0.0.0/24, separated by commas"),
        ("NGINX_ADDRESS", "here", "must be an IP address, or * for all"),
        ("NGINX_PORT", "http", "must be a whole number above 0"),
        ("NGINX_TLS_PORT", "0", "must be a whole number above 0"),
        ("NGINX_WORKERS", "auto", "must be a whole number above 0"),
        ("NGINX_REQUESTS_PER_SECOND", "1r/s", "must be a whole number above 0"),
        ("NGINX_BURST", "-1", "must be a whole number above 0"),
        ("NGINX_CONNECTIONS_PER_ADDRESS", "1 1", "must be a whole number above 0"),
        ("NGINX_SOCKETS_PER_ADDRESS", "many", "must be a whole number above 0"),
        ("NGINX_SOCKETS_PER_SESSION", "0", "must be a whole number above 0"),
        ("NGINX_SLOW_SECONDS", "10s", "must be a whole number above 0"),
        ("NGINX_ANSWER_SECONDS", "1.5", "must be a whole number above 0"),
        ("STREAMLIT_SERVER_MAX_UPLOAD_SIZE", "200MB", "must be a whole number above 0"),
    ],
)
def test_a_slip_is_refused_in_one_line(tmp_path: Path, variable: str, value: str, sentence: str) -> None:
    ended = filled_in(tmp_path, **{**HERE, variable: value})
    assert ended.returncode == 1
    assert ended.stderr.count("\n") == 1
    assert ended.stderr.startswith(f"nginx: {variable}='{value}' {sentence}")
    assert list(tmp_path.iterdir()) == []


def test_every_variable_has_a_value_that_is_refused() -> None:
    """The table above must grow with the variables; the two that are left are folders of the image."""
    cases = test_a_slip_is_refused_in_one_line.pytestmark[0].args[1]  # type: ignore[attr-defined]
    known = set(re.findall(r"^export (\w+)=\"\$\{\1:-", (SOURCES / "15-dashboard.envsh").read_text(), re.MULTILINE))
    assert known - {case[0] for case in cases} == {"NGINX_FILES", "NGINX_ENVSUBST_OUTPUT_DIR"}


def test_each_location_that_adds_a_header_includes_the_others() -> None:
    text = (SOURCES / "templates" / "routes.conf.template").read_text()
    for block in re.findall(r"location [^{]+\{([^}]+)\}", text.replace("${", "$(").replace("}/", ")/")):
        if "add_header" in block:
            assert "/headers.conf;" in block
        if "proxy_set_header" in block:
            assert "/passed_on.conf;" in block


def test_the_one_place_without_a_buffer_is_the_open_websocket() -> None:
    found = [file.name for file in SOURCES.rglob("*.template") if "proxy_buffering off" in file.read_text()]
    assert found == ["routes.conf.template"]
    text = (SOURCES / "templates" / "routes.conf.template").read_text()
    (stream,) = re.findall(r"location = /_stcore/stream \{(.+?)\n\}", text, re.DOTALL)
    assert (text.count("proxy_buffering off;"), stream.count("proxy_buffering off;")) == (1, 1)
    assert "proxy_read_timeout 1h;" in stream


def test_the_scripts_are_programs() -> None:
    for name in ("15-dashboard.envsh", "fill_in.sh", "lint.sh"):
        assert os.access(SOURCES / name, os.X_OK)
