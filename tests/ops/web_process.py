"""Real processes of the web application, and a plain HTTP client for them."""

import contextlib
import http.client
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from http.cookies import SimpleCookie
from pathlib import Path

_STARTUP_SECONDS = 150.0


@dataclass(frozen=True, slots=True)
class Answer:
    """One answer: its body, its headers by lower-case name, the cookies it sets."""

    status: int
    headers: Mapping[str, str]
    cookies: Mapping[str, str]
    text: str


@dataclass(frozen=True, slots=True)
class Site:
    """A running process; `log` is what it said, `pid` 0 where that is not known."""

    port: int
    log: Path
    pid: int = 0

    @property
    def origin(self) -> str:
        """Scheme, host and port, as a browser on this machine names them."""
        return f"http://127.0.0.1:{self.port}"

    def get(self, path: str, cookies: Mapping[str, str] | None = None) -> Answer:
        """GET, following no redirect."""
        return self.request("GET", path, cookies)

    def request(
        self,
        method: str,
        path: str,
        cookies: Mapping[str, str] | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
    ) -> Answer:
        """Any request, following no redirect."""
        sent = {"cookie": cookie_line(cookies or {}), **(headers or {})}
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=20)
        with contextlib.closing(connection):
            connection.request(method, path, body, {name: value for name, value in sent.items() if value})
            got = connection.getresponse()
            text = got.read().decode("utf-8", "replace")
        given: SimpleCookie = SimpleCookie()
        for line in got.headers.get_all("set-cookie") or []:
            given.load(line)
        plain = {name.lower(): value for name, value in got.getheaders()}
        return Answer(got.status, plain, {name: morsel.value for name, morsel in given.items()}, text)


def cookie_line(cookies: Mapping[str, str]) -> str:
    """The cookies as a browser sends them."""
    return "; ".join(f"{name}={value}" for name, value in cookies.items())


@contextlib.contextmanager
def running(module: str, database_url: str, log: Path, **settings: str) -> Iterator[Site]:
    """`python -m MODULE` on PORT or a free one, ready to answer; stopped at the end."""
    site = Site(int(settings.get("PORT", free_port())), log)
    environment = {
        **os.environ,
        "DATABASE_URL": database_url,
        "PORT": str(site.port),
        "SIDECAR_PORT": str(free_port()),
        "REDIS_URL": "",
        **settings,
    }
    with log.open("wb") as output:
        process = subprocess.Popen(
            [sys.executable, "-m", module], env=environment, stdout=output, stderr=output, stdin=subprocess.DEVNULL
        )
        try:
            _await(site, process)
            yield replace(site, pid=process.pid)
        finally:
            process.terminate()
            try:
                process.wait(15)
            except subprocess.TimeoutExpired:
                process.kill()
                process.wait()


def free_port() -> int:
    """A loopback port that nobody listens on now."""
    with socket.create_server(("127.0.0.1", 0)) as probe:
        port: int = probe.getsockname()[1]
        return port


def _await(site: Site, process: "subprocess.Popen[bytes]") -> None:
    end = time.monotonic() + _STARTUP_SECONDS
    while time.monotonic() < end:
        if process.poll() is not None:
            raise AssertionError(f"it ended with {process.returncode}: {site.log.read_text()[-3000:]}")
        with contextlib.suppress(OSError, http.client.HTTPException):
            if site.get("/_stcore/host-config").status == 200:
                return
        time.sleep(0.05)
    raise AssertionError(f"it did not answer: {site.log.read_text()[-3000:]}")
