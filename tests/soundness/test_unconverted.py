"""Wrong without an error: an amount in another currency counted as if its rate were 1, or as if it were nothing."""

from datetime import date
from decimal import Decimal

import pytest
from sqlalchemy.exc import IntegrityError

from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, one, sold

DAY = date(2011, 3, 4)


def test_what_has_no_rate_is_left_out_and_told(hand: World) -> None:
    """10 USD and 7 GBP at no known rate: 10, one row unconverted; at a rate of 1.5 then: 20.50."""
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 1, 2, DAY, "7", currency="GBP", rate=None)
    workspace = hand.workspace()
    answer = asked(workspace, "gross_sales orders units", "2011")
    assert figures(answer, "gross_sales", "orders", "units") == [(10, 2, 2)]
    assert answer.receipt.unconverted == 1
    assert any("no rate" in note for note in answer.receipt.notes)
    hand.write("UPDATE sales.orders SET rate = 1.5 WHERE order_id = 2")
    answer = asked(workspace, "gross_sales", "2011")
    assert one(answer, "gross_sales") == Decimal("20.5")
    assert answer.receipt.unconverted == 0


def test_a_part_that_can_not_be_valued_is_missing_not_zero(hand: World) -> None:
    sold(hand, 1, 1, DAY, "10")
    sold(hand, 3, 2, DAY, "7", currency="GBP", rate=None)
    answer = asked(hand.workspace(), "gross_sales net_sales orders", "2011", "customer")
    assert figures(answer, "customer", "gross_sales", "net_sales", "orders") == [
        ("Jones", None, None, 1),
        ("Smith", 10, 10, 1),
    ]


def test_amounts_are_exact_to_the_last_decimal(hand: World) -> None:
    """0.333 × 0.000007 × 1.00000001 has seventeen decimals and keeps them; three lines of it are three times that."""
    for order in (1, 2, 3):
        document = Document(1, order, DAY, currency="GBP", rate="1.00000001")
        hand.write(document.header(), document.line("0.000007", quantity="0.333"))
    expected = 3 * Decimal("0.333") * Decimal("0.000007") * Decimal("1.00000001")
    assert one(asked(hand.workspace(), "gross_sales", "2011"), "gross_sales") == expected


def test_nan_is_refused_at_the_door(hand: World) -> None:
    document = Document(1, 1, DAY)
    hand.write(document.header())
    nan = "'NaN'"
    for line in (document.line(nan), document.line("1", quantity=nan), document.line("1", unit_cost=nan)):
        with pytest.raises(IntegrityError, match="no_nan"):
            hand.write(line)
