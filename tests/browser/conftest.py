"""Chromium, and a site of two processes on one database for it to look at."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect, sync_playwright
from sqlalchemy import Engine

from bench.chromium import ARGUMENTS, program
from db.engine import make_engine
from tests.browser.odd_company import OddCompany, odd_company
from tests.browser.visits import PATIENCE_MS, Visit
from tests.conftest import as_login
from tests.ops.web_process import Site, running

expect.set_options(timeout=PATIENCE_MS)


@dataclass(frozen=True, slots=True)
class Dashboard:
    """Two processes of the dashboard on one database."""

    first: Site
    second: Site
    engine: Engine
    owner_url: str


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """One browser for the session."""
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def dashboard(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Dashboard]:
    """The real application, twice, on a migrated database; tests make accounts of their own."""
    folder = tmp_path_factory.mktemp("dashboard")
    owner_url = new_database()
    url = as_login(owner_url)
    engine = make_engine(url)
    with (
        running("ops.web", url, folder / "first.log") as first,
        running("ops.web", url, folder / "second.log") as second,
    ):
        yield Dashboard(first, second, engine, owner_url)
    engine.dispose()


@pytest.fixture(scope="session")
def odd(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[OddCompany]:
    """The company whose names try pages; tests leave its facts as they found them."""
    with odd_company(new_database(), tmp_path_factory.mktemp("odd") / "web.log") as made:
        yield made


@pytest.fixture
def visit(chromium: Browser) -> Iterator[Callable[..., Visit]]:
    """Makes visits, each with cookies of its own; at the end none may have had a complaint."""
    visits: list[Visit] = []

    def begin(width: int = 1280, height: int = 900, **context: object) -> Visit:
        made = Visit.begin(chromium, width, height, **context)
        visits.append(made)
        return made

    yield begin
    complaints = [complaint for each in visits for complaint in each.complaints]
    for each in visits:
        each.context.close()
    assert complaints == []


@pytest.fixture(scope="session")
def pictures(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Where tests leave pictures to be looked at."""
    folder = Path("build") / "pictures"
    folder.mkdir(parents=True, exist_ok=True)
    return folder
