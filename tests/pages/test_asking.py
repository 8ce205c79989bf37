"""A page's company and clock are those of the database as it is now, in a process that goes on running."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import Engine, event

from pages.ui import asking
from sales_core.access import access_engine
from sales_core.company import settle
from sales_core.settings import Settings
from tests.conftest import as_login
from tests.ops.intake_files import GOOD, Intake

EAST, WEST = "Pacific/Kiritimati", "Pacific/Pago_Pago"
"""Fourteen hours ahead and eleven behind: never on the same day."""


def forget() -> None:
    """As a process that has just started."""
    asking._opened.cache_clear()
    asking._fixed.clear()
    access_engine.cache_clear()


@pytest.fixture
def shop(engine: Engine, owner_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Intake]:
    """A database without books, and a process of pages that has just started on it."""
    monkeypatch.setenv("DATABASE_URL", as_login(owner_url))
    monkeypatch.delenv("COMPANY_CURRENCY", raising=False)
    forget()
    yield Intake(engine, owner_url, tmp_path)
    access_engine().dispose()
    asking._opened().engine.dispose()
    forget()


def test_before_any_books_pages_speak_of_those_the_first_file_will_be_booked_by(
    shop: Intake, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COMPANY_CURRENCY", "CHF")
    assert asking.currency() == "CHF"


def test_a_currency_that_changes_before_the_first_order_changes_on_the_next_page(shop: Intake) -> None:
    settle(shop.engine, Settings(company_currency="USD"))
    assert asking.currency() == "USD"
    settle(shop.engine, Settings(company_currency="GBP"))
    assert asking.currency() == "GBP"
    shop.lines(GOOD)
    assert asking.currency() == "GBP"


def test_today_is_the_company_s_day_also_after_its_zone_was_changed(shop: Intake) -> None:
    now = datetime.now(UTC)
    for zone in (EAST, WEST):
        settle(shop.engine, Settings(business_time_zone=zone))
        today = asking.workspace().today()
        assert today in {moment.astimezone(ZoneInfo(zone)).date() for moment in (now, now + timedelta(minutes=1))}


def test_once_an_order_is_booked_pages_stop_asking(shop: Intake) -> None:
    shop.settled()
    shop.lines(GOOD)
    assert asking.currency() == "GBP"
    asked: list[str] = []
    event.listen(access_engine(), "before_cursor_execute", lambda *given: asked.append(given[2]))
    assert asking.currency() == "GBP"
    assert str(asking.the_company().zone) == "Europe/London"
    assert asked == []


def test_no_more_connections_are_opened_for_another_zone(shop: Intake) -> None:
    settle(shop.engine, Settings(business_time_zone=EAST))
    before = asking.workspace().engine
    settle(shop.engine, Settings(business_time_zone=WEST))
    assert asking.workspace().engine is before
