"""A real nginx on loopback, from the project's own templates, as a user without rights."""

import contextlib
import http.client
import json
import os
import shutil
import ssl
import subprocess
import tempfile
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sales_core.settings import PROJECT
from tests.ops.web_process import Site, cookie_line, free_port

SOURCES = PROJECT / "ops" / "nginx"
NOBODY = 65534
_STARTUP_SECONDS = 10.0


@dataclass(frozen=True, slots=True)
class Reply:
    """One answer with every header as it came, doubles included; names in lower case."""

    status: int
    headers: tuple[tuple[str, str], ...]
    body: bytes

    def every(self, name: str) -> list[str]:
        """All values of a header."""
        return [value for key, value in self.headers if key == name]

    def one(self, name: str) -> str:
        """The value of a header that must stand once."""
        (value,) = self.every(name)
        return value

    @property
    def text(self) -> str:
        """The body as text."""
        return self.body.decode("utf-8", "replace")


def ask(
    site: Site,
    path: str,
    *,
    method: str = "GET",
    source: str = "127.0.0.1",
    cookies: Mapping[str, str] | None = None,
    body: bytes | None = None,
    tls: bool = False,
    headers: Mapping[str, str] | None = None,
) -> Reply:
    """One request from an address of this machine."""
    sent = dict(headers or {})
    if cookies:
        sent["cookie"] = cookie_line(cookies)
    if tls:
        context = ssl.create_default_context()
        context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
        connection: http.client.HTTPConnection = http.client.HTTPSConnection(
            "127.0.0.1", site.port, timeout=30, context=context, source_address=(source, 0)
        )
    else:
        connection = http.client.HTTPConnection("127.0.0.1", site.port, timeout=30, source_address=(source, 0))
    with contextlib.closing(connection):
        connection.request(method, path, body, sent)
        got = connection.getresponse()
        content = got.read()
    return Reply(got.status, tuple((name.lower(), value) for name, value in got.getheaders()), content)


def logged(site: Site, reply: Reply) -> dict[str, Any]:
    """What the access log says of an answer; it is written a moment after the answer."""
    end = time.monotonic() + 5
    while time.monotonic() < end:
        for line in site.log.read_text().splitlines():
            if reply.one("x-request-id") in line:
                told: dict[str, Any] = json.loads(line)
                return told
        time.sleep(0.02)
    raise AssertionError("the access log does not tell of this answer")


def filled_in(folder: Path, **environment: str) -> "subprocess.CompletedProcess[str]":
    """The templates, filled in as the image does it."""
    return subprocess.run(
        [str(SOURCES / "fill_in.sh"), str(folder)],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


@contextlib.contextmanager
def nginx(
    apps: str, sidecar: int, *, templates: Path = SOURCES / "templates", files: Path | None = None, **environment: str
) -> Iterator[Site]:
    """nginx before these apps (UPSTREAM_APPS) and this sidecar's port; `log` is its access log. Stopped at the end.

    `files` are put beside the product's own.
    """
    with tempfile.TemporaryDirectory(prefix="nginx-") as name:
        folder = Path(name)
        shutil.copytree(SOURCES / "files", folder / "files")
        if files:
            shutil.copytree(files, folder / "files", dirs_exist_ok=True)
        told = {
            "UPSTREAM_APPS": apps,
            "SIDECAR": f"127.0.0.1:{sidecar}",
            "NGINX_ADDRESS": "127.0.0.1",
            "NGINX_PORT": str(free_port()),
            "NGINX_FILES": str(folder / "files"),
            "NGINX_TEMPLATES": str(templates),
            **environment,
        }
        made = filled_in(folder, **told)
        assert made.returncode == 0, made.stderr
        site = Site(int(told["NGINX_PORT"]), folder / "access.log")
        with _process(folder, site):
            yield site


@contextlib.contextmanager
def _process(folder: Path, site: Site) -> Iterator[None]:
    who = {"user": NOBODY, "group": NOBODY, "extra_groups": ()} if os.geteuid() == 0 else {}
    errors = folder / "error.log"
    for log in (site.log, errors):
        log.touch()
    if who:
        for path in (folder, *folder.rglob("*")):
            os.chown(path, NOBODY, NOBODY)
    with site.log.open("ab") as output, errors.open("ab") as complaints:
        process = subprocess.Popen(
            [str(shutil.which("nginx")), "-c", str(folder / "nginx.conf"), "-g", "daemon off;"],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=complaints,
            **who,  # type: ignore[call-overload]
        )
        try:
            _await(site, process, errors)
            yield
        finally:
            process.terminate()
            process.wait(10)


def _await(site: Site, process: "subprocess.Popen[bytes]", errors: Path) -> None:
    end = time.monotonic() + _STARTUP_SECONDS
    while time.monotonic() < end:
        assert process.poll() is None, errors.read_text()
        with contextlib.suppress(OSError, http.client.HTTPException):
            ask(site, "/nginx-alive")
            return
        time.sleep(0.02)
    raise AssertionError(f"nginx did not answer: {errors.read_text()}")
