"""What figures of the sales page say: the most is the most, whichever way is good."""

from collections.abc import Sequence
from datetime import date
from decimal import Decimal

from sales_core.catalog.metrics import METRICS
from sales_core.grids import grid_of
from sales_core.periods import PeriodSpec
from sales_core.query import Query, Top
from sales_core.sentences_explored import of_bars, of_heatmap, of_lines
from tests.unit.hand_made import answered

PAIRS = {
    "territory": ["North", "North", "South", "South"],
    "territory__key": ["1", "1", "2", "2"],
    "channel": ["Shop", "Online", "Shop", "Online"],
    "channel__key": ["1", "2", "1", "2"],
}
MONEY = [Decimal(40), Decimal(10), None, Decimal(30)]


def test_a_heatmap_s_most_is_the_largest_of_sales_and_of_returns_alike() -> None:
    for metric in ("gross_sales", "returns"):
        result = answered(Query((metric,), PeriodSpec("2011"), ("territory", "channel")), PAIRS | {metric: MONEY})
        said = of_heatmap(grid_of(result, metric, "territory", "channel"), METRICS[metric], "USD")
        assert said == (
            "Most is at North, Shop with $40.00, least at North, Online with $10.00. 1 of 4 pairs have nothing."
        )


def test_the_longest_bar_leads_and_the_rest_is_no_bar_of_its_own() -> None:
    columns: dict[str, Sequence[object]] = {
        "territory": ["Other", "North", "South"],
        "territory__key": ["other", "1", "2"],
        "returns": [Decimal(50), Decimal(40), Decimal(10)],
    }
    asked = Query(("returns",), PeriodSpec("2011"), ("territory",), fold=Top("territory", 2, "returns"))
    result = answered(asked, columns)
    said = of_bars(grid_of(result, "returns", None, "territory"), METRICS["returns"], "USD", Decimal(100))
    assert said == "North leads with $40.00, 40% of the whole; South is last of 2 with $10.00."


def test_the_best_bucket_is_the_one_with_least_where_less_is_good() -> None:
    query = Query(("returns",), PeriodSpec("2026-01-01..2026-03-31"), ("month",))
    starts = [date(2026, month, 1) for month in (1, 2, 3)]
    result = answered(query, {"month": starts, "returns": [Decimal(4), Decimal(1), Decimal(9)]})
    grid = grid_of(result, "returns", None, "month")
    said = of_lines(grid, METRICS["returns"], "USD")
    assert said == "The best was Feb 2026 with $1.00, the weakest Mar 2026 with $9.00."


def test_a_day_is_said_with_on_and_a_month_with_in() -> None:
    for grain, starts, begun in (
        ("day", [date(2026, 3, 1), date(2026, 3, 2)], "On 2 Mar 2026, North led with $30.00"),
        ("month", [date(2026, 2, 1), date(2026, 3, 1)], "In Mar 2026, North led with $30.00"),
    ):
        query = Query(
            ("net_sales",), PeriodSpec(f"{starts[0]}..2026-03-{'02' if grain == 'day' else 31}"), (grain, "territory")
        )
        columns: dict[str, Sequence[object]] = {
            grain: [starts[0], starts[1], starts[1]],
            "territory": ["North", "North", "South"],
            "territory__key": ["1", "1", "2"],
            "net_sales": [Decimal(5), Decimal(30), Decimal(20)],
        }
        grid = grid_of(answered(query, columns), "net_sales", "territory", grain)
        assert of_lines(grid, METRICS["net_sales"], "USD").startswith(begun)


def test_a_week_is_the_week_of_its_first_day_wherever_it_stands_in_a_sentence() -> None:
    query = Query(("net_sales",), PeriodSpec("2026-03-02..2026-03-15"), ("week",))
    starts = [date(2026, 3, 2), date(2026, 3, 9)]
    grid = grid_of(answered(query, {"week": starts, "net_sales": [Decimal(5), Decimal(30)]}), "net_sales", None, "week")
    assert of_lines(grid, METRICS["net_sales"], "USD") == (
        "The best was the week of 9 Mar 2026 with $30.00, the weakest the week of 2 Mar 2026 with $5.00."
    )
    assert of_bars(grid, METRICS["net_sales"], "USD", None) == (
        "The week of 9 Mar 2026 leads with $30.00; the week of 2 Mar 2026 is last of 2 with $5.00."
    )
