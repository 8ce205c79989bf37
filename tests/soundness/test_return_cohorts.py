"""Wrong without an error: a return counted by its own day and by its sale's day in one figure, or in none, unsaid."""

from datetime import date
from decimal import Decimal

from sales_core.reckoning import Reckoning, ReturnsBy
from tests.oracle.world import World
from tests.soundness.hand import ADMIN, NORTH, SOUTH, Document, asked, figures, seeing, sold

MARCH, MAY = date(2011, 3, 4), date(2011, 5, 6)


def test_a_return_counts_once_on_its_day_and_once_in_its_sales_cohort_never_both(hand: World) -> None:
    """100 sold in March, 30 back in May; 50 sold in May, all kept."""
    sale = sold(hand, 1, 1, MARCH, "100")
    sold(hand, 1, 2, MAY, "50")
    back = Document(1, 3, MAY, kind="credit_note")
    hand.write(back.header(), back.back("30", sale))
    answer = asked(
        hand.workspace(), "returns net_sales returns_of_sales return_rate return_rate_by_return_date", "2011", "month"
    )
    names = ("month", "returns", "net_sales", "returns_of_sales", "return_rate", "return_rate_by_return_date")
    assert figures(answer, *names) == [
        (date(2011, 3, 1), 0, 100, 30, Decimal("0.3"), 0),
        (date(2011, 4, 1), 0, 0, 0, None, None),
        (date(2011, 5, 1), 30, 20, 0, 0, Decimal("0.6")),
    ]


def test_a_return_of_an_unknown_sale_is_in_no_cohort_and_that_is_told(hand: World) -> None:
    sold(hand, 1, 1, MARCH, "100")
    back = Document(1, 3, MARCH, kind="credit_note")
    hand.write(back.header(), back.back("30"))
    answer = asked(hand.workspace(), "return_rate return_rate_by_return_date net_sales", "2011")
    assert figures(answer, "return_rate", "return_rate_by_return_date", "net_sales") == [(0, Decimal("0.3"), 70)]
    said = "1 returned line does not say which sale it takes back; no sale's return rate has it."
    assert said in answer.receipt.notes
    by_sale = asked(hand.workspace(), "net_sales", "2011", reckoning=Reckoning(returns_by=ReturnsBy.SALE_DATE))
    assert figures(by_sale, "net_sales") == [(100,)]
    said = "1 returned line does not say which sale it takes back; figures by the day of the sale are"
    assert f"{said} without it." in by_sale.receipt.notes


def test_returns_of_cancelled_documents_do_not_count(hand: World) -> None:
    sale = sold(hand, 1, 1, MARCH, "100")
    back = Document(1, 3, MARCH, kind="credit_note", status="cancelled")
    hand.write(back.header(), back.back("30", sale))
    answer = asked(hand.workspace(), "return_rate returns document_total not_counted", "2011")
    assert figures(answer, "return_rate", "returns", "document_total", "not_counted") == [(0, 0, 70, -30)]


def test_a_rate_by_return_date_goes_by_the_return_however_returns_are_reckoned(hand: World) -> None:
    """100 sold in March, 30 of it back in May: by the sale's day net sales of March are 70, the rate stays May's."""
    sale = sold(hand, 1, 1, MARCH, "100")
    sold(hand, 1, 2, MAY, "50")
    back = Document(1, 3, MAY, kind="credit_note")
    hand.write(back.header(), back.back("30", sale))
    by_sale = Reckoning(returns_by=ReturnsBy.SALE_DATE)
    answer = asked(hand.workspace(), "net_sales return_rate_by_return_date", "2011", "quarter", reckoning=by_sale)
    assert figures(answer, "net_sales", "return_rate_by_return_date") == [(70, 0), (50, Decimal("0.6"))]


def test_hours_of_sales_one_may_not_see_are_unknown_and_their_returns_still_count(hand: World) -> None:
    """Sold in the South, taken back in the North: who sees the North knows the day of the sale and not its hour."""
    sale = sold(hand, 1, 1, MARCH, "100", territory=SOUTH)
    back = Document(1, 3, MAY, kind="credit_note", territory=NORTH)
    hand.write(back.header(), back.back("30", sale))
    for viewer, hour in ((seeing(NORTH), "Unknown"), (ADMIN, "12")):
        answer = asked(hand.workspace(), "returns_of_sales", "2011", "hour", viewer=viewer)
        assert figures(answer, "hour", "returns_of_sales") == [(hour, 30)]
