"""A site on the demo company, and what its pages show as text."""

import csv
import io
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path
from zoneinfo import ZoneInfo

from PIL import Image
from playwright.sync_api import Page, expect
from sqlalchemy import Engine

from db.demo.loading import load
from db.engine import make_engine
from sales_core.cache import ProcessCache
from sales_core.company import settle
from sales_core.settings import PROJECT, Settings
from sales_core.viewer import EVERYTHING, Role, Scope
from sales_core.workspace import Workspace
from tests.browser.looking import settled
from tests.browser.visits import Visit, fill_in
from tests.conftest import as_login
from tests.ops.people import Person, account
from tests.ops.web_process import Site, running

LINES = 30_000
DOCS = PROJECT / "docs" / "pictures"
"""What the documentation shows; written when KEEP_PICTURES is set."""


@dataclass(frozen=True, slots=True)
class Shop:
    """One process on the demo company; `ada` manages everything, `vic` only looks."""

    site: Site
    engine: Engine
    owner_url: str
    ada: Person
    vic: Person

    def workspace(self) -> Workspace:
        """What the pages ask, asked from here."""
        return Workspace(self.engine, ProcessCache(), ZoneInfo("UTC"), lambda: datetime.now(UTC))


@contextmanager
def demo_shop(owner_url: str, lines: int, log: Path, of_vic: Scope = EVERYTHING) -> Iterator[Shop]:
    """The demo company in so many lines, ending today, on a migrated database; `of_vic`: the rows that vic may see."""
    url = as_login(owner_url)
    engine = make_engine(url)
    settle(engine, Settings(company_currency="USD"))
    load(engine, lines, today=datetime.now(UTC).date(), currency="USD")
    ada, vic = account(engine, "ada", Role.MANAGER), account(engine, "vic", Role.VIEWER, of_vic)
    with running("ops.web", url, log) as site:
        yield Shop(site, engine, owner_url, ada, vic)
    engine.dispose()


def come_in(visit: Visit, shop: Shop, person: Person, path: str = "/") -> None:
    """Sign in and wait for the overview; the sidebar may be folded away."""
    visit.page.goto(shop.site.origin + path)
    fill_in(visit.page, person.name, person.password)
    drawn(visit.page)


def drawn(page: Page) -> None:
    """Wait until the overview is there to its last figure."""
    expect(page.locator(".st-key-foot-last")).to_be_visible()
    settled(page)
    expect(page.locator("[data-testid=stMetric]")).to_have_count(6)
    expect(page.locator(".js-plotly-plot .main-svg").first).to_be_visible()
    expect(page.locator("[data-testid=stSkeleton]")).to_have_count(0)


def open_foot(page: Page, key: str, button: str) -> None:
    """Press a button under a figure."""
    page.locator(f".st-key-foot-{key}").get_by_role("button", name=button).click()


def table(page: Page, key: str) -> list[list[str]]:
    """The rows of a figure's table, as a reader finds them."""
    body = page.locator(f".st-key-twin-{key} tbody tr")
    expect(body.first).to_be_visible()
    return [[cell.strip() for cell in row.locator("td").all_inner_texts()] for row in body.all()]


def close_popover(page: Page) -> None:
    """Press beside it."""
    page.keyboard.press("Escape")
    expect(page.locator("[data-testid=stPopoverBody]")).to_have_count(0)


def tile(page: Page, metric: str) -> str:
    """The value that a tile shows."""
    return page.locator(f".st-key-tile-{metric} [data-testid=stMetricValue]").inner_text().strip()


def downloaded_csv(page: Page, key: str) -> list[dict[str, str]]:
    """The rows of a figure's CSV."""
    with page.expect_download() as begun:
        open_foot(page, key, "CSV")
    text = Path(begun.value.path()).read_text(encoding="utf-8-sig")
    return list(csv.DictReader(io.StringIO(text)))


def summed(rows: list[dict[str, str]], column: str) -> Decimal:
    """A column's cells together."""
    return sum((Decimal(row[column]) for row in rows if row[column]), Decimal(0))


def take(page: Page, folder: Path, name: str) -> None:
    """A picture of the page in the folder, and for the documentation when KEEP_PICTURES is set."""
    page.screenshot(path=folder / name)
    if os.environ.get("KEEP_PICTURES"):
        Image.open(folder / name).convert("RGB").quantize(160).save(DOCS / name, optimize=True)
