"""Arithmetic on answers: exact, divided last, missing stays missing."""

from decimal import Decimal

import pytest

from sales_core.arithmetic import divided, evaluate, growth


def test_net_sales_are_gross_less_discounts_less_returns() -> None:
    assert evaluate(
        "net_sales", {"gross_sales": Decimal("100.10"), "discounts": Decimal("10.05"), "returns": Decimal("20")}
    ) == Decimal("70.05")


def test_a_sum_with_a_missing_part_is_missing() -> None:
    assert evaluate("net_sales", {"gross_sales": None, "discounts": Decimal(1), "returns": Decimal(2)}) is None


def test_a_ratio_is_divided_last_and_rounded_half_to_even() -> None:
    assert divided(1, 3) == Decimal("0.333333333333")
    assert divided(Decimal("0.0000000000005"), 1) == Decimal("0E-12")
    assert divided(Decimal("0.0000000000015"), 1) == Decimal("0.000000000002")


@pytest.mark.parametrize(("numerator", "denominator"), [(1, 0), (None, 1), (1, None), (0, Decimal("0.00"))])
def test_a_ratio_over_nothing_is_missing(numerator: int | None, denominator: Decimal | int | None) -> None:
    assert divided(numerator, denominator) is None


@pytest.mark.parametrize(
    ("metric", "now", "before", "expected"),
    [
        ("net_sales", Decimal(120), Decimal(100), Decimal("0.2")),
        ("net_sales", Decimal(-50), Decimal(100), Decimal("-1.5")),
        ("net_sales", Decimal(50), Decimal(-100), None),
        ("net_sales", Decimal(50), Decimal(0), None),
        ("net_sales", Decimal(50), None, None),
        ("net_sales", None, Decimal(50), None),
        ("return_rate", Decimal("0.06"), Decimal("0.04"), Decimal("0.02")),
        ("return_rate", Decimal("0.06"), Decimal("0"), Decimal("0.06")),
    ],
)
def test_growth_is_missing_where_it_means_nothing_and_shares_change_in_points(
    metric: str, now: Decimal | None, before: Decimal | None, expected: Decimal | None
) -> None:
    assert growth(metric, now, before) == expected
