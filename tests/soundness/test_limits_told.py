"""Wrong without an error: the first rows of an answer taken for all of them."""

from datetime import date

from sales_core.query import Order
from tests.oracle.world import World
from tests.soundness.hand import asked, figures, sold

DAY = date(2011, 3, 4)


def test_an_answer_cut_by_a_limit_says_of_how_many_rows(hand: World) -> None:
    for customer, price in ((1, "10"), (2, "7"), (3, "9")):
        sold(hand, customer, customer, DAY, price)
    workspace = hand.workspace()
    cut = asked(workspace, "gross_sales", "2011", "customer", order=Order("gross_sales"), limit=2)
    assert figures(cut, "customer", "gross_sales") == [("Smith", 10), ("Jones", 9)]
    assert cut.receipt.total_rows == 3
    assert cut.receipt.rows == 3, "the facts behind the whole answer"
    assert "2 of 3 rows are shown." in cut.receipt.notes
    whole = asked(workspace, "gross_sales", "2011", "customer", limit=3)
    assert whole.receipt.total_rows == 3
    assert not any("are shown" in note for note in whole.receipt.notes)


def test_missing_values_come_last_whichever_way_one_orders(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 3, 3, DAY, "9", currency="GBP", rate=None)
    for descending in (True, False):
        answer = asked(hand.workspace(), "gross_sales", "2011", "customer", order=Order("gross_sales", descending))
        assert figures(answer, "customer", "gross_sales") == [("Smith", 10), ("Jones", None)]
