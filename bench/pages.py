"""What pages cost: the server's time and the time until drawn, cold and warm, statements, bytes, points; one click.

Everything in one run and one browser: each time stands beside an empty rerun's of the same run, medians.
"""

import os
import re
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import redis
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import Engine, create_engine, make_url, text

from bench.chromium import ARGUMENTS, program
from bench.processes import answering
from bench.table import Row
from bench.wire import POINTS, Taken, Wire, drawn
from db import embedded, migrate
from db.demo import load
from db.engine import make_engine
from sales_core.accounts import book
from sales_core.accounts.check import check_password, choose_password
from sales_core.company import settle
from sales_core.settings import PROJECT, Settings
from sales_core.viewer import EVERYTHING, Role

LINES = 200_000
ROUNDS = 5
AIM = "cold below 10 × empty rerun"
_PORT = 18_700
_PASSWORD = "long enough to be taken"  # noqa: S105  of an account that lives for the run
_PAGES = tuple(sorted(p.stem for p in (PROJECT / "pages").glob("*.py") if p.stem not in {"__init__", "sign_in"}))
_ONE = {
    "customer": "SELECT customer_id FROM sales.orders WHERE customer_id > 0 GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "product": "SELECT product_id FROM sales.order_lines GROUP BY 1 ORDER BY count(*) DESC LIMIT 1",
    "order": "SELECT concat(customer_id, '.', order_id) FROM sales.orders ORDER BY ordered_at DESC, 1 LIMIT 1",
}
"""SQL of the key that the page of one thing is opened with: the thing that has most, or the newest."""
_QUERIES = re.compile(rb"LOG:  (?:statement|execute [^:]+): (?:SELECT|WITH)", re.IGNORECASE)


def rows() -> list[Row]:
    """Milliseconds, statements, kilobytes and points of every page; the reference is an empty rerun."""
    with tempfile.TemporaryDirectory(prefix="bench-pages-") as name:
        folder = Path(name)
        with (
            embedded.postgres(folder / "postgres") as url,
            embedded.valkey(folder / "valkey") as redis_url,
            _company(url) as engine,
            _site(url, redis_url),
            sync_playwright() as playwright,
        ):
            browser = playwright.chromium.launch(executable_path=program(), args=ARGUMENTS)
            page = browser.new_page(viewport={"width": 1360, "height": 900})
            page.set_default_timeout(60_000)
            wire = Wire()
            wire.watch(page)
            _sign_in(page, engine)
            empty = _empty_rerun(page, wire)
            cache = redis.Redis.from_url(redis_url)
            log = folder / "postgres.log"
            found = [Row("an empty rerun, server", empty.server, "ms"), Row("an empty rerun", empty.drawn, "ms")]
            for stem, target in _targets(url).items():
                found += _measured(page, wire, stem, target, cache, url, log, empty)
            found += _click(page, wire, empty)
            browser.close()
            return found


def _targets(url: str) -> dict[str, str]:
    """What follows the host in each page's address; the page of one thing is of one that is there."""
    owner = create_engine(url)
    with owner.connect() as connection:
        keys = {stem: connection.execute(text(question)).scalar_one() for stem, question in _ONE.items()}
    owner.dispose()
    return {
        stem: "/" if stem == "overview" else f"/{stem}" + (f"?id={keys[stem]}" if stem in keys else "")
        for stem in _PAGES
    }


def _measured(
    page: Page, wire: Wire, stem: str, target: str, cache: "redis.Redis", url: str, log: Path, empty: Taken
) -> list[Row]:
    def forgetting() -> Taken:
        cache.flushall()
        return _opened(page, wire, target)

    _opened(page, wire, target)
    cold = _median([forgetting() for _ in range(3)])
    warm = _median([_opened(page, wire, target) for _ in range(ROUNDS)])
    before = wire.received
    _opened(page, wire, target)
    sent = (wire.received - before) / 1000
    points = float(page.evaluate(POINTS))
    asked = _statements(url, log, forgetting)
    return [
        Row(f"{stem}, server, nothing remembered", cold.server, "ms", empty.server, cold.server / empty.server, AIM),
        Row(f"{stem}, server, remembered", warm.server, "ms", empty.server, warm.server / empty.server),
        Row(f"{stem}, until drawn, nothing remembered", cold.drawn, "ms", empty.drawn, cold.drawn / empty.drawn, AIM),
        Row(f"{stem}, until drawn, remembered", warm.drawn, "ms", empty.drawn, warm.drawn / empty.drawn),
        Row(f"{stem}, queries when nothing is remembered", asked, "statements"),
        Row(f"{stem}, over the WebSocket", sent, "kB"),
        Row(f"{stem}, points drawn", points, "points"),
    ]


def _median(taken: Sequence[Taken]) -> Taken:
    """The medians of both times."""
    return Taken(statistics.median(t.server for t in taken), statistics.median(t.drawn for t in taken))


def _opened(page: Page, wire: Wire, target: str) -> Taken:
    """From leaving the page that is open in the tab until the new one is drawn."""
    began, ran = time.time(), wire.seconds
    page.goto(f"http://127.0.0.1:{_PORT}{target}")
    return drawn(page, wire, began, ran)


def _empty_rerun(page: Page, wire: Wire) -> Taken:
    """The page of the account asks no number."""
    _opened(page, wire, "/account")

    def again() -> Taken:
        page.locator("[data-testid=stMain] h1").first.click()
        began, ran = time.time(), wire.seconds
        page.keyboard.press("r")
        page.wait_for_timeout(30)
        return drawn(page, wire, began, ran)

    return _median([again() for _ in range(9)])


def _click(page: Page, wire: Wire, empty: Taken) -> list[Row]:
    """Another period on the overview, answers remembered."""
    _opened(page, wire, "/")
    taken = []
    for _ in range(ROUNDS):
        for label in ("30d", "90d"):
            began, ran = time.time(), wire.seconds
            page.get_by_role("button", name=label, exact=True).or_(page.get_by_role("radio", name=label)).first.click()
            page.wait_for_timeout(30)
            taken.append(drawn(page, wire, began, ran))
    both, of = _median(taken), "overview, from a click on a period"
    return [
        Row(f"{of}, server", both.server, "ms", empty.server, both.server / empty.server),
        Row(f"{of} to settled", both.drawn, "ms", empty.drawn, both.drawn / empty.drawn, "below 5 ×"),
    ]


def _statements(url: str, log: Path, run: Callable[[], object]) -> float:
    """How many queries the database was sent meanwhile, sessions and accounts included."""
    admin = create_engine(url, isolation_level="AUTOCOMMIT")
    with admin.connect() as connection:
        connection.execute(text("ALTER SYSTEM SET log_statement = 'all'"))
        connection.execute(text("SELECT pg_reload_conf()"))
        time.sleep(0.3)
        before = log.stat().st_size
        run()
        content = log.read_bytes()[before:]
        connection.execute(text("ALTER SYSTEM RESET log_statement"))
        connection.execute(text("SELECT pg_reload_conf()"))
    admin.dispose()
    return float(len(_QUERIES.findall(content)))


@contextmanager
def _company(url: str) -> Iterator[Engine]:
    migrate.upgrade(url)
    engine = make_engine(make_url(url).set(username="dashboard").render_as_string(hide_password=False))
    settle(engine, Settings(company_currency="USD"))
    load(engine, LINES, today=datetime.now(UTC).date())
    try:
        yield engine
    finally:
        engine.dispose()


@contextmanager
def _site(url: str, redis_url: str) -> Iterator[None]:
    login = make_url(url).set(username="dashboard").render_as_string(hide_password=False)
    variables = {"DATABASE_URL": login, "REDIS_URL": redis_url, "LOG_LEVEL": "error", "PORT": str(_PORT)}
    process = subprocess.Popen([sys.executable, "-m", "ops.web"], env={**os.environ, **variables})
    try:
        answering(process, _PORT, "/healthz")
        yield
    finally:
        process.terminate()
        process.wait(30)


def _sign_in(page: Page, engine: Engine) -> None:
    one_time = book.add(engine, "bench", Role.ADMIN, EVERYTHING, actor="bench")
    who = check_password(engine, "bench", one_time, address="")
    if who is None:
        raise RuntimeError("the account of this run can not sign in")
    choose_password(engine, who, _PASSWORD)
    page.goto(f"http://127.0.0.1:{_PORT}/account")
    page.get_by_label("Name", exact=True).fill("bench")
    page.get_by_label("Password", exact=True).fill(_PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_role("button", name="Sign out").wait_for()
