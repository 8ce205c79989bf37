"""TLS ended by nginx itself: the example as it stands, with a certificate of the test's own."""

import socket
import ssl
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.ops.nginx.conftest import Front
from tests.ops.nginx.proxy import SOURCES, ask, nginx
from tests.ops.web_process import Site, free_port


@dataclass(frozen=True, slots=True)
class ByTls:
    """The two ways in."""

    plain: Site
    tls: Site


@pytest.fixture(scope="module")
def by_tls(front: Front, aloof: Site, tmp_path_factory: pytest.TempPathFactory) -> Iterator[ByTls]:
    folder = tmp_path_factory.mktemp("tls")
    templates = folder / "templates"
    templates.mkdir()
    for file in (SOURCES / "templates").iterdir():
        (templates / file.name).write_text(file.read_text())
    example = (SOURCES / "tls.conf.example").read_text()
    for name in ("tls_certificate.pem", "tls_key.pem"):
        assert f"/run/secrets/{name}" in example
        example = example.replace(f"/run/secrets/{name}", f"${{NGINX_ENVSUBST_OUTPUT_DIR}}/files/{name}")
    (templates / "entry.conf.template").write_text(example)
    files = certificate(folder / "files")
    port = free_port()
    with nginx(
        f"127.0.0.1:{aloof.port}", front.sidecar, templates=templates, files=files, NGINX_TLS_PORT=str(port)
    ) as plain:
        yield ByTls(plain, Site(port, plain.log))


def certificate(folder: Path) -> Path:
    """A folder with a key and a certificate that it signed itself."""
    folder.mkdir()
    subject = ["-subj", "/CN=sales.example.com", "-days", "2"]
    files = ["-keyout", str(folder / "tls_key.pem"), "-out", str(folder / "tls_certificate.pem")]
    subprocess.run(
        ["openssl", "req", "-x509", "-newkey", "rsa:2048", "-nodes", *subject, *files],
        check=True,
        capture_output=True,
    )
    return folder


def test_plain_http_leads_to_tls_and_keeps_the_query(by_tls: ByTls) -> None:
    reply = ask(by_tls.plain, "/probe?a=1")
    assert (reply.status, reply.one("location")) == (308, "https://sales.example.com/probe?a=1")
    assert ask(by_tls.plain, "/nginx-alive").status == 204


@pytest.mark.parametrize("path", ["/sign-in", "/health/live", "/metrics", "/no/page", "/static/none.js"])
def test_browsers_are_told_once_to_keep_to_tls(by_tls: ByTls, path: str) -> None:
    reply = ask(by_tls.tls, path, tls=True)
    assert reply.one("strict-transport-security") == "max-age=31536000"
    assert len(reply.every("content-security-policy")) == 1


def test_both_cookies_travel_by_tls_alone(by_tls: ByTls) -> None:
    lines = ask(by_tls.tls, "/sign-in", tls=True).every("set-cookie")
    assert {line.partition("=")[0] for line in lines} == {"dashboard_route", "__Host-dashboard_browser"}
    assert all(line.endswith("; Secure") for line in lines)


@pytest.mark.parametrize(
    ("version", "spoken"),
    [(ssl.TLSVersion.TLSv1_1, False), (ssl.TLSVersion.TLSv1_2, True), (ssl.TLSVersion.TLSv1_3, True)],
)
@pytest.mark.filterwarnings("ignore:ssl.TLSVersion:DeprecationWarning")
def test_only_modern_protocols_are_spoken(by_tls: ByTls, version: ssl.TLSVersion, spoken: bool) -> None:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    context.set_ciphers("ALL:@SECLEVEL=0")
    context.minimum_version = context.maximum_version = version
    with socket.create_connection(("127.0.0.1", by_tls.tls.port), timeout=10) as line:
        try:
            with context.wrap_socket(line) as wrapped:
                assert wrapped.version() is not None
                assert spoken
        except ssl.SSLError:
            assert not spoken
