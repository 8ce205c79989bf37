"""Text that loses nothing: every digit, no trailing zeros, no exponent."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest

from sales_core.plain import plain


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (Decimal("123456789012345678901.12345678901234567"), "123456789012345678901.12345678901234567"),
        (Decimal("10.00000000000000000"), "10"),
        (Decimal("-0.50"), "-0.5"),
        (Decimal("0E-17"), "0"),
        (Decimal("1E+3"), "1000"),
        (Decimal("100"), "100"),
        (date(2011, 3, 1), "2011-03-01"),
        (7, 7),
        ("Guest", "Guest"),
        (None, None),
        (pd.NaT, None),
        (float("nan"), None),
    ],
)
def test_a_value_is_written_whole(value: object, text: str | int | None) -> None:
    assert plain(value) == text
