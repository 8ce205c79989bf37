"""Numbers in words: short on tiles, exact in tables, a dash where missing."""

from datetime import date
from decimal import Decimal

import numpy as np
import pandas as pd
import pytest

from sales_core import wording
from sales_core.catalog.model import Unit
from sales_core.periods import Grain


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("4812400.127"), Unit.MONEY, "$4.81M"),
        (Decimal("412400"), Unit.MONEY, "$412K"),
        (Decimal("38214.5"), Unit.MONEY, "$38,214"),
        (Decimal("125.934"), Unit.MONEY, "$125.93"),
        (Decimal("-9747747.934"), Unit.MONEY, "−$9.75M"),
        (Decimal("0"), Unit.MONEY, "$0.00"),
        (38214, Unit.COUNT, "38,214"),
        (1234567, Unit.COUNT, "1.23M"),
        (Decimal("0.42345"), Unit.SHARE, "42.3%"),
        (None, Unit.MONEY, "—"),
    ],
)
def test_a_tile_says_a_number_shortly(value: Decimal | int | None, unit: Unit, text: str) -> None:
    assert wording.short(value, unit, "USD") == text


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (Decimal("9747747.934"), Unit.MONEY, "£9,747,747.934"),
        (Decimal("9747747.934000"), Unit.MONEY, "£9,747,747.934"),
        (Decimal("12"), Unit.MONEY, "£12.00"),
        (Decimal("-0.5"), Unit.MONEY, "−£0.50"),
        (541909, Unit.COUNT, "541,909"),
        (Decimal("12.500000"), Unit.QUANTITY, "12.5"),
        (Decimal("0.0371234567"), Unit.SHARE, "3.7123%"),
        (None, Unit.COUNT, "—"),
    ],
)
def test_a_table_says_every_digit(value: Decimal | int | None, unit: Unit, text: str) -> None:
    assert wording.exact(value, unit, "GBP") == text


@pytest.mark.parametrize(
    ("growth", "unit", "text"),
    [
        (Decimal("0.1239"), Unit.MONEY, "+12.4%"),
        (Decimal("-0.0041"), Unit.SHARE, "−0.4 pp"),
        (Decimal("0"), Unit.COUNT, "±0.0%"),
        (Decimal("0.0001"), Unit.COUNT, "±0.0%"),
        (Decimal("31.416"), Unit.COUNT, "+3,142%"),
        (None, Unit.COUNT, "—"),
    ],
)
def test_a_change_has_its_sign_and_rates_change_in_points(growth: Decimal | None, unit: Unit, text: str) -> None:
    assert wording.change(growth, unit) == text


@pytest.mark.parametrize("missing", [None, pd.NA, pd.NaT, float("nan"), np.float64("nan"), Decimal("NaN")])
def test_missing_is_missing_however_a_frame_says_it(missing: object) -> None:
    assert wording.number(missing) is None


def test_a_cell_of_numpy_is_the_number_it_holds() -> None:
    assert wording.number(np.int64(7)) == 7
    assert wording.number(np.float64(0.25)) == 0.25


@pytest.mark.parametrize(
    ("grain", "text"),
    [
        (Grain.DAY, "1 Apr 2026"),
        (Grain.WEEK, "week of 1 Apr 2026"),
        (Grain.MONTH, "Apr 2026"),
        (Grain.QUARTER, "Q2 2026"),
        (Grain.YEAR, "2026"),
    ],
)
def test_a_bucket_is_named_by_its_size(grain: Grain, text: str) -> None:
    assert wording.bucket(date(2026, 4, 1), grain) == text


@pytest.mark.parametrize(
    ("seconds", "text"), [(5, "just now"), (60, "1 minute ago"), (7300, "2 hours ago"), (86_400 * 3, "3 days ago")]
)
def test_an_age_is_told_in_its_largest_unit(seconds: float, text: str) -> None:
    assert wording.age(seconds) == text


def test_a_column_of_amounts_is_in_one_form() -> None:
    values = [Decimal("34007.4"), Decimal(116_000), Decimal(-12), None]
    assert wording.column(values, Unit.MONEY, "USD") == ["$34,007", "$116,000", "−$12", "—"]
    assert wording.column([Decimal("9.5"), Decimal("-9999")], Unit.MONEY, "USD") == ["$9.50", "−$9,999.00"]
    assert wording.column([3, 1_234_567], Unit.COUNT, "USD") == ["3", "1,234,567"]
