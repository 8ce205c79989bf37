"""Wrong without an error: growth over nothing as infinite or as 100 %, growth over a loss with its sign turned."""

from datetime import date
from decimal import Decimal

from sales_core.query import Comparison
from tests.oracle.world import World
from tests.soundness.hand import Document, asked, figures, sold

BEFORE, NOW = date(2010, 5, 1), date(2011, 5, 1)
NAMES = tuple(f"net_sales{ending}" for ending in ("", "__before", "__change", "__growth"))


def compared(world: World, by: str = "") -> list[tuple[object, ...]]:
    answer = asked(world.workspace(), "net_sales", "2011", by, comparison=Comparison.YEAR_BEFORE)
    return figures(answer, *NAMES)


def test_over_nothing_there_is_a_change_and_no_growth(hand: World) -> None:
    sold(hand, 1, 1, NOW, "10")
    assert compared(hand) == [(10, 0, 10, None)]


def test_over_a_loss_there_is_a_change_and_no_growth(hand: World) -> None:
    """8 taken back in 2010, 10 sold in 2011: 18 better, and not −225 %."""
    back = Document(1, 1, BEFORE, kind="credit_note")
    hand.write(back.header(), back.back("8"))
    sold(hand, 1, 2, NOW, "10")
    assert compared(hand) == [(10, -8, 18, None)]


def test_into_a_loss_growth_is_below_minus_one(hand: World) -> None:
    """From 8 to −2: 10 less, which is −125 %."""
    sold(hand, 1, 1, BEFORE, "8")
    back = Document(1, 2, NOW, kind="credit_note")
    hand.write(back.header(), back.back("2"))
    assert compared(hand) == [(-2, 8, -10, Decimal("-1.25"))]


def test_from_nothing_to_nothing_nothing_grows(hand: World) -> None:
    assert compared(hand) == [(0, 0, 0, None)]


def test_a_total_grows_though_a_part_of_it_has_no_base(hand: World) -> None:
    """Smith from 8 to 10, Jones from nothing to 6: 16 over 8 is 100 %."""
    sold(hand, 1, 1, BEFORE, "8")
    sold(hand, 1, 2, NOW, "10")
    sold(hand, 3, 3, NOW, "6")
    assert compared(hand) == [(16, 8, 8, 1)]
    assert compared(hand, "customer") == [(6, 0, 6, None), (10, 8, 2, Decimal("0.25"))]


def test_a_ratio_over_nothing_is_missing_and_over_a_loss_it_is_said(hand: World) -> None:
    """−5 at a price below nothing is the whole of what was sold: its discount rate is 0, its mean order −5."""
    answer = asked(hand.workspace(), "average_order_value discount_rate", "2011")
    assert figures(answer, "average_order_value", "discount_rate") == [(None, None)]
    sold(hand, 1, 1, NOW, "-5")
    answer = asked(hand.workspace(), "average_order_value discount_rate", "2011")
    assert figures(answer, "average_order_value", "discount_rate") == [(-5, 0)]
