"""Wrong without an error: a return counted by its own day and by its sale's day in one figure, or in none, unsaid."""

from datetime import date
from decimal import Decimal

from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, sold

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
    assert any("do not say which sale" in note for note in answer.receipt.notes)


def test_returns_of_cancelled_documents_do_not_count(hand: World) -> None:
    sale = sold(hand, 1, 1, MARCH, "100")
    back = Document(1, 3, MARCH, kind="credit_note", status="cancelled")
    hand.write(back.header(), back.back("30", sale))
    answer = asked(hand.workspace(), "return_rate returns document_total not_counted", "2011")
    assert figures(answer, "return_rate", "returns", "document_total", "not_counted") == [(0, 0, 70, -30)]
