"""A published file, read off the pages by a browser: its figures, the way to net sales, and pages without an answer."""

import csv
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest
from playwright.sync_api import expect
from sqlalchemy import create_engine, text

from db.engine import make_engine
from sales_core.viewer import Role
from tests.browser.looking import settled
from tests.browser.shop import drawn, open_foot, table, take
from tests.browser.visits import Visit, fill_in
from tests.conftest import SHARED_DATA, as_login
from tests.ops.people import Person, account
from tests.ops.web_process import Site, running

pytestmark = pytest.mark.browser
Visits = Callable[..., Visit]


@dataclass(frozen=True, slots=True)
class House:
    """A site on a database of the published file."""

    works: Site
    owner_url: str
    rosa: Person


@pytest.fixture(scope="module")
def house(online_retail: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[House]:
    """The whole Online Retail file, in GBP."""
    url, folder = as_login(online_retail), tmp_path_factory.mktemp("house")
    engine = make_engine(url)
    rosa = account(engine, "rosa", Role.MANAGER)
    with running("ops.web", url, folder / "works.log", BUSINESS_TIME_ZONE="Europe/London") as works:
        yield House(works, online_retail, rosa)
    engine.dispose()


def come_in(visit: Visit, site: Site, person: Person, path: str) -> None:
    visit.page.goto(site.origin + path)
    fill_in(visit.page, person.name, person.password)


def published() -> dict[str, str]:
    """The published figures, by measure."""
    with (Path(SHARED_DATA) / "known_answers.csv").open(newline="", encoding="utf-8") as file:
        return {row["measure"]: row["value"] for row in csv.DictReader(file) if row["dataset"] == "online_retail"}


def test_the_published_figures_stand_on_the_page_to_the_digit(house: House, visit: Visits, pictures: Path) -> None:
    rosa = visit(width=1440, height=1000)
    come_in(rosa, house.works, house.rosa, "/about")
    shown = {name: value.lstrip("£").replace(",", "") for name, value in table(rosa.page, "raw-figures")}
    invoices, customers, codes, cancelled = published()["invoices / customers / stock codes / cancelled lines"].split(
        " / "
    )
    assert shown == {
        "Document total": published()["net revenue"],
        "Document lines": "541909",
        "Documents": invoices,
        "Customers on documents": customers,
        "Stock codes": codes,
        "Cancelled lines": cancelled,
    }
    rosa.page.screenshot(path=pictures / "about.png")


def test_the_way_from_document_total_to_net_sales_closes_to_the_cent(house: House, visit: Visits) -> None:
    rosa = visit(width=1440, height=1000)
    come_in(rosa, house.works, house.rosa, "/about")
    expect(rosa.page.get_by_text("net sales, to the cent.")).to_be_visible()
    lines = {part: Decimal(_plain(amount)) for part, amount in table(rosa.page, "way-steps")}
    assert list(lines) == [
        "Document total", "− Fees", "− Adjustments", "− Bad debt", "− Cancelled and test orders", "= Net sales"
    ]  # fmt: skip
    taken_off = sum(amount for part, amount in lines.items() if part.startswith("− "))
    assert lines["Document total"] - taken_off == lines["= Net sales"] > 9_000_000


def test_an_open_table_stays_when_the_page_is_drawn_again(house: House, visit: Visits) -> None:
    rosa = visit(width=1440, height=1000)
    come_in(rosa, house.works, house.rosa, "/about")
    for figure in ("raw", "way"):
        open_foot(rosa.page, figure, "Table")
        assert table(rosa.page, figure)
        rosa.page.keyboard.press("Escape")
    rosa.page.keyboard.press("r")
    settled(rosa.page)
    assert table(rosa.page, "raw-figures")
    expect(rosa.page.locator("[data-testid=stException]")).to_have_count(0)


@pytest.mark.parametrize(("scheme", "width"), [("light", 1440), ("dark", 1440), ("light", 390)])
@pytest.mark.parametrize("path", ["/about", "/account"])
def test_pages_are_taken_light_dark_and_narrow(
    house: House, visit: Visits, pictures: Path, path: str, scheme: str, width: int
) -> None:
    rosa = visit(width=width, height=1000, color_scheme=scheme)
    come_in(rosa, house.works, house.rosa, path)
    expect(rosa.page.get_by_role("heading", level=1)).to_be_visible()
    settled(rosa.page)
    expect(rosa.page.locator("[data-testid=stSkeleton]")).to_have_count(0)
    take(rosa.page, pictures, f"{path.strip('/')}_{'narrow' if width == 390 else scheme}.png")
    assert rosa.page.evaluate("document.documentElement.scrollWidth") <= width


RECENT = "v=1&metrics=net_sales&by=territory.product&period=last_90_days&compare=none&align=elapsed"
"""A link to days that the published file does not reach."""


def test_days_without_sales_say_so_and_lead_to_all_days(house: House, visit: Visits, pictures: Path) -> None:
    rosa = visit(width=1440, height=1000)
    come_in(rosa, house.works, house.rosa, f"/?{RECENT}")
    expect(rosa.page.get_by_text("There are no sales in these days.")).to_be_visible()
    expect(rosa.page.get_by_text(re.compile(r"The newest order is of (9 Dec|Dec 9,) 2011\."))).to_be_visible()
    assert rosa.page.locator("[data-testid=stMetric]").count() == 0
    rosa.page.screenshot(path=pictures / "empty.png")
    rosa.page.get_by_role("button", name="Show all days").click()
    drawn(rosa.page)
    assert "period=all" in rosa.page.url
    open_foot(rosa.page, "totals", "Table")
    assert {row[0]: row[1] for row in table(rosa.page, "totals")}["Orders"] != "0"


@contextmanager
def facts_shut(owner_url: str) -> Iterator[None]:
    """No reader may enter the schema of the facts for a while."""
    owner = create_engine(owner_url, isolation_level="AUTOCOMMIT")
    readers = "ON SCHEMA sales {} dashboard_reader, dashboard_reader_costs"
    with owner.connect() as connection:
        connection.execute(text(f"REVOKE USAGE {readers.format('FROM')}"))
        try:
            yield
        finally:
            connection.execute(text(f"GRANT USAGE {readers.format('TO')}"))
    owner.dispose()


def test_facts_that_can_not_be_had_are_told_and_never_shown_as_none(
    house: House, visit: Visits, pictures: Path
) -> None:
    rosa = visit(width=1440, height=1000)
    with facts_shut(house.owner_url):
        come_in(rosa, house.works, house.rosa, "/")
        expect(rosa.page.get_by_text("the database refused the question", exact=False)).to_be_visible()
        expect(rosa.page.get_by_role("button", name="Try again")).to_be_visible()
        settled(rosa.page)
        shown = rosa.page.locator("[data-testid=stMain]").inner_text()
    assert "There are no sales" not in shown
    assert "0.00" not in shown
    rosa.page.screenshot(path=pictures / "failed.png")


def _plain(amount: str) -> str:
    return amount.replace("£", "").replace(",", "").replace("−", "-")
