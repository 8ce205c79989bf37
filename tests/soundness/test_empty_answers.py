"""Wrong without an error: nothing shown as unknown, unknown as nothing, or no answer at all for an empty period."""

from dataclasses import replace
from datetime import date

from sales_core.query import Comparison
from sales_core.viewer import NOTHING
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, asked, figures, one, sold

DAY = date(2011, 3, 4)


def test_a_sum_of_nothing_is_zero_and_a_ratio_of_nothing_missing(hand: World) -> None:
    answer = asked(hand.workspace(), "net_sales orders customers repeat_rate customer_concentration", "2011")
    names = ("net_sales", "orders", "customers", "repeat_rate", "customer_concentration")
    assert figures(answer, *names) == [(0, 0, 0, None, None)]


def test_an_empty_breakdown_has_no_row_and_with_totals_the_one_of_all(hand: World) -> None:
    workspace = hand.workspace()
    assert len(asked(workspace, "net_sales", "2011", "territory month").frame) == 0
    whole = asked(workspace, "net_sales", "2011", "territory month", totals=True)
    assert figures(whole, "territory", "month", "level", "net_sales") == [(None, None, 0, 0)]


def test_an_empty_grant_is_zero_rows_whatever_is_asked(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    workspace, nobody = hand.workspace(), replace(ADMIN, scope=NOTHING)
    assert len(asked(workspace, "net_sales", "2011", "territory", viewer=nobody).frame) == 0
    answer = asked(workspace, "net_sales orders", "2011", viewer=nobody, comparison=Comparison.YEAR_BEFORE)
    assert figures(answer, "net_sales", "orders", "net_sales__before") == [(0, 0, 0)]
    assert answer.receipt.rows == 0


def test_a_filter_that_nothing_matches_is_told(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    answer = asked(hand.workspace(), "net_sales", "2011", "", "customer=Nobody")
    assert one(answer, "net_sales") == 0
    assert any("No fact of the period matches" in note for note in answer.receipt.notes)


def test_a_ranking_of_nothing_keeps_nothing(hand: World) -> None:
    workspace = hand.workspace()
    assert one(asked(workspace, "net_sales", "2011", "", "customer top 3 by net_sales"), "net_sales") == 0
    assert len(asked(workspace, "net_sales", "2011", "customer", "customer top 3 by net_sales").frame) == 0


def test_before_the_first_day_of_all_there_is_nothing_by_size_or_payment_either(hand: World) -> None:
    """All time is held against as many days before 1970, of which even returns look for their orders in none."""
    sold(hand, 1, 1, DAY, "10")
    for by in ("order_size", "payment_state", "customer_status"):
        answer = asked(
            hand.workspace(), "gross_sales returns", "all", by,
            comparison=Comparison.PREVIOUS_PERIOD, like_for_like=False,
        )  # fmt: skip
        assert figures(answer, "gross_sales", "gross_sales__before", "returns__before") == [(10, 0, 0)]
