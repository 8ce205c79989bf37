"""Sentences: each is made of the answer that its figure draws."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from sales_core import sentences
from sales_core.periods import Period, PeriodSpec
from sales_core.query import Comparison, Query
from sales_core.reckoning import Reckoning
from sales_core.result import Result
from tests.unit.hand_made import TODAY, answered

MONTHS = [date(2026, m, 1) for m in (3, 4, 5, 6)]


def by(dimension: str, columns: dict[str, Sequence[Any]], comparison: Comparison = Comparison.NONE) -> Result:
    return answered(Query(("net_sales",), PeriodSpec("2026"), by=(dimension,), comparison=comparison), columns)


def money(*values: int) -> list[Decimal]:
    return [Decimal(v) for v in values]


@pytest.mark.parametrize(
    ("period", "said"),
    [
        (Period(date(2026, 8, 25), date(2026, 11, 23)), "25 Aug to 22 Nov 2026"),
        (Period(date(2025, 12, 1), date(2026, 2, 1)), "1 Dec 2025 to 31 Jan 2026"),
        (Period(date(2026, 2, 1), date(2026, 2, 2)), "1 Feb 2026"),
    ],
)
def test_days_are_said_with_the_last_one_included(period: Period, said: str) -> None:
    assert sentences.of_days(period) == said


def test_a_trend_names_the_best_and_the_weakest_whole_bucket() -> None:
    columns: dict[str, Sequence[Any]] = {
        "month": MONTHS,
        "net_sales": money(300, 500, 100, 20),
        "net_sales__before": money(200, 600, 50, 90),
    }
    said = sentences.of_trend(by("month", columns, Comparison.YEAR_BEFORE), "net_sales", "USD", TODAY)
    assert said == (  # June is not over on its last day
        "The best month was Apr 2026 with $500.00, the weakest May 2026 with $100.00. "
        "2 of 3 months lie above the year before. 1 month is not whole, and drawn open."
    )


def test_a_trend_by_fiscal_quarters_calls_them_by_their_names() -> None:
    """A fiscal year from April: January to March 2026 is the last quarter of the year that ends then."""
    columns: dict[str, Sequence[Any]] = {
        "fiscal_quarter": [date(2025, 10, 1), date(2026, 1, 1)],
        "net_sales": money(300, 500),
    }
    asked = Query(("net_sales",), PeriodSpec("FY2026"), by=("fiscal_quarter",), reckoning=Reckoning(fiscal_start=4))
    said = sentences.of_trend(answered(asked, columns), "net_sales", "USD", TODAY)
    assert said == "The best fiscal quarter was FY2026 Q4 with $500.00, the weakest FY2026 Q3 with $300.00."


def test_a_trend_without_a_whole_bucket_says_so() -> None:
    said = sentences.of_trend(by("month", {"month": MONTHS[3:], "net_sales": money(5)}), "net_sales", "USD", TODAY)
    assert said == "No whole month lies in the period yet."


def test_parts_say_who_leads_with_which_share_and_who_moved_most() -> None:
    columns: dict[str, Sequence[Any]] = {
        "territory": ["Spain", "Italy", "Malta", "Wales"],
        "net_sales": money(50, 25, 15, 10),
        "net_sales__before": money(30, 40, 15, 10),
    }
    said = sentences.of_parts(by("territory", columns, Comparison.PREVIOUS_PERIOD), "net_sales", "USD")
    assert said == (
        "Spain leads with $50.00, 50% of the whole; the first three of 4 make 90%. Spain gained most, Italy lost most."
    )


def test_one_part_is_all_of_it() -> None:
    said = sentences.of_parts(by("territory", {"territory": ["Spain"], "net_sales": money(5)}), "net_sales", "USD")
    assert said == "All of it is of one territory: Spain."


def test_a_list_says_what_it_makes_of_the_whole() -> None:
    totals = answered(Query(("net_sales",), PeriodSpec("2026")), {"net_sales": money(5000)})
    listed = by("product", {"product": ["Lamp", "Vase"], "net_sales": money(3, 1)})
    said = sentences.of_ranking(listed, "net_sales", "USD", totals)
    assert said == "The 2 products listed here make $4.00, less than 0.1% of net sales."


@pytest.mark.parametrize(
    ("lines", "said"),
    [
        (0, ""),
        (1, " 1 line has no rate to the company's currency; amounts leave it out."),
        (1_065, " 1,065 lines have no rate to the company's currency; amounts leave them out."),
    ],
)
def test_what_amounts_leave_out_is_said_under_the_totals(lines: int, said: str) -> None:
    whole = answered(Query(("net_sales",), PeriodSpec("2026")), {"net_sales": [Decimal(5)]})
    totals = replace(whole, receipt=replace(whole.receipt, unconverted=lines))
    assert sentences.of_tiles((), totals) == f"Totals of {sentences.of_days(totals.plan.period)}.{said}"
