"""Laws of the company's own settings: stored once, and never contradicted by a later start."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import Engine

from sales_core.company import Company, company, settle
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
