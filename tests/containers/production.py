"""Production as docker-compose.prod.yml says, really started: by podman-compose, from the images under test."""

import contextlib
import http.client
import json
import os
import shutil
import ssl
import subprocess
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from sqlalchemy import URL, make_url

from tests.containers.apart import network_apart
from tests.ops.web_process import Answer, cookie_line

ROOT = Path(__file__).resolve().parents[2]
FILES = ("docker-compose.prod.yml", "docker-compose.tls.yml")
PORT = 8443
ORIGIN = f"https://127.0.0.1:{PORT}"
ENGINE = Path(__file__).with_name("podman.sh")
PODMAN_COMPOSE = ROOT / "build/lint/bin/podman-compose"


@dataclass(frozen=True, slots=True)
class Production:
    """A deployment: its folder, the words that lead into its network, what its commands find in the environment."""

    folder: Path
    inside: list[str]
    environment: Mapping[str, str]

    def compose(self, *words: str, seconds: float = 400) -> str:
        """One command of podman-compose with the files of production, and its output."""
        files = [word for file in FILES for word in ("-f", file)]
        options = ["--podman-path", str(ENGINE), "--in-pod", "false", "--env-file", ".env.production.example", *files]
        return self._run([str(PODMAN_COMPOSE), *options, *words], seconds)

    def engine(self, *words: str, seconds: float = 300) -> str:
        """One command of the container engine, and its output; what it warns of is not part of that."""
        return self._run([str(ENGINE), *words], seconds)

    def log(self, service: str) -> str:
        """All that the service's container has written."""
        return self._run([str(ENGINE), "logs", "--timestamps", name_of(service)], 60, both=True)

    def facts(self, service: str) -> dict[str, Any]:
        """What the engine knows of a service's container."""
        found: dict[str, Any] = json.loads(self.engine("inspect", name_of(service)))[0]
        return found

    def execute(self, service: str, *words: str) -> str:
        """A command in the service's container."""
        return self.engine("exec", name_of(service), *words)

    def says_yes(self, *words: str) -> bool:
        """Whether a command of the engine ends with 0."""
        try:
            self.engine(*words)
        except AssertionError:
            return False
        return True

    def refuses(self, service: str, *words: str) -> bool:
        """Whether a command in the container fails."""
        return not self.says_yes("exec", name_of(service), *words)

    def address(self, service: str, network: str) -> str:
        """The container's address in one of its networks."""
        found: str = self.facts(service)["NetworkSettings"]["Networks"][f"sales-dashboard_{network}"]["IPAddress"]
        return found

    def secret(self, name: str) -> str:
        """What a secret's file says."""
        return (self.folder / "secrets" / name).read_text().strip()

    def superuser(self) -> URL:
        """The database, past row security, from here."""
        here = self.address("postgres", "data")
        return make_url(self.secret("owner_database_url")).set(
            username="postgres", password=self.secret("postgres_password"), host=here
        )

    def get(self, path: str, cookies: Mapping[str, str] | None = None, *, of: str = "") -> Answer:
        """GET through nginx by TLS, following no redirect; or `of` one app, by its address, as nginx asks it."""
        sent = {"cookie": cookie_line(cookies)} if cookies else {}
        if of:
            connection = http.client.HTTPConnection(self.address(of, "edge"), 8501, timeout=20)
        else:
            trusted = ssl.create_default_context(cafile=str(self.folder / "secrets/tls_certificate.pem"))
            connection = http.client.HTTPSConnection("127.0.0.1", PORT, timeout=20, context=trusted)
        with contextlib.closing(connection):
            connection.request("GET", path, headers=sent)
            reply = connection.getresponse()
            text = reply.read().decode("utf-8", "replace")
        return Answer(reply.status, {name.lower(): value for name, value in reply.getheaders()}, {}, text)

    def answers(self, path: str = "/healthz", status: int = 200) -> bool:
        """Whether nginx and what stands behind it answer so now."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get(path).status == status
        return False

    def answers_itself(self, app: str) -> bool:
        """Whether one app says that it can answer people."""
        with contextlib.suppress(OSError, http.client.HTTPException):
            return self.get("/healthz", of=app).status == 200
        return False

    def _run(self, words: list[str], seconds: float, *, both: bool = False) -> str:
        done = subprocess.run(
            [*self.inside, *words],
            cwd=ROOT, env=dict(self.environment), capture_output=True, text=True, check=False, timeout=seconds,
        )  # fmt: skip
        if done.returncode:
            raise AssertionError(f"{' '.join(words[-6:])} ended with {done.returncode}:\n{done.stdout}{done.stderr}")
        return done.stdout + (done.stderr if both else "")


def name_of(service: str) -> str:
    """The container of a service."""
    return f"sales-dashboard_{service}_1"


def eventually(true: Callable[[], object], seconds: float = 240) -> float | None:
    """The seconds until it came to be true; None when it never did in time."""
    began = time.monotonic()
    while time.monotonic() < began + seconds:
        if true():
            return time.monotonic() - began
        time.sleep(0.3)
    return None


@contextlib.contextmanager
def away(production: Production, app: str) -> Iterator[None]:
    """One app stopped until the block ends, then up and answering; nginx's last lines go with what fails meanwhile."""
    production.engine("stop", "--time=15", name_of(app))
    try:
        yield
    except AssertionError as failed:
        failed.add_note("nginx said:\n" + production.log("nginx")[-6000:])
        raise
    finally:
        production.engine("start", name_of(app))
        back = eventually(lambda: production.answers_itself(app))
    assert back is not None, f"{app} did not come back"


@contextlib.contextmanager
def started(folder: Path) -> Iterator[Production]:
    """All of it, up and answering; taken down with its data at the end."""
    configure_engine(folder)
    _make_secrets(folder / "secrets")
    environment = {
        **os.environ,
        "PRODUCTION_FOLDER": str(folder),
        "SECRETS_FOLDER": str(folder / "secrets"),
        "VERSION": os.environ["IMAGE_NAME"].rpartition(":")[2],
    }
    with network_apart() as inside:
        made = Production(folder, inside, environment)
        try:
            made.compose("up", "--detach")
            if eventually(made.answers) is None:
                raise AssertionError("\n".join(made.log(each) for each in ("migrate", "app1")))
            yield made
        finally:
            made.compose("down", "--volumes", "--timeout", "3")
    shutil.rmtree(folder / "storage")


def configure_engine(folder: Path) -> None:
    """Let podman.sh find, in this folder, a store of its own over the images under test."""
    (folder / "networks").mkdir()
    (folder / "storage.conf").write_text(
        f'[storage]\ndriver = "overlay"\ngraphroot = "{folder}/storage"\nrunroot = "{folder}/run"\n'
        f'[storage.options]\nadditionalimagestores = ["{os.environ["IMAGE_STORE"]}/storage"]\n'
    )
    (folder / "containers.conf").write_text(
        '[containers]\ndefault_ulimits = ["nofile=4096:4096", "nproc=4096:4096"]\n'
        '[engine]\ncgroup_manager = "cgroupfs"\nevents_logger = "file"\nruntime = "runc"\n'
        f'tmp_dir = "{folder}/engine"\n'
        f'[network]\nnetwork_backend = "netavark"\nnetwork_config_dir = "{folder}/networks"\n'
    )


def _make_secrets(folder: Path) -> None:
    """The project's own script makes them; a certificate for this machine's loopback comes on top."""
    subprocess.run(["bash", "ops/compose/secrets.sh", str(folder)], cwd=ROOT, check=True, capture_output=True)
    key, certificate = folder / "tls_key.pem", folder / "tls_certificate.pem"
    asked = ["-x509", "-newkey", "rsa:2048", "-nodes", "-days", "60", "-subj", "/CN=127.0.0.1"]
    names = ["-addext", "subjectAltName=IP:127.0.0.1", "-keyout", str(key), "-out", str(certificate)]
    subprocess.run(["openssl", "req", *asked, *names], check=True, capture_output=True)
    os.chown(key, 101, 101)
    key.chmod(0o400)
    entry = (ROOT / "ops/nginx/tls.conf.example").read_text().replace("sales.example.com", "127.0.0.1")
    (folder / "tls.conf").write_text(entry)
