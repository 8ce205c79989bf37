"""Laws of the company's own settings: stored once, and never contradicted by a later start."""

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from decimal import Decimal
from pathlib import Path
from time import monotonic
from typing import Any

import pytest
from sqlalchemy import Engine, text

from db.engine import acting_as
from db.intake import reference
from db.rules.roles import LOADER
from sales_core.company import Company, company, has_orders, settle
from sales_core.errors import SettingsError
from sales_core.settings import Settings
from tests.ops.intake_files import GOOD, Intake


@pytest.fixture
def asking(monkeypatch: pytest.MonkeyPatch) -> Callable[..., Settings]:
    """Settings as the operator's environment gives them."""

    def ask(**variables: str) -> Settings:
        for name in ("COMPANY_CURRENCY", "BUSINESS_TIME_ZONE"):
            monkeypatch.delenv(name, raising=False)
        for name, value in variables.items():
            monkeypatch.setenv(name, value)
        return Settings()

    return ask


Asking = Callable[..., Settings]
POUNDS = {"COMPANY_CURRENCY": "GBP", "BUSINESS_TIME_ZONE": "Europe/London"}


def test_there_is_no_company_before_the_first_start(engine: Engine) -> None:
    with pytest.raises(SettingsError, match="not stored yet"):
        company(engine)


def test_the_first_start_stores_what_was_set(engine: Engine, asking: Asking) -> None:
    pounds = Company("GBP", "Europe/London", 1, 1)
    assert settle(engine, asking(**POUNDS)) == pounds
    assert company(engine) == pounds
    assert str(pounds.zone) == "Europe/London"


def test_a_setting_left_out_later_contradicts_nothing(engine: Engine, asking: Asking) -> None:
    settle(engine, asking(**POUNDS))
    assert settle(engine, asking()).currency == "GBP"


def test_a_company_without_orders_may_still_be_changed(engine: Engine, asking: Asking) -> None:
    settle(engine, asking())
    settle(engine, asking(**POUNDS))
    assert company(engine) == Company("GBP", "Europe/London", 1, 1)


@pytest.mark.parametrize(("name", "other"), [("COMPANY_CURRENCY", "USD"), ("BUSINESS_TIME_ZONE", "UTC")])
def test_once_orders_are_booked_another_value_is_refused_in_one_line(
    engine: Engine, owner_url: str, tmp_path: Path, asking: Asking, name: str, other: str
) -> None:
    settle(engine, asking(**POUNDS))
    Intake(engine, owner_url, tmp_path).lines(GOOD)
    with pytest.raises(SettingsError) as refused:
        settle(engine, asking(**{**POUNDS, name: other}))
    there = POUNDS[name]
    assert str(refused.value) == (
        f"{name}={other} contradicts {there}, by which this database's orders are booked; "
        f"set {name}={there}, or take an empty database"
    )
    assert company(engine) == Company("GBP", "Europe/London", 1, 1)
    assert settle(engine, asking(**POUNDS)) == company(engine)


def test_first_starts_at_once_agree(engine: Engine, asking: Asking) -> None:
    settings = asking(**POUNDS)
    with ThreadPoolExecutor(8) as pool:
        companies = list(pool.map(lambda _: settle(engine, settings), range(8)))
    assert set(companies) == {company(engine)}


def test_books_are_not_made_up_for_orders_that_are_booked(
    engine: Engine, owner_url: str, tmp_path: Path, asking: Asking
) -> None:
    settle(engine, asking(**POUNDS))
    shop = Intake(engine, owner_url, tmp_path)
    shop.lines(GOOD)
    shop.execute("DELETE FROM app.settings WHERE name = 'company_currency'")
    for settings in (asking(), asking(**POUNDS)):
        with pytest.raises(SettingsError, match=r"booked while company_currency was not stored.*INSERT INTO"):
            settle(engine, settings)
    assert shop.ask("SELECT FROM app.settings WHERE name = 'company_currency'") == []
    shop.execute("INSERT INTO app.settings (name, value) VALUES ('company_currency', 'GBP')")
    assert settle(engine, asking(**POUNDS)) == Company("GBP", "Europe/London", 1, 1)


def test_orders_are_seen_whoever_may_see_them(engine: Engine, owner_url: str, tmp_path: Path, asking: Asking) -> None:
    settle(engine, asking(**POUNDS))
    assert not has_orders(engine)
    Intake(engine, owner_url, tmp_path).lines(GOOD)
    assert has_orders(engine)


def await_a_wait(shop: Intake, who: "Future[Any]") -> None:
    """Until somebody waits for a lock on a table of the database."""
    deadline = monotonic() + 30
    while not shop.ask("SELECT FROM pg_locks WHERE NOT granted AND locktype = 'relation'"):
        assert not who.done(), who.exception() or "it did not wait"
        assert monotonic() < deadline


def test_an_import_is_booked_by_the_books_of_its_commit(
    engine: Engine, owner_url: str, tmp_path: Path, asking: Asking
) -> None:
    """The currency changes after the file was read, while the import waits for its turn to publish."""
    settle(engine, asking(**POUNDS))
    shop = Intake(engine, owner_url, tmp_path)
    with ThreadPoolExecutor(1) as pool, acting_as(engine, LOADER) as connection:
        reference.lock(connection)
        importing = pool.submit(shop.lines, GOOD)
        await_a_wait(shop, importing)
        connection.execute(text("UPDATE app.settings SET value = 'USD' WHERE name = 'company_currency'"))
        connection.commit()
        assert importing.result().unconverted == 1
    assert shop.ask("SELECT rate FROM sales.orders UNION ALL SELECT rate FROM sales.order_lines") == [(None,), (None,)]


def test_a_change_of_the_books_waits_for_who_is_booking_and_is_then_refused(
    engine: Engine, owner_url: str, tmp_path: Path, asking: Asking
) -> None:
    settle(engine, asking(**POUNDS))
    dollars = asking(**{**POUNDS, "COMPANY_CURRENCY": "USD"})
    shop = Intake(engine, owner_url, tmp_path)
    with ThreadPoolExecutor(1) as pool, acting_as(engine, LOADER) as connection:
        reference.lock(connection)
        changing = pool.submit(settle, engine, dollars)
        await_a_wait(shop, changing)
        for statement in BOOKED:
            connection.execute(text(statement))
        connection.commit()
        with pytest.raises(SettingsError, match="USD contradicts GBP"):
            changing.result()
    assert company(engine).currency == "GBP"
    assert shop.ask("SELECT rate FROM sales.orders") == [(Decimal(1),)]


BOOKED = (
    "INSERT INTO sales.territories (territory_id, name, region) VALUES (1, 'North', 'Here')",
    "INSERT INTO sales.channels (channel_id, name) VALUES (1, 'Shop')",
    "INSERT INTO sales.currencies (currency, name) VALUES ('GBP', 'Pound sterling')",
    "INSERT INTO sales.orders (customer_id, order_id, source, document_no, ordered_at, business_date, territory_id, "
    "channel_id, currency, rate) VALUES (0, 1, 'till', '1', '2026-01-01', '2026-01-01', 1, 1, 'GBP', 1)",
)
