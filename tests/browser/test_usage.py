"""The page of usage in a browser: what it shows of known uses was added up by hand; it is open to admins alone."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import uuid4

import pytest
from playwright.sync_api import Locator, Page, expect
from sqlalchemy import Engine, text

from db import uses as rows
from db.engine import make_engine
from sales_core.access import access
from sales_core.usage import Use
from sales_core.viewer import Role
from sales_core.wording import day
from tests.browser.looking import settled
from tests.browser.visits import Visit
from tests.conftest import as_login
from tests.ops.people import Person, account
from tests.ops.web_process import Site, running

pytestmark = [pytest.mark.browser, pytest.mark.timeout(600)]

NOW = datetime.now(UTC)


@dataclass(frozen=True, slots=True)
class Used:
    """A dashboard of its own, of which every use is known."""

    site: Site
    engine: Engine
    people: dict[Role, Person]


def use(
    person: str, page: str, days_ago: int, metrics: str = "", ms: int | None = None, *, remembered: bool = False
) -> Use:
    """One use; a question where there are metrics."""
    return {
        "use_id": str(uuid4()), "used_at": NOW - timedelta(days=days_ago), "person": person, "page": page,
        "metrics": metrics.split(), "breakdowns": ["month"] if metrics else [], "milliseconds": ms,
        "remembered": remembered if metrics else None,
    }  # fmt: skip


KNOWN = (
    use("ann", "sales", 1), use("ann", "sales", 1), use("ann", "sales", 10), use("ann", "overview", 2),
    use("bob", "sales", 2),
    use("ann", "sales", 1, "net_sales orders", 900), use("ann", "sales", 1, "net_sales orders", 300),
    use("ann", "sales", 1, "net_sales orders", 2, remembered=True), use("ann", "sales", 10, "net_sales", 100),
    use("bob", "overview", 2, "orders", 40),
)  # fmt: skip


@pytest.fixture(scope="module")
def used(new_database: Callable[..., str], tmp_path_factory: pytest.TempPathFactory) -> Iterator[Used]:
    url = as_login(new_database())
    engine = make_engine(url)
    people = {role: account(engine, f"the {role}", role) for role in Role}
    for name in ("ann", "bob"):
        account(engine, name, Role.ANALYST)
    with access(engine) as connection:
        rows.write(connection, KNOWN)
    log: Path = tmp_path_factory.mktemp("used") / "web.log"
    with running("ops.web", url, log) as site:
        yield Used(site, engine, people)
    engine.dispose()


def told(page: Page, card: str, first: str) -> list[str]:
    """The cells of the row that begins so, in the card of that key."""
    expect(page.locator(f".st-key-card-{card}").get_by_text(first, exact=True).first).to_be_attached()
    row: Locator = page.locator(f".st-key-card-{card} tr", has=page.get_by_text(first, exact=True)).first
    return [cell.strip() for cell in row.locator("td").all_text_contents()]


def names(page: Page, what: str) -> list[str]:
    """What is listed as not used."""
    line = page.locator(".st-key-card-usage-unused p", has_text=what).filter(has=page.locator("strong")).inner_text()
    return line.partition("·")[2].strip().split(", ")


def test_known_uses_are_told_as_they_add_up(used: Used, visit: Callable[..., Visit]) -> None:
    begun = visit(locale="en-GB")
    begun.sign_in(used.site, used.people[Role.ADMIN], "/usage")
    page = begun.page
    settled(page)
    # Opened, by how many, and for how many metrics: 2 + 2 + 2 + 1 on sales, 1 on overview.
    assert told(page, "usage-pages", "Sales")[:4] == ["Sales", "4", "2", "7"]
    assert told(page, "usage-pages", "Overview")[:4] == ["Overview", "1", "2", "1"]
    assert told(page, "usage-people", "ann") == ["ann", "Sales", "4", day((NOW - timedelta(days=1)).date())]
    assert told(page, "usage-people", "bob") == ["bob", "Sales", "1", day((NOW - timedelta(days=2)).date())]
    assert told(page, "usage-metrics", "Net sales") == ["Net sales", "4", "1"]
    assert told(page, "usage-metrics", "Orders") == ["Orders", "4", "2"]
    # The one that was remembered took no computing.
    slow = page.locator(".st-key-card-usage-slow tbody tr").all()
    assert [row.locator("td").all_text_contents() for row in slow] == [
        ["Net sales, Orders by Month (Sales)", "2", "300", "900"],
        ["Net sales by Month (Sales)", "1", "100", "100"],
        ["Orders by Month (Overview)", "1", "40", "40"],
    ]
    expect(page.get_by_text(f"Known is what was used since {day((NOW - timedelta(days=10)).date())}")).to_be_visible()
    assert not {"Sales", "Overview"} & set(names(page, "Pages"))
    assert {"Team", "Territories"} <= set(names(page, "Pages"))
    assert not {"Net sales", "Orders"} & set(names(page, "Metrics"))
    assert {"Gross sales", "Total sales"} <= set(names(page, "Metrics"))


def test_fewer_days_tell_of_those_days_alone(used: Used, visit: Callable[..., Visit]) -> None:
    begun = visit()
    begun.sign_in(used.site, used.people[Role.ADMIN], "/usage")
    page = begun.page
    settled(page)
    page.get_by_text("7 days", exact=True).click()
    expect(page.locator(".st-key-card-usage-slow tbody tr")).to_have_count(2)
    settled(page)
    assert told(page, "usage-pages", "Sales")[:4] == ["Sales", "3", "2", "6"]
    assert told(page, "usage-people", "ann")[:3] == ["ann", "Sales", "3"]
    assert told(page, "usage-metrics", "Net sales") == ["Net sales", "3", "1"]


def test_a_page_that_is_opened_is_counted_once_and_told(used: Used, visit: Callable[..., Visit]) -> None:
    begun = visit()
    begun.sign_in(used.site, used.people[Role.MANAGER], "/about")
    settled(begun.page)
    noted = text("SELECT count(*) FROM app.page_uses WHERE page = 'about'")
    for _ in range(200):
        with used.engine.begin() as connection:
            connection.execute(text("SET LOCAL ROLE dashboard_app"))
            if connection.execute(noted).scalar_one():
                break
        begun.page.wait_for_timeout(100)
    other = visit()
    other.sign_in(used.site, used.people[Role.ADMIN], "/usage")
    settled(other.page)
    assert told(other.page, "usage-pages", "About")[:3] == ["About", "1", "1"]
    assert told(other.page, "usage-people", "the manager")[:3] == ["the manager", "About", "1"]


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.ADMIN])
def test_usage_is_not_open_to_others_and_shows_them_nothing_of_it(
    role: Role, used: Used, visit: Callable[..., Visit]
) -> None:
    begun = visit()
    begun.sign_in(used.site, used.people[role], "/usage")
    settled(begun.page)
    shown = begun.page.locator("[data-testid=stMain]").inner_text()
    assert "not open to you" in shown
    assert begun.page.locator("[class*=st-key-card-usage]").count() == 0
    assert not any(word in shown for word in ("ann", "bob", "Slowest", "7 days"))
