"""What the tests of the proxy share: two apps behind the real gate, a sidecar, and nginx before them."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass

import pytest
from sqlalchemy import Engine

from db.engine import make_engine
from tests.conftest import as_login
from tests.ops.nginx.proxy import nginx
from tests.ops.people import Person, account, cookies_of
from tests.ops.sidecar_process import sidecar
from tests.ops.web_process import Site, running


@dataclass(frozen=True, slots=True)
class Front:
    """nginx, what stands behind it, and somebody with an account."""

    site: Site
    first: Site
    second: Site
    sidecar: int
    url: str
    engine: Engine
    ann: Person

    @property
    def apps(self) -> str:
        """UPSTREAM_APPS of both."""
        return f"127.0.0.1:{self.first.port}, 127.0.0.1:{self.second.port}"

    def cookies(self, site: Site | None = None) -> Mapping[str, str]:
        """A fresh session, opened through nginx."""
        return cookies_of(site or self.site, self.engine, self.ann)


@pytest.fixture(scope="session")
def front(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Front]:
    """Built once, with every limit at its default."""
    folder = tmp_path_factory.mktemp("front")
    url = as_login(new_database())
    engine = make_engine(url)
    ann = account(engine, "ann")
    probe = {"PROBE_PRESSES": str(folder / "presses"), "TRUSTED_PROXIES": "127.0.0.1"}
    with (
        running("tests.ops.probe_site", url, folder / "first.log", **probe) as first,
        running("tests.ops.probe_site", url, folder / "second.log", **probe) as second,
        sidecar(DATABASE_URL=url, APP_URL=first.origin) as health,
        nginx(f"127.0.0.1:{first.port}, 127.0.0.1:{second.port}", health.port) as site,
    ):
        yield Front(site, first, second, health.port, url, engine, ann)
    engine.dispose()


@pytest.fixture(scope="session")
def aloof(front: Front, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Site]:
    """One more app: it trusts no proxy, and its cookies travel by TLS alone."""
    folder = tmp_path_factory.mktemp("aloof")
    settings = {"PROBE_PRESSES": str(folder / "presses"), "COOKIE_SECURE": "true"}
    with running("tests.ops.probe_site", front.url, folder / "log", **settings) as site:
        yield site


@pytest.fixture(scope="session")
def probe_variables(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """For a probe of a test's own."""
    return {"PROBE_PRESSES": str(tmp_path_factory.mktemp("probe") / "presses"), "TRUSTED_PROXIES": "127.0.0.1"}
